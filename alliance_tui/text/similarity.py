"""Find sentences that are nearly equal."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

Sentence = tuple[int, ...]
"""The numbers that stand for its words and punctuation marks, in order."""

_RARE = 4
"""Sentences: a word that is in more of them says nothing of which two belong together."""


def nearly_equal(old: list[Sentence], new: list[Sentence]) -> dict[int, int]:
    """Return pairs of nearly equal sentences, old place to new place, among those without an equal on the other side.

        old   0 We walk.   1 I go quiet when I am hurt.   2 Tell me early.
        new   0 I go silent when I am hurt.   1 Tell me early.                 {1: 0}

    Nearly equal: half of their words or more are shared. Candidates are found by rare words and pairs of words.
    """
    on_both_sides = {*old} & {*new}
    places: dict[object, list[int]] = {}
    for new_at, sentence in enumerate(new):
        for trait in _traits(sentence) if sentence not in on_both_sides else ():
            places.setdefault(trait, []).append(new_at)
    rare = {trait: found for trait, found in places.items() if len(found) <= _RARE}
    nearest: dict[int, tuple[int, int]] = {}  # new place: words shared, old place
    for old_at, sentence in enumerate(old):
        if sentence in on_both_sides:
            continue
        hits = Counter(new_at for trait in _traits(sentence) for new_at in rare.get(trait, ()))
        if not hits:
            continue
        new_at = min(hits, key=lambda place: (-hits[place], abs(place - old_at)))
        both = len(sentence) + len(new[new_at])
        if min(len(sentence), len(new[new_at])) * 4 < both:
            continue
        shared = (Counter(sentence) & Counter(new[new_at])).total()
        if shared * 4 >= both:
            nearest[new_at] = max(nearest.get(new_at, (0, 0)), (shared, old_at))
    return {old_at: new_at for new_at, (_, old_at) in nearest.items()}


def _traits(sentence: Sentence) -> set[object]:
    """Return the features of a sentence: its words and its pairs of words."""
    return {*sentence, *pairwise(sentence)}
