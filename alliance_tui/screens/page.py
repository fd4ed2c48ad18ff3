"""What every page has: keys on the last line, help, plain error messages, and a notice if it is too small."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens.base import BaseScreen, key, scroll_pages
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.terminal.keymap import name_keys, shown
from alliance_tui.widgets.key_bar import KeyBar, own_bindings
from alliance_tui.widgets.message_line import MessageLine
from alliance_tui.widgets.plain import plain

SPACIOUS = 160
"""Columns from which a page has the class `-spacious`: what is beside its main part has room then."""
SMALLEST = (40, 12)
"""Columns and rows below which a page only shows that it is too small."""
FOLLOWING = 2
"""Seconds after which a list polls for what other programs have changed."""


SECTIONS = "Go to Intentions, Atmosphere, Responsibility, Backup plan or Closing"
"""What the help says of the keys of sections; in the palette each is by itself."""
REPAINT = key("ctrl+l", "app.repaint", "draw anew", "Draw the screen anew, when something else wrote on it", False)
"""On pages, where the help lists it, and on the app, for what lies over them."""
PALETTE = key("ctrl+p", "command_palette", "actions", "Every action by its name", id="palette")
BACK = key("q,escape", "app.pop_screen", "back", "Back", id="back")
QUIT = key("q", "app.quit", "quit", "Quit")


class Page(BaseScreen[None]):
    """A screen that is no dialog; subclasses give `body`, BINDINGS and, for the help, `ABOUT`."""

    ABOUT = ""
    SCROLLED = ""
    """The selector of what the keys scroll by pages."""
    stamps: tuple[list[str], object] = ([], None)
    """The alliances that `follow` looked at last, and what changes when any of them does; None after an error."""
    AUTO_FOCUS = ""
    BINDINGS = [
        key("question_mark", "help", "help", "Every key of this screen"),
        key("ctrl+o", "help_typing", "help", "Every key, while {help} is text"),
        REPAINT,
    ]
    DEFAULT_CSS = """
    Page { background: $background; color: $foreground; }
    Page { layers: below above; }
    Page > #too-small {
        layer: above; display: none; width: 100%; height: 100%; content-align: center middle; background: $background;
    }
    Page.-too-small > #too-small { display: block; }
    """

    def compose(self) -> ComposeResult:
        self.add_size_classes()
        self.set_class(self.app.size.width >= SPACIOUS, "-spacious")
        yield from self.body()
        yield MessageLine()
        yield KeyBar(self.caption)
        yield Static("Alliance needs\n40 columns and 12 rows.", id="too-small")

    def on_resize(self) -> None:
        self.set_class(self.size.width >= SPACIOUS, "-spacious")
        columns, rows = SMALLEST
        self.set_class(self.size.width < columns or self.size.height < rows, "-too-small")

    def marked_place(self) -> Offset:
        """Return where the marked row begins; the top left of a screen that is too small for it."""
        return Offset() if self.has_class("-too-small") else super().marked_place()

    # Acts

    async def follow(self, names: list[str], reload: Callable[[], Awaitable[None]]) -> None:
        """Reload if another program has changed one of these alliances since the last call; say an error once."""
        before, self.stamps = self.stamps, (names, None)
        try:
            stamps = await self.perform(self.library.stamps, names)
            if before[0] == names and before[1] != stamps:
                await reload()
            self.stamps = names, stamps
        except AllianceError as error:
            if names and before[1]:
                self.show_error(error)

    @property
    def is_usable(self) -> bool:
        """True if the page can still be drawn on: it may be closed, or the program may end, while a worker waits."""
        return self.app.is_running and self in self.app.screen_stack

    @property
    def is_in_view(self) -> bool:
        """True if no other page lies over this one; a dialog may. Textual's `is_current` holds below a page, too."""
        return self.is_usable and [screen for screen in self.app.screen_stack if isinstance(screen, Page)][-1] is self

    # Leaving

    def save_now(self) -> None:
        """Save what is being typed, from any thread: the program is about to end."""

    async def flush(self) -> bool:
        """Save what is being typed; return True if nothing is left unsaved."""
        return True

    async def once_saved(self, leave: Callable[[], Awaitable[None]]) -> None:
        """Leave when everything is saved; when it can't be, ask whether to stay."""
        if await self.flush():
            await leave()
            return

        words = "What you typed last could not be saved. It is on the screen; saving is tried again every second."
        answers = {"stay": "stay, so that nothing is lost", "lose": "leave all the same and lose it"}
        dialog = screens.dialogs.Choice("Not saved", words, answers)
        await self.ask(dialog, lambda answer: leave() if answer == "lose" else None)

    # Keys

    def action_scroll(self, pages: float) -> None:
        for box in self.query(self.SCROLLED):
            scroll_pages(box, pages)

    @property
    def typing(self) -> bool:
        """True if keys are text now."""
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only a few actions work while keys are text."""
        works = action in self.WHILE_TYPING | {"help_typing"} if self.typing else action != "help_typing"
        return works and super().check_action(action, parameters)

    def label(self, binding: Binding) -> str:
        """Return what a key does, in full."""
        caption = self.caption(binding)
        tooltip = name_keys(binding.tooltip)
        return tooltip or caption if caption == binding.description else f"{caption}: {tooltip}"

    def commands(self) -> Iterable[SystemCommand]:
        """Yield every action of the screen, for the command palette."""
        found = {binding.action: binding for binding in reversed(own_bindings(self))}
        for action, binding in reversed(found.items()):
            yield SystemCommand(self.label(binding), f"key {shown(binding.key)}", partial(self._run, action))

    async def _run(self, action: str) -> None:
        """Run an action chosen in the palette, unless another screen has come into view since.

        In the app's queue, as a key does: an action that replaces this screen waits for the end of the screen's own.
        """
        if self.is_active:
            await self.run_action(action)

    async def action_help_typing(self) -> None:
        """List every key, once what was typed before has arrived."""
        await drain_keys(self)
        self.action_help()

    def action_help(self) -> None:
        rows: dict[str, list[str]] = {}
        for binding in own_bindings(self):
            words = SECTIONS if binding.description == "section" else self.label(binding)
            rows.setdefault(words, []).append(binding.key)
        self.app.push_screen(screens.help.HelpScreen(name_keys(self.ABOUT), rows))


def heading(words: str | Content) -> Static:
    """Return a screen's first line."""
    return Static(plain(words, "bold") if isinstance(words, str) else words, classes="heading")
