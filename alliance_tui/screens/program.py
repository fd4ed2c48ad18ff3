"""The program as its screens know it: the store, the clock, the thread that writes, and the way to other screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from textual.notifications import SeverityLevel
from textual.screen import Screen

from alliance_tui import services
from alliance_tui.domain.countdown import Clock
from alliance_tui.services.deletions import Deletions
from alliance_tui.storage.library import Library
from alliance_tui.terminal.driver import Driver
from alliance_tui.terminal.ordered import OrderedApp
from alliance_tui.terminal.output import LightApp
from alliance_tui.terminal.swallow import SwallowingApp
from alliance_tui.widgets.plain import plain

if TYPE_CHECKING:  # 12 ms, 3 % of a start: the first frame does without these
    from alliance_tui.domain.alliance import Alliance, Version
    from alliance_tui.domain.history import Key
    from alliance_tui.domain.session import Session
    from alliance_tui.storage.question_banks import QuestionBanks

P = ParamSpec("P")
T = TypeVar("T")


class Program(SwallowingApp, OrderedApp, LightApp):
    """What a screen may ask of the app. Everything that touches the disk goes through `perform`."""

    def __init__(
        self,
        library: Library,
        clock: Clock,
        *,
        opening: str | None = None,
        locked: bool = False,
        warning: str = "",
        question_banks: QuestionBanks | None = None,
        stock_parts: bool = False,
    ) -> None:
        """`opening`: the folder of an alliance to open straight away; `locked`: show nothing but that alliance.

        `warning`: what there is to say of the store at the start.
        `question_banks`: the question banks, the user's own unless told. Locked, only those that come with the program.
        `stock_parts`: use nothing but Textual's own parts to draw, edit and list.
        """
        super().__init__(driver_class=Driver, stock_parts=stock_parts)
        self.library, self.clock = library, clock
        self.opening, self.locked, self.warning = opening or "", locked, warning
        self.in_sample = False
        """True if the store is the sample's."""
        if question_banks:
            self.question_banks = question_banks
        self.author = library.new_id()
        """The id of this program, as the author of its edits."""
        self.deletions = Deletions()
        self._writer = ThreadPoolExecutor(1, "writer")
        self._sample: TemporaryDirectory[str] | None = None

    @cached_property
    def question_banks(self) -> QuestionBanks:
        """The question banks: those we were given, or the user's own."""
        from alliance_tui.storage.question_banks import QuestionBanks, bank_folder  # 27 ms, 7 % of a start

        return QuestionBanks(None if self.locked else bank_folder())

    def on_unmount(self) -> None:
        """End when nothing is being written any more."""
        self._writer.shutdown()
        if self._sample:
            self._sample.cleanup()

    async def perform(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an act on the writer's thread, in the order asked for. Raises what it raises."""
        work = partial(act, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def say(self, words: str, error: bool = False) -> None:
        """Show a short notice."""
        severity: SeverityLevel = "warning" if error else "information"
        self.notify(plain(words).plain, severity=severity, markup=False, timeout=8 if error else 5)

    async def open_sample(self) -> None:
        """Change to the sample, in a temporary store of its own."""
        self._sample = TemporaryDirectory(prefix="alliance-sample-", ignore_cleanup_errors=True)
        self.library = await self.perform(services.demo.make_demo, Path(self._sample.name) / "store", self.clock.now())
        self.in_sample = True

    # From screen to screen. `page` is the one to leave; what lies over it goes too. `app.py` fills in the rest.

    async def close_page(self, page: Screen[Any]) -> None:
        """Go back to the screen below `page`."""
        if await self.uncover(page):
            await self.pop_screen()

    async def replace_page(self, page: Screen[Any], screen: Screen[Any]) -> None:
        """Show another screen in the place of `page`, without a request from here."""
        self.swallow_keys()
        if await self.uncover(page):
            await self.switch_screen(screen)

    async def uncover(self, page: Screen[Any]) -> bool:
        """Close what lies over `page`; return True if the page is there still."""
        while page in self.screen_stack[1:] and self.screen is not page:
            await self.pop_screen()
        return self.screen is page

    async def open_alliance(self, name: str, replace: bool = False) -> None:
        """Open the session of the alliance in folder `name`, else the latest version, else prepare a first session.

        `replace` puts it in the place of the screen in view.
        """

    async def revisit(self, name: str) -> None:
        """Prepare the next session, or open the one there is."""

    def show_section(self, name: str, session: Session, last: Version | None) -> None:
        """Show the talk in the place of the screen in view."""

    def show_diff(self, alliance: Alliance, old: int, new: int, at: Key | None = None) -> None:
        """Compare two versions, at an answer or agreement; the number after the last is the open session's."""

    def show_history(self, alliance: Alliance) -> None:
        """Show all versions and the open session as a picture."""

    async def show_signed(self, page: Screen[Any], name: str, version: Version) -> None:
        """Show the version that was just signed, and what changed by it, in the place of `page`."""
