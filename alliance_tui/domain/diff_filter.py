"""A comparison narrowed to a section, a partner or a kind of change."""

from __future__ import annotations

from dataclasses import dataclass

from alliance_tui.domain.alliance import Holder, Side
from alliance_tui.domain.changes import AnswerChange, Change, Comparison, Kind
from alliance_tui.domain.questions import Section


@dataclass(frozen=True)
class DiffFilter:
    """What a comparison is narrowed to; None in a field means no limit."""

    section: Section | None = None
    side: Side | None = None
    kind: Kind | None = None

    def __bool__(self) -> bool:
        return self != DiffFilter()


def apply_filter(comparison: Comparison, wanted: DiffFilter) -> Comparison:
    """What of a comparison is let through.

    An agreement belongs to the section of its question, and to both partners unless one of them holds it.
    """

    def lets(change: Change) -> bool:
        if isinstance(change, AnswerChange):
            whose = {change.side.value}
        else:
            whose = {agreement.holder.value for agreement in (change.old, change.new) if agreement}
        return (
            wanted.section in (None, change.question and change.question.section)
            and (wanted.side is None or not whose.isdisjoint({wanted.side.value, Holder.BOTH.value}))
            and wanted.kind in (None, change.kind)
        )

    return Comparison(tuple(filter(lets, comparison.answers)), tuple(filter(lets, comparison.agreements)))
