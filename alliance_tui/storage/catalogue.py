"""The catalogue: which alliances there are in a store, and how they stand, from their files' first lines."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from alliance_tui.domain.errors import NotFound, StoreError
from alliance_tui.domain.summary import OpenSession, Summary
from alliance_tui.domain.terms import called
from alliance_tui.storage.cover import in_json, is_ruled_out, read_alliance_cover, read_session_cover
from alliance_tui.storage.disk import Stamp, exists, names_in, open_folder, remove_quietly, stamp_or_none
from alliance_tui.storage.presence import last_sign
from alliance_tui.text.search import loose

ALLIANCE, SESSION, DRAFTS = "alliance.json", "session.json", "drafts.json"
EXPORTS = "exports"
"""The store's folder for exported files; it is never an alliance's."""
STEP = 0.01
"""Seconds that one step of a scan takes: no more than the step's last alliance over it."""
OTHERS = 200
"""How many folders with other names an import reads, so that it costs the same in any library."""
_TRACES = (ALLIANCE, f"{ALLIANCE}.1")
"""A folder with either holds an alliance: one whose file was lost is damaged, not gone."""
_INDEX = re.compile(r"\.index|\.\.index\.[0-9a-f]{16}\.tmp")
"""Files in which earlier releases kept names; they are removed."""


class Step(NamedTuple):
    """A part of a scan of the library: some summaries, and the number of folders there are to look into."""

    summaries: list[Summary]
    of: int


