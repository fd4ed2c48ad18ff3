"""How long each turn has had, and its share of the time, in seconds of the countdown: what was paused does not count.

The time counts for one question, the one that was last gone to by either partner. Its share is fixed when it is first
gone to. Whoever only looks at a question, and goes on within `GLANCE`, has not begun its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

GLANCE = 30
"""Seconds at a question by which its turn has not begun."""


class TurnTime(NamedTuple):
    """What a turn has had."""

    share: int
    """What there was for it when it began; 0 for a question that has no turn, and if nothing was left."""
    spent: int = 0


@dataclass(frozen=True)
class TurnTimes:
    """The turns that have begun, and the one for which time counts."""

    at: str = ""
    """The id of its question; "" if time counts for none."""
    since: int = 0
    """How much of the countdown was gone when it was gone to."""
    turns: Mapping[str, TurnTime] = field(default_factory=dict)
    """By the ids of their questions."""

    def __bool__(self) -> bool:
        return bool(self.at or self.turns)

    def of(self, question: str, elapsed: float) -> TurnTime | None:
        """Return what a turn has had when so much of the countdown is gone; None if it has not begun."""
        known = self.turns.get(question)
        if known is None or question != self.at:
            return known
        return known._replace(spent=known.spent + max(0, int(elapsed) - self.since))

    def go_to(self, question: str, elapsed: float, share: float) -> TurnTimes:
        """Let time count for another question, or for none; `share`: what there is for it if its turn begins now."""
        if question == self.at:
            return self
        turns = dict(self.turns)
        if left := self.of(self.at, elapsed):
            turns[self.at] = left
            if left.spent < GLANCE:
                del turns[self.at]
        if question:
            turns.setdefault(question, TurnTime(int(share)))
        return TurnTimes(question, int(elapsed) if question else 0, turns)

    def within(self, elapsed: float) -> TurnTimes:
        """Return the times after some of the countdown was taken back, because it turned out to be a pause."""
        return replace(self, since=min(self.since, int(elapsed)))
