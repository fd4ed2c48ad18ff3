"""Write Textual's frames to the terminal, as far as they differ from what it shows.

Textual's own output is used instead if the user asks for it, if Textual's private parts are not those of the
release this was written for, and after an exception here.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, RenderableType
from textual.app import App
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from alliance_tui.terminal.line_filters import PlainGlyphs, WithoutColours
from alliance_tui.terminal.output_pace import OutputPace
from alliance_tui.terminal.painter import HIDE_CURSOR, Change, Painter, Piece
from alliance_tui.terminal.questions import erases_in_colour, lacks_marks
from alliance_tui.terminal.screen import LightScreen
from alliance_tui.terminal.textual_private import private_parts
from alliance_tui.terminal.writer import TerminalLine

LONG = 1000
"""Frames of more bytes are sent as a synchronized update, if the terminal supports that."""
QUEUED = 10
"""Writes that may wait for the terminal; a full queue, of 30 in Textual 8.2.8, would block the event loop."""
RETRY = 0.1
"""Seconds after which a frame that had to wait for the queue is tried again."""
CLEAR = "\x1b[m\x1b[2J"
SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"


def _is_due(screen: Screen[Any]) -> bool:
    """Return True if a frame of a screen is due."""
    waits = screen._layout_required or screen._scroll_required or screen._repaint_required
    return bool(waits or screen._dirty_widgets or screen._compositor._dirty_regions)


def _in_front(screen: Screen[Any], widget: Widget, place: Region) -> Iterator[Region]:
    """Yield where a screen draws widgets in front of a place of one of its own, or of itself."""
    for each, (region, clip) in screen._compositor.visible_widgets.items():
        if each is widget:
            return
        if region.overlaps(place):
            yield region.intersection(clip)


def _pieces(
    widget: Widget, place: Region, clip: Region, regions: Iterable[Region], covers: Collection[Region]
) -> Iterator[Piece]:
    """Yield what is seen of regions of a widget's content; `place` and `clip` are of the screen."""
    for region in regions:
        seen = region.translate(place.offset + widget.content_offset).intersection(clip)
        for y, strip in zip(seen.line_range, widget.render_lines(seen.translate(-place.offset)), strict=False):
            free = [seen.column_span]
            for cover in covers:
                if y in cover.line_range:
                    free = [
                        part
                        for start, end in free
                        for part in ((start, min(end, cover.x)), (max(start, cover.right), end))
                    ]
            for start, end in free:
                if start < end:
                    yield y, start, [strip.crop(start - seen.x, end - seen.x)]


