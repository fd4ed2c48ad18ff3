"""Which words of two texts stay, which belong together and which moved.

    old   Be kind.  We walk on Sundays, at ten.  Tell me early.
    new             We walk on Mondays, at ten.  Tell me early.  Be kind.

1. Sentences are lined up: "Tell me early." stays, "Be kind." moved.
2. What is left over between sentences that stay is linked by the words it shares: here a sentence of either side.
3. Linked sentences are compared word by word: "Mondays" comes for "Sundays".

Sentences and tokens (words and punctuation marks) are told by their numbers in a `Prose`. An item is a number that
stands for what a token says: equal tokens have equal items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from alliance_tui.text.alignment import Match, align, joined, moved
from alliance_tui.text.similarity import Sentence, nearly_equal
from alliance_tui.text.words import Prose, is_word, letter_count

_ISLAND = 2
"""Words: an unchanged stretch as short as this, between two changes, becomes part of them."""
_LONG = 4
"""Letters, a Chinese character counting as two: a sentence as long as this may be said to have moved."""


@dataclass
class Marks:
    """What becomes of each token. `kept` gives an old token that stays its new number, -1 to the others.

    A changed token belongs to a unit: above 0 a group of linked sentences, below 0 a move, and 0 alone.
    """

    old: Prose
    new: Prose
    kept: list[int] = field(init=False)
    old_units: list[int] = field(init=False)
    new_units: list[int] = field(init=False)
    coarse: bool = False

    def __post_init__(self) -> None:
        self.kept = [-1] * len(self.old.words)
        self.old_units, self.new_units = [0] * len(self.old.words), [0] * len(self.new.words)

    @property
    def rewritten(self) -> bool:
        """Whether too little stays, in place or elsewhere, for the texts to be marked word by word."""
        if any(unit < 0 for unit in self.old_units):
            return False
        stays = [word for word, place in zip(self.old.words, self.kept, strict=True) if place >= 0]
        return not stays or _mostly_changed(*map(_word_count, (stays, self.old.words, self.new.words)))

    def turned(self) -> Marks:
        """Return the same, the other way round."""
        turned = Marks(self.new, self.old, self.coarse)
        turned.old_units, turned.new_units = self.new_units, self.old_units
        for old_token, new_token in enumerate(self.kept):
            if new_token >= 0:
                turned.kept[new_token] = old_token
        return turned


def _word_count(tokens: list[str]) -> int:
    return sum(count for token, count in Counter(tokens).items() if is_word(token))


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


@dataclass
class _Side:
    """One of the two texts, with the item of each of its tokens, and whether that is a word."""

    prose: Prose
    items: list[int]
    is_word: list[bool]

    def sentences(self) -> list[Sentence]:
        """Return the items of each sentence."""
        ranges = map(self.prose.sentence, range(len(self.prose.sentences)))
        return [tuple(self.items[tokens.start : tokens.stop]) for tokens in ranges]

    def tokens(self, sentences: Iterable[int]) -> list[int]:
        """Return the tokens of some sentences."""
        return [token for sentence in sentences for token in self.prose.sentence(sentence)]

    def count_words(self, tokens: Iterable[int]) -> int:
        """Return how many of some tokens are words."""
        return sum(map(self.is_word.__getitem__, tokens))


def _sides(*proses: Prose) -> Iterator[_Side]:
    """Yield the sides of a comparison; what a token says has one item in all of them."""
    numbers: dict[str, int] = {}
    items = [[numbers.setdefault(word, len(numbers)) for word in prose.words] for prose in proses]
    are_words = [is_word(word) for word in numbers]
    for prose, of_tokens in zip(proses, items, strict=True):
        yield _Side(prose, of_tokens, [are_words[item] for item in of_tokens])


class _Marking:
    """The marking of one pair of texts: sentences that stay, sentences that moved, words in what is left."""

    def __init__(self, old: Prose, new: Prose) -> None:
        """Do it all; the result is in `marks`."""
        self.marks = Marks(old, new)
        self.old, self.new = _sides(old, new)
        self.groups = 0
        old_sentences, new_sentences = self.old.sentences(), self.new.sentences()
        numbers: dict[Sentence, int] = {}
        olds = [numbers.setdefault(sentence, len(numbers)) for sentence in old_sentences]
        news = [numbers.setdefault(sentence, len(numbers)) for sentence in new_sentences]
        weights = [letter_count(old.piece(tokens.start, tokens.stop)) for tokens in map(old.sentence, range(len(olds)))]
        stay = self._stay(olds, news, weights, nearly_equal(old_sentences, new_sentences))
        for match in stay:
            self._keep(self.old.tokens(match.olds), self.new.tokens(match.news))
        moves = moved(olds, news, stay, [weight >= _LONG for weight in weights])
        for number, move in enumerate(moves, 1):
            self._set_unit(-number, self.old.tokens(move.olds), self.new.tokens(move.news))
        self._mark_gaps(stay, moves)

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
        return joined([Match(old_at, new_at, 1) for old_at, new_at in pairs if old[old_at] == new[new_at]])

    def _mark_gaps(self, stay: list[Match], moves: list[Match]) -> None:
        """Compare what is left between sentences that stay."""
        gone = {sentence for move in moves for sentence in move.olds}
        come = {sentence for move in moves for sentence in move.news}
        ends = Match(len(self.old.prose.sentences), len(self.new.prose.sentences), 0)
        for before, after in pairwise([Match(0, 0, 0), *stay, ends]):
            olds = [sentence for sentence in range(before.olds.stop, after.old) if sentence not in gone]
            news = [sentence for sentence in range(before.news.stop, after.new) if sentence not in come]
            for group in self._linked(olds, news):
                self._mark_words(*group)

    def _linked(self, olds: list[int], news: list[int]) -> list[tuple[list[int], list[int]]]:
        """Return groups of sentences that share words: one with one, or one split into several and the like."""
        if len(olds) < 2 and len(news) < 2:
            return [(olds, news)] if olds and news else []
        old_tokens, new_tokens = self.old.tokens(olds), self.new.tokens(news)
        old_sentences = [sentence for sentence in olds for _ in self.old.prose.sentence(sentence)]  # of each token
        new_sentences = [sentence for sentence in news for _ in self.new.prose.sentence(sentence)]
        shared: Counter[tuple[int, int]] = Counter()
        for match in self._align(old_tokens, new_tokens):
            for old_at, new_at in match.pairs():
                shared[old_sentences[old_at], new_sentences[new_at]] += self.old.is_word[old_tokens[old_at]]
        groups: list[tuple[list[int], list[int]]] = []
        for (old, new), count in sorted(shared.items()):
            sizes = (
                self.old.count_words(self.old.prose.sentence(old)),
                self.new.count_words(self.new.prose.sentence(new)),
            )
            if not count or (count * 2 < min(sizes) and count * 3 < max(sizes)):
                continue
            if groups and (groups[-1][0][-1] == old or groups[-1][1][-1] == new):
                groups[-1][0].append(old)
                groups[-1][1].append(new)
            else:
                groups.append(([old], [new]))
        return [(sorted({*olds}), sorted({*news})) for olds, news in groups]

    def _mark_words(self, olds: list[int], news: list[int]) -> None:
        """Compare the words of linked sentences."""
        old_tokens, new_tokens = self.old.tokens(olds), self.new.tokens(news)
        self.groups += 1
        self._set_unit(self.groups, old_tokens, new_tokens)
        matches = self._without_islands(self._align(old_tokens, new_tokens), old_tokens, new_tokens)
        olds = [old_tokens[place] for match in matches for place in match.olds]
        news = [new_tokens[place] for match in matches for place in match.news]
        counts = self.old.count_words(old_tokens), self.new.count_words(new_tokens)
        if not _mostly_changed(self.old.count_words(olds), *counts):
            self._keep(olds, news)

    def _without_islands(self, matches: list[Match], old_tokens: list[int], new_tokens: list[int]) -> list[Match]:
        """Leave out matches of a word or two between changes, which would only litter.

        They stay between two insertions or two deletions, where every word of one text is still in place,
        and beside a change of punctuation alone, which is not worth marking a word for.
        """
        edges = [Match(0, 0, 0), *matches, Match(len(old_tokens), len(new_tokens), 0)]
        gaps = [
            (old_tokens[before.olds.stop : after.old], new_tokens[before.news.stop : after.new])
            for before, after in pairwise(edges)
        ]

        def has_word(gap: tuple[list[int], list[int]]) -> bool:
            return bool(self.old.count_words(gap[0]) or self.new.count_words(gap[1]))

        kept = []
        for match, before, after in zip(matches, gaps, gaps[1:], strict=False):
            words = self.old.count_words(old_tokens[match.old : match.olds.stop])
            between = any(before) and any(after) and (before[0] or after[0]) and (before[1] or after[1])
            if not between or words > _ISLAND or (words and not (has_word(before) and has_word(after))):
                kept.append(match)
        return kept

    def _align(self, old_tokens: list[int], new_tokens: list[int]) -> list[Match]:
        """Line up tokens; the matches count places in the two lists."""
        found = align([self.old.items[token] for token in old_tokens], [self.new.items[token] for token in new_tokens])
        self.marks.coarse |= found.coarse
        return found.matches

    def _keep(self, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Say that these tokens stay."""
        for old_token, new_token in zip(old_tokens, new_tokens, strict=True):
            self.marks.kept[old_token] = new_token

    def _set_unit(self, unit: int, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Say that these tokens belong together."""
        for token in old_tokens:
            self.marks.old_units[token] = unit
        for token in new_tokens:
            self.marks.new_units[token] = unit
