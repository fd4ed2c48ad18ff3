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
    first: dict[object, int] = {}  # where a trait comes first: most come once, and a list each would take longer
    others: dict[object, list[int]] = {}
    for new_at, sentence in enumerate(new):
        for trait in _traits(sentence) if sentence not in on_both_sides else ():
            if trait in first:
                others.setdefault(trait, []).append(new_at)
            else:
                first[trait] = new_at
    nearest: dict[int, tuple[int, int]] = {}  # new place: words shared, old place
    for old_at, sentence in enumerate(old):
        if sentence in on_both_sides:
            continue
        hits: dict[int, int] = {}
        for trait in _traits(sentence):
            if trait in first and len(more := others.get(trait, ())) < _RARE:
                for place in (first[trait], *more):
                    hits[place] = hits.get(place, 0) + 1
        if not hits:
            continue
        most = max(hits.values())
        new_at = min((place for place in hits if hits[place] == most), key=lambda place: abs(place - old_at))
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
