"""Two people at one screen: the steps of a session as they would tell them, pressed through Textual's pilot.

Every step presses what the screen offers; what must have happened by then is waited for, never slept for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from alliance_tui.app import AllianceApp
from alliance_tui.domain.alliance import SIDES, Holder, Side, Version
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.domain.session import Session
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.page import Page
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.services import agreements, alliances, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.bank_files import worksheet
from alliance_tui.storage.config import Config
from alliance_tui.storage.library import Library
from alliance_tui.widgets.cycle import Cycle
from alliance_tui.widgets.diff_view import DiffView
from tests.unit.clock import FakeClock

BANK = worksheet()
CHOSEN = {Side.LEFT: ("assumptions", "tone", "feedback"), Side.RIGHT: ("hopes", "tone", "requests", "conflict")}
"""What the two choose unless told otherwise: `tone` is a match."""
PATIENCE = 10
"""Seconds a step may take on a loaded machine."""

COUNT, PAUSE = ("down", "enter"), ("down", "down", "enter")
"""The keys that answer the question about an absence."""

S = TypeVar("S", bound="Screen[Any]")


class Room:
    """A store, a clock, and what was done before the screen is opened: by the functions a key press calls."""

    def __init__(self, folder: Path, clock: FakeClock | None = None) -> None:
        """An empty store in `folder`."""
        self.library = Library(folder / "store")
        self.clock = clock or FakeClock()

    def desk(self, size: tuple[int, int] = (100, 30), *, opening: str | None = None, side: Side | None = None) -> Desk:
        """Open the program, for one partner if there is a side; use it with `async with`."""
        return Desk(self, size, opening, side=side)

    def prepared(self, left: str = "Ada", right: str = "Grace", minutes: int = 90, reserve: int = 12) -> str:
        """An alliance with its first session, nothing chosen yet; returns its folder's name."""
        ready = Preparation(left, right, "cofounders", "Rosa’s", minutes * 60, reserve * 60)
        return alliances.begin_alliance(self.library, ready, self.clock.now()).name

    def begun(self, left: str = "Ada", right: str = "Grace", minutes: int = 90, reserve: int = 12) -> str:
        """An alliance whose first session has just begun, nothing answered yet."""
        name = self.prepared(left, right, minutes, reserve)
        self.choose(name)
        sessions.begin(self.library, name, self.clock.now())
        return name

    def choose(self, name: str) -> None:
        """Choose `CHOSEN`."""
        for side in SIDES:
            for question in CHOSEN[side]:
                sessions.choose(self.library, name, side, question, True)

    def say(self, name: str, question: str, text: str, side: Side = Side.LEFT) -> None:
        """Answer a question."""
        sessions.answer(self.library, name, question, side, text)

    def agree(self, name: str, text: str, question: str = "tone", agreement: str = "") -> None:
        """Put an agreement into words."""
        agreements.agree(self.library, name, question, text, Holder.BOTH, agreement)

    def sign(self, name: str) -> None:
        """Both sign what stands."""
        for side in SIDES:
            sessions.sign(self.library, name, side, self.clock.now())

    def revisited(self, name: str) -> None:
        """A month later: the next session has begun."""
        self.clock.advance(30 * 86400)
        alliances.revisit(self.library, name)
        sessions.begin(self.library, name, self.clock.now())

    def signed(self, left: str = "Ada", right: str = "Grace", **answers: str) -> str:
        """An alliance with one version in which the left side said `answers`, by question."""
        name = self.begun(left, right)
        for question, text in answers.items():
            self.say(name, question.replace("_", "-"), text)
        self.sign(name)
        return name

    def signed_twice(self, before: str, after: str, question: str = "tone") -> str:
        """An alliance with two versions that differ in one answer of the left side."""
        name = self.begun()
        self.say(name, question, before)
        self.say(name, question, "The same as ever.", Side.RIGHT)
        self.say(name, "conflict", "Calmly.")
        self.sign(name)
        self.revisited(name)
        self.say(name, question, after)
        self.sign(name)
        return name

    def session(self, name: str) -> Session:
        """The open session as it is on disk."""
        session = self.library.load(name)[1]
        assert session is not None
        return session

    def written(self, name: str, question: str, side: Side = Side.LEFT) -> str:
        """An answer as it is on disk; "" when there is none."""
        session = self.library.load(name)[1]
        answer = session.answers.get((question, side)) if session else None
        return answer.text if answer else ""

    def versions(self, name: str) -> tuple[Version, ...]:
        """The signed versions on disk."""
        return self.library.alliance(name).versions


