"""What each command does, over the same services and store as the app.

What only some commands need is imported by those: opening the app pays for no printing, and printing for no app.
"""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.text import one_line
from alliance_tui.render.streams import has_styles, is_unicode, make_legible, styled, width_of
from alliance_tui.services.clock import SystemClock
from alliance_tui.storage.library import Library
from alliance_tui.storage.mounts import untrusted
from alliance_tui.storage.paths import default_store, path_meant

if TYPE_CHECKING:
    from types import ModuleType

    from rich.console import RenderableType

    from alliance_tui.app import AllianceApp
    from alliance_tui.domain.countdown import Clock
    from alliance_tui.domain.entry import Entry
    from alliance_tui.storage.shelf import Shelf


def run(args: Namespace, clock: Clock | None = None) -> int:
    """Do what was asked for; returns the exit code. Raises AllianceError with what there is to say."""
    make_legible(sys.stdout)
    return ACTS[args.command](args, clock or SystemClock())


# Opening the app


def _interact(
    args: Namespace,
    library: Library,
    clock: Clock,
    opening: str | None = None,
    *,
    locked: bool = False,
    shelf: Shelf | None = None,
) -> int:
    """Open the app on a store, at one alliance if it is named; returns the app's exit code."""
    from alliance_tui.hardening import keep_memory_private

    keep_memory_private()
    app = import_app()(
        library,
        clock,
        opening=opening,
        locked=locked,
        warning=untrusted(library.root),
        shelf=shelf,
        plain_output=args.plain_output,
    )
    app.run()
    return app.return_code or 0


def import_app() -> type[AllianceApp]:
    """The app's class, imported the quick way."""
    gc.disable()  # modules are no garbage to look for; the app collects again once its first screen is there
    sys.modules.setdefault("ssl", cast("ModuleType", None))  # asyncio does without it

    from alliance_tui.app import AllianceApp

    return AllianceApp


def _library(args: Namespace, clock: Clock) -> int:
    """`alliance`: the library."""
    return _interact(args, _store(args), clock, shelf=_shelf(args))


def _open(args: Namespace, clock: Clock) -> int:
    """`alliance open NAME`."""
    if args.locked:
        return _open_locked(args, clock)
    library = _store(args)
    name = library.find(args.name)
    library.load(name)  # what can't be read is said here, where it stays in view
    return _interact(args, library, clock, name, shelf=_shelf(args))


def _open_locked(args: Namespace, clock: Clock) -> int:
    """`alliance open NAME --locked`: the folder of just this name, in the store that the command line says."""
    from alliance_tui.hardening import confine

    store = ["--store", args.store] if args.store else []
    plain = ["--plain-output"] if args.plain_output else []
    confine([*store, *plain, "open", "--locked", "--", args.name])
    library = _store(args)
    if args.name not in library.names():
        raise NotFound("The alliance that this was opened for is not here any more. Ask whoever invited you.")
    library.load(args.name)
    return _interact(args, library, clock, args.name, locked=True)


def _shelf(args: Namespace) -> Shelf | None:
    """The question banks when one of them is asked for; None: the user's own, read when they are needed."""
    if args.bank is None:
        return None
    from alliance_tui import asking

    return asking.shelf_with(args.bank)


def _demo(args: Namespace, clock: Clock) -> int:
    """`alliance demo`: a sample that leaves nothing behind."""
    from tempfile import TemporaryDirectory

    from alliance_tui.services.demo import make_demo

    with _ending_tidily(), TemporaryDirectory(prefix="alliance-demo-", ignore_cleanup_errors=True) as folder:
        code = _interact(args, make_demo(Path(folder), clock.local(clock.now())), clock)
    _say("The sample is gone, with all that was tried in it. Your own alliances were not touched.")
    return code


