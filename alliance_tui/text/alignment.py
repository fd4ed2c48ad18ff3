"""Line up two sequences: what stays, in order, and what has only changed its place.

    old      A B C D E F G X
    new      A B C Y   F G Z
    matches  A B C     F G

Items that occur once on either side are anchors, as in Bram Cohen's patience diff. The heaviest run of anchors in
order holds, and the gaps between them are searched again with shorter anchors and at last with difflib (autojunk off:
with it on, two one-word edits marked 238 tokens for 4).

Items are numbers: equal numbers stand for equal words, or equal sentences. Places are indexes into a sequence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

_SMALL = 400
"""Items times items: a gap that goes to difflib at once, which prefers long matches to unique ones."""
_GAP = 30_000
"""Pairs of equal items in a gap that difflib still takes: some 10 ms."""
_BUDGET = 400_000
"""Pairs of equal items that difflib takes in all, over one alignment."""


class Match(NamedTuple):
    """`size` equal items, which begin at place `old` of the old sequence and at place `new` of the new one."""

    old: int
    new: int
    size: int

    @property
    def olds(self) -> range:
        """Its places in the old sequence."""
        return range(self.old, self.old + self.size)

    @property
    def news(self) -> range:
        """Its places in the new sequence."""
        return range(self.new, self.new + self.size)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield its places two by two, the old one first."""
        return zip(self.olds, self.news, strict=True)


@dataclass(frozen=True)
class Alignment:
    """Matches in order on both sides; `coarse` when a gap was too big to look into."""

    matches: list[Match]
    coarse: bool


def align(old: Sequence[int], new: Sequence[int], weights: Sequence[int] = (), grams: int = 3) -> Alignment:
    """Line up two sequences.

    `weights`, one an old item, say what is worth keeping in place (all alike when empty);
    `grams` is how many items in a row the first anchors take.
    """
    search = _Search(old, new, weights)
    search.gap(0, len(old), 0, len(new), grams)
    return Alignment(joined(search.found), search.coarse)


@dataclass
class _Search:
    """One alignment on its way. A gap is old[old_start:old_end] beside new[new_start:new_end]."""

    old: Sequence[int]
    new: Sequence[int]
    weights: Sequence[int]
    found: list[Match] = field(default_factory=list)
    budget: int = _BUDGET
    coarse: bool = False

    def gap(self, old_start: int, old_end: int, new_start: int, new_end: int, grams: int) -> None:
        """Find the matches in a gap: its equal ends, then between them by anchors of `grams` items, or by difflib.

        Where items have weights, these decide before what the two sides begin and end with.
        """
        if self.weights and grams:
            return self._anchored(old_start, old_end, new_start, new_end, grams)
        old, new = self.old, self.new
        most = min(old_end - old_start, new_end - new_start)
        head = 0
        while head < most and old[old_start + head] == new[new_start + head]:
            head += 1
        tail = 0
        while tail < most - head and old[old_end - tail - 1] == new[new_end - tail - 1]:
            tail += 1
        self._add(old_start, new_start, head)
        old_start, old_end, new_start, new_end = old_start + head, old_end - tail, new_start + head, new_end - tail
        if old_start < old_end and new_start < new_end:
            if grams and (old_end - old_start) * (new_end - new_start) > _SMALL:
                self._anchored(old_start, old_end, new_start, new_end, grams)
            else:
                self._small(old_start, old_end, new_start, new_end)
        self._add(old_end, new_end, tail)
        return None

    def _anchored(self, old_start: int, old_end: int, new_start: int, new_end: int, grams: int) -> None:
        """Hold on to anchors of `grams` items or more, and search between them with shorter ones."""
        runs = _unique_runs(self.old[old_start:old_end], self.new[new_start:new_end], grams)
        old_base, new_base = old_start, new_start
        for run in _heaviest(runs, self.weights[old_start:old_end]):
            old_at, new_at = old_base + run.old, new_base + run.new
            overlap = max(0, old_start - old_at, new_start - new_at)  # with the anchor before
            if overlap >= run.size:
                continue
            old_at, new_at, size = old_at + overlap, new_at + overlap, run.size - overlap
            self.gap(old_start, old_at, new_start, new_at, grams - 1)
            self._add(old_at, new_at, size)
            old_start, new_start = old_at + size, new_at + size
        self.gap(old_start, old_end, new_start, new_end, grams - 1)

    def _small(self, old_start: int, old_end: int, new_start: int, new_end: int) -> None:
        """Let difflib look into a gap without anchors, when it is small enough to."""
        old, new = self.old[old_start:old_end], self.new[new_start:new_end]
        counts = Counter(new)
        pairs = sum(counts[item] for item in old)
        if not pairs:
            return
        if len(old) * len(new) > _SMALL:
            if pairs > min(_GAP, self.budget):
                self.coarse = True
                return
            self.budget -= pairs
        for old_at, new_at, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            self._add(old_start + old_at, new_start + new_at, size)

    def _add(self, old: int, new: int, size: int) -> None:
        if size:
            self.found.append(Match(old, new, size))


