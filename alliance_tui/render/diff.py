"""What changed between two versions, for people: side by side or inline, marked by signs and not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.box import Box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliance_tui.domain.alliance import Agreement, Answer, Version
from alliance_tui.domain.changes import AnswerChange, Change, Compared, Comparison, Kind
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.change_kinds import COME, GONE, answered, beside, ledger, what_waits
from alliance_tui.render.change_marks import LEGEND, Column, Mark, Piece, pieces
from alliance_tui.render.document import Parts, indented, line
from alliance_tui.render.phrases import count, holder, join_parts, on, unwritten
from alliance_tui.text.characters import clean, one_line

STYLES = {
    Mark.NONE: "",
    Mark.GONE: "red strike",
    Mark.COME: "green underline",
    Mark.MOVED_AWAY: "cyan strike",
    Mark.MOVED_HERE: "cyan underline",
}
WHOLE = COME | GONE
"""Kinds in which the label says it all: the words themselves bear no marks."""
_DIVIDED = Box("    \n  │ \n ─┼ \n  │ \n  │ \n  │ \n  │ \n    \n")
_DIVIDED_ASCII = Box("    \n  | \n -+ \n  | \n  | \n  | \n  | \n    \n", ascii=True)


@dataclass(frozen=True)
class Style:
    """The layout of a difference."""

    inline: bool
    ascii_only: bool = False


def difference(old: Compared, new: Compared, comparison: Comparison, clock: Clock, style: Style) -> Parts:
    """Return the difference: the versions, the ledger, each change under its question, a count of unchanged parts."""
    title = f"{label(old, clock)} → {label(new, clock)}"
    yield line("Diff", str(new.partners), title, style="bold")
    if not comparison.changed:
        yield Text("Nothing changed: the two versions say the same.")
        return
    yield Text(ledger(comparison, "  "))
    yield from _legend(comparison.changed)
    for question, group in groupby(comparison.changed, key=answered):
        heading = f"{question.section.label} · {one_line(question.text)}" if question else "Agreements"
        yield Text(f"\n{heading}", "bold")
        yield from (_change(old, new, change, style) for change in group)
    yield from _folded(comparison)


def label(version: Compared, clock: Clock) -> str:
    """Return the version's number and when it was signed, or that it is the open session."""
    return f"v{version.number} ({on(version.signed, clock)})" if isinstance(version, Version) else "open session"


def _legend(changes: Iterable[Change]) -> Iterator[Text]:
    spans = [span for change in changes if change.kind not in WHOLE for span in change.spans]
    used = {piece.mark for piece in pieces(spans, Column.BOTH)}
    meanings = [Piece(meaning, mark).signed for mark, meaning in LEGEND.items() if mark in used]
    if meanings:
        yield Text("  ".join(meanings), "dim")


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
        return indented(head, *inline(old, new, change))
    left = line(whose(old, change), f"v{old.number}")
    right = line(whose(new, change), f"v{new.number}", change.kind.label, note)
    box = _DIVIDED_ASCII if style.ascii_only else _DIVIDED
    table = Table(box=box, show_edge=False, expand=True, header_style="bold", safe_box=False)
    for head in (left, right):
        table.add_column(head, ratio=1, overflow="fold")
    table.add_row(side(old, change, Column.OLD), side(new, change, Column.NEW))
    return Padding(table, (0, 0, 0, 1))


def whose(version: Compared, change: Change) -> str:
    """Return the name of the partner who gave the answer, or of the agreement's holder."""
    if isinstance(change, AnswerChange):
        return version.partners[change.side]
    return holder(change.agreement, version.partners)


def side(version: Compared, change: Change, column: Column) -> Text:
    """Return the text of one version."""
    subject = change.old if column is Column.OLD else change.new
    if isinstance(subject, Agreement):
        note = join_parts(*beside(version, change, column), what_waits(version, change, column))
        return _words(change, column).append(f"  ({note})" if note else "", "dim")
    missing = unwritten(subject) if isinstance(change, AnswerChange) else "not there"
    return Text(f"({missing})", "dim") if missing else _words(change, column)


def inline(old: Compared, new: Compared, change: Change) -> Iterator[Text]:
    """Return both versions as one marked text, or as before and after if too much changed."""
    if change.spans and change.kind not in WHOLE and change.kind is not Kind.REWRITTEN:
        was, now = join_parts(*beside(old, change, Column.OLD)), join_parts(*beside(new, change, Column.NEW))
        text = _words(change, Column.BOTH).append(f"  ({was} → {now})" if was or now else "", "dim")
        waits = what_waits(new, change, Column.NEW)
        yield text.append(f"  ({waits})" if waits else "", "dim")
        return
    if change.kind not in COME:
        yield side(old, change, Column.OLD)
    if change.kind not in GONE or isinstance(change.new, Answer):
        yield side(new, change, Column.NEW)


def _words(change: Change, column: Column) -> Text:
    """Return the text of one column, marked unless the kind tells everything."""
    text, whole = Text(), change.kind in WHOLE
    for piece in pieces(change.spans, column):
        text.append(clean(piece.text if whole else piece.signed), "" if whole else STYLES[piece.mark])
    return text
