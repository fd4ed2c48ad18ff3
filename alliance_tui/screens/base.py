"""What all our screens and dialogs share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Offset
from textual.screen import Screen, ScreenResultType
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from alliance_tui.domain.countdown import Clock, CountdownChanged
from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens.program import P, Program, T
from alliance_tui.storage.library import Library
from alliance_tui.terminal.keymap import defaults
from alliance_tui.terminal.modes_and_keys import kept_bindings
from alliance_tui.terminal.screen import LightScreen

WIDTHS = [(0, "-single"), (60, "-stacked"), (80, "-wide")]
HEIGHTS = [(0, "-short"), (16, "-medium"), (24, "-tall")]


_OF_ARGUMENTS = {
    "'left'": "first-partner",
    "'right'": "second-partner",
    "-9999": "top",
    "9999": "bottom",
    "False": "top",
    "True": "bottom",
}
"""The ids of actions with these arguments, whatever they do."""
_OF_KEYS = {"j,down": "below", "k,up": "above", "pagedown,space": "page-below", "pageup": "page-above"}
"""Those of what goes forth and back by these keys."""


def key(
    keys: str, action: str, description: str, tooltip: str = "", show: bool = True, *, id: str = "", first: bool = True
) -> Binding:
    """Return a key that has priority, so that keys act in the order they were pressed however fast they arrive.

    `id`: under which a person may give it other keys; by default the action's name. `first`: False for a key that the
    focused widget has before.
    """
    name, _, argument = action.removeprefix("app.").rstrip(")").partition("(")
    quoted = argument.strip("'")
    id = (id or _OF_ARGUMENTS.get(argument) or (f"{name}-{quoted}" if quoted else name)).replace("_", "-")
    defaults[id] = tuple(keys.split(","))
    return Binding(keys, action, description, show=show, tooltip=tooltip, priority=first, id=id)


def pair(
    forth: str,
    back: str,
    action: str,
    description: str,
    tooltip: str,
    show: bool = True,
    step: float = 1,
    ids: str = "",
) -> list[Binding]:
    """Return the keys of an action that goes forth and back by `step`; `ids`: of both, a space between."""
    both = ids.split() or [_OF_KEYS[forth], _OF_KEYS[back]]
    ways = zip((forth, back), (step, -step), both, strict=True)
    return [key(keys, f"{action}({by})", description, tooltip, show, id=id_) for keys, by, id_ in ways]


def _looks(words: object) -> tuple[str, object]:
    return str(words), getattr(words, "spans", None)


def scroll_pages(box: Widget, pages: float, kept: int = 1) -> None:
    """Scroll by pages, or parts of one; `kept` lines of a page stay in view."""
    box.scroll_relative(y=round(pages * max(1, box.size.height - kept)), animate=False)


class BaseScreen(LightScreen[ScreenResultType], inherit_bindings=False):
    """A screen that knows its program, and ignores a click on a widget that was just removed.

    Textual 8.2.8 begins to select text there, asks it for its parent's place, and ends the program.
    """

    BINDINGS = [*kept_bindings(Screen), Binding("ctrl+c", "app.say_how_to_quit", show=False)]
    WHILE_TYPING: ClassVar[frozenset[str]] = frozenset()
    """Actions that work while somebody types."""
    MARKED = ""
    """The selector of what the keys act on while no field has the focus."""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    _filled = _resumed = False

    async def on_event(self, event: events.Event) -> None:
        """Neither fill, fit nor empty a screen that was left while it was built: Textual has taken its widgets away.

        Nor fit one that is closed: a size may still be on its way to it.
        """
        is_open = self in self.app.screen_stack
        if isinstance(event, events.Mount):
            self._filled = bool(self.children) and is_open
        if isinstance(event, events.ScreenResume) and not self._resumed:
            self._resumed, event.refresh_styles = True, False  # its widgets have just been given theirs
        if isinstance(event, events.Resize) and not is_open:
            return
        if self._filled or not isinstance(event, events.Mount | events.ScreenResume | events.Resize | events.Unmount):
            await super().on_event(event)
        if isinstance(event, events.ScreenResume):
            self.program.show_notices()

    @property
    def program(self) -> Program:
        return cast(Program, self.app)

    @property
    def library(self) -> Library:
        return self.program.library

    @property
    def clock(self) -> Clock:
        return self.program.clock

    def now(self) -> datetime:
        return self.clock.now()

    def show_notice(self, words: str, error: bool = False) -> None:
        self.program.show_notice(words, error)

    def show_error(self, error: AllianceError) -> None:
        """Show why an act was not done; as a notice, not an error, if another screen did it first."""
        self.show_notice(str(error), error=not isinstance(error, CountdownChanged))

    async def perform(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an act off the event loop, one after the other; raises what the act raises."""
        return await self.program.perform(act, *args, **kwargs)

    async def attempt(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Like `perform`, but show an error and return None."""
        try:
            return await self.perform(act, *args, **kwargs)
        except AllianceError as error:
            self.show_error(error)
            return None

    def ask(self, dialog: Screen[T | None], then: Callable[[T], object]) -> AwaitMount:
        """Show a dialog, and do something with its answer, if there is one."""

        def answered(answer: T | None) -> Any:
            return None if answer is None else then(answer)

        return self.app.push_screen(dialog, answered)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close with a result; ignore a second one, and one from below another dialog."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def marked_widget(self) -> Widget:
        return self.focused or (self.query_one(self.MARKED) if self.MARKED else self)

    def show_text(self, selector: str, words: Content | str) -> None:
        """Show other words, if they are others: Textual lays the screen out anew for any."""
        shown = self.query_one(selector, Static)
        if _looks(shown.content) != _looks(words):
            shown.update(words)

    async def replace_parts(self, selector: str, part: Widget) -> None:
        """Replace all that a container holds."""
        container = self.query_one(selector)
        await container.remove_children()
        await container.mount(part)

    def add_size_classes(self) -> None:
        """Set the classes of the screen's size, which Textual sets after the first frame."""
        for cells, steps in zip(self.app.size, (WIDTHS, HEIGHTS), strict=True):
            self.add_class(max(step for step in steps if step[0] <= cells)[1])

    def body(self) -> ComposeResult:
        """Return the screen's own widgets."""
        return ()

    def caption(self, binding: Binding) -> str:
        """Return what a key does, in a word or two; overridden where a partner's name belongs there."""
        return binding.description

    def allows(self, action: str) -> bool:  # noqa: ARG002 (for subclasses)
        """Return False for an action that is not possible now."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 (Textual's)
        """Let a key act, and be shown, only while its action is possible."""
        return self.allows(action)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (widget, offset) if isinstance(widget, Screen) or (widget and widget.parent) else (None, None)
