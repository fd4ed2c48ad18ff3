"""The program with two emulated terminals on its line: one gets what it sends, the other Textual's own output.

Both are of the same frames, so whatever differs between the two is the output layer's doing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rich.console import RenderableType
from rich.control import Control
from textual import events
from textual._compositor import Compositor, CompositorUpdate
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from alliance_tui import app
from alliance_tui.app import AllianceApp
from alliance_tui.terminal.output import CLEAR
from alliance_tui.terminal.output_pace import ANSWER
from alliance_tui.terminal.painter import Change
from alliance_tui.terminal.writer import TerminalLine
from tests.e2e.emulator import Emulator, visible
from tests.ui.driver import Desk, Room


class Wire(HeadlessDriver, TerminalLine):
    """A driver whose output goes to an emulator."""

    is_headless = False

    def __init__(self, app: WiredApp, **options: Any) -> None:
        """Tell the app, as our driver does."""
        super().__init__(app, **options)
        app.line = self

    def write(self, data: str) -> None:
        """Give the emulator what the app sends."""
        self._app.sent.append(data)  # type: ignore[attr-defined]
        if data == CLEAR:  # no part of a frame: both have it
            self._app.stock.feed(data.encode())  # type: ignore[attr-defined]
        for _ in range(self._app.shown.feed(data.encode()).count(ANSWER.encode())):  # type: ignore[attr-defined]
            self._app.pace.answered()  # type: ignore[attr-defined]


class WiredApp(AllianceApp):
    """The app, its frames shown on a second terminal as stock output would show them."""

    CSS_PATH = str(Path(app.__file__).parent / AllianceApp.CSS_PATH)

    reads_keys_alone = True
    shown: Emulator
    stock: Emulator
    sent: list[str]
    frames: list[str]
    """As stock output would send them."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        ready = isinstance(renderable, CompositorUpdate) and self._running and not self._closed
        count = self._batch_count
        super()._display(screen, renderable)
        if ready and not count and isinstance(renderable, CompositorUpdate):
            self.frames.append(self._show_as_stock(renderable))

    def draw_now(self, widget: Widget, *regions: Region, retyped: Sequence[Change] = ()) -> bool:
        """Show on the second terminal all of the screen, as stock output has no other way."""
        drawn = super().draw_now(widget, *regions, retyped=retyped)
        if drawn and self._painter:
            whole = Compositor.render_update(self.screen._compositor, True, self._background_screens)
            assert isinstance(whole, CompositorUpdate)
            self._show_as_stock(whole)
        return drawn

    def _show_as_stock(self, renderable: CompositorUpdate) -> str:
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        frame = renderable.render_segments(self.console) + Control.move_to(*cursor).segment.text
        self.stock.feed(frame.encode())
        return frame


class WiredDesk(Desk):
    """A desk at such an app."""

    def __init__(self, room: Room, size: tuple[int, int], *, stock_parts: bool = False) -> None:
        """Not open yet."""
        super().__init__(room, size)
        self.app: WiredApp = WiredApp(room.library, room.clock, stock_parts=stock_parts)
        self.app.driver_class = Wire
        self.app._signals = SimpleNamespace(watch=lambda: None)  # type: ignore[assignment]
        self.app.sent, self.app.frames = [], []
        self.app.shown, self.app.stock = Emulator(*size), Emulator(*size)
        for terminal in self.terminals:
            terminal.feed(b"\x1b[?7l")  # as Textual's driver does
        self._run = self.app.run_test(headless=False, size=size)

    @property
    def terminals(self) -> tuple[Emulator, Emulator]:
        """What we send, and what stock output would be."""
        return self.app.shown, self.app.stock

    def post_size(self, size: Size) -> None:
        """Give both terminals another size."""
        for terminal in self.terminals:
            terminal.screen.resize(size.height, size.width)
        super().post_size(size)

    def scribble(self, seed: int) -> None:
        """Somebody else writes on both terminals, as `wall` does."""
        noise = random.Random(seed)
        for _ in range(3):
            row, column = noise.randrange(1, 12), noise.randrange(1, 40)
            colour, words = noise.randrange(8), f"Broadcast message: {noise.random()}"
            line = f"\x1b[{row};{column}H\x1b[0;3{colour}m{words}\x1b[m".encode()
            for terminal in self.terminals:
                terminal.feed(line)

    async def click(self, x: int, y: int) -> None:
        """Press and release the mouse's first button."""
        driver = self.app._driver
        assert driver is not None
        for kind in (events.MouseDown, events.MouseUp):
            driver.process_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await self.wait_until_idle()

    def differences(self) -> list[str]:
        """Every visible cell in which the two terminals differ, and the cursor if it is not where it belongs now."""
        ours, stock = (terminal.screen for terminal in self.terminals)
        found = [
            f"{x},{y}: {mine} for {other}"
            for y in range(stock.lines)
            if ours.buffer[y] != stock.buffer[y]
            for x in range(stock.columns)
            if (mine := visible(ours.buffer[y][x])) != (other := visible(stock.buffer[y][x]))
        ]
        cursor, place = (ours.cursor.x, ours.cursor.y), self.app.cursor_place()[0]
        return found if cursor == place else [*found, f"the cursor at {cursor} for {place}"]
