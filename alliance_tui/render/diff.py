"""What changed between two versions, for people: side by side or inline, marked by signs and not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from rich.box import Box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliance_tui.domain.alliance import Agreement, Answer, Version
from alliance_tui.domain.changes import AnswerChange, Change, Compared, Comparison, Kind
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.change_kinds import COME, GONE, answered, beside, ledger, what_waits
from alliance_tui.render.change_marks import LEGEND, Column, Mark, Piece, marks_of, pieces
from alliance_tui.render.document import Parts, indented, line
from alliance_tui.render.history import title
from alliance_tui.render.phrases import count, holder, join_parts, on, unwritten
from alliance_tui.text.characters import clean, one_line

OLD, NEW = Column.OLD, Column.NEW
STYLES = {
    Mark.NONE: "",
    Mark.GONE: "red strike",
    Mark.COME: "green underline",
    Mark.MOVED_AWAY: "cyan strike",
    Mark.MOVED_HERE: "cyan underline",
}
RULES = {Mark.NONE: ("", ""), Mark.GONE: ("− ", "red"), Mark.COME: ("+ ", "green")}
"""The sign before a version's number and the style of the rule beside its text, by what became of the whole text."""
WHOLE = COME | GONE | {Kind.REWRITTEN}
"""Kinds in which the texts stand whole, one after the other: no word of them bears a mark."""
_DIVIDED = Box("    \n  │ \n ─┼ \n  │ \n  │ \n  │ \n  │ \n    \n")
_DIVIDED_ASCII = Box("    \n  | \n -+ \n  | \n  | \n  | \n  | \n    \n", ascii=True)


@dataclass(frozen=True)
class Style:
    """The layout of a difference; `signed`: changed words stand between signs, because there may be no colour."""

    inline: bool
    ascii_only: bool = False
    signed: bool = True

    @property
    def box(self) -> Box:
        return _DIVIDED_ASCII if self.ascii_only else _DIVIDED


class Paragraph(NamedTuple):
    """What one version says, or both woven into one text; `mark` if the text went or came as a whole."""

    words: Text
    version: str
    """The version's number: "v2", or "open"; "" for both."""
    mark: Mark = Mark.NONE

    @property
    def label(self) -> str:
        """The version with its sign: "− v1"."""
        return f"{RULES[self.mark][0]}{self.version}"


def difference(old: Compared, new: Compared, comparison: Comparison, clock: Clock, style: Style) -> Parts:
    """Return the difference: the versions, the ledger, each change under its question, a count of unchanged parts."""
    title = f"{label(old, clock)} → {label(new, clock)}"
    yield line("Diff", str(new.partners), title, style="bold")
    if not comparison.changed:
        yield Text("Nothing changed: the two versions say the same.")
        return
    yield Text(ledger(comparison, "  "))
    if meanings := legend(comparison.changed, style.signed):
        yield Text("  ").join(meanings)
    for question, group in groupby(comparison.changed, key=answered):
        heading = f"{question.section.label} · {one_line(question.text)}" if question else "Agreements"
        yield Text(f"\n{heading}", "bold")
        yield from (_change(old, new, change, style) for change in group)
    yield from _folded(comparison)


def label(version: Compared, clock: Clock) -> str:
    """Return the version's number and when it was signed, or that it is the open session."""
    return f"v{version.number} ({on(version.signed, clock)})" if isinstance(version, Version) else "open session"


def legend(changes: Iterable[Change], signed: bool) -> list[Text]:
    """Return what the marks in these changes mean, each marked so itself."""
    used = marks_of(span for change in changes if change.kind not in WHOLE for span in change.spans)
    return [_marked(Piece(meaning, mark), signed) for mark, meaning in LEGEND.items() if mark in used]


def _folded(comparison: Comparison) -> Iterator[Text]:
    things: dict[str, Sequence[Change]] = {"answer": comparison.answers, "agreement": comparison.agreements}
    kept = {thing: sum(change.kind is Kind.KEPT for change in changes) for thing, changes in things.items()}
    if any(kept.values()):
        folded = (count(number, f"unchanged {thing}") for thing, number in kept.items() if number)
        yield Text(f"\n{join_parts(*folded)}", "dim")


