"""The app: wiring of screens, the writer's thread and the way from one screen to the next."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete

from alliance_tui import screens, services, themes
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.terms import Side, Stage
from alliance_tui.domain.viewer import Viewer
from alliance_tui.notices import NoticeApp
from alliance_tui.render.faults import stopped_by_fault
from alliance_tui.restricted_app import RestrictedApp
from alliance_tui.screens.base import BaseScreen
from alliance_tui.screens.page import PALETTE, REPAINT, Page
from alliance_tui.screens.program import AnyScreen, P, Program, T
from alliance_tui.services.deletions import Deletions
from alliance_tui.signals import HUNG_UP, SignalHandler
from alliance_tui.storage.config import Config
from alliance_tui.storage.here_files import HereFile
from alliance_tui.storage.library import Library
from alliance_tui.storage.settings import Settings
from alliance_tui.terminal.driver import Driver
from alliance_tui.terminal.faults import NoTracebackApp
from alliance_tui.terminal.key_order import OrderedApp, drain_keys
from alliance_tui.terminal.keymap import name_keys, put_in_force, rebind
from alliance_tui.terminal.output import LightApp
from alliance_tui.terminal.textual_private import private_parts
from alliance_tui.terminal.writer import Writer
from alliance_tui.themed_app import ThemedApp
from alliance_tui.widgets.plain import plain

if TYPE_CHECKING:  # 12 ms, 3 % of a start: the first frame does without these
    from alliance_tui.domain.alliance import Alliance, Version
    from alliance_tui.domain.finding import Found
    from alliance_tui.domain.history import Key
    from alliance_tui.domain.session import Session
    from alliance_tui.storage.question_banks import QuestionBanks

SAVE_TIMEOUT = 1.0
"""Seconds that the writer has to save what is being typed when the program ends."""
PRELOAD_DELAY = 1.0
"""Seconds after the start at which the screens of a session are imported."""
SWITCH = 0.0005
"""Seconds after which a thread that computes lets the event loop go on: a tenth of Python's own, so that keys act."""
PURGE_DELAY = 5
"""Seconds after the start at which old items are removed from the trash."""
QUIT_HERE = "ctrl+c does not quit: {quit} does."
QUIT_ELSEWHERE = (
    "ctrl+c does not quit. {quit} goes back, and quits from the first screen; so does Quit in {palette}, from any."
)
UNREADABLE = (
    "Alliance can’t read this terminal’s keys with the release of Textual that is installed. Nothing was opened."
)
READ_ONLY = "A newer release wrote this alliance: it can be read here, and nothing is changed. Update to go on with it."


class EmptyScreen(BaseScreen[None]):
    """Lies below an alliance that was opened at the start, in the place of the library, which is built when needed."""


