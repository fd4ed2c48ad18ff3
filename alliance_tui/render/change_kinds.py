"""The kinds of change in words."""

from __future__ import annotations

from alliance_tui.domain.changes import Kind
from alliance_tui.render.phrases import count

KINDS = {
    Kind.KEPT: "kept",
    Kind.REWORDED: "reworded",
    Kind.REWRITTEN: "rewritten",
    Kind.MOVED: "moved",
    Kind.NEW_ANSWER: "new answer",
    Kind.REMOVED: "removed",
    Kind.ADDED: "added",
    Kind.RETIRED: "retired",
    Kind.REOPENED: "reopened",
    Kind.VERDICT_CHANGED: "verdict changed",
}
"""Each kind of change in words."""


def kind_count(kind: Kind, number: int) -> str:
    """How many changes of a kind: "3 reworded", "2 new answers"."""
    words = "verdicts changed" if kind is Kind.VERDICT_CHANGED and number != 1 else KINDS[kind]
    return count(number, words) if kind is Kind.NEW_ANSWER else f"{number} {words}"
