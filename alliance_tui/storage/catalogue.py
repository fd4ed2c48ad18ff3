"""The catalogue: which alliances there are in a store, and how they stand, without reading more than has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from alliance_tui.domain.entry import Entry
from alliance_tui.domain.errors import NotFound, StoreError
from alliance_tui.storage.files import is_unchanged, names_in, opened, stamp_below
from alliance_tui.storage.index import Index, Row

ALLIANCE, SESSION = "alliance.json", "session.json"
EXPORTS = "exports"
"""The store's folder for exported files; it is never an alliance's."""
AT_ONCE = 20
"""Alliances read in one step of a look."""
_TRACES = (ALLIANCE, f"{ALLIANCE}.1")
"""A folder with either holds an alliance: one whose file was lost is damaged, not gone."""

Read = Callable[[str], tuple[Entry, bool]]
"""Reads an alliance by its name, and tells whether its files were proved whole."""


class Step(NamedTuple):
    """A part of a look at the library: some entries, and the number of folders there are to look into."""

    entries: list[Entry]
    of: int


class Catalogue:
    """The entries of the alliances below `root`."""

    def __init__(self, root: Path, read: Read) -> None:
        """Nothing looked at yet; `read` is asked for what the index does not know."""
        self.root = root
        self._read = read
        self._index = Index(root)

    def look(self) -> Iterator[Step]:
        """Every alliance as it is now, in steps of some ms: what the index knows, then what has to be read.

        Give it up between any two steps; the next look goes on from there. StoreError when the store cannot be read.
        """
        folders = self._folders()
        if folders or self.root.exists():
            with opened(self.root) as store:
                yield from self._look_into(store, folders)
            self._index.save()

    def _look_into(self, store: int, folders: set[str]) -> Iterator[Step]:
        unchanged: set[str] = set()
        for rows in self._index.rows():
            held = (row.entry for row in rows if row.entry.name in folders and _holds(row, store))
            known = [self._as_seen(entry) if entry.session else entry for entry in held]
            unchanged.update(entry.name for entry in known)
            yield Step(known, len(folders))
        self._index.keep_only(unchanged)
        unknown, keep_at = sorted(folders - unchanged), AT_ONCE
        for at in range(0, len(unknown), AT_ONCE):
            there = filter(self._holds_alliance, unknown[at : at + AT_ONCE])
            yield Step([self._entry(name, store) for name in there], len(folders))
            if at >= keep_at:  # whoever ends the program now has not waited in vain
                self._index.save()
                keep_at = 2 * at

    def _entry(self, name: str, store: int) -> Entry:
        """Read an alliance, for the index too."""
        stamps = stamp_below(f"{name}/{ALLIANCE}", store), stamp_below(f"{name}/{SESSION}", store)
        entry, proved = self._read(name)
        row = Row(entry, stamps)
        if proved and stamps[0] and _holds(row, store):  # nothing was saved while it was read
            self._index.put(row)
        return entry

    def _as_seen(self, entry: Entry) -> Entry:
        """Return an entry with its countdown as of the last sign of anybody at the session."""
        session = entry.session
        if session is None or not session.countdown.running:
            return entry
        from alliance_tui.storage.presence import last_sign  # a list without open sessions needs none of it

        countdown = session.countdown.seen_at(last_sign(self.root / entry.name))
        return entry._replace(session=session._replace(countdown=countdown))

    def entries(self) -> list[Entry]:
        """Every alliance, by name; one that cannot be read is an entry too, with its problem."""
        return sorted((entry for step in self.look() for entry in step.entries), key=attrgetter("name"))

    def names(self) -> list[str]:
        """The folders' names, in order; StoreError when the store cannot be read."""
        return sorted(name for name in self._folders() if self._holds_alliance(name))

    def find(self, wanted: str) -> str:
        """The folder a person means: its name, the partners' names, or the beginning of either, if only one fits."""
        if wanted in self._folders() and self._holds_alliance(wanted):
            return wanted
        key = wanted.casefold()
        titles = {entry.name: str(entry.partners or "").casefold() for entry in self.entries()}
        exact = [name for name in titles if key in (name.casefold(), titles[name])]
        fits = exact or [name for name in titles if name.casefold().startswith(key) or titles[name].startswith(key)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise NotFound(f"“{wanted}” fits {len(fits)} alliances: {', '.join(fits)}. Use one of these names.")
        raise NotFound(f"There is no alliance “{wanted}” in {self.root}. `alliance list` shows those there are.")

    def forget(self, name: str) -> None:
        """Leave out an alliance that was deleted."""
        self._index.forget(name)

    def _folders(self) -> set[str]:
        """The names that alliances may have here; StoreError when the store cannot be read."""
        try:
            return {name for name in names_in(self.root) if may_be_alliance(name)}
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise self._unreadable(error) from error

    def _holds_alliance(self, name: str) -> bool:
        """Whether a folder looks like an alliance's; one that may not be entered does, so that it is spoken of."""
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


def may_be_alliance(name: str) -> bool:
    """Return True if an alliance's folder may have this name."""
    return not name.startswith(".") and name != EXPORTS


def _holds(row: Row, store: int) -> bool:
    """Whether an alliance's files, in an open store, are still those that its row was made from."""
    (name, *_), (alliance, session) = row
    return is_unchanged(f"{name}/{ALLIANCE}", store, alliance) and is_unchanged(f"{name}/{SESSION}", store, session)
