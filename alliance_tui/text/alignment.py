"""Align two sequences: find the items that stay in order, and those that moved.

    old      A B C D E F G X
    new      A B C Y   F G Z
    matches  A B C     F G

Items that occur once on either side are anchors, as in Bram Cohen's patience diff. The heaviest run of anchors in
order holds, and the gaps between them are searched again with shorter anchors. Where none are left, as many items as
possible are matched.

Items are numbers: equal numbers stand for equal words, or equal sentences. Places are indexes into a sequence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import NamedTuple

from alliance_tui.text.caret import common_start

Items = Sequence[int]

_SMALL = 400
"""Items times items: a gap without a search for anchors."""
_GAP = 30_000
"""Pairs of equal items in a gap that are still looked at: some 20 ms."""
_BUDGET = 400_000
"""Pairs of equal items that are looked at in all, over one alignment."""


class Match(NamedTuple):
    """`size` equal items, which begin at place `old` of the old sequence and at place `new` of the new one."""

    old: int
    new: int
    size: int

    @property
    def old_places(self) -> range:
        """The places of its items in the old sequence."""
        return range(self.old, self.old + self.size)

    @property
    def new_places(self) -> range:
        """The places of its items in the new sequence."""
        return range(self.new, self.new + self.size)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the places of its items in pairs, the old one first."""
        return zip(self.old_places, self.new_places, strict=True)


@dataclass(frozen=True)
class Alignment:
    """Matches in order on both sides; `coarse` when a gap was too big to look into."""

    matches: list[Match]
    coarse: bool


def align(
    old: Items, new: Items, weights: Sequence[int] = (), grams: int = 3, light: Set[int] = frozenset()
) -> Alignment:
    """Line up two sequences.

    `weights`: how important it is to keep each old item in place (all equal if empty);
    `grams`: the number of consecutive items of the first anchors; `light`: items of which two are as important as one.
    """
    search = _Search(weights, light)
    search.gap(old, new, 0, 0, grams)
    return Alignment(merge_matches(search.found), search.coarse)


def merge_matches(matches: Iterable[tuple[int, int, int]]) -> list[Match]:
    """Return the matches with those that follow each other on both sides made one."""
    whole: list[list[int]] = []
    follows = (-1, -1)
    for old, new, size in matches:
        if (old, new) == follows:
            whole[-1][2] += size
        else:
            whole.append([old, new, size])
        follows = (old + size, new + size)
    return [Match(*match) for match in whole]


def gaps(matches: list[Match], old_size: int, new_size: int) -> Iterator[tuple[range, range]]:
    """Yield the places before, between and behind the matches of two sequences, those of the old one first."""
    for before, after in pairwise([Match(0, 0, 0), *matches, Match(old_size, new_size, 0)]):
        yield range(before.old_places.stop, after.old), range(before.new_places.stop, after.new)


@dataclass
class _Search:
    """One alignment in progress. Its methods search a gap: two stretches, and the places where they begin."""

    weights: Sequence[int]
    light: Set[int]
    found: list[Match] = field(default_factory=list)
    budget: int = _BUDGET
    coarse: bool = False

    def gap(self, old: Items, new: Items, old_start: int, new_start: int, grams: int) -> None:
        """Find the matches in a gap: its equal ends, then between them by anchors of `grams` items, or one by one.

        Where items have weights, these decide before what the two sides begin and end with.
        """
        if not (old and new):
            return
        head = tail = 0
        if not (self.weights and grams):
            head = common_start(old, new)
            tail = common_start(old[head:][::-1], new[head:][::-1])
            self._add(old_start, new_start, head)
        old_end, new_end = len(old) - tail, len(new) - tail
        pairs = (old_end - head) * (new_end - head)
        between = old[head:old_end], new[head:new_end], old_start + head, new_start + head
        if pairs and grams and (self.weights or pairs > _SMALL):
            self._anchored(*between, grams)
        elif pairs > 1:
            self._singly(*between)
        self._add(old_start + old_end, new_start + new_end, tail)

    def _anchored(self, old: Items, new: Items, old_start: int, new_start: int, grams: int) -> None:
        """Match anchors of `grams` items or more, and search between them with shorter ones."""
        singles = merge_matches((old_at, new_at, 1) for old_at, new_at in _common_once(old, new, grams))
        anchors = [Match(run.old, run.new, run.size + grams - 1) for run in singles]
        old_at = new_at = 0
        for anchor in _heaviest(anchors, self.weights[old_start : old_start + len(old)]):
            overlap = max(0, old_at - anchor.old, new_at - anchor.new)  # with the anchor before
            if overlap >= anchor.size:
                continue
            old_end, new_end, size = anchor.old + overlap, anchor.new + overlap, anchor.size - overlap
            before = old[old_at:old_end], new[new_at:new_end]
            self.gap(*before, old_start + old_at, new_start + new_at, grams - 1)
            self._add(old_start + old_end, new_start + new_end, size)
            old_at, new_at = old_end + size, new_end + size
        self.gap(old[old_at:], new[new_at:], old_start + old_at, new_start + new_at, grams - 1)

    def _singly(self, old: Items, new: Items, old_start: int, new_start: int) -> None:
        """Match as many items as possible of a gap without anchors, if it is small enough."""
        if {*old}.isdisjoint(new):
            return
        new_places: dict[int, list[int]] = {}
        for place in range(len(new) - 1, -1, -1):
            new_places.setdefault(new[place], []).append(place)
        if len(old) * len(new) > _SMALL:
            pairs = sum(len(new_places.get(item, ())) for item in old)
            if pairs > min(_GAP, self.budget):
                self.coarse = True
                return
            self.budget -= pairs
        runs = [Match(old_at, new_at, 1) for old_at, item in enumerate(old) for new_at in new_places.get(item, ())]
        weights = self.weights[old_start : old_start + len(old)] or [1 if item in self.light else 2 for item in old]
        for match in _heaviest(runs, weights):
            self._add(old_start + match.old, new_start + match.new, match.size)

    def _add(self, old: int, new: int, size: int) -> None:
        if size:
            self.found.append(Match(old, new, size))


