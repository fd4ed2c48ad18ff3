"""Small questions over a screen; each returns a typed result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widgets import Static

from alliance_tui.screens.base import BaseScreen, key, pair, scroll_pages
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.hanging import Hanging, Row
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.message_line import MessageLine
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.scroll_bar import ScrollBox

T = TypeVar("T")


class Dialog(ModalScreen[T], BaseScreen[T]):
    """A box in the middle of a page, until it is answered, once. Subclasses give `body`."""

    CSS_PATH: ClassVar[CSSPathType] = "dialogs.tcss"
    heading = ""
    """The title in the border."""
    MARKED = "VerticalScroll"
    DEFAULT_CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog > VerticalScroll {
        width: 64; max-width: 100%; height: auto; max-height: 100%; border: round $accent; padding: 0 1;
        background: $surface;
    }
    Dialog > VerticalScroll > Static { height: auto; }
    Dialog .-ask { margin-bottom: 1; }
    Dialog .-why { color: $gone; }
    """

    def compose(self) -> ComposeResult:
        self.add_size_classes()
        with ScrollBox(can_focus=False) as box:
            box.border_title = plain(self.heading)
            yield from self.body()
        yield MessageLine()
        yield KeyBar(self.caption)

    async def action_close(self) -> None:
        """Give no result, once every key before this one is in."""
        await drain_keys(self)
        self.dismiss()


ANSWERS = {
    "yes": "y",
    "no": "n",
    "stay": "s",
    "lose": "l",
    "together": "t",
    "apart": "a",
    "sealed": "s",
    "left": "left",
    "right": "right",
    "page": "h",
    "page_of_changes": "d",
    "markdown": "m",
    "text": "t",
    "whole": "j",
    "calendar": "c",
    "replace": "r",
    "rename": "n",
    "give_up": "g",
    "keep": "k",
    "set_aside": "s",
    "abandon": "a",
}
"""What may be answered in a `Choice`, and the key of each; those of one choice differ."""


def answer_rows(answers: Mapping[str, str]) -> Iterator[Static]:
    """Yield the keys, by their ids, each with what it means."""
    rows = [Row(plain(meaning), plain(f"{key_for(id_)}  ", "bold $accent")) for id_, meaning in answers.items()]
    yield Static(Hanging(rows))


def _id_of(answer: str) -> str:
    others = {"left": "first-partner", "right": "second-partner"}
    return others.get(answer) or f"answer-{answer}".replace("_", "-")


class Choice(Dialog[str | None]):
    """A question with a key for each answer; returns the answer, None at escape."""

    BINDINGS = [
        key("escape", "give('')", "back", "Give no answer to a question", id="no-answer"),
        *(key(each, f"give('{answer}')", "", show=False, id=_id_of(answer)) for answer, each in ANSWERS.items()),
    ]

    def __init__(self, title: str, words: str, answers: dict[str, str]) -> None:
        """`answers`: what each of them means."""
        super().__init__()
        self.heading, self.words, self.answers = title, words, answers

    def body(self) -> ComposeResult:
        yield Static(plain(self.words), classes="-ask")
        yield from answer_rows({_id_of(answer): meaning for answer, meaning in self.answers.items()})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let only the keys of answers act, and escape."""
        if action == "give" and parameters[0] and parameters[0] not in self.answers:
            return False
        return super().check_action(action, parameters)

    def action_give(self, answer: str) -> None:
        self.dismiss(answer or None)


class Ask(Dialog[str | None]):
    """One line to fill in; returns it, None at escape."""

    WHILE_TYPING = frozenset({"submit", "close"})
    BINDINGS = [
        key("enter", "submit", "save", "Take what was typed in a dialog", id="confirm"),
        key("escape", "close", "back"),
    ]

    def __init__(self, title: str, words: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self.heading, self.words = title, words
        self.field = LineInput(value, placeholder=placeholder, id="field")

    def body(self) -> ComposeResult:
        yield Static(plain(self.words))
        yield self.field

    def on_mount(self) -> None:
        """Focus the field, with the proposed text selected."""
        self.set_focus(self.field)
        self.field.action_select_all()

    async def action_submit(self) -> None:
        """Give what the field holds, once every key before this one is in."""
        await drain_keys(self)
        self.dismiss(self.field.value)


class Reader(Dialog[None]):
    """A page of text over the screen."""

    BINDINGS = [
        key("escape,q,question_mark", "close", "back", "Close a page of text", id="close-page"),
        *pair("j,down", "k,up", "move", "scroll", ""),
        *pair("pagedown,space", "pageup", "page", "page", ""),
    ]
    DEFAULT_CSS = """
    Reader > VerticalScroll { width: 76; margin-bottom: 1; }
    """

    def __init__(self, title: str, words: Content | Hanging) -> None:
        super().__init__()
        self.heading, self.words = title, words

    def body(self) -> ComposeResult:
        yield Static(self.words)

    def action_move(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        scroll_pages(self.query_one(VerticalScroll), pages, kept=2)