class AllianceApp(ThemedApp, NoticeApp, RestrictedApp, NoTracebackApp, OrderedApp, LightApp, inherit_bindings=False):
    """Alliance in a terminal. Everything that touches the disk goes through `perform`."""

    CSS_PATH = "app.tcss"
    TITLE = "Alliance"
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False
    """Nothing is ever maximized, and escape is a key of the screens."""
    BINDINGS = [REPAINT, PALETTE]

    def __init__(
        self,
        library: Library,
        clock: Clock,
        *,
        opening: str | None = None,
        locked: bool = False,
        side: Side | None = None,
        pulse: bool = False,
        warning: str = "",
        question_banks: QuestionBanks | None = None,
        settings: Settings | None = None,
        config: Config | None = None,
        stock_parts: bool = False,
    ) -> None:
        """`opening`: the folder of an alliance to open straight away; `locked`: show nothing but that alliance.

        `side`: whose program this is in that alliance; None for both at one keyboard. `pulse`: for that side's pulse,
        and nothing else.
        `warning`: what there is to say of the store at the start.
        `question_banks`: the question banks, the user's own unless told. Locked, only those that come with the program.
        `settings`: where choices are kept; None to keep them nowhere. `config`: what a person has set by hand.
        `stock_parts`: use nothing but Textual's own parts to draw, edit and list.
        """
        self.config = config or Config()
        put_in_force(self.config.keys)
        super().__init__(driver_class=Driver, stock_parts=stock_parts)
        rebind(self)
        self.library, self.clock = library, clock
        self.opening, self.locked, self.warning = opening or "", locked, warning
        self._settings = settings
        self.begin_with_theme((settings.theme if settings else "") or themes.BY_NAME.get(self.config.theme, ""))
        self._given_side, self._pulse = side, pulse
        self.in_sample = False
        if question_banks:
            self.question_banks = question_banks
        self.author = library.new_id()
        self.here_file = HereFile(self.author)
        self.asked_passphrase: set[str] = set()
        self.deletions = Deletions()
        self.look_at(self.opening)
        self._writer = ThreadPoolExecutor(1, "writer")
        self._sample: TemporaryDirectory[str] | None = None

    @cached_property
    def question_banks(self) -> QuestionBanks:
        from alliance_tui.storage.question_banks import QuestionBanks, bank_folder  # 27 ms, 7 % of a start

        return QuestionBanks(None if self.locked else bank_folder())

    @cached_property
    def _signals(self) -> SignalHandler:
        return SignalHandler(self.save_now, self._leave)

    def get_default_screen(self) -> AnyScreen:
        """Put the library below all other screens, unless the program is locked to one alliance."""
        if self.locked:
            return screens.locked_home.LockedHomeScreen(self.opening)
        screen: AnyScreen = EmptyScreen() if self.opening else screens.library.LibraryScreen()
        self._read_styles(screen)  # Textual would too late
        return screen

    @property
    def reads_keys_alone(self) -> bool:
        """True if `Driver` reads the terminal, and no other: then none of its reports can become a key."""
        return self.is_headless or isinstance(self.line, Writer)

    @property
    def last_words(self) -> list[str]:
        """Lines to print when the program has ended."""
        return [*private_parts.notes, *self.fault_words]

    async def on_mount(self) -> None:
        if not self.reads_keys_alone:
            self.exit(return_code=1, message=UNREADABLE)
            return
        if not self.is_headless:
            sys.setswitchinterval(SWITCH)
            self._signals.watch()
            self.set_timer(PRELOAD_DELAY, threading.Thread(target=_preload, daemon=True, name="preload").start)
            if not self.locked:
                self.set_timer(PURGE_DELAY, self.purge)
        if self.opening:
            await (self.show_pulse if self._pulse else self.open_alliance)(self.opening)
            self._uncover_library()
        if self.warning:
            self.notify(self.warning, severity="warning", timeout=20)

    def hang_up(self) -> None:
        self._signals.shut_down(HUNG_UP)

    def on_unmount(self) -> None:
        """End when nothing is being written any more."""
        self._writer.shutdown()
        if self._sample:
            self._sample.cleanup()

    async def perform(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        work = partial(act, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    def submit(self, act: Callable[[], T]) -> Future[T]:
        return self._writer.submit(act)

    def show_notice(self, words: str, error: bool = False) -> None:
        self.notify(plain(words).plain, severity="warning" if error else "information")

    async def open_sample(self) -> None:
        self._sample = TemporaryDirectory(prefix="alliance-sample-", ignore_cleanup_errors=True)
        self.library = await self.perform(services.demo.make_demo, Path(self._sample.name) / "store", self.clock.now())
        self.in_sample = True

    @property
    def side(self) -> Side | None:
        return self.library.viewer.side

    def look_at(self, name: str) -> None:
        side = self._given_side if name == self.opening and not self.in_sample else None
        self.library.viewer = Viewer(side, invited=self.locked and side is not None)

    # From screen to screen

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        self._read_styles(screen)
        return super().push_screen(screen, *args, **options)

    def switch_screen(self, screen: Any) -> AwaitComplete:
        self._read_styles(screen)
        return super().switch_screen(screen)

    def _read_styles(self, screen: AnyScreen) -> None:
        """Read a screen's own styles, and parse no others again, as Textual would: that takes 25 ms."""
        for path in screen.css_path:
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.add_source(Path(path).read_text(encoding="utf-8"), (str(path), ""))

    def pop_screen(self) -> AwaitComplete:
        popped = super().pop_screen()
        self._uncover_library()
        return popped

    def _uncover_library(self) -> None:
        """Build the library if nothing else lies over the empty screen; end the program that was for a pulse."""
        if self._pulse and isinstance(self.screen, EmptyScreen):
            self.exit()
        elif isinstance(self.screen, EmptyScreen):
            self.lowest = 2
            self.push_screen(screens.library.LibraryScreen())

    async def close_page(self, page: AnyScreen) -> None:
        if await self.uncover(page):
            await self.pop_screen()

    async def replace_page(self, page: AnyScreen, screen: AnyScreen) -> None:
        self.drop_keys()
        if await self.uncover(page):
            await self.switch_screen(screen)

    async def uncover(self, page: AnyScreen) -> bool:
        """Close what lies over `page`; return True if the page is there still."""
        while page in self.screen_stack[1:] and self.screen is not page:
            await self.pop_screen()
        return self.screen is page

    async def open_alliance(self, name: str, replace: bool = False) -> None:
        self.look_at(name)
        try:
            alliance, session = await self.perform(self.library.load, name)
            self.clock = self.clock.in_zone(alliance.zone)
            if session and session.stage is Stage.SET_ASIDE:
                session = await self.perform(services.sessions.take_up, self.library, name)
            if session and self.side in session.begun:  # it was when this partner's program ended
                session = await self.perform(services.sessions.wait_to_begin, self.library, name, self.side)
        except AllianceError as error:
            self.show_notice(str(error))
            return
        if session is None and alliance.latest is None and not alliance.newer:
            await self.revisit(name)
            return
        screen: AnyScreen
        if alliance.newer:
            self.show_notice(READ_ONLY)
        if session is None or alliance.newer:
            screen = screens.alliance.AllianceScreen(alliance, session)
        elif session.stage is Stage.OPEN:
            screen = screens.section.SectionScreen(name, session, alliance.latest)
        elif session.unjudged_by(self.library.viewer.acts_as):
            screen = screens.revisit.RevisitScreen(name, session, alliance.latest)
        else:
            screen = screens.choose.ChooseScreen(name, session, alliance.latest)
        if replace:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)
        await self._offer_kept(alliance, session)

    async def revisit(self, name: str) -> None:
        self.look_at(name)
        try:
            alliance, session = await self.perform(self.library.load, name)
            if session is not None:
                await self.open_alliance(name, replace=True)
                return
            self.clock = self.clock.in_zone(alliance.zone)
            last = alliance.latest
            offers = await self.perform(self.question_banks.offers, last.bank if last else None)
            session = await self.perform(services.alliances.revisit, self.library, name, offers[0])
        except AllianceError as error:
            self.show_notice(str(error))
            return
        while len(self.screen_stack) > self.lowest + 1:
            await self.pop_screen()
        await self.switch_screen(screens.prepare.PrepareScreen(name, session, last))

    def show_section(self, name: str, session: Session, last: Version | None) -> None:
        self.switch_screen(screens.section.SectionScreen(name, session, last))

    def show_diff(self, alliance: Alliance, old: int, new: int, at: Key | None = None) -> None:
        below = self.screen_stack[-2:][0]
        if at and isinstance(below, screens.diff.DiffScreen) and below.compares(alliance.name, old, new):
            self.pop_screen()
            below.go_to(at)
        else:
            self.push_screen(screens.diff.DiffScreen(alliance, old, new, at))

    def show_version(self, alliance: Alliance, version: Version, at: str = "") -> None:
        below = self.screen_stack[-2:][0]
        if isinstance(below, screens.version.VersionScreen) and below.shows(version):
            self.pop_screen()
            below.go_to(at)
        else:
            self.push_screen(screens.version.VersionScreen(alliance, version, at))

    async def show_found(self, name: str, found: Found, words: str) -> None:
        self.look_at(name)
        try:
            alliance = await self.perform(self.library.alliance, name)
        except AllianceError as error:
            self.show_notice(str(error))
            return
        if found.slip or found.pulse:
            await self.show_agreements(name)
            if isinstance(story := self.screen, screens.over_time.OverTimeScreen):
                story.go_to(found.at)
        elif version := alliance.version(found.version):
            read = screens.version.VersionScreen(alliance, version)
            read.begin_with(words, found)
            await self.push_screen(read)
        else:
            await self.open_alliance(name)
            if isinstance(talk := self.screen, screens.section.SectionScreen) and found.question:
                self.show_section(name, talk.session.go_to(found.question.id), talk.last)

    def show_history(self, alliance: Alliance) -> None:
        self.push_screen(screens.history.HistoryScreen(alliance))

    async def show_agreements(self, name: str) -> None:
        try:
            alliance, session = await self.perform(self.library.load, name)
        except AllianceError as error:
            self.show_notice(str(error))
            return
        if session is None and alliance.latest is None:
            self.show_notice("Nothing is signed yet, so there are no agreements to show.")
            return
        self.clock = self.clock.in_zone(alliance.zone)
        found = await asyncio.to_thread(services.over_time.read_over_time, alliance, session, self.side)
        await self.push_screen(screens.over_time.OverTimeScreen(found))

    async def show_pulse(self, name: str) -> None:
        try:
            alliance, session = await self.perform(self.library.load, name)
            services.pulses.agreements_for_pulse(alliance, session)
        except AllianceError as error:
            self.show_notice(str(error))
            return
        self.clock = self.clock.in_zone(alliance.zone)

        async def ask(side: str | None) -> None:
            if side:
                await self.push_screen(screens.pulse.PulseScreen(alliance, Side(side)))

        if self.side:
            await ask(self.side)
            return
        await self.push_screen(screens.dialogs.Choice("A pulse", "Whose is it?", alliance.partners._asdict()), ask)

    async def show_signed(self, page: AnyScreen, name: str, version: Version) -> None:
        try:
            alliance = await self.perform(self.library.alliance, name)
        except AllianceError as error:
            self.show_notice(f"Signed by both: version {version.number}. It can’t be shown now: {error}")
            await self.close_page(page)
            return
        if not await self.uncover(page):
            return
        await self.switch_screen(screens.signing.SignedScreen(alliance, version))
        last = max(version.signatures.values(), key=lambda given: given.at)
        self.show_notice(f"Signed by both: version {version.number}. {last.name} signed last.")
        await self._offer_kept(alliance, None)

    async def leave_signed(self, alliance: Alliance, version: Version) -> None:
        await self.switch_screen(screens.alliance.AllianceScreen(alliance, None))
        if version.number > 1:
            await self.push_screen(screens.diff.DiffScreen(alliance, version.number - 1, version.number))

    async def _offer_kept(self, alliance: Alliance, session: Session | None) -> None:
        """Show the texts that were typed when their session had ended already, a sealed one after its passphrase."""
        with suppress(AllianceError):
            locked = await self.perform(services.drafts.locked_keys, self.library, alliance.name, alliance.id)
            if locked:
                passphrase = screens.passphrase
                unlock = partial(self.library.keyring.unlock, locked[0])
                dialog = passphrase.PassphraseDialog(unlock, passphrase.TYPE_LATE, may_forget=False)
                await self.push_screen(dialog, lambda _: self._show_kept(alliance, session))
            else:
                await self._show_kept(alliance, session)

    async def _show_kept(self, alliance: Alliance, session: Session | None) -> None:
        """Show the texts that may be shown here, one after the other."""
        drafts = services.drafts
        with suppress(AllianceError):
            texts = await self.perform(drafts.kept_texts, self.library, alliance.name, alliance.id)
            if texts:
                self.drop_keys()
            for text in reversed(texts):
                await self.push_screen(
                    screens.kept_text.KeptTextDialog(alliance, text, drafts.describe_text(text, alliance, session))
                )

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self.note_input()
        await super().on_event(event)

    def on_paste(self, event: events.Paste) -> None:
        """Refuse a paste that no field took: not one letter of it is a key."""
        event.stop()
        self.show_notice("That was a paste, or as fast as one, and no field is open to take it. Nothing was changed.")

    async def purge(self) -> None:
        """Remove old items from the trash; after a failure, the next start tries again."""
        with suppress(AllianceError, RuntimeError):  # RuntimeError: the program has just ended
            await self.perform(self.library.purge, self.clock.now())

    # Palette, the end

    def save_now(self) -> bool:
        """Save what is being typed on any screen, from any thread: the program is about to end.

        The writer does it, behind what it is saving already; if it does not answer, it is done here. Return True if
        every screen saved: a failing one does not stop the others.
        """
        try:
            return self._writer.submit(self._save_all).result(SAVE_TIMEOUT)
        except (RuntimeError, TimeoutError):
            return self._save_all()

    def _save_all(self) -> bool:
        saved = True
        for page in self._pages():
            try:
                page.save_now()
            except Exception:
                saved = False
        return saved

    # Choices that are kept

    async def keep_theme(self, chosen: str) -> None:
        if self._settings:
            await self._keep(self._settings.keep_theme, chosen)

    @property
    def kept_order(self) -> str:
        return self._settings.order if self._settings else ""

    async def keep_order(self, order: str) -> None:
        if self._settings:
            await self._keep(self._settings.keep_order, order)

    async def _keep(self, keep: Callable[[str], None], chosen: str) -> None:
        try:
            await self.perform(keep, chosen)
        except AllianceError as error:
            self.show_notice(str(error), error=True)

    def page_in_view(self) -> AnyScreen | None:
        return next(reversed(self._pages()), None)

    def _pages(self) -> list[Page]:
        return [screen for screen in self.screen_stack if isinstance(screen, Page)]

    def on_resize(self, event: events.Resize) -> None:
        """Repaint everything: a terminal that was small for a moment has broken up what it showed.

        Textual tells its screens only of the last of several sizes, so they may have kept theirs. One that has had
        the other size may not have drawn a frame of it.
        """
        if self.screen_stack and event.size == self.screen.outer_size:
            self.repaint()
        else:
            self.forget_cells()

    def _leave(self, code: int) -> None:
        self.pace.shorten_exit_wait()
        self.exit(return_code=code)

    def action_command_palette(self) -> None:
        if not any(isinstance(screen, screens.palette.Palette) for screen in self.screen_stack):
            self.push_screen(screens.palette.Palette(id="--command-palette"))

    def get_system_commands(self, screen: AnyScreen) -> Iterable[SystemCommand]:
        """Yield every action of the screen, and the themes; nothing that writes a picture of private text."""
        if isinstance(screen, Page):
            yield from screen.commands()
        yield SystemCommand("Theme", "Choose dark, light or the terminal's own colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave the program; everything is saved", self.action_quit)

    def action_say_how_to_quit(self) -> None:
        """Help somebody who presses ctrl+c, which ends other programs."""
        quits = any(each.binding.action == "app.quit" for each in self.screen.active_bindings.values())
        self.show_notice(name_keys(QUIT_HERE if quits else QUIT_ELSEWHERE))

    async def action_quit(self) -> None:
        await drain_keys(self.screen)
        await self._pages()[-1].once_saved(super().action_quit)

    def after_fault(self, error: BaseException | None) -> str:
        """Save what is being typed; return what to print."""
        kept = "What was typed is saved." if self.save_now() else "What was typed last may not have been saved."
        return stopped_by_fault(error, f"{kept} Start it again to go on.")


def _preload() -> None:
    """Import what the next key may lead to; then collect garbage again, but never the long-lived objects."""
    screens.import_ahead()
    gc.freeze()
    gc.set_threshold(2_000)  # of 700, as Python has it, pages that open take a tenth more CPU
    gc.enable()


if TYPE_CHECKING:

    def _as_program(app: AllianceApp) -> Program:
        return app