class LightApp(App[None]):
    """An app that sends its terminal what has changed, with its cursor at the caret or on the marked row."""

    def __init__(self, *, stock_parts: bool = False, **options: Any) -> None:
        """`stock_parts`: use nothing but Textual's own parts."""
        private_parts.start(stock=stock_parts)
        super().__init__(**options)
        self._disable_tooltips = self._disable_notifications = True  # two widgets less on each screen; none is used
        self.line = TerminalLine()
        """The line to the terminal, while our driver has taken it."""
        self.pace = OutputPace()
        self._held: Timer | None = None
        self._clear_first = False
        """True if what is held back is a repaint."""
        self._missed: tuple[Screen[Any], set[Region]] | None = None
        """The screen in view and where its frames that were held back draw."""
        self._caret_shown: tuple[Offset, bool] | None = None
        """Where the last frame left the cursor, and whether it is shown there."""
        self._whole_due = True
        """True until all of the screen was drawn after the terminal's content became unknown."""
        self._pointer = "default"
        """The shape of the mouse's pointer."""
        self._frames = private_parts.part("frames")
        self._painter = Painter(erases_in_colour(os.environ)) if self._frames else None
        self._plain_glyphs = PlainGlyphs(lacks_marks(os.environ))
        self._without_colours = WithoutColours()

    @property
    def follows_background(self) -> bool:
        """True if the terminal is to be asked how light its background is."""
        return False

    def match_background(self, light: bool) -> None:
        """Take note of the terminal's background."""

    def use_plain_glyphs(self, wide: bool) -> None:
        """Draw glyphs of ASCII if the terminal draws marks `wide`, in more than the cell that they have."""
        if wide:
            self._plain_glyphs.enabled = True
            if self._painter:
                self._painter.wide_marks = True
            self.repaint()

    def use_repeats(self, repeats: bool) -> None:
        """Have lines drawn as one character that is repeated, if the terminal `repeats`."""
        if self._painter:
            self._painter.pencil.repeats = repeats

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's own, or with NO_COLOR ours in their place, and what draws plain glyphs.

        Textual's is still for the theme of its start where another one was chosen before the first frame.
        """
        colours = (
            [self._without_colours] if self.no_color else [] if self.native_ansi_color else super().get_line_filters()
        )
        return [*colours, self._plain_glyphs] if self._plain_glyphs.enabled else colours

    def _fall_back(self, why: str) -> None:
        if self._painter:
            self.line.write(f"\x1b[m{HIDE_CURSOR}")  # as stock output takes them for granted
        self._painter = None
        private_parts.give_up("frames", why)

    @property
    def terminal_caret(self) -> bool:
        """True if the terminal's own cursor is the caret in fields, so that they don't draw one."""
        return self._painter is not None and not self.is_headless

    def forget(self) -> None:
        """Treat all that the terminal shows as unknown: something else may have drawn on it."""
        self.pace.forget()
        self.forget_cells()

    def forget_cells(self) -> None:
        """Treat all cells as unknown: the terminal had another size for a moment, and may have dropped some."""
        self._whole_due = True
        if self._painter:
            self._painter.forget()

    def repaint(self) -> None:
        """Clear the terminal and paint all of it anew, whatever it shows.

        Otherwise, cells beside a text that it takes for narrower than Textual does would keep old content.
        """
        # One less than `_blocked` has: the frame after `CLEAR` must go out, because no question is open after `forget`.
        self._clear_first = self._painter is not None and self.line.queued >= QUEUED
        if self._clear_first:
            self._hold()
            return
        self.forget()
        self.line.write(CLEAR)
        self._show_all()

    def _show_all(self) -> None:
        if self.screen_stack:
            self.refresh()

    def catch_up(self) -> None:
        """Show what was held back, if the terminal has drawn what was sent before."""
        if self._held and not self._blocked:
            self._held.stop()
            self._held = None
            (screen, places), self._missed = self._missed or (None, set[Region]()), None
            if self._clear_first:
                self.repaint()
            elif screen and screen is self.screen:
                screen.refresh(*places)
            else:
                self._show_all()

    def _hold(self) -> None:
        """Hold frames back until an answer or a key comes, until answers count as lost, or until the queue has room."""
        if self._held is None:
            clogged = self.pace.congested
            self._held = self.set_timer(self.pace.patience if clogged else RETRY, partial(self._retry, clogged))

    def _miss(self, screen: Screen[Any], places: Iterable[Region]) -> None:
        """Note where a frame that is held back draws; after another screen's, that is everywhere."""
        before = self._missed or (screen, set[Region]())
        self._missed = screen, {*before[1], *places} if before[0] is screen else {screen.outer_size.region}

    def _retry(self, lost: bool) -> None:
        if lost:
            self.pace.give_up()
        if self._blocked:
            self._held = None
            self._hold()
        else:
            self.catch_up()

    @property
    def _blocked(self) -> bool:
        return self.pace.congested or self.line.queued > QUEUED

    def note_input(self) -> None:
        """Note that the terminal has sent something, so the connection is alive."""
        self.pace.note_input()
        self.catch_up()

    def ask_terminal(self) -> None:
        """Send the terminal a status request, unless one is open or it has never answered one."""
        if not self.line.queued and (question := self.pace.ask()):
            self.line.write(question)

    action_repaint = repaint
    """For a key: something else has written on the terminal."""

    def hang_up(self) -> None:
        """Leave: the terminal is gone. Called in the thread that reads from it."""

    def _caret(self) -> Offset | None:
        """Return where the field that is written in has its caret; None when it has none, or not in sight."""
        field: Any = self.screen.focused
        if hasattr(field, "TERMINAL_CARET") and field.is_attached:
            with suppress(NoWidget):
                place: Offset = field.cursor_screen_offset
                if self.screen.find_widget(field).visible_region.contains_point(place):
                    return place
        return None

    def cursor_place(self) -> tuple[Offset, bool]:
        """Return where the terminal's cursor belongs, and whether it is shown: at the caret, or else on the marked row.

        On the marked row it is hidden; screen readers, braille displays and magnifiers follow it all the same.
        """
        if not self.screen_stack:
            return Offset(), False
        caret = self._caret()
        if caret is not None:
            return caret, bool(getattr(self.screen.focused, "TERMINAL_CARET", False))
        return self.screen.marked_place() if isinstance(self.screen, LightScreen) else Offset(), False

    def _set_pointer_shape(self, shape: str) -> None:
        """Send another shape of the mouse's pointer. Textual 8.2.8 sends it anew for each screen."""
        if shape != self._pointer:
            self._pointer = shape
            super()._set_pointer_shape(shape)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send the changed cells of a frame."""
        if renderable is None:
            return
        frame = None
        self.cursor_position, shown = self.cursor_place()  # Textual's own is where a field was last typed in
        if (
            self._painter
            and isinstance(renderable, self._frames.Update)
            and self.is_running
            and not (self._batch_count or self.is_headless)
        ):
            if self._blocked:
                self._miss(screen, self._frames.places(renderable))
                self._hold()
                self.post_display_hook()
                return
            try:
                cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
                frame = self._paint(self._frames.pieces(renderable), cursor, shown)
                self._caret_shown = cursor, shown
                self._draw_the_rest(renderable)
            except Exception as fault:
                self._fall_back(f"{type(fault).__name__} in Alliance's")
                self.call_later(self.refresh)
        if frame is None:
            super()._display(screen, renderable)
            return
        if frame:
            long = self.line.synchronized and len(frame) > LONG
            self.line.write(self.pace.send(f"{SYNC_START}{frame}{SYNC_END}" if long else frame))
        self.post_display_hook()

    def _draw_the_rest(self, update: Any) -> None:
        """Have all of the screen drawn if all was unknown and a frame had only parts of it."""
        if self._whole_due:
            size = self.screen.outer_size
            self._whole_due = not isinstance(update, self._frames.LayoutUpdate) or update.region != size.region
            if self._whole_due:
                self._show_all()

    def _paint(self, pieces: Iterable[Piece], cursor: Offset, shown: bool) -> str:
        assert self._painter
        system = COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.TRUECOLOR)
        return self._painter.paint(pieces, self.screen.outer_size, system, cursor, shown)

    def draw_now(self, widget: Widget, *regions: Region, retyped: Sequence[Change] = ()) -> bool:
        """Draw regions of a widget's content, as far as nothing covers them; return False if that takes a frame.

        For what changes each second, and for keys: a frame of Textual's takes 3 ms for one figure, and under a dialog
        25, because it renders the whole page below it. Nothing else is drawn, so nothing else may be due, nor another
        size. Where the widget is written in, the cursor goes to its caret.

        `retyped`: what changes in the regions, if that is letters and digits of ASCII alone, in their old style. They
        are drawn without rendering the widget, which takes 0.6 ms.
        """
        if not self._painter or self.is_headless or self._batch_count or self._blocked or not self._caret_shown:
            return False
        screen, screens = widget.screen, [*self._background_screens, self.screen]
        if screen not in screens:
            return False
        above = screens[screens.index(screen) + 1 :]
        if any(each.styles.background.a for each in above) or any(map(_is_due, [screen, *above])):
            return False
        if self._whole_due or widget._repaint_regions or any(each.outer_size != self.size for each in [screen, *above]):
            return False
        try:
            place = screen._compositor.visible_widgets.get(widget)
            if not place:
                return False
            fronts = (_in_front(each, widget if each is screen else each, place[0]) for each in [screen, *above])
            covers = [*chain.from_iterable(fronts)]
            widget._set_dirty(*regions)
            widget._exchange_repaint_regions()
            for each in above:
                each._set_dirty()  # what it remembers of the page below is old now
                each._exchange_repaint_regions()
            frame = self._retype(widget, *place, retyped, covers) if retyped else None
            if frame is None:
                if widget.has_focus:
                    self.cursor_position, shown = self.cursor_place()
                    self._caret_shown = screen.outer_size.clamp_offset(self.cursor_position), shown
                frame = self._paint(_pieces(widget, *place, regions, covers), *self._caret_shown)
        except Exception as fault:
            self._fall_back(f"{type(fault).__name__} in Alliance's")
            self.call_later(self.refresh)
            return True
        self.line.write(self.pace.send(frame))
        self.post_display_hook()
        return True

    def _retype(
        self, widget: Widget, place: Region, clip: Region, retyped: Iterable[Change], covers: Collection[Region]
    ) -> str | None:
        """Return what to send for what is seen of these characters; None if the widget has to be rendered."""
        assert self._painter and self._caret_shown
        left, top = place.offset + widget.content_offset
        changes = [(left + x, top + y, before, after) for x, y, before, after in retyped]
        seen = [
            each
            for each in changes
            if clip.contains(*each[:2]) and not any(cover.contains(*each[:2]) for cover in covers)
        ]
        return self._painter.retype(seen, self._caret_shown[0])
