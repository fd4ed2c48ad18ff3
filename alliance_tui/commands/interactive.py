"""Open the app: for `alliance`, `alliance open`, `alliance pulse` and `alliance demo`."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from alliance_tui import __version__
from alliance_tui.commands.process_hardening import keep_memory_private
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.terms import Side
from alliance_tui.services.config import load_config
from alliance_tui.storage.config import Config, config_file
from alliance_tui.storage.library import Library
from alliance_tui.storage.mounts import network_warning
from alliance_tui.storage.settings import Settings, settings_file

if TYPE_CHECKING:
    from alliance_tui.app import AllianceApp
    from alliance_tui.storage.question_banks import QuestionBanks
    from alliance_tui.terminal.keymap import Keys

TALKATIVE = "After a fault, the release of Textual that is installed would print what you wrote. Nothing was opened."


def run_app(
    args: Namespace,
    library: Library,
    clock: Clock,
    opening: str | None = None,
    *,
    locked: bool = False,
    side: Side | None = None,
    pulse: bool = False,
) -> int:
    """Open the app on a store, at the alliance in the folder `opening` if it is given; return the app's exit code.

    `side`: whose program it is in that alliance; None for both at one keyboard. `pulse`: for that side's pulse alone.
    """
    config = Config() if locked else load_config()
    bank = config.bank if args.bank is None else args.bank
    question_banks = None if locked else _requested_banks(bank)
    keep_memory_private()
    app_class = import_app()
    if app_class.prints_variables():
        raise AllianceError(TALKATIVE)
    settings = None if locked else Settings(settings_file())
    if config.keys and settings:
        config = config._replace(keys=_usable_keys(config.keys, settings))
    app = app_class(
        library,
        clock,
        opening=opening,
        locked=locked,
        side=side,
        pulse=pulse,
        warning=network_warning(library.root),
        question_banks=question_banks,
        settings=settings,
        config=config,
        stock_parts=args.plain_output,
    )
    app.run(mouse=_takes_mouse(config.mouse if args.mouse is None else args.mouse, locked))
    for line in app.last_words:
        print(line, file=sys.stderr)
    return app.return_code or 0


def _usable_keys(given: Mapping[str, Keys], settings: Settings) -> dict[str, Keys]:
    """Return the keys by Textual's names; checked, but for those that this release has checked before."""
    from alliance_tui.terminal.keymap import known_keys  # Textual's names, as `import_app`

    known, stamp = known_keys(), f"{__version__} {sorted(given.items())}"
    if settings.checked_keys != stamp:
        from alliance_tui.screens.key_table import check_keys  # all screens: as much CPU time as the start takes

        check_keys(given, config_file())
        with suppress(AllianceError):
            settings.keep_checked_keys(stamp)
    return {id_: tuple(known[key] for key in keys) for id_, keys in given.items()}


def _takes_mouse(wanted: bool | None, locked: bool) -> bool:
    """Return True if told to take the mouse; untold, where its reports need not cross a line."""
    remote = locked or any(name in os.environ for name in ("SSH_CONNECTION", "SSH_TTY"))
    return not remote if wanted is None else wanted


def import_app() -> type[AllianceApp]:
    """Import the app.

    Not at the top: a name that is not found, or a process that `confine` replaces, does without Textual's 180 ms.
    """
    from alliance_tui.app import AllianceApp

    return AllianceApp


def _requested_banks(bank: str) -> QuestionBanks | None:
    """Return the question banks with this one first; None without one: the app reads the user's own."""
    if not bank:
        return None
    from alliance_tui.services.banks import banks_preferring  # 15 ms, 6 % of the CPU of a start

    return banks_preferring(bank)
