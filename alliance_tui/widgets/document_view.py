"""A whole document with the two partners side by side; both sides scroll together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Agreement, AnswerKey, Partners, Side, Version
from alliance_tui.domain.changes import AgreementChange, AnswerChange, Change, Comparison, Kind
from alliance_tui.domain.session import Session
from alliance_tui.render.agreements import of_words, proposed, said_yes, standing, why_changed
from alliance_tui.render.change_marks import Column, Mark, pieces
from alliance_tui.render.diff import STYLES
from alliance_tui.render.people import KEPT
from alliance_tui.render.version_page import ShownAnswer, ShownQuestion
from alliance_tui.render.version_page import ShownSection as Section
from alliance_tui.text.characters import one_line
from alliance_tui.widgets import diff_view
from alliance_tui.widgets.diff_view import THEMED
from alliance_tui.widgets.people import mark
from alliance_tui.widgets.plain import lines, plain
from alliance_tui.widgets.verdicts import both_given, holders

AGREEMENTS = "agreements"
"""The name of the first part."""
SIGNS = diff_view.SIGNS | dict.fromkeys((Kind.KEPT, Kind.VERDICT_CHANGED), (KEPT, "$text-muted"))
"""The sign of each kind of change, and its style."""


@dataclass(frozen=True)
class Changes:
    """What to mark in a document: how its answers and agreements changed since the version with this number."""

    number: int = 0
    answers: Mapping[AnswerKey, AnswerChange] = field(default_factory=dict)
    agreements: Mapping[str, AgreementChange] = field(default_factory=dict)
    signed: bool = False
    """True if changed words stand between signs, because there are no colours."""

    @staticmethod
    def of(comparison: Comparison, session: Session, signed: bool) -> Changes:
        """Return the changes of an open session, without those that are of other words than it has now."""
        answers = {(change.question.id, change.side): change for change in comparison.answers}
        now = {agreement.id: agreement for agreement in session.agreements}
        return Changes(
            session.number - 1,
            {key: change for key, change in answers.items() if change.new == session.answers.get(key)},
            {change.id: change for change in comparison.agreements if change.new == now.get(change.id)},
            signed,
        )


class Part(NamedTuple):
    """A piece of a document: its name, the styles of what stands side by side in it, and what that says."""

    name: str
    styles: tuple[str, ...]
    words: tuple[Content, ...]

    def widget(self) -> Widget:
        """Make the piece's widget."""
        if len(self.words) == 1:
            return Static(self.words[0], classes=self.styles[0], name=self.name)
        texts = [Static(words, classes=style) for style, words in zip(self.styles, self.words, strict=True)]
        return Horizontal(*texts, name=self.name, classes="-sides" if "-side" in self.styles[0] else "")