def _common_once(old: Items, new: Items, grams: int) -> list[tuple[int, int]]:
    """Return the places of each run of `grams` items that occurs once on either side, in the order of the old."""
    new_places = _places(new, grams)
    both = _places(old, grams).items()
    return [(at, new_at) for gram, at in both if at >= 0 and (new_at := new_places.get(gram, -1)) >= 0]


def _places(items: Items, grams: int) -> dict[tuple[int, ...], int]:
    """Return where each run of `grams` items is, in order; -1 for one that comes again."""
    places: dict[tuple[int, ...], int] = {}
    for place, gram in enumerate(zip(*(islice(items, skip, None) for skip in range(grams)), strict=False)):
        places[gram] = -1 if gram in places else place
    return places


def _heaviest(runs: list[Match], weights: Sequence[int]) -> list[Match]:
    """Return the heaviest choice of runs that keeps the order on both sides.

    The runs come in the order of the old, those of one place backwards. Each is put behind the heaviest chain of runs
    that end before it in the new, the last of equal ones. `chains` are those that may still be the heaviest, by the
    place of their last run in the new, as by weight. An entry: that place, the weight, the index of the last run.
    """
    chains = [(-1, 0, -1)]
    previous: list[int] = []
    for index, run in enumerate(runs):
        at = end = bisect_left(chains, (run.new,))
        _, weight, before = chains[at - 1]
        previous.append(before)
        weight += sum(weights[run.old : run.old + run.size]) if weights else run.size
        while end < len(chains) and chains[end][1] < weight:
            end += 1
        chains[at:end] = [(run.new, weight, index)]
    chain, index = [], chains[-1][2]
    while index >= 0:
        chain.append(runs[index])
        index = previous[index]
    return chain[::-1]


def moved(old: Items, new: Items, matches: list[Match], long: Sequence[bool]) -> list[Match]:
    """Return stretches that an alignment left unmatched and that are elsewhere on the other side, in the old order.

        old      A B X C D
        new          X C D A B
        matches      X C D          moved: A B

    A move is sure only when its item occurs once on either side and is long enough to be no accident
    (`long`, one an old item); equal neighbours, themselves left over, go along with it.
    """
    left_old, left_new = dict(enumerate(old)), dict(enumerate(new))

    def place(match: Match) -> None:
        for old_at, new_at in match.pairs():
            del left_old[old_at], left_new[new_at]

    def fits(old_at: int, new_at: int) -> bool:
        """Return True if these two are equal and neither has a place yet."""
        return old_at in left_old and left_old[old_at] == left_new.get(new_at)

    for match in matches:
        place(match)
    moves: list[Match] = []
    for old_at, new_at in _common_once(old, new, 1):
        if not long[old_at] or not fits(old_at, new_at):
            continue
        size = 1
        while fits(old_at - 1, new_at - 1):
            old_at, new_at, size = old_at - 1, new_at - 1, size + 1
        while fits(old_at + size, new_at + size):
            size += 1
        moves.append(Match(old_at, new_at, size))
        place(moves[-1])
    return sorted(moves)
