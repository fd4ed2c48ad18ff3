"""A partnership over time: how every answer and agreement changed from one version to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.changes import AnswerChange, Change, Compared, Kind, compare
from alliance_tui.domain.questions import Question, by_id
from alliance_tui.domain.session import Session
from alliance_tui.text.diff import measure


class Became(StrEnum):
    """How an answer or agreement changed since the version before."""

    ABSENT = "absent"
    NEW = "new"
    KEPT = "kept"
    REWORDED = "reworded"
    REWRITTEN = "rewritten"
    REMOVED = "removed"
    PROPOSED = "proposed"


BECAME = {
    Kind.KEPT: Became.KEPT,
    Kind.VERDICT_CHANGED: Became.KEPT,
    Kind.REWORDED: Became.REWORDED,
    Kind.MOVED: Became.REWORDED,
    Kind.REWRITTEN: Became.REWRITTEN,
    Kind.NEW_ANSWER: Became.NEW,
    Kind.ADDED: Became.NEW,
    Kind.REOPENED: Became.NEW,
    Kind.REMOVED: Became.REMOVED,
    Kind.RETIRED: Became.REMOVED,
    Kind.PROPOSED: Became.PROPOSED,
}


Key = tuple[str, Side | None]
"""A question and the side that answers, or an agreement and None."""


@dataclass(frozen=True)
class Cell:
    """How a row changed in one version; `share`: the share of the words of both versions that changed, 0 to 1."""

    became: Became
    share: float = 0.0


ABSENT = Cell(Became.ABSENT)


@dataclass(frozen=True)
class Row:
    """One partner's answers to one question, or one agreement (`side` None), through all versions."""

    id: str
    """The agreement's id, or the question's."""
    side: Side | None
    question: Question | None
    """For an agreement the one it was distilled from; None when no bank has that any more."""
    text: str
    """The question's wording, or the agreement's, as the newest version that has it words it."""
    changes: tuple[Change | None, ...]
    """What became of it in each version; None where neither that nor the one before has it."""
    _known: dict[int, Cell] = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> Key:
        return (self.id, self.side)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells. Time grows with the length of the texts."""
        return tuple(map(self.cell, range(len(self.changes))))

    def cell(self, column: int) -> Cell:
        """Return how the row changed in a version; compare the texts unless that is known."""
        if column not in self._known:
            self._known[column] = _cell(self.changes[column])
        return self._known[column]

    def cell_at_once(self, column: int) -> Cell | None:
        """Return how the row changed in a version; None if two texts are to be compared for that."""
        change = self.changes[column]
        if change and column not in self._known:
            old, new = change.texts
            if old and new and old != new:
                return None
        return self.cell(column)


@dataclass(frozen=True)
class History:
    """All rows over the versions `columns`: answers by the newest bank, then agreements, those in force first."""

    columns: tuple[Compared, ...]
    rows: tuple[Row, ...]


def history(versions: Sequence[Compared]) -> History:
    """The history of versions in their order, the open session as it is `answers_to_sign` last if it counts.

    KeyError when an answer belongs to a question without wording. Texts are compared when a row is asked for its cells.
    """
    if not versions:
        return History((), ())
    first = versions[0]
    nothing = Session("", 0, first.partners, first.bank)
    pairs = pairwise((nothing, *versions))
    steps = [{key_of(change): change for change in compare(old, new).changes} for old, new in pairs]
    order = list(by_id(version.bank for version in reversed(versions)))

    def place(key: Key) -> tuple[bool, int, bool]:
        """Order answers by the newest bank, with questions it has dropped after them, then agreements as given."""
        id_, side = key
        return side is None, order.index(id_) if side else 0, side is Side.RIGHT

    keys = sorted(dict.fromkeys(key for step in reversed(steps) for key in step), key=place)
    return History(tuple(versions), tuple(_row(key, steps) for key in keys))


def key_of(change: Change) -> Key:
    """Return the key of the row that a change belongs to."""
    return (change.question.id, change.side) if isinstance(change, AnswerChange) else (change.id, None)


def _row(key: Key, steps: Sequence[dict[Key, Change]]) -> Row:
    newest = next(step[key] for step in reversed(steps) if key in step)
    text = newest.question.text if isinstance(newest, AnswerChange) else newest.agreement.text
    return Row(*key, newest.question, text, tuple(step.get(key) for step in steps))


def _cell(change: Change | None) -> Cell:
    if change is None:
        return ABSENT
    kind, share = measure(*change.texts)
    became = BECAME[change.kind_of(kind)]
    if became is Became.KEPT:
        return Cell(became)
    return Cell(became, 1.0 if became in (Became.NEW, Became.REMOVED) else share)
