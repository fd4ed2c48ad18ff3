"""A comparison narrowed to a section, a partner or a kind of change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alliance_tui.domain.alliance import Holder, Side
from alliance_tui.domain.changes import AnswerChange, Change, Comparison, Kind
from alliance_tui.domain.questions import SECTIONS, Section


class Unsectioned(StrEnum):
    """What a comparison has besides its questions' sections."""

    AGREEMENTS = "agreements"

    @property
    def label(self) -> str:
        return self.value.capitalize()


PARTS = (*SECTIONS, *Unsectioned)
"""What a comparison can be narrowed to as its section."""


@dataclass(frozen=True)
class DiffFilter:
    """What a comparison is narrowed to; None in a field means no limit."""

    section: Section | Unsectioned | None = None
    side: Side | None = None
    kind: Kind | None = None

    def __bool__(self) -> bool:
        return self != DiffFilter()


def apply_filter(comparison: Comparison, wanted: DiffFilter) -> Comparison:
    """What of a comparison is let through.

    An agreement belongs to the agreements and to the section of its question, and to both partners unless one of them
    holds it.
    """

    def lets(change: Change) -> bool:
        sections: set[Section | Unsectioned | None] = {None, change.question.section if change.question else None}
        if isinstance(change, AnswerChange):
            whose = {change.side.value}
        else:
            sections |= {*Unsectioned}
            whose = {agreement.holder.value for agreement in (change.old, change.new) if agreement}
        return (
            wanted.section in sections
            and (wanted.side is None or not whose.isdisjoint({wanted.side.value, Holder.BOTH.value}))
            and (wanted.kind is None or wanted.kind is change.kind)
        )

    return Comparison(tuple(filter(lets, comparison.answers)), tuple(filter(lets, comparison.agreements)))
