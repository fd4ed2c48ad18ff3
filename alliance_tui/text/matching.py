"""Which words of two texts stay, which belong together and which moved.

    old   Be kind.  We walk on Sundays, at ten.  Tell me early.
    new             We walk on Mondays, at ten.  Tell me early.  Be kind.

1. Sentences are lined up: "Tell me early." stays, "Be kind." moved.
2. What is left over between sentences that stay is linked by the words it shares: here a sentence of either side.
3. Linked sentences are compared word by word: "Mondays" comes for "Sundays".

Sentences and tokens (words and punctuation marks) are told by their numbers in a `Prose`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from alliance_tui.text.alignment import Match, align, gaps, joined, moved
from alliance_tui.text.similarity import nearly_equal
from alliance_tui.text.words import Prose, letter_count

_ISLAND = 2
"""Words: an unchanged stretch as short as this, between two changes, becomes part of them."""
_LONG = 4
"""Letters, a Chinese character counting as two: a sentence as long as this may be said to have moved."""


@dataclass
class Marks:
    """What becomes of each token; `kept` are those that stay.

    A changed token belongs to a unit: above 0 a group of linked sentences, below 0 a move; without one it is alone.
    """

    old: Prose
    new: Prose
    kept: list[Match] = field(default_factory=list)
    old_units: dict[int, int] = field(default_factory=dict)
    new_units: dict[int, int] = field(default_factory=dict)
    coarse: bool = False

    @property
    def rewritten(self) -> bool:
        """Return True if too little stays, in place or elsewhere, for the texts to be marked word by word."""
        if any(unit < 0 for unit in self.old_units.values()):
            return False
        words = (prose.count_words(range(len(prose.words))) for prose in (self.old, self.new))
        kept = self.old.count_words(token for match in self.kept for token in match.olds)
        return not self.kept or _mostly_changed(kept, *words)

    def turned(self) -> Marks:
        """Return the same, the other way round."""
        kept = [Match(match.new, match.old, match.size) for match in self.kept]
        return Marks(self.new, self.old, kept, self.new_units, self.old_units, self.coarse)


def _mostly_changed(kept: int, old: int, new: int) -> bool:
    """Return True if more than two thirds of the words changed (the field notes' figure), given counts of words.

    A text that only grew or shrank is none such: its shorter side is still there.
    """
    return (old + new - 2 * kept) * 3 > (old + new) * 2 and kept * 3 < min(old, new) * 2


def mark(old: Prose, new: Prose) -> Marks:
    """Mark two texts, always in the same direction, so that the way back is the way there mirrored."""
    if (len(old.text), old.text) > (len(new.text), new.text):
        return _Marking(new, old).marks.turned()
    return _Marking(old, new).marks


def _numbered(*sides: Sequence[Hashable]) -> list[list[int]]:
    """Return a number for each item of some sequences, equal ones for equal items: these are compared faster."""
    numbers: dict[Hashable, int] = {}
    return [[numbers.setdefault(item, len(numbers)) for item in side] for side in sides]


class _Marking:
    """The marking of one pair of texts: sentences that stay, sentences that moved, words in what is left."""

    def __init__(self, old: Prose, new: Prose) -> None:
        """Do it all; the result is in `marks`."""
        self.marks = Marks(old, new)
        self.old, self.new = old, new
        self.groups = 0
        self.old_items, self.new_items = _numbered(old.words, new.words)
        old_sentences = [tuple(self.old_items[tokens.start : tokens.stop]) for tokens in old.sentences]
        new_sentences = [tuple(self.new_items[tokens.start : tokens.stop]) for tokens in new.sentences]
        olds, news = _numbered(old_sentences, new_sentences)
        weights = [letter_count(old.piece(tokens)) for tokens in old.sentences]
        stay = self._stay(olds, news, weights, nearly_equal(old_sentences, new_sentences))
        for old_at, new_at in (pair for match in stay for pair in match.pairs()):
            tokens = old.sentences[old_at]
            self.marks.kept.append(Match(tokens.start, new.sentences[new_at].start, len(tokens)))
        moves = moved(olds, news, stay, [weight >= _LONG for weight in weights])
        for number, move in enumerate(moves, 1):
            self._set_unit(-number, old.tokens(move.olds), new.tokens(move.news))
        gone = {sentence for move in moves for sentence in move.olds}
        come = {sentence for move in moves for sentence in move.news}
        for left_old, left_new in gaps(stay, len(olds), len(news)):
            self._mark_gap(
                [sentence for sentence in left_old if sentence not in gone],
                [sentence for sentence in left_new if sentence not in come],
            )

    def _stay(self, old: list[int], new: list[int], weights: list[int], near: dict[int, int]) -> list[Match]:
        """Return the sentences that stay where they are, those that are nearly equal having had their say.

        `old` and `new`: a number for each sentence, equal ones for equal sentences. A nearly equal one is lined up as
        if it were equal, and counts double: out of place an equal sentence still says that it moved, an edit would be
        lost.
        """
        swayed = list(new)
        for old_at, new_at in near.items():
            swayed[new_at] = old[old_at]
        found = align(old, swayed, [weight * (1 + (place in near)) for place, weight in enumerate(weights)], grams=1)
        self.marks.coarse = found.coarse
        pairs = (pair for match in found.matches for pair in match.pairs())
        return joined((old_at, new_at, 1) for old_at, new_at in pairs if old[old_at] == new[new_at])

    def _mark_gap(self, olds: list[int], news: list[int]) -> None:
        """Compare sentences that are left between two that stay."""
        if len(olds) == len(news) == 1:
            self._mark_words(olds, news)
        elif olds and news:
            for linked_old, linked_new in self._linked(olds, news):
                self._mark_words(sorted(linked_old), sorted(linked_new))

    def _linked(self, olds: list[int], news: list[int]) -> list[tuple[set[int], set[int]]]:
        """Return groups of sentences that share words: one with one, or one split into several and the like."""
        old_tokens, new_tokens = self.old.tokens(olds), self.new.tokens(news)
        old_sentences = [sentence for sentence in olds for _ in self.old.sentences[sentence]]  # of each token
        new_sentences = [sentence for sentence in news for _ in self.new.sentences[sentence]]
        shared: Counter[tuple[int, int]] = Counter()
        for match in self._align(old_tokens, new_tokens):
            for old_at, new_at in match.pairs():
                shared[old_sentences[old_at], new_sentences[new_at]] += self.old.are_words[old_tokens[old_at]]
        groups: list[tuple[set[int], set[int]]] = []
        for (old, new), count in sorted(shared.items()):
            sizes = self.old.count_words(self.old.sentences[old]), self.new.count_words(self.new.sentences[new])
            if not count or (count * 2 < min(sizes) and count * 3 < max(sizes)):
                continue
            if not groups or (old not in groups[-1][0] and new not in groups[-1][1]):
                groups.append((set(), set()))
            groups[-1][0].add(old)
            groups[-1][1].add(new)
        return groups

    def _mark_words(self, olds: list[int], news: list[int]) -> None:
        """Compare the words of linked sentences."""
        old_tokens, new_tokens = self.old.tokens(olds), self.new.tokens(news)
        self.groups += 1
        self._set_unit(self.groups, old_tokens, new_tokens)
        pairs = (pair for match in self._without_islands(old_tokens, new_tokens) for pair in match.pairs())
        kept = joined((old_tokens[old_at], new_tokens[new_at], 1) for old_at, new_at in pairs)
        counts = self.old.count_words(old_tokens), self.new.count_words(new_tokens)
        if not _mostly_changed(self.old.count_words(token for match in kept for token in match.olds), *counts):
            self.marks.kept += kept

    def _without_islands(self, old_tokens: list[int], new_tokens: list[int]) -> Iterator[Match]:
        """Line up tokens; leave out matches of a word or two between changes, which would only litter.

        They stay between two insertions or two deletions, where every word of one text is still in place,
        and beside a change of punctuation alone, which is not worth marking a word for.
        """

        def words(olds: range, news: range = range(0)) -> int:
            old, new = old_tokens[olds.start : olds.stop], new_tokens[news.start : news.stop]
            return self.old.count_words(old) + self.new.count_words(new)

        matches = self._align(old_tokens, new_tokens)
        changes = gaps(matches, len(old_tokens), len(new_tokens))
        for match, (before, after) in zip(matches, pairwise(changes), strict=True):
            island = any(before) and any(after) and (before[0] or after[0]) and (before[1] or after[1])
            size = words(match.olds)
            if not island or size > _ISLAND or (size and not (words(*before) and words(*after))):
                yield match

    def _align(self, old_tokens: list[int], new_tokens: list[int]) -> list[Match]:
        """Line up tokens; the matches count places in the two lists."""
        found = align([self.old_items[token] for token in old_tokens], [self.new_items[token] for token in new_tokens])
        self.marks.coarse |= found.coarse
        return found.matches

    def _set_unit(self, unit: int, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Say that these tokens belong together."""
        self.marks.old_units.update(dict.fromkeys(old_tokens, unit))
        self.marks.new_units.update(dict.fromkeys(new_tokens, unit))
