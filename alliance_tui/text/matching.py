"""Which words of two texts stay, which belong together and which moved.

Sentences are lined up first; what is left over between them is matched by the words it shares, and words are
compared only inside sentences that match.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from alliance_tui.text.alignment import Match, align, alike, joined, moved
from alliance_tui.text.words import Prose, is_word, letters

_ISLAND = 2
"""Words: an unchanged stretch as short as this, between two changes, becomes part of them."""
_LONG = 4
"""Letters, a Chinese character counting as two: a sentence as long as this may be said to have moved."""


@dataclass
class Marks:
    """What becomes of each token. `stays` gives a token that is kept its new number, -1 to the others.

    A changed token belongs to a unit: above 0 a pair of matching sentences, below 0 a move, and 0 alone.
    """

    a: Prose
    b: Prose
    stays: list[int] = field(init=False)
    old_units: list[int] = field(init=False)
    new_units: list[int] = field(init=False)
    coarse: bool = False

    def __post_init__(self) -> None:
        self.stays = [-1] * len(self.a.words)
        self.old_units, self.new_units = [0] * len(self.a.words), [0] * len(self.b.words)

    def keep(self, i: int, j: int, size: int) -> None:
        """Say that these tokens stay."""
        self.stays[i : i + size] = range(j, j + size)

    @property
    def rewritten(self) -> bool:
        """Whether too little stays, in place or elsewhere, for the texts to be marked word by word."""
        if any(unit < 0 for unit in self.old_units):
            return False
        kept = [token for token, there in enumerate(self.stays) if there >= 0]
        count = sum(is_word(self.a.words[token]) for token in kept)
        words = (sum(map(is_word, prose.words)) for prose in (self.a, self.b))
        return not kept or _mostly_changed(count, *words)

    def turned(self) -> Marks:
        """The same, the other way round."""
        turned = Marks(self.b, self.a, coarse=self.coarse)
        turned.old_units, turned.new_units = self.new_units, self.old_units
        for i, j in enumerate(self.stays):
            if j >= 0:
                turned.stays[j] = i
        return turned


def _mostly_changed(kept: int, old: int, new: int) -> bool:
    """Whether more than two thirds of the words changed (the field notes' figure), given three counts of words.

    A text that only grew or shrank is none such: its shorter side is still there.
    """
    return (old + new - 2 * kept) * 3 > (old + new) * 2 and kept * 3 < min(old, new) * 2


def mark(a: Prose, b: Prose) -> Marks:
    """Mark two texts, always in the same direction, so that the way back is the way there mirrored."""
    if (len(a.text), a.text) > (len(b.text), b.text):
        return _Marking(b, a).marks.turned()
    return _Marking(a, b).marks


class _Marking:
    """The marking of one pair of texts: sentences that stay, sentences that moved, words in what is left."""

    def __init__(self, a: Prose, b: Prose) -> None:
        """Do it all; the result is in `marks`."""
        self.marks = Marks(a, b)
        numbers: dict[str, int] = {}
        self.old = [numbers.setdefault(word, len(numbers)) for word in a.words]
        self.new = [numbers.setdefault(word, len(numbers)) for word in b.words]
        self.is_word = [is_word(word) for word in numbers]
        self.units = 0
        olds, news = _sentence_keys(a, self.old), _sentence_keys(b, self.new)
        keys: dict[tuple[int, ...], int] = {}
        old = [keys.setdefault(key, len(keys)) for key in olds]
        new = [keys.setdefault(key, len(keys)) for key in news]
        spans = map(a.sentence, range(len(old)))
        weights = [letters(a.piece(tokens.start, tokens.stop)) for tokens in spans]
        stay = self._stay(old, new, weights, alike(olds, news))
        for match in stay:
            first = a.sentences[match.old]
            size = a.sentence(match.old + match.size - 1).stop - first
            self.marks.keep(first, b.sentences[match.new], size)
        moves = moved(old, new, stay, [weight >= _LONG for weight in weights])
        self._mark_moves(moves)
        self._mark_gaps(stay, moves)

    def _stay(self, old: list[int], new: list[int], weights: list[int], near: dict[int, int]) -> list[Match]:
        """The sentences that stay where they are, those that are nearly equal having had their say.

        Theirs counts double: out of place an equal sentence still says that it moved, an edit would be lost.
        """
        swayed = list(new)
        for n, m in near.items():
            swayed[m] = old[n]
        found = align(old, swayed, [weight * (1 + (n in near)) for n, weight in enumerate(weights)], grams=1)
        self.marks.coarse = found.coarse
        pairs = ((match.old + step, match.new + step) for match in found.matches for step in range(match.size))
        return joined([Match(n, m, 1) for n, m in pairs if old[n] == new[m]])

    def _mark_gaps(self, stay: list[Match], moves: list[Match]) -> None:
        """Compare what is left between sentences that stay."""
        gone = {n for move in moves for n in range(move.old, move.old + move.size)}
        come = {n for move in moves for n in range(move.new, move.new + move.size)}
        i = j = 0
        ends = Match(len(self.marks.a.sentences), len(self.marks.b.sentences), 0)
        for match in [*stay, ends]:
            left = [n for n in range(i, match.old) if n not in gone]
            right = [n for n in range(j, match.new) if n not in come]
            for olds, news in self._linked(left, right):
                self._mark_words(olds, news)
            i, j = match.old + match.size, match.new + match.size

    def _mark_moves(self, moves: list[Match]) -> None:
        """Give each move its own unit."""
        a, b = self.marks.a, self.marks.b
        for number, move in enumerate(moves, 1):
            for n in range(move.size):
                for token in a.sentence(move.old + n):
                    self.marks.old_units[token] = -number
                for token in b.sentence(move.new + n):
                    self.marks.new_units[token] = -number

    def _linked(self, left: list[int], right: list[int]) -> list[tuple[list[int], list[int]]]:
        """Groups of sentences that share words: one with one, or one split into several and the like."""
        if len(left) < 2 and len(right) < 2:
            return [(left, right)] if left and right else []
        a, b = self.marks.a, self.marks.b
        olds = [(token, n) for n in left for token in a.sentence(n)]
        news = [(token, n) for n in right for token in b.sentence(n)]
        found = align([self.old[token] for token, _ in olds], [self.new[token] for token, _ in news])
        self.marks.coarse |= found.coarse
        shared: Counter[tuple[int, int]] = Counter()
        for match in found.matches:
            for step in range(match.size):
                (token, n), (_, m) = olds[match.old + step], news[match.new + step]
                shared[n, m] += self.is_word[self.old[token]]
        of_old = Counter(n for token, n in olds if self.is_word[self.old[token]])
        of_new = Counter(n for token, n in news if self.is_word[self.new[token]])
        groups: list[tuple[list[int], list[int]]] = []
        for (n, m), count in sorted(shared.items()):
            few, many = sorted((of_old[n], of_new[m]))
            if not count or (count * 2 < few and count * 3 < many):
                continue
            if groups and (groups[-1][0][-1] == n or groups[-1][1][-1] == m):
                groups[-1][0].append(n)
                groups[-1][1].append(m)
            else:
                groups.append(([n], [m]))
        return [(sorted({*olds}), sorted({*news})) for olds, news in groups]

    def _mark_words(self, left: list[int], right: list[int]) -> None:
        """Compare the words of sentences that match."""
        marks = self.marks
        olds = [token for n in left for token in marks.a.sentence(n)]
        news = [token for n in right for token in marks.b.sentence(n)]
        found = align([self.old[token] for token in olds], [self.new[token] for token in news])
        marks.coarse |= found.coarse
        self.units += 1
        for token in olds:
            marks.old_units[token] = self.units
        for token in news:
            marks.new_units[token] = self.units
        kept = self._without_islands(found.matches, olds, news)
        count = sum(self._words(olds[match.old : match.old + match.size]) for match in kept)
        if not _mostly_changed(count, self._words(olds), sum(self.is_word[self.new[token]] for token in news)):
            for match in kept:
                for step in range(match.size):
                    marks.stays[olds[match.old + step]] = news[match.new + step]

    def _without_islands(self, matches: list[Match], olds: list[int], news: list[int]) -> list[Match]:
        """The matches without those of a word or two between changes, which would only litter.

        They stay between two insertions or two deletions, where every word of one text is still in place,
        and beside a change of punctuation alone, which is not worth marking a word for.
        """
        kept = []
        edges = [Match(0, 0, 0), *matches, Match(len(olds), len(news), 0)]
        gaps = [
            (olds[one.old + one.size : other.old], news[one.new + one.size : other.new])
            for one, other in pairwise(edges)
        ]
        for match, before, after in zip(matches, gaps, gaps[1:], strict=False):
            words = self._words(olds[match.old : match.old + match.size])
            swaps = any(before) and any(after) and (before[0] or after[0]) and (before[1] or after[1])
            if not swaps or words > _ISLAND or (words and not (self._wordy(before) and self._wordy(after))):
                kept.append(match)
        return kept

    def _wordy(self, gap: tuple[list[int], list[int]]) -> bool:
        """Whether a change has a word in it, on either side."""
        olds, news = gap
        return any(self.is_word[self.old[token]] for token in olds) or any(
            self.is_word[self.new[token]] for token in news
        )

    def _words(self, tokens: list[int]) -> int:
        """How many of these old tokens are words."""
        return sum(self.is_word[self.old[token]] for token in tokens)


def _sentence_keys(prose: Prose, numbers: list[int]) -> list[tuple[int, ...]]:
    """The numbers of each sentence's tokens."""
    sentences = map(prose.sentence, range(len(prose.sentences)))
    return [tuple(numbers[tokens.start : tokens.stop]) for tokens in sentences]