@contextmanager
def _ending_tidily() -> Iterator[None]:
    """Let a hangup or a termination end the block as an exception would, so that what it made is removed."""
    from signal import SIGHUP, SIGTERM, signal

    def end(number: int, _frame: object) -> None:
        """Leave, as a shell reports such an end."""
        sys.exit(128 + number)

    before = {number: signal(number, end) for number in (SIGHUP, SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, handler)


# Printing


def _list(args: Namespace, clock: Clock) -> int:
    """`alliance list`."""
    library = _store(args)
    return _put_list(library, library.entries(), args.json, clock)


def _put_list(library: Library, entries: list[Entry], as_json: bool, clock: Clock) -> int:
    """Print the entries."""
    if as_json:
        from alliance_tui.render import records

        by_readable = sorted(entries, key=lambda entry: bool(entry.problem))
        return _put_json([records.listed(entry, clock) for entry in by_readable])
    from alliance_tui.render.listing import listing

    if not entries:
        return _say(f"No alliances in {library.root} yet. `alliance` begins one, `alliance demo` shows a sample.")
    lines = listing(entries, clock, width_of(sys.stdout, os.environ))
    sys.stdout.write(styled(lines, has_styles(sys.stdout, os.environ)))
    return 0


def _due(args: Namespace, clock: Clock) -> int:
    """`alliance due`."""
    from alliance_tui import looking

    return looking.due(_store(args), clock, args.json)


def _show(args: Namespace, clock: Clock) -> int:
    """`alliance show NAME`."""
    from alliance_tui.comparing import version_of

    library = _store(args)
    alliance, session = library.load(library.find(args.name))
    version = version_of(alliance, args.version) if args.version is not None else alliance.latest
    if version is None and session:
        version = session.to_version(None)
    if version is None:
        raise NotFound(f"{alliance.partners} have signed no version yet and have no session open.")
    if args.json:
        from alliance_tui.render import records

        return _put_json(records.shown(alliance, version, session, clock))
    from alliance_tui.render.text import document

    return _put(lambda _width: document(alliance, version, session, clock))


def _diff(args: Namespace, clock: Clock) -> int:
    """`alliance diff NAME [OLD NEW]`."""
    from alliance_tui.comparing import diff

    library = _store(args)
    return diff(library, library.find(args.name), args, clock)


def _history(args: Namespace, clock: Clock) -> int:
    """`alliance history NAME`."""
    from alliance_tui import looking

    library = _store(args)
    return looking.history(library, library.find(args.name), clock, args.json)


def _check(args: Namespace, _clock: Clock) -> int:
    """`alliance check`."""
    library = _store(args)
    findings = [*library.check()]
    for finding in findings:
        _say(f"{finding.name}/{finding.file}: {finding.problem}")
    if warning := untrusted(library.root):
        _say(warning)
    if findings:
        return 1
    from alliance_tui.render.phrases import count

    names, trash = library.names(), len(library.trash())
    in_trash = f", {trash} in the trash" if trash else ""
    nowhere = "" if library.root.exists() else f" (there is nothing at {library.root} yet)"
    versions = sum(entry.versions for entry in library.entries())
    return _say(f"{count(len(names), 'alliance')}, {count(versions, 'version')}{in_trash}: all is well{nowhere}")


# Care, and who may come in


def _repair(args: Namespace, _clock: Clock) -> int:
    """`alliance repair NAME`."""
    from alliance_tui import upkeep

    library = _store(args)
    return upkeep.repair(library, library.find(args.name) if args.name else "", args.yes)


def _undelete(args: Namespace, clock: Clock) -> int:
    """`alliance undelete [NAME]`."""
    from alliance_tui.domain.trash import newest_that_fits
    from alliance_tui.render.trash import brought_back, listing
    from alliance_tui.services import trash

    library = _store(args)
    items = library.trash()
    if args.name is None:
        for line in listing(items, clock):
            _say(line)
        return 0
    item = newest_that_fits(items, args.name)
    return _say(brought_back(item, trash.undelete(library, item)))


def _invite(args: Namespace, _clock: Clock) -> int:
    """`alliance invite KEY.pub NAME`."""
    from alliance_tui import upkeep

    library = _store(args)
    key = path_meant(args.key, "Nothing was changed.")
    return upkeep.invite(library, key, library.find(args.name), args.install, args.yes)


def _export(args: Namespace, clock: Clock) -> int:
    """`alliance export NAME`."""
    from alliance_tui import taking

    return taking.export(_store(args), args, clock)


def _import(args: Namespace, _clock: Clock) -> int:
    """`alliance import FILE`."""
    from alliance_tui import taking

    return taking.bring_in(_store(args), args.file)


def _questions(args: Namespace, _clock: Clock) -> int:
    """`alliance questions`."""
    from alliance_tui import asking

    if args.template:
        return asking.template()
    return asking.check(args.check) if args.check is not None else asking.questions(args.bank_name)


def _store(args: Namespace) -> Library:
    """The library in the store that was asked for, or in the user's own."""
    wanted = args.store or os.environ.get("ALLIANCE_STORE")
    if not wanted:
        return Library(default_store())
    return Library(path_meant(wanted, "Nothing was changed."))


def _put(render: Callable[[int], RenderableType]) -> int:
    """Print what `render` makes for the width there is."""
    from alliance_tui.render.output import put

    width = width_of(sys.stdout, os.environ)
    put(render(width), sys.stdout, width)
    return 0


def _put_json(data: object) -> int:
    """Print it as JSON."""
    from alliance_tui.render import records

    print(records.dumps(data, ascii_only=not is_unicode(sys.stdout)))
    return 0


def _say(message: str) -> int:
    """Print a line."""
    print(one_line(message))
    return 0


ACTS: dict[str | None, Callable[[Namespace, Clock], int]] = {
    None: _library,
    "open": _open,
    "demo": _demo,
    "list": _list,
    "due": _due,
    "show": _show,
    "diff": _diff,
    "history": _history,
    "check": _check,
    "repair": _repair,
    "undelete": _undelete,
    "invite": _invite,
    "export": _export,
    "import": _import,
    "questions": _questions,
}
