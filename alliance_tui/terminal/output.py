"""The one place between Textual and the terminal: frames come in, what has changed goes out.

Stock output, Textual's own, takes over when it is asked for, and when Textual's insides are not what they were in
the release this was written for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from rich.color import ColorSystem
from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.errors import NoWidget
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer

from alliance_tui.terminal.compositor import LightScreen
from alliance_tui.terminal.flow import Flow
from alliance_tui.terminal.painter import HIDE_CURSOR, Painter, Piece

LONG = 1000
"""Bytes of a frame that terminals which can do so had better show at once."""
QUEUED = 10
"""Writes that may wait for the terminal; a full queue, of 30 in Textual 8.2.8, would block the event loop."""
RETRY = 0.1
"""Seconds after which a frame that had to wait for the queue is tried again."""
CLEAR = "\x1b[m\x1b[2J"
SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"


def pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    """What stock output would send of an update, in its order."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield y, update.region.x, line
        return
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= stop and end > start:
                yield y, x, [strip if x >= start and end <= stop and x < stop else strip.crop(0, min(end, stop) - x)]


def misfit() -> str:
    """Why the frames of this Textual can't be read here; empty when they can."""
    bold = Style(bold=True)
    painter = Painter()
    try:
        whole = LayoutUpdate([[Strip([Segment("ab", bold)])]], Region(0, 0, 2, 1))
        part = ChopsUpdate([{0: None, 1: Strip([Segment("c", bold)])}], [(0, 1, 2)], [[1, 2]])
        system = ColorSystem.TRUECOLOR
        frames = [painter.paint(pieces(update), (2, 1), system, (0, 0), False) for update in (whole, part)]
        code = App._display.__code__
        parameters = code.co_varnames[: code.co_argcount]
    except Exception as fault:
        return repr(fault)
    if frames != ["\x1b[?25l\x1b[H\x1b[0;1mab\x1b[H", "\x1b[Cc\x1b[H"]:
        return f"frames come out as {frames}"
    return "" if parameters == ("self", "screen", "renderable") else f"_display takes {parameters}"


class LightApp(App[None]):
    """An app that sends its terminal what has changed, with its cursor at the caret or on the marked row."""

    def __init__(self, *, plain_output: bool = False, **options: Any) -> None:
        """`plain_output`: leave the output to Textual."""
        super().__init__(**options)
        self._painter: Painter | None = None
        self.flow = Flow()
        self._held: Timer | None = None
        self._clear_first = False
        """True if what is held back is a repaint."""
        if not plain_output:
            if why := misfit():
                self._fall_back(why)
            else:
                self._painter = Painter()

    def _fall_back(self, why: str) -> None:
        if self._painter and self._driver:
            self._driver.write(f"\x1b[m{HIDE_CURSOR}")  # as stock output takes them for granted
        self._painter = None
        self._exit_renderables.append(f"Alliance used Textual's own output: {why}.")

    @property
    def terminal_caret(self) -> bool:
        """Whether the terminal's own cursor marks the place in fields, so that they don't draw one."""
        return self._painter is not None and not self.is_headless

    def forget(self) -> None:
        """Something else may have drawn on the terminal."""
        self.flow.forget()
        if self._painter:
            self._painter.forget()

    def repaint(self) -> None:
        """Clear the terminal and paint all of it anew, whatever it shows.

        Without that, what it has beside a text it takes for narrower than Textual does would stay.
        """
        # One less than `_blocked` has: the frame after `CLEAR` must go out, because no question is open after `forget`.
        self._clear_first = self._painter is not None and self._queued >= QUEUED
        if self._clear_first:
            if self._held is None:
                self._hold()
            return
        self.forget()
        if self._driver:
            self._driver.write(CLEAR)
        self._show_all()

    def _show_all(self) -> None:
        if not self._screen_stack:
            return
        with self._context():  # whoever calls: a thread, a signal's handler
            self._display(self.screen, self.screen._compositor.render_update(True, self._background_screens))

    def catch_up(self) -> None:
        """Show what was held back, if the terminal has drawn what was sent before."""
        if self._held and not self._blocked:
            self._held.stop()
            self._held = None
            if self._clear_first:
                self.repaint()
            else:
                self._show_all()

    def _hold(self) -> None:
        """Hold frames back until an answer or a key comes, answers count as lost, or the queue has room again."""
        clogged = self.flow.clogged
        with self._context():
            self._held = self.set_timer(self.flow.patience if clogged else RETRY, partial(self._retry, clogged))

    def _retry(self, lost: bool) -> None:
        if lost:
            self.flow.give_up()
        if self._blocked:
            self._hold()
        else:
            self.catch_up()

    @property
    def _blocked(self) -> bool:
        return self.flow.clogged or self._queued > QUEUED

    @property
    def _queued(self) -> int:
        """How many writes wait for the terminal to read."""
        return getattr(self._driver, "queued", 0)

    def hear(self) -> None:
        """Note that the terminal has sent something, so its line is not dead."""
        self.flow.hear()
        self.catch_up()

    def ask_terminal(self) -> None:
        """Ask the terminal whether it is there, unless a question is open or it has never answered one."""
        if self._driver and not self._queued and (question := self.flow.ask()):
            self._driver.write(question)
            self._driver.flush()

    def action_repaint(self) -> None:
        """Paint all of it anew: something else has written on the terminal."""
        self.repaint()

    def _caret(self) -> Offset | None:
        """Where the field that is written in has its caret; None when it has none, or not in sight."""
        field = self.screen.focused if self._screen_stack else None
        if field is None or not getattr(field, "TERMINAL_CARET", False) or not field.is_attached:
            return None
        try:
            seen = self.screen.find_widget(field).visible_region
        except NoWidget:
            return None
        place: Offset = field.cursor_screen_offset  # type: ignore[attr-defined]
        return place if seen.contains_point(place) else None

    def cursor_place(self) -> tuple[Offset, bool]:
        """Return where the terminal's cursor belongs, and whether it is shown: at the caret, or else on the marked row.

        On the marked row it is hidden; screen readers, braille displays and magnifiers follow it all the same.
        """
        caret = self._caret()
        if caret is not None:
            return caret, True
        screen = self.screen if self._screen_stack else None
        return screen.marked_place() if isinstance(screen, LightScreen) else Offset(), False

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send a frame, as Textual does, but less of it."""
        frame = None
        self.cursor_position, shown = self.cursor_place()  # Textual's own is where a field was last typed in
        if (
            self._painter
            and isinstance(renderable, LayoutUpdate | ChopsUpdate)
            and self._running
            and not (self._closed or self._batch_count or self.is_headless)
        ):
            if self._blocked:
                if self._held is None:
                    self._hold()
                self.post_display_hook()
                return
            try:
                frame = self._frame(self._painter, renderable, shown)
            except Exception as fault:
                self._fall_back(f"{type(fault).__name__} in its own")
                self.call_later(self.refresh)
        if frame is None or self._driver is None:
            super()._display(screen, renderable)
            return
        if frame:
            long = self._sync_available and len(frame) > LONG
            self._driver.write(self.flow.send(f"{SYNC_START}{frame}{SYNC_END}" if long else frame))
            self._driver.flush()
        self.post_display_hook()

    def _frame(self, painter: Painter, update: LayoutUpdate | ChopsUpdate, shown: bool) -> str:
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        system = self.console._color_system or ColorSystem.TRUECOLOR
        size = self.screen._compositor.size
        return painter.paint(pieces(update), size, system, cursor, shown)
