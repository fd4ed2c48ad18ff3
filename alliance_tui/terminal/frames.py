"""Textual's frames: render only the widgets that changed, and read the parts of a frame."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any

from rich.console import RenderableType
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate, ReflowResult
from textual.app import App
from textual.geometry import Region, Size
from textual.renderables.blank import Blank
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from alliance_tui.terminal.painter import Piece
from alliance_tui.terminal.textual_private import changed_methods

Update = LayoutUpdate | ChopsUpdate

HOLD = 1.0
"""Seconds for which a frame may wait until its screen has settled."""
TURNS, PAUSE = 10, 0.005
"""Turns of the event loop that widgets have at once to settle, and the seconds between the later ones."""


class LightCompositor(Compositor):
    """A screen's compositor that draws few frames, and in each only what lies where something changed.

    Textual 8.2.8 compares the place of a change with what a widget is clipped to, not with what is seen of it; within
    a screen without scrolling that is the whole screen, and so every widget is asked for all its lines, each time.

    It also draws a frame after each layout, although widgets have still to hear of their new sizes, and may ask for
    another one. Here the frame waits for them.
    """

    def __init__(self, screen: Screen[Any], is_filling: Callable[[], bool]) -> None:
        """`is_filling` returns True while a worker fills the screen."""
        super().__init__()
        self._screen, self._is_filling = screen, is_filling
        self._settled = False
        """True if there was no layout since the last frame."""
        self._held_since: float | None = None
        """Since when a frame waits; None while none does."""
        self._turns = 0
        self._bands: list[Region] = []
        """Where something changed, in a frame that is just put together."""
        self._shows_half = False
        """True if the last frame did not wait any longer for what fills the screen."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        self._settled = False
        return super().reflow(parent, size)

    def render_update(
        self, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        """Return what has changed; None while the screen has not settled after a layout, or since it came into view."""
        settled = self._settled and self.size.region not in self._dirty_regions
        if not (settled or full) and self._is_busy():
            if self._held_since is None:
                self._held_since, self._turns = monotonic(), 0
                self._come_back()
            if not self._is_overdue():
                return None
        self._settled, self._held_since, self._shows_half = True, None, self._is_filling()
        screen = self._screen
        if screen._repaint_required and screen.is_active:  # now, not in a second frame
            screen._repaint_required = False
            screen._dirty_widgets.clear()
            self._dirty_regions.update(screen._exchange_repaint_regions())
        self._bands = [] if full else list(_bands(self._dirty_regions))
        return super().render_update(full, screen_stack, simplify)

    def _is_overdue(self) -> bool:
        return self._held_since is not None and monotonic() > self._held_since + HOLD

    def _screens_below(self) -> list[Screen[Any]]:
        """Return the screens that are seen below this one, the lowest first."""
        return self._screen.app._background_screens if self._screen.styles.background.a < 1 else []

    def _is_busy(self) -> bool:
        """Return True if anything that is seen is still to be built, filled or laid out, or has events to deal with."""
        filling = self._is_filling()
        self._shows_half = self._shows_half and filling
        below = self._screens_below()
        return (
            self._screen.app._batch_count > 0  # Textual would drop the frame
            or (filling and not self._shows_half)
            or bool(self._screen._callbacks)
            or any(map(_waits_for_layout, below))
            or any(map(_has_events, [*below, self._screen]))
        )

    def _come_back(self) -> None:
        self._turns += 1
        asyncio.get_running_loop().call_later(PAUSE if self._turns > TURNS else 0, self._draw_if_settled)

    def _draw_if_settled(self) -> None:
        """Draw the frame that is held back, after another layout if one is due by now."""
        if self._held_since is None:  # drawn meanwhile
            return
        if not self._screen.is_running or self._screen.app.screen is not self._screen:
            self._held_since = None
            return
        for screen in filter(_waits_for_layout, self._screens_below()):
            screen._on_timer_update()
        if self._is_overdue() or not self._is_busy():
            self._screen._on_timer_update()
            if self._held_since is not None:
                self._screen._compositor_refresh()
        if self._held_since is not None:
            self._come_back()

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Any:  # noqa: ARG002 (`_bands` are)
        """Return what is drawn in each row, by columns, until nothing more can be seen.

        In the rows alone where something changed; Textual's `crop` is around them all. Widgets are asked only for lines
        of which something is seen.
        """
        bands, self._bands = [band.intersection(crop) for band in self._bands] or [crop], []
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        for wanted in bands:
            for widget, (region, clip) in self.visible_widgets.items():
                x, _, width, _ = seen = region.intersection(clip)
                rows = seen.intersection(Region(x, wanted.y, width, wanted.height))
                if not (rows and rows.overlaps(wanted)):
                    continue
                cuts = {y: [cut for cut in self.cuts[y] if x <= cut <= x + width] for y in rows.line_range}
                if bare := [y for y in cuts if any(chops[y][cut] is None for cut in cuts[y][:-1])]:
                    asked = Region(x, bare[0], width, bare[-1] + 1 - bare[0])
                    for y, line in enumerate(_lines(widget, asked.translate(-region.offset)), bare[0]):
                        parts = zip(cuts[y], line.divide([cut - x for cut in cuts[y][1:]]), strict=False)
                        chops[y].update((cut, part) for cut, part in parts if chops[y][cut] is None)
                if rows.contains_region(wanted):
                    break
        return chops


def _lines(widget: Widget, crop: Region) -> list[Strip]:
    """Return lines of a widget. Those of a container that draws nothing but its sides are all alike."""
    is_box = widget.is_container and type(widget).render_line is Widget.render_line
    if is_box and isinstance(widget._render(), Blank) and not (widget.gutter + widget.styles.outline.spacing).height:
        return widget.render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height
    return widget.render_lines(crop)


def _bands(regions: Iterable[Region]) -> Iterator[Region]:
    """Yield regions that hold these, and have no row in common."""
    band = Region()
    for region in sorted(filter(None, regions), key=lambda each: each.y):
        if band and region.y >= band.bottom:
            yield band
            band = region
        else:
            band = band.union(region) if band else region
    if band:
        yield band


def _waits_for_layout(screen: Screen[Any]) -> bool:
    return screen._layout_required or screen._scroll_required


def _has_events(screen: Screen[Any]) -> bool:
    """Return True if a widget of a screen is still to be built, or has events to deal with."""
    return any(
        not each.is_mounted or each.message_queue_size or each._next_callbacks
        for each in {*screen._compositor._full_map, *screen.walk_children(Widget, with_self=True)}  # scrollbars, too
    )


def keep_updates(screen: Screen[Any]) -> None:
    """Note where the widgets of a screen draw that have something to draw.

    Textual forgets these widgets when anything else of the screen is drawn, as where the page below a dialog changes:
    what was just typed into the dialog would not be seen before the next key.
    """
    screen._compositor.update_widgets(screen._dirty_widgets)


def pass_on(screen: Screen[Any], refresh: Callable[[], None]) -> None:
    """Let a screen `refresh`: draw what is due on it, or pass that on to the dialog above it.

    That is no longer due here. Textual keeps it so, and draws all of the page when anything happens to it. Below a page
    nothing is seen of a screen; Textual draws all of that page, too.
    """
    if not screen.is_active and screen.app.screen.styles.background.a == 1:
        screen._dirty_widgets.clear()
        return
    keep_updates(screen)
    required, regions = screen._repaint_required, {*screen._repaint_regions}
    refresh()
    if not screen.is_active:
        screen._repaint_required, screen._repaint_regions = required, regions


def replace_compositor(screen: Screen[Any], is_filling: Callable[[], bool]) -> None:
    """Give a screen that was just made this compositor."""
    screen._compositor = LightCompositor(screen, is_filling)


def pieces(update: Update) -> Iterator[Piece]:
    """Yield what stock output would send of an update, in its order."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield y, update.region.x, line
        return
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= stop and end > start:
                yield y, x, [strip if x >= start and end <= stop and x < stop else strip.crop(0, min(end, stop) - x)]


def places(update: Update) -> Iterator[Region]:
    """Yield where an update draws."""
    if isinstance(update, LayoutUpdate):
        yield update.region
    else:
        yield from (Region(start, y, stop - start, 1) for y, start, stop in update.spans)


def misfit() -> str:
    """Return why the frames of this Textual can't be read and made here; "" when they can."""
    strip, screen = Strip([Segment("ab")]), Screen[None]()
    whole, part = LayoutUpdate([[strip]], Region(0, 0, 2, 1)), ChopsUpdate([{0: None, 2: strip}], [(0, 2, 4)], [[2, 4]])
    if (found := [*pieces(whole), *pieces(part)]) != [(0, 0, [strip]), (0, 2, [strip])]:
        return f"frames consist of {found}"
    if changed := (
        changed_methods(App, _display="self screen renderable", _background_screens="")
        or changed_methods(Widget, _render="self", render_line="self y")
        or changed_methods(
            Screen, _on_timer_update="self", _compositor_refresh="self", _exchange_repaint_regions="self"
        )
        or changed_methods(
            Compositor,
            _render_chops="self crop is_rendered_line",
            reflow="self parent size",
            render_update="self full screen_stack simplify",
        )
    ):
        return f"{changed} takes something else"
    known = {*vars(screen), *vars(screen._compositor)}
    if unknown := {"_callbacks", "_next_callbacks", "_layout_required", "_scroll_required", "_full_map"} - known:
        return f"a screen has no {' and no '.join(sorted(unknown))}"
    alike = type(screen._compositor) is Compositor and not [
        *LightCompositor(screen, bool)._render_chops(Region(), bool)
    ]
    return "" if alike and "_batch_count" in App._display.__code__.co_names else "frames are put together otherwise"
