"""Who else has the session open: what a page tells the other programs of itself, and what it found of them."""

from __future__ import annotations

from asyncio import AbstractEventLoop, Event, get_running_loop
from contextlib import suppress
from functools import partial
from pathlib import Path

from alliance_tui.domain.presence import Here
from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import Side
from alliance_tui.render.presence import GONE, where
from alliance_tui.screens.program import Program
from alliance_tui.storage.folder_watch import FolderWatch

ASK = 2.0
"""Seconds after the terminal was last heard at which it is asked again while somebody else is here."""
SILENT = 5.0
"""Seconds without an answer after which the others are told. With `ASK` and a second for each, that is under 10 s."""


class OthersHere:
    """The other programs at one page's session."""

    def __init__(self, program: Program, folder: Path) -> None:
        """`folder`: the alliance's."""
        self._program, self._folder = program, folder
        self.news = Event()
        """Set when another program has done something, or where this one is is news to others."""
        self.tell = partial(_set_from_thread, self.news, get_running_loop())
        """Sets it from any thread."""
        self._watch: FolderWatch | None = None
        self.here: tuple[Here, ...] = ()
        """Where the others are."""
        self._seen: set[Side] = set()
        """The sides that were here since the page was opened."""
        self._left = False

    def own(self, question: str, doing: str) -> Here:
        """Return where this program is; ask the terminal whether it is still there if anybody wants to know."""
        pace = self._program.pace
        if self.here and pace.unheard >= ASK:
            self._program.ask_terminal()
        return Here(self._program.side, question, doing, pace.unanswered >= SILENT)

    def note(self, found: tuple[Here, ...]) -> bool:
        """Note who else is here now, and watch what they do; return True if that is news."""
        before, self.here = self.here, found
        self._seen |= {side for side in Side if self.at(side)}
        if found and not self._watch:
            self._watch = FolderWatch(self._folder, self._program.here_file.name, self.tell)
        elif not found:
            self.stop()
        return found != before

    def stop(self) -> None:
        """Stop watching."""
        if self._watch:
            self._watch.stop()
            self._watch = None

    def at(self, side: Side) -> Here | None:
        """Return where a side's program is, if it is another one and is here; the livelier of two.

        Somebody who has not said who they are counts as the partner of whoever has.
        """
        own = self._program.side
        fits = [each for each in self.here if (each.side or (own and own.other)) is side is not own]
        return max(fits, key=lambda each: (not each.silent, each.doing, each.question), default=None)

    def words(self, side: Side, session: Session, question: str = "") -> str:
        """Return where a side is, for somebody at `question`; "" if it is this program's, or was never here."""
        here = self.at(side)
        return where(here, session, question) if here else GONE if side in self._seen else ""

    # These two run on the writer's thread.

    def exchange(self, own: Here) -> tuple[Here, ...]:
        """Tell the others where this program is; return where they are."""
        return () if self._left else self._program.here_file.tell(self._folder, own)

    def leave(self) -> None:
        """Have the session no longer open."""
        self._left = True
        self._program.here_file.leave(self._folder)


def _set_from_thread(event: Event, loop: AbstractEventLoop) -> None:
    with suppress(RuntimeError):  # the loop is closed: the app is ending
        loop.call_soon_threadsafe(event.set)
