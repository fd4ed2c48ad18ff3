"""One partner's side of a question: this time's answer, and last time's below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Static, TextArea

from alliance_tui.domain.alliance import Answer, Rival, Side
from alliance_tui.render.phrases import WITHOUT_WORDS
from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.answer_editor import new_editor
from alliance_tui.widgets.last_words import LastWords
from alliance_tui.widgets.people import mark
from alliance_tui.widgets.plain import lines, plain
from alliance_tui.widgets.scroll_bar import ScrollBox

RIVALLED = "written at the same time elsewhere:"
TAKE = (("resolve-mine", "keep mine"), ("resolve-theirs", "this one"), ("resolve-both", "both"))
WHILE_WRITING = "written on both screens; both are kept"
FOLDED = 3
"""Rows of last time's words below an answer, the one that says of when they are among them."""

LOW = 8
"""Rows of a pane below which last time's words have one row, and hints stand beside each other."""

Hint = tuple[str, str]
"""The id of a key and what it does; without one, words alone."""


def hint_rows(hints: tuple[Hint, ...]) -> Content:
    """Return hints below each other, what the keys do in one column."""
    keys = {id_: key_for(id_, id_) for id_, _ in hints}
    width = max(map(len, keys.values()), default=0)
    return lines(*(plain(f"{keys[id_]:{width}}  " if id_ else "", "bold $accent") + plain(does) for id_, does in hints))


def hint_line(hints: tuple[Hint, ...]) -> Content:
    """Return hints beside each other, in as few words as will do."""
    return Content("  ").join(
        plain(f"{key_for(id_, id_)} " if id_ else "", "bold $accent") + plain(does.split(",")[0] if id_ else does)
        for id_, does in hints
    )


class Given(NamedTuple):
    """What a pane shows: a name, this time's answer, last time's with its version, and hints while it is empty."""

    name: str
    answer: Answer | None = None
    last: Answer | None = None
    hints: tuple[Hint, ...] = ()
    own: bool | None = None
    """Whether it is the side of the program's own person; None where one keyboard serves both."""
    mark: str = ""
    """Whether the answer is covered, in a line above it."""

    @property
    def rivals(self) -> tuple[Rival, ...]:
        """What was written at the same time elsewhere."""
        return self.answer.rivals if self.answer else ()

    @property
    def kept(self) -> bool:
        """True if what was said last time is said again."""
        now, last = self.answer, self.last
        return bool(now and last and (now.state, now.text) == (last.state, last.text))


class Words(Static):
    """Words that may take another number of rows."""

    virtual_size = Reactive(Size(), layout=False)  # else each change of it takes a second layout