class Desk:
    """The program on a screen, the keys, and what is to be seen."""

    def __init__(
        self,
        room: Room,
        size: tuple[int, int],
        opening: str | None = None,
        *,
        locked: bool = False,
        side: Side | None = None,
        warning: str = "",
        keys: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        """Not open yet. Its library is its own, for it has a viewer; `keys` are those that somebody has given acts."""
        self.room, self.clock = room, room.clock
        library = Library(room.library.root)
        config = Config(keys=keys or {})
        self.app = AllianceApp(
            library, room.clock, opening=opening, locked=locked, side=side, warning=warning, config=config
        )
        self.bells = 0
        self.said: list[str] = []
        self._saving = 0
        self._run: AbstractAsyncContextManager[Pilot[None]] = self.app.run_test(size=size)
        self._patch = pytest.MonkeyPatch()

    async def __aenter__(self) -> Self:
        """Open the program and wait for its first screen."""
        notify = self.app.notify

        def listen(message: str, **options: Any) -> None:
            self.said.append(message)
            notify(message, **options)

        self._patch.setattr(self.app, "notify", listen)
        self._patch.setattr(self.app, "bell", self._ring)
        perform = self.app.perform

        async def count(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            self._saving += 1
            try:
                return await perform(act, *args, **kwargs)
            finally:
                self._saving -= 1

        self._patch.setattr(self.app, "perform", count)
        self.pilot = await self._run.__aenter__()
        await self.until(lambda: bool(self.text().strip()), "a first screen")
        await self.wait_until_idle()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        async with asyncio.timeout(PATIENCE):
            await self._run.__aexit__(kind, error, trace)
        self._patch.undo()

    def _ring(self) -> None:
        self.bells += 1

    # Looking

    @property
    def screen(self) -> Screen[Any]:
        """The screen in view, a dialog included."""
        return self.app.screen

    def on(self, kind: type[S]) -> S:
        """The screen in view, which is of this kind."""
        assert isinstance(self.screen, kind), f"{type(self.screen).__name__}, not {kind.__name__}"
        return self.screen

    def text(self) -> str:
        """What is on the screen, as plain text, a line a row."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The rows of the screen without the space at their ends."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    @property
    def footer(self) -> str:
        """The last row: the keys that work now."""
        return self.lines()[-1].strip()

    @property
    def alive(self) -> bool:
        """Whether the program runs and nothing went wrong in it."""
        return self.app.is_running and self.app._exception is None

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until it is so; fails with what is on the screen instead."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end or self.app._exception is not None:
                raise AssertionError(f"never came: {what}; {self.app._exception!r}\n{self.text()}")
            await self.wait_until_idle()

    async def see(self, *words: str) -> None:
        """Wait until each of these is on the screen."""
        for each in words:
            await self.until(lambda each=each: each in self.text(), each)  # type: ignore[misc]

    async def see_no_more(self, *words: str) -> None:
        """Wait until none of these is on the screen."""
        for each in words:
            await self.until(lambda each=each: each not in self.text(), f"the end of {each}")  # type: ignore[misc]

    async def see_screen(self, kind: type[Screen[Any]]) -> None:
        """Wait until a screen of this kind is in view and has been drawn."""
        await self.until(lambda: isinstance(self.screen, kind) and self.screen.is_mounted, kind.__name__)
        await self.wait_until_idle()

    async def see_changes(self) -> None:
        """Wait until a diff is in view with all its changes."""
        await self.see_screen(DiffScreen)
        views = self.screen.query(DiffView)
        await self.until(
            lambda: self.on(DiffScreen)._is_compared and any(each.complete.is_set() for each in views), "all changes"
        )
        await self.wait_until_idle()

    async def see_notice(self, words: str) -> str:
        """Wait until a notice with these words was given since the last `clear_notices`; returns it whole."""
        await self.until(lambda: any(words in said for said in self.said), f"a notice: {words} ({self.said})")
        return next(said for said in self.said if words in said)

    async def clear_notices(self) -> None:
        """Forget the notices given, and take them off the screen."""
        self.said.clear()
        self.app.clear_notifications()
        await self.wait_until_idle()

    # Keys

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before has been dealt with."""
        for each in keys:
            self.post(each)
            await self.wait_until_idle()

    async def wait_until_idle(self) -> None:
        """Let everything that was asked for happen: until no widget has a message left and the disk is done."""
        quiet, end = 0, time.monotonic() + PATIENCE
        while quiet < 3 and time.monotonic() < end and self.app._exception is None:
            await asyncio.sleep(0.004)
            quiet = 0 if self._busy() else quiet + 1

    def _busy(self) -> bool:
        pumps = [self.app, *(each for screen in self.app.screen_stack for each in screen.walk_children(with_self=True))]
        screen = self.screen
        frame_due = bool(screen._dirty_widgets or screen._layout_required or screen._repaint_required)
        frame_due |= getattr(screen._compositor, "_held_since", None) is not None
        frame_due &= self.app.is_running  # or else nothing draws it
        return frame_due or self._saving > 0 or any(pump.message_queue_size or pump._next_callbacks for pump in pumps)

    def post(self, *keys: str) -> None:
        """Press keys in one burst, without waiting."""
        driver = self.app._driver
        assert driver is not None
        for each in keys:
            key = _character_to_key(each) if len(each) == 1 and not each.isalnum() else each
            event = events.Key(key, each if len(each) == 1 else {"tab": "\t", "enter": "\r"}.get(each))
            event.set_sender(self.app)
            driver.send_message(event)

    async def burst(self, *keys: str) -> None:
        """Press keys in one burst; let them act."""
        self.post(*keys)
        await self.wait_until_idle()

    async def type(self, text: str) -> None:
        """Type a text as fast as a terminal can send it."""
        await self.burst(*("enter" if char == "\n" else char for char in text))

    async def paste(self, text: str) -> None:
        """Paste a text."""
        driver = self.app._driver
        assert driver is not None
        driver.send_message(events.Paste(text))
        await self.wait_until_idle()

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        size = Size(columns, rows)
        self.post_size(size)
        await self.until(lambda: self.screen.size == size, f"a screen of {columns}x{rows}")
        await self.wait_until_idle()

    def post_size(self, size: Size) -> None:
        """Give the terminal another size, without waiting."""
        driver = self.app._driver
        assert isinstance(driver, HeadlessDriver)
        driver._size = (size.width, size.height)
        self.app.post_message(events.Resize(size, size))

    # Steps

    async def open(self) -> None:
        """Open the marked alliance of the library."""
        library = self.screen
        await self.press("enter")
        await self.until(lambda: self.screen is not library and self.screen.is_mounted, "an open alliance")
        await self.wait_until_idle()

    async def fill(self, fields: Iterable[str]) -> None:
        """Fill in a form from the field the caret is in, with tab from one field to the next."""
        for number, text in enumerate(fields):
            if number:
                await self.press("tab")
                if isinstance(self.app.focused, Cycle):  # of questions, which have a default
                    await self.press("tab")
            await self.press("end", "ctrl+u")
            await self.paste(text)

    async def go_to(self, question: str) -> None:
        """Move to a question of the talk, by j and k."""
        order = [each.id for each in BANK]
        for _ in range(2 * len(order)):
            page = self.on(SessionPage)
            here = getattr(page, "question").id  # noqa: B009 (screens without a question have no business here)
            if here == question:
                return
            shown = [each.id for part in SECTIONS for each in page.session.questions(part)]
            await self.press("j" if shown.index(question) > shown.index(here) else "k")
        raise AssertionError(f"no way to {question}")

    async def write(self, text: str) -> None:
        """Write on the marked side and end the writing."""
        await self.press("enter")
        await self.type(text)
        await self.press("escape")

    async def flush(self) -> None:
        """Wait until everything typed is on disk."""
        drafts = getattr(self.screen, "drafts", None)
        if drafts is not None:
            await self.until(lambda: not drafts._waiting, "a save")

    async def tick(self) -> None:
        """Let the second hand move once, at what the clock shows now."""
        for page in self.app.screen_stack:
            if isinstance(page, SessionPage):
                page.call_later(page._tick)
                page.call_later(page._poll)
        await self.wait_until_idle()

    def stop_timers(self) -> None:
        """Let only `tick` move the second hand, however slow the machine is."""
        for screen in self.app.screen_stack:
            for timer in screen._timers:
                timer.pause()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass with somebody there all along."""
        while seconds > 0:
            self.clock.advance(min(seconds, 60))
            seconds -= 60
            await self.tick()

    async def clear_of_dialogs(self) -> None:
        """Leave whatever dialog is open."""
        while not isinstance(self.screen, Page):
            await self.press("escape")
