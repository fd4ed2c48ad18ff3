"""One partner's side of a question: last time's answer above this time's."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Static, TextArea

from alliance_tui.domain.alliance import Answer, AnswerState, Rival, Side
from alliance_tui.render.phrases import WITHOUT_WORDS
from alliance_tui.widgets.answer_editor import new_editor
from alliance_tui.widgets.plain import lines, plain

RIVALLED = "written at the same time elsewhere:"
TAKE = "m: keep mine · t: this one · b: both"
WHILE_WRITING = "also written on the other screen; both are kept"
TITLE = Offset(1, -1)
"""Where the title of a box begins, from the top left of its content; the box has a border and a padding of one cell."""


@dataclass(frozen=True)
class Given:
    """What a pane shows: a name, this time's answer, last time's with its version, and a hint when empty."""

    name: str
    answer: Answer | None = None
    last: Answer | None = None
    hint: str = ""
    own: bool | None = None
    """Whether it is the side of the program's own person; None where one keyboard serves both."""
    mark: str = ""
    """Whether the answer is covered, in a line above it."""

    @property
    def rivals(self) -> tuple[Rival, ...]:
        """What was written at the same time elsewhere."""
        return self.answer.rivals if self.answer else ()


class AnswerPane(Vertical):
    """A bordered side. Its border's shape and a word show that it is being written, not colour alone."""

    DEFAULT_CSS = """
    AnswerPane { border: round $rule; padding: 0 1; height: 1fr; width: 1fr; }
    AnswerPane.-active { border: round $accent; }
    AnswerPane.-writing { border: heavy $accent; }
    AnswerPane > #last { height: auto; max-height: 40%; display: none; border-bottom: dashed $rule; }
    AnswerPane.-revisited > #last { display: block; }
    AnswerPane > #rivals { height: auto; max-height: 40%; display: none; border-top: dashed $both; }
    AnswerPane.-rivalled > #rivals { display: block; }
    AnswerPane > #mark { height: auto; display: none; color: $both; }
    AnswerPane.-marked > #mark { display: block; }
    AnswerPane > #last > Static, AnswerPane > #rivals > Static { height: auto; color: $text-muted; }
    """

    @dataclass
    class Changed(Message):
        """The text of one side is now this."""

        side: Side
        text: str

    @dataclass
    class Clicked(Message):
        """Somebody clicked on one side."""

        side: Side

    def __init__(self, side: Side) -> None:
        self.editor = new_editor()
        self._last, self._rivals = Static(), Static()
        self._mark = Static(id="mark")
        super().__init__(
            self._mark,
            VerticalScroll(self._last, id="last", can_focus=False),
            self.editor,
            VerticalScroll(self._rivals, id="rivals", can_focus=False),
            id=side.value,
        )
        self.side = side
        self.given = Given("")
        self._presence = ""

    def show(self, given: Given, reload: bool, moved: bool) -> None:
        """Show an answer; the editor's own text is left alone unless `reload`.

        Unless `moved` to another question, the lines that are being read stay where they are.
        """
        before, self.given = self.given, given
        answer, last, rivals = given.answer, given.last, given.rivals
        if given.mark != before.mark:
            self._mark.update(plain(given.mark))
            self.set_class(bool(given.mark), "-marked")
        self.set_class(last is not None and answer is None, "-revisited")
        if last is not None and last != before.last:
            words = plain(WITHOUT_WORDS.get(last.state) or last.text)
            self._last.update(lines(plain(f"last time (v{last.since})", "bold"), words))
        if rivals and rivals != before.rivals:
            texts = (plain(rival.text) for rival in rivals)
            how = [plain(TAKE, "bold")] if given.own is not False else []
            self._rivals.update(lines(plain(RIVALLED, "bold"), *how, *texts))
        if reload:
            with self.editor.prevent(TextArea.Changed):
                self.editor.set_text(answer.text if answer else "", keep_place=not moved)
        self._title()

    def activate(self, active: bool, writing: bool) -> None:
        """Show whether this is the side the keys act on, and whether it is written in."""
        self.editor.can_focus = active and writing
        self.set_class(active, "-active").set_class(self.editor.can_focus, "-writing")
        self._title()

    def show_presence(self, words: str) -> None:
        """Show where the partner is whose side this is."""
        if words != self._presence:
            self._presence = words
            self._title()

    def view(self, viewed: bool) -> None:
        """Show whether this is the side that is scrolled, and that is shown alone on a narrow screen."""
        self.set_class(viewed, "-viewed")
        self._title()

    def marked_at(self) -> Offset:
        return TITLE

    def scroll_words(self, pages: float) -> None:
        """Scroll what there is to read by pages: this time's answer, or last time's above an empty one."""
        part = self.query_one("#last") if self.has_class("-revisited") else self.editor
        part.scroll_relative(y=pages * max(1, part.size.height - 1), animate=False)

    def _title(self) -> None:
        given, writing = self.given, self.has_class("-writing")
        rivalled = bool(given.rivals)
        self.set_class(rivalled and not writing, "-rivalled")  # a box that opens would move the lines being written
        subtitle = plain(WHILE_WRITING if rivalled and writing else self._presence)
        if self.border_subtitle != subtitle:
            self.border_subtitle = subtitle  # paints the whole pane anew
        state = given.answer.state if given.answer else AnswerState.TEXT
        self.editor.placeholder = Content("" if writing else WITHOUT_WORDS.get(state, given.hint))
        title = plain(given.name, "bold") + (" · you" if given.own else "")
        if self.has_class("-active"):
            title = plain("▸ ") + title + (" · writing" if writing else "")
        elif self.has_class("-viewed"):
            title = plain("▹ ") + title + " · read only"
        if self.border_title != title:
            self.border_title = title  # paints the whole pane anew

    def on_click(self) -> None:
        self.post_message(self.Clicked(self.side))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self.side, self.editor.text))