class AnswerPane(Vertical):
    """A side beside its rule, which is thick, in the person's colour, where the keys act. A word says what is done."""

    virtual_size = Reactive(Size(), layout=False)  # else each change of it takes a second layout

    DEFAULT_CSS = """
    AnswerPane { border-left: solid $rule; padding: 0 1; height: 1fr; width: 1fr; max-width: 76; }
    AnswerPane#left.-active { border-left: outer $left; }
    AnswerPane#right.-active { border-left: outer $right; }
    AnswerPane > #name { height: 1; }
    AnswerPane > #rivals { height: auto; max-height: 40%; border-top: solid $rule; }
    AnswerPane > #rivals > Static { height: auto; color: $text-muted; }
    AnswerPane > #mark { height: auto; color: $both; }
    AnswerPane > #hint { height: auto; color: $text-muted; }
    AnswerPane > AnswerEditor.-squeezed { height: 0; }
    AnswerPane > #last { height: auto; max-height: 60%; display: none; }
    AnswerPane > #last.-some { display: block; }
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
        self._heading, self._mark, self._hint = Static(id="name"), Words(id="mark"), Words(id="hint")
        self._last, self._rivals = LastWords(), Static()
        self._last_box = ScrollBox(self._last, id="last", can_focus=False)
        self._rivals_box = ScrollBox(self._rivals, id="rivals", can_focus=False)
        super().__init__(
            self._heading,
            self._mark,
            self._hint,
            self.editor,
            self._rivals_box,
            self._last_box,
            id=side.value,
        )
        self.side = side
        self.given = Given("")
        self.unfolded = False
        """Whether last time's words are shown whole although there is an answer."""
        self.presence = ""
        self._state = {"-active": False, "-writing": False, "-viewed": False}
        self._drawn: object = None
        self._titled = Content("")
        self._hinted = Content("")

    def show(self, given: Given, reload: bool, moved: bool) -> None:
        """Show an answer; the editor's own text is left alone unless `reload`.

        Unless `moved` to another question, the lines that are being read stay where they are.
        """
        before, self.given = self.given, given
        answer, rivals = given.answer, given.rivals
        if given.mark != before.mark:
            self._mark.update(plain(given.mark))
        if rivals and rivals != before.rivals:
            texts = (plain(rival.text) for rival in rivals)
            how = [hint_line(TAKE)] if given.own is not False else []
            self._rivals.update(lines(plain(RIVALLED, "bold"), *how, *texts))
        if reload:
            with self.editor.prevent(TextArea.Changed):
                self.editor.set_text(answer.text if answer else "", keep_place=not moved)
        self._draw()

    def activate(self, active: bool, writing: bool) -> None:
        """Show whether this is the side the keys act on and that is in view, and whether it is written in."""
        self.editor.can_focus = active and writing
        self._state |= {"-active": active, "-writing": active and writing, "-viewed": active}
        self._draw()

    def show_presence(self, words: str) -> None:
        """Show where the partner is whose side this is."""
        if words != self.presence:
            self.presence = words
            self._draw()

    def view(self, viewed: bool) -> None:
        """Show whether this is the side that is scrolled, and that is shown alone on a narrow screen."""
        self._state["-viewed"] = viewed
        self._draw()

    def unfold(self, unfolded: bool) -> None:
        """Show all of last time's words, or two rows of them where there is an answer."""
        self.unfolded = unfolded
        self._draw()

    def marked_at(self) -> Offset:
        return Offset()

    def scroll_words(self, pages: float) -> None:
        """Scroll what there is to read by pages: last time's words where they are whole, else this time's answer."""
        part = self.query_one("#last") if self._shows_all_of_last else self.editor
        part.scroll_relative(y=pages * max(1, part.size.height - 1), animate=False)

    @property
    def _shows_all_of_last(self) -> bool:
        given = self.given
        return bool(given.last) and (self.unfolded or not (given.answer or self._state["-writing"]))

    def _draw(self) -> None:
        """Bring up to date what depends on the answer and on what is done here.

        Its classes change nothing inside it, and it alone gets its styles anew: with all that is in it they take 5 ms.
        """
        given, writing = self.given, self._state["-writing"]
        low = 0 < self.size.height < LOW
        drawn = given, {**self._state}, self.presence, self.unfolded, low and self.size.height, self.is_attached
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self._last.show(given.last, self._rows_of_last(low))
        hint = self._what_may_be_done(writing, low)
        if not hint.is_same(self._hinted):
            self._hinted = hint
            self._hint.update(hint)
        revisited = given.last is not None and not given.kept
        self._mark.display, self._hint.display = bool(given.mark), bool(hint)
        self._rivals_box.display = bool(given.rivals) and not writing  # else it would move the lines being written
        self._last_box.set_class(revisited, "-some", update=self.is_attached)
        self.editor.set_class(bool(low and hint and revisited), "-squeezed", update=self.is_attached)
        before = self.classes
        self.update_classes(self._state, update=False)
        if self.classes != before and self.is_attached:
            self.app.stylesheet.update_nodes([self])
        title = self._title(writing)
        if not title.is_same(self._titled):
            self._titled = title
            self._heading.update(title)

    def _rows_of_last(self, low: bool) -> int:
        """Return how many rows last time's words have; 0: as many as they take."""
        if self.unfolded or (self._shows_all_of_last and not low):
            return 0
        if low:
            return max(1, self.size.height - 4) if self._shows_all_of_last else 1
        return FOLDED

    def _what_may_be_done(self, writing: bool, low: bool) -> Content:
        """Return what there is in the place of words: that it was spoken, or which keys there are."""
        given = self.given
        if writing or (given.answer and given.answer.text):
            return Content("")
        if given.answer and given.answer.state in WITHOUT_WORDS:
            return plain(WITHOUT_WORDS[given.answer.state])
        return hint_line(given.hints) if low else hint_rows(given.hints)

    def _title(self, writing: bool) -> Content:
        given, active = self.given, self._state["-active"]
        words = [
            (WHILE_WRITING if given.rivals else "writing") if writing else "",
            "you" if given.own else "",
            f"kept from v{given.last.since}" if given.last and given.kept else "",
            "read only" if self._state["-viewed"] and not active else "",
            self.presence,
        ]
        said = plain(" · ".join(filter(None, words)), f"${self.side}" if active else "$text-muted")
        return mark(self.side) + " " + plain(given.name, f"bold ${self.side}") + "  " + said

    def on_resize(self) -> None:
        self._draw()

    def on_click(self) -> None:
        self.post_message(self.Clicked(self.side))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.screen.post_message(self.Changed(self.side, self.editor.text))  # straight: each step up takes 0.1 ms
