"""The app: wiring of screens, themes, the writer's thread and the way from one screen to the next."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from textual import events
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.theme import ThemeProvider

from alliance_tui import screens
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.terms import Stage
from alliance_tui.render.faults import stopped_by_fault
from alliance_tui.restricted_app import RestrictedApp
from alliance_tui.screens.page import REPAINT, Page
from alliance_tui.services.deletions import Deletions
from alliance_tui.signals import Guard
from alliance_tui.terminal.door import door
from alliance_tui.terminal.drain import drain_keys
from alliance_tui.terminal.driver import Driver
from alliance_tui.terminal.faults import DiscreetApp
from alliance_tui.terminal.ordered import OrderedApp
from alliance_tui.terminal.output import LightApp
from alliance_tui.terminal.swallow import SwallowingApp
from alliance_tui.widgets.plain import plain

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from alliance_tui.domain.alliance import Alliance, Version
    from alliance_tui.domain.countdown import Clock
    from alliance_tui.domain.history import Key
    from alliance_tui.domain.session import Session
    from alliance_tui.screens.program import Program
    from alliance_tui.storage.library import Library
    from alliance_tui.storage.question_banks import QuestionBanks

P = ParamSpec("P")
T = TypeVar("T")

SAVING = 1.0
"""Seconds that the writer has to save what is being typed when the program ends."""
SOON = 0.5
"""Seconds after the start at which the screens of a session are imported."""
LATER = 5
"""Seconds after the start at which the trash is looked at."""
QUIT_HERE = "ctrl+c does not quit: q does."
QUIT_ELSEWHERE = "ctrl+c does not quit. q goes back, and quits from the first screen; so does Quit in ctrl+p, from any."
UNREADABLE = (
    "Alliance can’t read this terminal’s keys with the release of Textual that is installed. Nothing was opened."
)
READ_ONLY = "A newer release wrote this alliance: it can be read here, and nothing is changed. Update to go on with it."


class AllianceApp(RestrictedApp, DiscreetApp, SwallowingApp, OrderedApp, LightApp, inherit_bindings=False):
    """Alliance in a terminal. Everything that touches the disk goes through `perform`."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/library.tcss"]
    """With the library's, because a default screen's own styles are not read in time."""
    TITLE = "Alliance"
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False
    """Nothing is ever maximized, and escape is a key of the screens."""
    BINDINGS: ClassVar[list[BindingType]] = [REPAINT]

    def __init__(
        self,
        library: Library,
        clock: Clock,
        *,
        opening: str | None = None,
        sample: bool = False,
        locked: bool = False,
        warning: str = "",
        question_banks: QuestionBanks | None = None,
        stock_parts: bool = False,
    ) -> None:
        """`opening`: the folder of an alliance to open straight away; `sample`: this store is the sample's own.

        `locked`: show nothing but that alliance; `warning`: what there is to say of the store at the start;
        `question_banks`: the question banks, the user's own unless told. Locked, only those that come with the program.
        `stock_parts`: use nothing but Textual's own parts to draw, edit and list.
        """
        super().__init__(driver_class=Driver, stock_parts=stock_parts)
        self.library = library
        self.clock = clock
        self.in_sample = sample
        if question_banks:
            self.question_banks = question_banks
        self._opening = opening
        self.locked = locked
        self._warning = warning
        self._guard = Guard(self.save_now, self._leave, self.repaint_in_turn)
        self._writer = ThreadPoolExecutor(1, "writer")
        self.author = library.new_id()
        """The id of this program, as the author of its edits."""
        self.deletions = Deletions()
        self._sample: TemporaryDirectory[str] | None = None

    def get_default_screen(self) -> Screen[Any]:
        """The library is below all other screens, unless the program is locked to one alliance."""
        return screens.LockedHomeScreen(self._opening or "") if self.locked else screens.LibraryScreen()

    @cached_property
    def question_banks(self) -> QuestionBanks:
        """The question banks: those we were given, or the user's own."""
        from alliance_tui.storage.question_banks import QuestionBanks, bank_folder

        return QuestionBanks(None if self.locked else bank_folder())

    @property
    def reads_keys_alone(self) -> bool:
        """Whether a terminal's reports are kept from being keys: whether `Driver` reads it, and no other."""
        return self.is_headless or isinstance(self.line, Driver)

    @property
    def last_words(self) -> list[str]:
        """What to say when the program has ended."""
        return [*door.notes, *self.fault_words]

    async def on_mount(self) -> None:
        """The alliance asked for, on top of the library."""
        if not self.reads_keys_alone:
            self.exit(return_code=1, message=UNREADABLE)
            return
        if not self.is_headless:
            self._guard.watch(sys.__stdin__.fileno() if sys.__stdin__ else 0)
            self.set_timer(SOON, threading.Thread(target=_preload, daemon=True, name="preload").start)
            if not self.locked:
                self.set_timer(LATER, self.purge)
        if self._opening:
            await self.open_alliance(self._opening)
        if self._warning:
            self.notify(self._warning, severity="warning", markup=False, timeout=20)

    def on_unmount(self) -> None:
        """End when nothing is being written any more."""
        self._writer.shutdown()
        if self._sample:
            self._sample.cleanup()

    async def perform(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an act on the writer's thread, in the order asked for; raises what it raises."""
        work = partial(act, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    # From screen to screen

    async def open_alliance(self, name: str, replace: bool = False) -> None:
        """Open the session if there is one, else the latest version, else prepare a first session.

        `replace` puts it in the place of the present screen.
        """
        from alliance_tui.services import sessions

        try:
            alliance, session = await self.perform(self.library.load, name)
            if session and session.stage is Stage.SET_ASIDE:
                session = await self.perform(sessions.take_up, self.library, name)
        except AllianceError as error:
            self.say(str(error))
            return
        if session is None and alliance.latest is None and not alliance.newer:
            await self.revisit(name)
            return
        screen: Screen[Any]
        if alliance.newer:
            self.say(READ_ONLY)
        if session is None or alliance.newer:
            screen = screens.AllianceScreen(alliance, session)
        elif session.stage is Stage.OPEN:
            screen = screens.SectionScreen(name, session, alliance.latest)
        else:
            screen = screens.ChooseScreen(name, session, alliance.latest)
        if replace:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)
        await self._offer_kept(name)

    async def revisit(self, name: str) -> None:
        """The next session of an alliance, or the one that is open."""
        from alliance_tui.services import alliances

        try:
            alliance, session = await self.perform(self.library.load, name)
            if session is not None:
                await self.open_alliance(name, replace=len(self.screen_stack) > 1)
                return
            last = alliance.latest
            offers = await self.perform(self.question_banks.offers, last.bank if last else None)
            session = await self.perform(alliances.revisit, self.library, name, offers[0])
        except AllianceError as error:
            self.say(str(error))
            return
        await self._show_above_base(screens.PrepareScreen(name, session, last))

    async def _show_above_base(self, screen: Screen[Any]) -> None:
        """Show a screen in the place of all but the lowest, which does not come into view meanwhile."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    def show_section(self, name: str, session: Session, last: Version | None) -> None:
        """The talk, in the place of another screen of the session."""
        self.switch_screen(screens.SectionScreen(name, session, last))

    def show_diff(self, alliance: Alliance, old: int, new: int, at: Key | None = None) -> None:
        """Two versions compared, at an answer or agreement; the number after the last is the open session's."""
        self.push_screen(screens.DiffScreen(alliance, old, new, at))

    def show_history(self, alliance: Alliance) -> None:
        """All versions and the open session as a picture."""
        self.push_screen(screens.HistoryScreen(alliance))

    async def show_signed(self, page: Screen[Any], name: str, version: Version) -> None:
        """What was just signed, and what changed by it, in the place of a page of its session."""
        try:
            alliance = await self.perform(self.library.alliance, name)
        except AllianceError as error:
            self.say(f"Signed by both: version {version.number}. It can’t be shown now: {error}")
            await self.close_page(page)
            return
        if not await self._uncover(page):
            return
        await self.switch_screen(screens.AllianceScreen(alliance, None))
        if version.number > 1:
            await self.push_screen(screens.DiffScreen(alliance, version.number - 1, version.number))
        self.say(f"Signed by both: version {version.number}.")
        await self._offer_kept(alliance.name)

    async def close_page(self, page: Screen[Any]) -> None:
        """Go back to the screen below a page, with whatever has come up over the page meanwhile."""
        if await self._uncover(page):
            await self.pop_screen()

    async def replace_page(self, page: Screen[Any], screen: Screen[Any]) -> None:
        """Show another screen in the place of a page and of what lies over it; nobody here has asked for it."""
        self.swallow_keys()
        if await self._uncover(page):
            await self.switch_screen(screen)

    async def _uncover(self, page: Screen[Any]) -> bool:
        """Take away what lies over a page; whether the page is there still."""
        while page in self.screen_stack[1:] and self.screen is not page:
            await self.pop_screen()
        return self.screen is page

    async def _offer_kept(self, name: str) -> None:
        """Show the texts that were typed when their session had ended already, one after the other."""
        from alliance_tui.services import drafts

        with suppress(AllianceError):
            alliance, session = await self.perform(self.library.load, name)
            if texts := await self.perform(drafts.kept_texts, self.library, name, alliance.id):
                self.swallow_keys()
                for text in reversed(texts):
                    await self.push_screen(screens.KeptDialog(alliance, text, drafts.whose(text, alliance, session)))

    async def on_event(self, event: events.Event) -> None:
        """Note that the terminal is there."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.hear()
        await super().on_event(event)

    def new_edit(self) -> str:
        """Return the id of a new edit by this program."""
        from alliance_tui.domain.alliance import edit_id

        return edit_id(self.author, self.library.new_id())

    async def show_sample(self) -> None:
        """The sample, in a temporary store of its own."""
        from tempfile import TemporaryDirectory

        from alliance_tui.services.demo import make_demo

        self._sample = TemporaryDirectory(prefix="alliance-sample-", ignore_cleanup_errors=True)
        self.library = await self.perform(make_demo, Path(self._sample.name) / "store", self.clock.now())
        self.in_sample = True
        if isinstance(self.screen, screens.LibraryScreen):
            await self.screen.reload()
        self.say("This is the sample, in a store of its own. Quit and start again for yours.")

    def say(self, words: str, error: bool = False) -> None:
        """Show a short notice."""
        severity: SeverityLevel = "warning" if error else "information"
        self.notify(plain(words).plain, severity=severity, markup=False, timeout=8 if error else 5)

    def on_paste(self, event: events.Paste) -> None:
        """No field was there to take a paste in: not one letter of it is a key."""
        event.stop()
        self.say("That was a paste, or as fast as one, and no field is open to take it. Nothing was changed.")

    async def purge(self) -> None:
        """Remove old items from the trash; after a failure, the next start tries again."""
        with suppress(AllianceError):
            await self.perform(self.library.purge, self.clock.now())

    # Palette, the end

    def save_now(self) -> bool:
        """Save what is being typed on any screen, from any thread: the program is about to end.

        The writer does it, behind what it is saving already; if it does not answer, it is done here. Return True if
        every screen saved: a failing one does not stop the others.
        """
        try:
            return self._writer.submit(self._save_all).result(SAVING)
        except (RuntimeError, TimeoutError):
            return self._save_all()

    def _save_all(self) -> bool:
        saved = True
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                try:
                    screen.save_now()
                except Exception:
                    saved = False
        return saved

    def on_resize(self, event: events.Resize) -> None:
        """Paint all of it anew: a terminal that was small for a moment has torn what it showed.

        Textual tells its screens only of the last of several sizes, so they may have kept theirs.
        """
        if self.screen_stack and event.size == self.screen.outer_size:
            self.repaint()

    def _leave(self, code: int) -> None:
        self.flow.hurry()
        self.exit(return_code=code)

    def action_command_palette(self) -> None:
        if not any(isinstance(screen, screens.Palette) for screen in self.screen_stack):
            self.push_screen(screens.Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Show the themes by name."""
        self.push_screen(screens.Palette([ThemeProvider], placeholder="Search for themes…"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every action of the screen, and the themes; nothing that writes a picture of private text."""
        if isinstance(screen, Page):
            yield from screen.commands()
        yield SystemCommand("Theme", "Choose light, dark or the terminal's own colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave the program; everything is saved", self.action_quit)

    def action_say_how_to_quit(self) -> None:
        """Say it to somebody who presses ctrl+c, which ends other programs."""
        quits = any(each.binding.action == "app.quit" for each in self.screen.active_bindings.values())
        self.say(QUIT_HERE if quits else QUIT_ELSEWHERE)

    async def action_quit(self) -> None:
        await drain_keys(self.screen)
        pages = [screen for screen in self.screen_stack if isinstance(screen, Page)]
        await pages[-1].once_saved(self._end)

    async def _end(self) -> None:
        self.exit()

    def after_fault(self, error: BaseException | None) -> str:
        """Save what is being typed; return what to print."""
        kept = "What was typed is saved." if self.save_now() else "What was typed last may not have been saved."
        return stopped_by_fault(error, f"{kept} Start it again to go on.")


def _preload() -> None:
    """Import what the next key may lead to, then collect garbage again, never among what is there to stay."""
    screens.import_ahead()
    gc.freeze()
    gc.enable()


if TYPE_CHECKING:

    def _as_program(app: AllianceApp) -> Program:
        """Have mypy check that screens can ask of the app what they ask."""
        return app