def _unique_runs(old: Sequence[int], new: Sequence[int], grams: int) -> list[Match]:
    """Return stretches of `grams` items or more that occur once on either side, in the order of the old.

    Where grams match at places that follow each other, they are one run.
    """
    new_places = _unique(new, grams)
    runs: list[Match] = []
    follows = (-1, -1)
    for gram, old_at in _unique(old, grams).items():
        new_at = new_places.get(gram, -1)
        if old_at < 0 or new_at < 0:
            continue
        if (old_at, new_at) == follows:
            last = runs[-1]
            runs[-1] = Match(last.old, last.new, last.size + 1)
        else:
            runs.append(Match(old_at, new_at, grams))
        follows = (old_at + 1, new_at + 1)
    return runs


def _unique(items: Sequence[int], grams: int) -> dict[tuple[int, ...], int]:
    """Return where each run of `grams` items is, in order; -1 for one that comes again."""
    places: dict[tuple[int, ...], int] = {}
    for place, gram in enumerate(zip(*(islice(items, skip, None) for skip in range(grams)), strict=False)):
        places[gram] = -1 if gram in places else place
    return places


def _heaviest(runs: list[Match], weights: Sequence[int]) -> list[Match]:
    """Return the heaviest choice of runs that keeps the order on both sides.

    The runs come in the order of the old; `ranks` number them in the order of the new, from 1. Each is put behind the
    heaviest chain of runs with lower ranks, which a Fenwick tree finds: `heaviest[rank]` covers the ranks from
    `rank - (rank & -rank) + 1` to `rank`, and holds the weight of the best chain that ends there, and its last run.
    """
    ranks = {run.new: rank for rank, run in enumerate(sorted(runs, key=lambda run: run.new), 1)}
    heaviest = [(0, -1)] * (len(runs) + 1)

    def chain_below(rank: int) -> tuple[int, int]:
        best = (0, -1)
        while rank:
            best = max(best, heaviest[rank])
            rank &= rank - 1
        return best

    previous: list[int] = []
    for index, run in enumerate(runs):
        rank = ranks[run.new]
        weight, before = chain_below(rank - 1)
        previous.append(before)
        weight += sum(weights[run.old : run.old + run.size]) if weights else run.size
        while rank < len(heaviest):
            heaviest[rank] = max(heaviest[rank], (weight, index))
            rank += rank & -rank
    chain, index = [], chain_below(len(runs))[1]
    while index >= 0:
        chain.append(runs[index])
        index = previous[index]
    return chain[::-1]


def joined(matches: list[Match]) -> list[Match]:
    """Return the matches with those that follow each other on both sides made one."""
    whole: list[Match] = []
    follows = (-1, -1)
    for match in matches:
        if (match.old, match.new) == follows:
            last = whole[-1]
            whole[-1] = Match(last.old, last.new, last.size + match.size)
        else:
            whole.append(match)
        follows = (match.old + match.size, match.new + match.size)
    return whole


def moved(old: Sequence[int], new: Sequence[int], matches: list[Match], long: Sequence[bool]) -> list[Match]:
    """Return stretches left over by an alignment that stand elsewhere on the other side, in the order of the old.

        old      A B X C D
        new          X C D A B
        matches      X C D          moved: A B

    A move is sure only when its item occurs once on either side and is long enough to be no accident
    (`long`, one an old item); equal neighbours, themselves left over, go along with it.
    """
    left_old, left_new = {*range(len(old))}, {*range(len(new))}

    def place(match: Match) -> None:
        left_old.difference_update(match.olds)
        left_new.difference_update(match.news)

    def fits(old_at: int, new_at: int) -> bool:
        """Return True if these two are equal and neither has a place yet."""
        return old_at in left_old and new_at in left_new and old[old_at] == new[new_at]

    for match in matches:
        place(match)
    new_places = _unique(new, 1)
    moves: list[Match] = []
    for item, old_at in _unique(old, 1).items():
        new_at = new_places.get(item, -1)
        if old_at < 0 or new_at < 0 or not long[old_at] or not fits(old_at, new_at):
            continue
        size = 1
        while fits(old_at - 1, new_at - 1):
            old_at, new_at, size = old_at - 1, new_at - 1, size + 1
        while fits(old_at + size, new_at + size):
            size += 1
        moves.append(Match(old_at, new_at, size))
        place(moves[-1])
    return sorted(moves)
