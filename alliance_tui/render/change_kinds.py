"""Describe changes: their kinds, and what changed of an agreement besides its text."""

from __future__ import annotations

from alliance_tui.domain.alliance import Agreement
from alliance_tui.domain.changes import AnswerChange, Change, Compared, Comparison, Kind
from alliance_tui.domain.questions import Question
from alliance_tui.render.agreements import pending
from alliance_tui.render.change_marks import Column
from alliance_tui.render.phrases import amendment_reason, count, holder, verdicts

COME = {Kind.NEW_ANSWER, Kind.ADDED, Kind.REOPENED}
GONE = {Kind.REMOVED, Kind.RETIRED}


def kind_count(kind: Kind, number: int) -> str:
    """Return the number of changes of a kind in words: "3 reworded", "2 new answers"."""
    words = "verdicts changed" if kind is Kind.VERDICT_CHANGED and number != 1 else kind.label
    return count(number, words) if kind is Kind.NEW_ANSWER else f"{number} {words}"


def ledger(comparison: Comparison, gap: str) -> str:
    return gap.join(kind_count(kind, number) for kind, number in comparison.ledger.items())


def answered(change: Change) -> Question | None:
    """The question an answer's change stands under; None for agreements, which stand together."""
    return change.question if isinstance(change, AnswerChange) else None


def beside(version: Compared, change: Change, column: Column) -> tuple[str, str, str]:
    """Return the holder, verdicts and reason of an agreement, as `version` has them, where they changed."""
    old, new = change.old, change.new
    if not isinstance(old, Agreement) or not isinstance(new, Agreement):
        return "", "", ""
    agreement = old if column is Column.OLD else new
    return (
        holder(agreement, version.partners) if old.holder is not new.holder else "",
        (verdicts(agreement, version.partners) or "no verdict")
        if new.verdicts and old.verdicts != new.verdicts
        else "",
        amendment_reason(agreement) if old.reason != new.reason else "",
    )


def what_waits(version: Compared, change: Change, column: Column) -> str:
    """Return what keeps an agreement of the newer version from standing; "" if it stands, and for answers."""
    new = change.new
    return pending(new, version.partners) if isinstance(new, Agreement) and column is Column.NEW else ""
