"""Lining up two sequences: what stays, in order, and what has only changed its place.

Items that occur once on either side are anchors, as in Bram Cohen's patience diff; the heaviest run of
anchors in order holds, and the gaps between them are searched again with shorter anchors and at last
with difflib (autojunk off: with it on, two one-word edits marked 238 tokens for 4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice, pairwise
from typing import NamedTuple

_SMALL = 400
"""Items times items: a gap that goes to difflib at once, which prefers long matches to unique ones."""
_GAP = 30_000
"""Pairs of equal items in a gap that difflib still takes: some 10 ms."""
_BUDGET = 400_000
"""Pairs of equal items that difflib takes in all, over one alignment."""
_RARE = 4
"""Sentences: an item that is in more of them says nothing of which two belong together."""


class Match(NamedTuple):
    """`size` items equal, from `old` and from `new`."""

    old: int
    new: int
    size: int


@dataclass(frozen=True)
class Alignment:
    """Matches in order on both sides; `coarse` when a gap was too big to look into."""

    matches: list[Match]
    coarse: bool


def align(old: Sequence[int], new: Sequence[int], weights: Sequence[int] = (), grams: int = 3) -> Alignment:
    """Line up two sequences of numbers that stand for their items.

    `weights`, one an old item, say what is worth keeping in place (all alike when empty);
    `grams` is how many items in a row the first anchors take.
    """
    search = _Search(old, new, weights)
    search.gap(0, len(old), 0, len(new), grams)
    return Alignment(joined(search.found), search.coarse)


@dataclass
class _Search:
    """One alignment on its way."""

    old: Sequence[int]
    new: Sequence[int]
    weights: Sequence[int]
    found: list[Match] = field(default_factory=list)
    budget: int = _BUDGET
    coarse: bool = False

    def gap(self, a: int, a_end: int, b: int, b_end: int, grams: int) -> None:
        """Find the matches between old[a:a_end] and new[b:b_end]; goes at most `grams` deep.

        Where items have weights, these decide before what the two sides begin and end with.
        """
        if self.weights and grams:
            return self._anchored(a, a_end, b, b_end, grams)
        start = a
        while a < a_end and b < b_end and self.old[a] == self.new[b]:
            a, b = a + 1, b + 1
        if a > start:
            self.found.append(Match(start, b - (a - start), a - start))
        tail = 0
        while a_end - tail > a and b_end - tail > b and self.old[a_end - tail - 1] == self.new[b_end - tail - 1]:
            tail += 1
        a_end, b_end = a_end - tail, b_end - tail
        if a < a_end and b < b_end:
            if grams and (a_end - a) * (b_end - b) > _SMALL:
                self._anchored(a, a_end, b, b_end, grams)
            else:
                self._small(a, a_end, b, b_end)
        if tail:
            self.found.append(Match(a_end, b_end, tail))
        return None

    def _anchored(self, a: int, a_end: int, b: int, b_end: int, grams: int) -> None:
        """Hold on to anchors, and search between them with shorter ones."""
        runs = _unique_runs(self.old[a:a_end], self.new[b:b_end], grams)
        weights = self.weights[a:a_end] if self.weights else ()
        a_base, b_base = a, b
        for run in _heaviest(runs, weights):
            at, to = a_base + run.old, b_base + run.new
            overlap = max(0, a - at, b - to)
            if overlap >= run.size:
                continue
            at, to, size = at + overlap, to + overlap, run.size - overlap
            self.gap(a, at, b, to, grams - 1)
            self.found.append(Match(at, to, size))
            a, b = at + size, to + size
        self.gap(a, a_end, b, b_end, grams - 1)

    def _small(self, a: int, a_end: int, b: int, b_end: int) -> None:
        """Let difflib look into a gap without anchors, when it is small enough to."""
        old, new = self.old[a:a_end], self.new[b:b_end]
        counts = Counter(new)
        pairs = sum(counts[item] for item in old)
        if not pairs:
            return
        if len(old) * len(new) > _SMALL:
            if pairs > min(_GAP, self.budget):
                self.coarse = True
                return
            self.budget -= pairs
        for i, j, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            if size:
                self.found.append(Match(a + i, b + j, size))


def _unique_runs(old: Sequence[int], new: Sequence[int], grams: int) -> list[Match]:
    """Stretches of `grams` items or more that occur once on either side, in the order of the old."""
    there = _unique(new, grams)
    runs: list[Match] = []
    for gram, i in _unique(old, grams).items():
        j = there.get(gram, -1)
        if i < 0 or j < 0:
            continue
        if runs and (last := runs[-1]).old + last.size == i + grams - 1 and i - last.old == j - last.new:
            runs[-1] = Match(last.old, last.new, last.size + 1)
        else:
            runs.append(Match(i, j, grams))
    return runs


def _unique(items: Sequence[int], grams: int) -> dict[tuple[int, ...], int]:
    """Where each run of `grams` items is, in order; -1 for one that comes again."""
    places: dict[tuple[int, ...], int] = {}
    for index, gram in enumerate(zip(*(islice(items, skip, None) for skip in range(grams)), strict=False)):
        places[gram] = -1 if gram in places else index
    return places


def _heaviest(runs: list[Match], weights: Sequence[int]) -> list[Match]:
    """The heaviest choice of runs that keeps the order on both sides (a Fenwick tree of best ends)."""
    ranks = {run.new: rank for rank, run in enumerate(sorted(runs, key=lambda run: run.new), 1)}
    best = [(0, -1)] * (len(runs) + 1)

    def below(rank: int) -> tuple[int, int]:
        """The most weight that ends at this rank or lower, and with which run."""
        heaviest = (0, -1)
        while rank:
            heaviest = max(heaviest, best[rank])
            rank &= rank - 1
        return heaviest

    before: list[int] = []
    for index, run in enumerate(runs):
        rank = ranks[run.new]
        reached, previous = below(rank - 1)
        before.append(previous)
        reached += sum(weights[run.old : run.old + run.size]) if weights else run.size
        while rank < len(best):
            best[rank] = max(best[rank], (reached, index))
            rank += rank & -rank
    kept, index = [], below(len(runs))[1]
    while index >= 0:
        kept.append(runs[index])
        index = before[index]
    return kept[::-1]


def joined(matches: list[Match]) -> list[Match]:
    """The matches with those that follow each other on both sides made one."""
    whole: list[Match] = []
    for match in matches:
        if whole and (last := whole[-1]).old + last.size == match.old and last.new + last.size == match.new:
            whole[-1] = Match(last.old, last.new, last.size + match.size)
        else:
            whole.append(match)
    return whole


def moved(old: Sequence[int], new: Sequence[int], matches: list[Match], long: Sequence[bool]) -> list[Match]:
    """Stretches left over by an alignment that stand elsewhere on the other side, in the order of the old.

    A move is sure only when its item occurs once on either side and is long enough to be no accident
    (`long`, one an old item); equal neighbours, themselves left over, go along with it.
    """
    left_old, left_new = set(range(len(old))), set(range(len(new)))
    for match in matches:
        left_old.difference_update(range(match.old, match.old + match.size))
        left_new.difference_update(range(match.new, match.new + match.size))

    def goes(i: int, j: int) -> bool:
        """Whether these two are equal and neither has a place yet."""
        return i in left_old and j in left_new and old[i] == new[j]

    there = _unique(new, 1)
    moves: list[Match] = []
    for item, i in _unique(old, 1).items():
        j = there.get(item, -1)
        if i < 0 or j < 0 or not long[i] or not goes(i, j):
            continue
        size = 1
        while goes(i - 1, j - 1):
            i, j, size = i - 1, j - 1, size + 1
        while goes(i + size, j + size):
            size += 1
        left_old.difference_update(range(i, i + size))
        left_new.difference_update(range(j, j + size))
        moves.append(Match(i, j, size))
    return sorted(moves)


def alike(old: list[tuple[int, ...]], new: list[tuple[int, ...]]) -> dict[int, int]:
    """Sentences that have no equal on the other side, but one that is nearly equal: old number to new.

    Nearly equal: half of their items or more are shared. Candidates are found by rare items and pairs of items.
    """
    same = {*old} & {*new}
    places: dict[object, list[int]] = {}
    for m, key in enumerate(new):
        for trait in _traits(key) if key not in same else ():
            places.setdefault(trait, []).append(m)
    rare = {trait: found for trait, found in places.items() if len(found) <= _RARE}
    nearest: dict[int, tuple[int, int]] = {}
    for n, key in enumerate(old):
        hits = Counter(m for trait in _traits(key) for m in rare.get(trait, ())) if key not in same else None
        if not hits:
            continue
        m = min(hits, key=lambda m: (-hits[m], abs(m - n)))
        both = len(key) + len(new[m])
        if min(len(key), len(new[m])) * 4 < both:
            continue
        shared = (Counter(key) & Counter(new[m])).total()
        if shared * 4 >= both:
            nearest[m] = max(nearest.get(m, (0, 0)), (shared, n))
    return {n: m for m, (_, n) in nearest.items()}


def _traits(key: tuple[int, ...]) -> set[object]:
    """What a sentence may be known by: its items and its pairs of items."""
    return {*key, *pairwise(key)}
