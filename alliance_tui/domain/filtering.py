"""A comparison narrowed to a section, a partner or a kind of change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from alliance_tui.domain.alliance import Holder, Side
from alliance_tui.domain.changes import AgreementChange, AnswerChange, Comparison, Kind
from alliance_tui.domain.questions import QuestionBank, Section


@dataclass(frozen=True)
class DiffFilter:
    """What is let through; None lets everything through."""

    section: Section | None = None
    side: Side | None = None
    kind: Kind | None = None

    def __bool__(self) -> bool:
        return self != DiffFilter()


def apply_filter(comparison: Comparison, diff_filter: DiffFilter, banks: Iterable[QuestionBank]) -> Comparison:
    """What of a comparison a diff_filter lets through; `banks` say which section an agreement's question is of.

    An agreement is of the section it was distilled in, and of both partners unless it is one's own doing.
    """
    sections = {question.id: question.section for bank in banks for question in bank}
    return replace(
        comparison,
        answers=tuple(change for change in comparison.answers if _lets_answer(diff_filter, change)),
        agreements=tuple(change for change in comparison.agreements if _lets_agreement(diff_filter, change, sections)),
    )


def _lets_answer(diff_filter: DiffFilter, change: AnswerChange) -> bool:
    return (
        diff_filter.section in (None, change.question.section)
        and diff_filter.side in (None, change.side)
        and diff_filter.kind in (None, change.kind)
    )


def _lets_agreement(diff_filter: DiffFilter, change: AgreementChange, sections: dict[str, Section]) -> bool:
    holders = {agreement.holder for agreement in (change.old, change.new) if agreement}
    return (
        diff_filter.section in (None, sections.get(change.question))
        and (diff_filter.side is None or not holders.isdisjoint({Holder.BOTH, Holder(diff_filter.side)}))
        and diff_filter.kind in (None, change.kind)
    )