def _change(old: Compared, new: Compared, change: Change, style: Style) -> RenderableType:
    """Return one change under a heading: the partner and the kind."""
    note = "too long to compare word by word" if change.coarse else ""
    if style.inline:
        head = line(whose(new, change), change.kind.label, note, style="underline")
        return indented(head, *(_ruled(each, style) for each in inline(old, new, change, style.signed)))
    left, right = (column(version, change, which, style.signed) for version, which in ((old, OLD), (new, NEW)))
    table = Table(box=style.box, show_edge=False, expand=True, header_style="bold", safe_box=False)
    facts = (whose(old, change),), (whose(new, change), change.kind.label, note)
    for text, known in zip((left, right), facts, strict=True):
        head = line(text.label, *known)
        head.stylize(RULES[text.mark][1], 0, len(text.label))
        table.add_column(head, ratio=1, overflow="fold")
    table.add_row(left.words, right.words)
    return Padding(table, (0, 0, 0, 1))


def _ruled(paragraph: Paragraph, style: Style) -> RenderableType:
    """Return a text that went or came as a whole behind a rule, with its version before it."""
    if paragraph.mark is Mark.NONE:
        return paragraph.words
    rule = RULES[paragraph.mark][1]
    table = Table(box=style.box, show_edge=False, show_header=False, border_style=rule, safe_box=False, pad_edge=False)
    table.add_column(style=rule, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(paragraph.label, paragraph.words)
    return table


def whose(version: Compared, change: Change) -> str:
    """Return the name of the partner who gave the answer, or of the agreement's holder."""
    if isinstance(change, AnswerChange):
        return version.partners[change.side]
    return holder(change.agreement, version.partners)


def column(version: Compared, change: Change, which: Column, signed: bool = True) -> Paragraph:
    """Return what one version says."""
    subject = change.old if which is OLD else change.new
    mark = Mark.NONE
    if _is_whole(change) and subject and change.kind not in (COME if which is OLD else GONE):
        mark = Mark.GONE if which is OLD else Mark.COME
    if isinstance(subject, Agreement):
        note = join_parts(*beside(version, change, which), what_waits(version, change, which))
        words = _words(change, which, signed).append(f"  ({note})" if note else "", "dim")
    else:
        missing = unwritten(subject) if isinstance(change, AnswerChange) else "not there"
        words = Text(f"({missing})", "dim") if missing else _words(change, which, signed)
    return Paragraph(words, title(version), mark)


def inline(old: Compared, new: Compared, change: Change, signed: bool = True) -> Iterator[Paragraph]:
    """Return both versions as one marked text, or as before and after if too much changed."""
    if not _is_whole(change):
        was, now = join_parts(*beside(old, change, OLD)), join_parts(*beside(new, change, NEW))
        text = _words(change, Column.BOTH, signed).append(f"  ({was} → {now})" if was or now else "", "dim")
        waits = what_waits(new, change, NEW)
        yield Paragraph(text.append(f"  ({waits})" if waits else "", "dim"), "")
        return
    if change.kind not in COME:
        yield column(old, change, OLD, signed)
    if change.kind not in GONE or isinstance(change.new, Answer):
        yield column(new, change, NEW, signed)


def _is_whole(change: Change) -> bool:
    """Return True if the texts stand whole: they have nothing in common, or one of them no words."""
    return change.kind in WHOLE or not change.spans


def _words(change: Change, column: Column, signed: bool) -> Text:
    """Return the text of one column, marked unless the texts stand whole."""
    text, before = Text(), Mark.NONE
    for piece in pieces(change.spans, column):
        if _is_whole(change):
            piece = Piece(piece.text)
        if not signed and Mark.NONE not in (before, piece.mark):
            text.append(" ")  # signs keep the old word and the new one apart, colours don't
        text.append_text(_marked(piece, signed))
        before = piece.mark
    return text


def _marked(piece: Piece, signed: bool) -> Text:
    return Text(clean(piece.signed)) if signed else Text(clean(piece.text), STYLES[piece.mark])
