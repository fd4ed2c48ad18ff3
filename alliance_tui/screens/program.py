"""What a screen may ask of the program; `app.py` implements it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from textual.screen import Screen

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.terms import Side
from alliance_tui.services.deletions import Deletions
from alliance_tui.storage.config import Config
from alliance_tui.storage.here_files import HereFile
from alliance_tui.storage.library import Library
from alliance_tui.terminal.output_pace import OutputPace

if TYPE_CHECKING:  # the first frame does without these
    from alliance_tui.domain.alliance import Alliance, Version
    from alliance_tui.domain.finding import Found
    from alliance_tui.domain.history import Key
    from alliance_tui.domain.session import Session
    from alliance_tui.storage.question_banks import QuestionBanks

P = ParamSpec("P")
T = TypeVar("T")
AnyScreen = Screen[Any]


class Program(Protocol):
    """The store and the clock, the thread that writes, the terminal's line, and the way to other screens."""

    library: Library
    """The store in use."""
    clock: Clock
    config: Config
    """What a person has set by hand."""
    author: str
    """The id of this program, as the author of its edits."""
    here_file: HereFile
    """Tells other programs what is open here."""
    locked: bool
    """True if only one alliance may be seen."""
    in_sample: bool
    """True if the store is the sample's."""
    pace: OutputPace
    asked_passphrase: set[str]
    """The ids of the sessions whose passphrase was asked for at their opening."""
    deletions: Deletions
    """What was deleted or abandoned since the start, for undo."""

    @property
    def side(self) -> Side | None:
        """Whose program this is in the alliance in view; None for both at one keyboard."""

    @property
    def question_banks(self) -> QuestionBanks:
        """The question banks."""

    @property
    def kept_order(self) -> str:
        """The order of the library that was kept; "" if none was."""

    async def keep_order(self, order: str) -> None:
        """Keep the order of the library for the next start."""

    async def perform(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an act on the writer's thread, in the order asked for. Raises what it raises."""

    def submit(self, act: Callable[[], T]) -> Future[T]:
        """Have an act run on that thread, without waiting for it."""

    def show_notice(self, words: str, error: bool = False) -> None:
        """Show a short notice."""

    def show_notices(self) -> None:
        """Show the notice that belongs to the page in view, on the screen in view."""

    def ask_terminal(self) -> None:
        """Send the terminal a status request, to learn whether it answers."""

    def drop_keys(self) -> None:
        """Drop keys until there is a pause, because the screen changes without a request from here."""

    # From screen to screen. `page` is the one to leave; what lies over it goes too.

    def look_at(self, name: str) -> None:
        """See and act on this alliance for the partner whose program this is in it, in any other for both."""

    async def open_alliance(self, name: str, replace: bool = False) -> None:
        """Open the session of the alliance in folder `name`, else the latest version, else prepare a first session."""

    async def revisit(self, name: str) -> None:
        """Prepare the next session, or open the one there is."""

    def show_section(self, name: str, session: Session, last: Version | None) -> None:
        """Replace the screen in view by the talk."""

    def show_diff(self, alliance: Alliance, old: int, new: int, at: Key | None = None) -> None:
        """Compare two versions, at an answer or agreement; the number after the last is the open session's.

        Go back to that difference if it lies below the screen in view.
        """

    def show_version(self, alliance: Alliance, version: Version, at: str = "") -> None:
        """Show a version, at a question or agreement; go back to it if it lies below the screen in view."""

    async def show_found(self, name: str, found: Found, words: str) -> None:
        """Show what words were found in, marked at their place: a version, the slips, or the open session."""

    def show_history(self, alliance: Alliance) -> None:
        """Show all versions and the open session as a picture."""

    async def show_agreements(self, name: str) -> None:
        """Show the agreements over time."""

    async def show_pulse(self, name: str) -> None:
        """Ask a partner what is living and what slipped, once it is known which one; show why if that can't be."""

    async def show_signed(self, page: AnyScreen, name: str, version: Version) -> None:
        """Show the version that was just signed, in the place of `page`."""

    async def leave_signed(self, alliance: Alliance, version: Version) -> None:
        """Show the alliance in the place of the version just signed, and over it what changed by that version."""

    async def close_page(self, page: AnyScreen) -> None:
        """Go back to the screen below `page`."""

    async def replace_page(self, page: AnyScreen, screen: AnyScreen) -> None:
        """Show another screen in the place of `page`, without a request from here."""

    async def open_sample(self) -> None:
        """Change to the sample, in a temporary store of its own."""