class Catalogue:
    """The summaries of the alliances below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._read_whole: dict[str, tuple[tuple[Stamp, Stamp], Summary]] = {}
        """The summaries that took more than first lines, with the stamps of the files they were made from."""

    def read(self, name: str) -> Summary:
        """Read both files of an alliance whole, because their covers can't be used."""
        raise NotImplementedError

    def scan(self, newest_first: bool = True) -> Iterator[Step]:
        """Yield every alliance as it is now, in steps of some ms; StoreError when the store cannot be read.

        A folder is as new as its last save.
        """
        folders = self._folders()
        if not (folders or self.root.exists()):
            return
        with open_folder(self.root) as store:
            if newest_first:
                folders.sort(key=lambda name: _changed(name, store), reverse=True)
            found: list[Summary] = []
            until = monotonic() + STEP / 5  # the first rows soon
            for name in folders:
                if summary := self._summary(name, store):
                    found.append(summary)
                if monotonic() >= until:
                    yield Step(found, len(folders))
                    found, until = [], monotonic() + STEP
            yield Step(found, len(folders))

    def summaries(self) -> list[Summary]:
        """Return every alliance, by name; one that cannot be read has a summary too, with its problem."""
        steps = self.scan(newest_first=False)
        return sorted((summary for step in steps for summary in step.summaries), key=attrgetter("name"))

    def names(self) -> list[str]:
        """Return the names of the alliances' folders, in order; StoreError when the store cannot be read."""
        return sorted(filter(self._holds_alliance, self._folders()))

    def contains(self, name: str) -> bool:
        """Return True if an alliance is in the folder of this name; StoreError when the store cannot be read."""
        return name in self._folders() and self._holds_alliance(name)

    def find(self, wanted: str) -> str:
        """Return the folder a person means by its name, the partners' names, or a beginning that only one has."""
        if self.contains(wanted):
            return wanted
        summaries = self.summaries()
        fits = called(
            wanted, ((name, each.name) for each in summaries for name in (each.name, str(each.partners or "")))
        )
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise NotFound(f"“{wanted}” fits {len(fits)} alliances: {', '.join(fits)}. Use one of these names.")
        raise missing(self.root, wanted, _near(wanted, summaries))

    def find_id(self, id: str, names: Collection[str] = ()) -> str:
        """Return the folder of the alliance with this id, or ""; those that can't be read are passed over.

        With `names`, look only into the folders whose names begin with one of these, and into `OTHERS` more.
        """
        folders = self._folders()
        if names:
            folders = [name for name in folders if name.startswith(tuple(names))] + folders[:OTHERS]
        id_in_json = in_json(id)
        for name in folders:
            path = f"{self.root}/{name}/{ALLIANCE}"
            if not is_ruled_out(id_in_json, path) and self._holds_alliance(name):
                found = read_alliance_cover(path) or self.whole(name)
                if found.id == id:
                    return name
        return ""

    def _summary(self, name: str, store: int) -> Summary | None:
        """Return the alliance in a folder, None if there is none.

        The session is read first: one that is signed meanwhile is then found in the alliance.
        """
        path = f"{name}/{SESSION}"
        there = exists(path, store)
        sitting = read_session_cover(path, store) if there else None
        cover = read_alliance_cover(f"{name}/{ALLIANCE}", store)
        if cover is None or (sitting is None if there else _is_any_there(path, store)):
            return self.whole(name) if self._holds_alliance(name) else None
        session = None if sitting is None or sitting.id == cover.session else self._as_seen(name, sitting.session)
        if cover.unrepaired is None and name in self._read_whole:
            return self.whole(name)
        id, partners, partnership, created, versions, version, signed, _, review, unrepaired, zone, pulsed = cover
        facts = name, partners, partnership, created, versions, version, signed, review, session
        return Summary(*facts, id=id, unrepaired=unrepaired, zone=zone, pulsed=pulsed)

    def whole(self, name: str) -> Summary:
        """Read an alliance whole, unless its files are unchanged since they were last read whole."""
        stamps = stamp_or_none(self.root / name / ALLIANCE), stamp_or_none(self.root / name / SESSION)
        known, summary = self._read_whole.get(name, (None, None))
        if summary and known == stamps:
            return summary._replace(session=summary.session and self._as_seen(name, summary.session))
        summary = self.read(name)
        if stamps[0] and not summary.problem:
            self._read_whole[name] = stamps, summary
        return summary

    def _as_seen(self, name: str, session: OpenSession) -> OpenSession:
        """Return a session with its countdown as of the last sign of presence."""
        if not session.countdown.running:
            return session
        return session._replace(countdown=session.countdown.seen_at(last_sign(self.root / name)))

    def _folders(self) -> list[str]:
        """Return the names of what may be alliances' folders; StoreError when the store cannot be read."""
        try:
            names = names_in(self.root)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unreadable(error) from error
        for name in names:
            if name.startswith(".") and _INDEX.fullmatch(name):
                remove_quietly(self.root / name)
        return [name for name in names if not name.startswith(".") and name != EXPORTS]

    def _holds_alliance(self, name: str) -> bool:
        """Return True if a folder seems to hold an alliance. One without permission counts, so that it is listed."""
        try:
            return any((self.root / name / file).exists() for file in _TRACES)
        except PermissionError:
            return True
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError(
            f"The store {self.root} cannot be read ({error.strerror}). Nothing was changed; "
            "look at its permissions, or name another with --store."
        )


def missing(root: Path, name: str, near: str = "") -> NotFound:
    """Return the error for a name that no alliance in a store has; `near` is one that is nearly the same."""
    hint = f"Did you mean “{near}”? " if near else ""
    return NotFound(f"There is no alliance “{name}” in {root}. {hint}`alliance list` shows those there are.")


def _near(wanted: str, summaries: Iterable[Summary]) -> str:
    """Return the folder of the alliance whose name, or a partner's, is nearly what was wanted; "" if none is."""
    from difflib import get_close_matches  # 8 ms, for a name that was mistyped alone

    folders: dict[str, str] = {}
    for each in summaries:
        for name in (each.name, str(each.partners or ""), *(each.partners or ())):
            folders.setdefault(loose(name), each.name)
    found = get_close_matches(loose(wanted), folders, n=1, cutoff=0.75)
    return folders[found[0]] if found else ""


def _is_any_there(path: str, store: int) -> bool:
    """Return True if there are older saves of a file: without the file itself that is damage."""
    return any(exists(f"{path}.{number}", store) for number in (1, 2, 3))


def _changed(name: str, store: int) -> int:
    """Return when something in a folder was last saved, in ns; 0 if that is not known."""
    try:
        return os.stat(name, dir_fd=store, follow_symlinks=False).st_mtime_ns
    except OSError:
        return 0
