"""Agreements over time narrowed to those of a partner, those that slipped, wait for a verdict, or changed."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from alliance_tui.domain.agreement_story import Stories, Story
from alliance_tui.domain.alliance import Side


class StoryFilter(StrEnum):
    """What agreements are narrowed to: everything, a partner's own, and so on."""

    ALL = "all"
    LEFT = "left"
    RIGHT = "right"
    SLIPPED = "slipped"
    NO_VERDICT = "no-verdict"
    SINCE = "since"
    RETIRED = "retired"


Facets = dict[StoryFilter, tuple[Story, ...]]
"""What each filter lets through."""


def facets(stories: Stories, side: Side | None, read: int) -> Facets:
    """Return what the filters let through for a partner, or for both at one keyboard.

    `read`: the number of the version read last; 0 if nothing is signed, and so nothing slips or is judged.
    """
    tests: dict[StoryFilter, Callable[[Story], bool]] = {StoryFilter.ALL: lambda _: True}
    for who in Side:
        if side in (None, who):
            tests[StoryFilter(who)] = partial(Story.concerns, side=who)
    if read:
        tests[StoryFilter.SLIPPED] = lambda story: story.slipped
        tests[StoryFilter.NO_VERDICT] = partial(stories.lacks_verdict, side=side)
        tests[StoryFilter.SINCE] = partial(stories.changed_since, number=read)
        tests[StoryFilter.RETIRED] = lambda story: not story.in_force
    return {name: tuple(filter(test, stories.stories)) for name, test in tests.items()}
