"""Agreements over time, narrowed."""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.agreement_filter import StoryFilter, facets
from alliance_tui.domain.alliance import Holder, Side, Verdict
from tests.unit.domain.test_agreement_story import TELL, WALK, signed, sitting, slip, stories
from tests.unit.samples import LEFT, RIGHT

RING = replace(WALK, id="ring", holder=Holder.LEFT)
JUDGED = replace(RING, verdicts={LEFT: Verdict.LIVING})
FOUND = stories(signed(1, WALK, TELL, RING), signed(2, WALK, TELL, RING), sitting(3, WALK, TELL, JUDGED))
SLIPPED = stories(*FOUND.columns, slips=[slip("tell", 1.5)])


def shown(side: Side | None, read: int = 2) -> dict[str, list[str]]:
    """What each filter lets through."""
    return {name: [story.id for story in rows] for name, rows in facets(SLIPPED, side, read).items()}


def test_for_both_at_one_keyboard() -> None:
    assert shown(None) == {
        StoryFilter.ALL: ["walk", "tell", "ring"],
        StoryFilter.LEFT: ["walk", "ring"],
        StoryFilter.RIGHT: ["walk", "tell"],
        StoryFilter.SLIPPED: ["tell"],
        StoryFilter.NO_VERDICT: ["walk", "tell", "ring"],
        StoryFilter.SINCE: ["ring"],
        StoryFilter.RETIRED: [],
    }


def test_for_one_partner() -> None:
    assert shown(LEFT)[StoryFilter.NO_VERDICT] == ["walk", "tell"]
    assert StoryFilter.RIGHT not in shown(LEFT)
    assert shown(RIGHT, read=1)[StoryFilter.SINCE] == ["tell", "ring"]


def test_before_the_first_signature_nothing_slips_or_is_judged() -> None:
    assert [*facets(stories(sitting(1, WALK)), LEFT, 0)] == [StoryFilter.ALL, StoryFilter.LEFT]