class DocumentView(VerticalScroll, inherit_bindings=False):
    """Agreements first, then every question with its answers; scrolls by keys of the screen."""

    DEFAULT_CSS = """
    DocumentView { height: 1fr; padding: 0 1; }
    DocumentView Static { height: auto; max-width: 76; }
    DocumentView .-section { text-style: bold; margin-top: 1; max-width: 154; border-top: solid $rule; }
    DocumentView .-agreed { text-style: bold; color: $both; margin-top: 1; }
    DocumentView .-question { text-style: bold; margin-top: 1; }
    DocumentView Horizontal { height: auto; }
    DocumentView .-lead { width: auto; }
    DocumentView .-words { width: 1fr; max-width: 72; }
    DocumentView .-side { width: 1fr; padding: 0 1; border-left: solid $rule; }
    DocumentView .-left { border-left: solid $left; }
    DocumentView .-right { border-left: solid $right; }
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        super().__init__(can_focus=False)
        self._parts = [*parts]
        self._place: tuple[str, int] | None = None
        """The part to scroll to after the next layout, and how many of its lines are above the top."""

    def compose(self) -> ComposeResult:
        yield from (part.widget() for part in self._parts)

    async def refill(self, parts: Iterable[Part]) -> None:
        """Show another document in place of the one there is; the first visible line stays where it is."""
        top, before, self._parts = self.scroll_offset.y, self._parts, [*parts]
        first = next((part for part in self.children if part.virtual_region.bottom > top), None)
        if first and first.name and self._place is None:
            self._place = (first.name, top - first.virtual_region.y)
        if [part[:2] for part in before] == [part[:2] for part in self._parts]:
            words = (each for part in self._parts for each in part.words)
            for static, said in zip(self.query(Static), words, strict=True):
                if static.content != said:
                    static.update(said)
        else:
            await self.recompose()
        self.call_after_refresh(self._keep_place)

    def go_to(self, question: str) -> None:
        """Bring a question to the top; the agreements if there is no such question."""
        self._place = (question if question in [part.name for part in self._parts] else AGREEMENTS, 0)
        self.call_after_refresh(self._keep_place)

    def _keep_place(self) -> None:
        """Scroll to the remembered part, if there is one; parts without a name are none."""
        name, below = self._place or ("", 0)
        self._place = None
        for part in self.children:
            if name and part.name == name:
                self.scroll_to(y=part.virtual_region.y + below, animate=False, immediate=True)

    def marked_at(self) -> Offset:
        """Return where the first line in view begins, below the blank line above the first part."""
        margin = self.children[0].styles.margin.top if self.children else 0
        return Offset(0, max(0, margin - self.scroll_offset.y))


def document(
    sections: Iterable[Section],
    agreements: tuple[Agreement, ...],
    partners: Partners,
    changes: Changes | None = None,
    due: bool = False,
    times: Mapping[str, str] | None = None,
    before: Version | None = None,
) -> Iterator[Part]:
    """Yield the parts of a document: its agreements, then its sections; with marks where something changed.

    `due`: it is an open session, in which verdicts are given. `times`: how long each question had, by its id.
    `before`: the version before it.
    """
    agreed = tuple(agreement for agreement in agreements if not agreement.waiting)
    proposed_now = tuple(agreement for agreement in agreements if agreement.waiting)
    if agreed or not proposed_now:
        yield _line(AGREEMENTS, "-agreed", Content("We agree"))
    if not agreements:
        yield _line("", "", plain("No agreements were put into words.", "$text-muted"))
    yield from _agreements(agreed, partners, changes, due, before)
    if agreed:
        yield _line("", "", plain(said_yes(agreed, partners), "$text-muted"))
    if proposed_now:
        yield _line("proposed" if agreed else AGREEMENTS, "-agreed", Content("Proposed"))
    yield from _agreements(proposed_now, partners, changes, due, before)
    gone = [change.old for change in (changes or Changes()).agreements.values() if change.old and change.new is None]
    if gone:
        yield _line("taken out", "-agreed", Content("Taken out"))
    yield from _agreements(tuple(gone), partners, changes, due, before)
    for section in sections:
        yield _line(section.section.value, "-section", plain(section.heading))
        for asked in section.asked:
            yield from _question(asked, changes, (times or {}).get(asked.question, ""))


def _line(name: str, style: str, words: Content) -> Part:
    return Part(name, (style,), (words,))


def _agreements(
    agreements: tuple[Agreement, ...],
    partners: Partners,
    changes: Changes | None,
    due: bool,
    before: Version | None,
) -> Iterator[Part]:
    """Yield agreements, each behind its holder."""
    for kept, holder in zip(agreements, holders(agreements, partners), strict=True):
        change = changes.agreements.get(kept.id) if changes else None
        lead = (_sign(change) + " " if change else Content("")) + holder
        marked = change and change.kind in (Kind.REWORDED, Kind.MOVED, Kind.REWRITTEN) and change.spans
        words = [_marked(change, changes.signed) if changes and change and marked else plain(one_line(kept.text))]
        if kept.verdicts and not (change and change.new is None):
            words.append(plain(of_words(kept, before), "$text-muted") + both_given(kept, due))
        notes = (why_changed(kept), standing(kept, partners))
        words += [plain(note, "$text-muted") for note in notes if note]
        words += [plain(other, "$accent") for other in proposed(kept, partners)]
        yield Part(kept.id, ("-lead", "-words"), (lead, lines(*words)))


def _question(asked: ShownQuestion, changes: Changes | None = None, time: str = "") -> Iterator[Part]:
    """Yield a question, with the time it had, and its answers."""
    had = plain(f"  {time}", "$text-muted not bold") if time else Content("")
    yield _line(asked.question, "-question", plain(asked.wording) + had)
    sides = []
    for side, said in zip(SIDES, asked.said, strict=True):
        change = changes.answers.get((asked.question, side)) if changes else None
        sides.append(lines(*_answer(side, said, change, changes or Changes())))
    yield Part(f"{asked.question} answers", tuple(f"-side -{side}" for side in SIDES), tuple(sides))


def _answer(side: Side, said: ShownAnswer, change: AnswerChange | None, changes: Changes) -> Iterator[Content]:
    """Yield an answer below its author's name, and what became of it."""
    name = mark(side) + " " + plain(said.name, f"${side} bold")
    words = plain(said.on_screen, "$text-muted italic" if said.instead else "")
    if change is None:
        yield from (name, words, *([plain(f"({said.short_note})", "$text-muted")] if said.since else []))
        return
    label = said.short_note or change.kind.label
    sign = Content("") if change.kind is Kind.KEPT else _sign(change) + " "
    yield name + "  " + sign + plain(label, "$text-muted")
    yield _marked(change, changes.signed) if change.kind in (Kind.REWORDED, Kind.MOVED) and change.spans else words
    if change.kind in (Kind.REWRITTEN, Kind.REMOVED):
        yield plain(f"in v{changes.number}: {change.old.text if change.old else ''}", "$text-muted")


def _sign(change: Change) -> Content:
    return plain(*SIGNS[change.kind])


def _marked(change: Change, signed: bool) -> Content:
    """Return both texts as one, with what went and what came marked."""
    words, before = Content(""), Mark.NONE
    for piece in pieces(change.spans, Column.BOTH):
        if not signed and Mark.NONE not in (before, piece.mark):
            words += " "  # signs keep the old word and the new one apart, colours don't
        words += plain(piece.signed if signed else piece.text, THEMED.get(STYLES[piece.mark], ""))
        before = piece.mark
    return words


def question_parts(asked: ShownQuestion) -> Iterator[Widget]:
    """Make the widgets of one question and its answers."""
    yield from (part.widget() for part in _question(asked))
