"""Match the sentences and words of two texts: which stay, which belong together, which moved.

    old   Be kind.  We walk on Sundays, at ten.  Tell me early.
    new             We walk on Mondays, at ten.  Tell me early.  Be kind.

1. Sentences are lined up: "Tell me early." stays, "Be kind." moved.
2. What is left over between sentences that stay is linked by the words it shares: here a sentence of either side.
3. Linked sentences are compared word by word: "Mondays" comes for "Sundays".
4. A sentence of which nothing stays, and that is elsewhere but for a few words, has moved and been edited.

Sentences and tokens (words and punctuation marks) are told by their numbers in a `Prose`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from alliance_tui.text.alignment import Match, align, gaps, merge_matches, moved
from alliance_tui.text.similarity import nearly_equal
from alliance_tui.text.words import Prose, letter_count

_ISLAND = 2
"""Words: an unchanged stretch as short as this between two changes, each twice as long or longer, is part of them."""
_LONGEST_ISLAND = 8
"""Tokens: a longer stretch is none, although it may be punctuation with a word or two."""
_LONG = 4
"""Letters, a Chinese character counting as two: a sentence as long as this may be said to have moved."""
_FEWEST_MOVED = 3
"""Words: a sentence that keeps fewer of them elsewhere has not moved, it is another."""


@dataclass
class Marks:
    """How each token changed; `kept` are those that stay.

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
        kept = self.old.count_words(token for match in self.kept for token in match.old_places)
        return not self.kept or _mostly_changed(kept, *words)

    def turned(self) -> Marks:
        """Return the marks with the two texts exchanged."""
        kept = [Match(match.new, match.old, match.size) for match in self.kept]
        return Marks(self.new, self.old, kept, self.new_units, self.old_units, self.coarse)


def _mostly_changed(kept: int, old: int, new: int) -> bool:
    """Return True if more than two thirds of the words changed (the field notes' figure), given counts of words.

    A text that only grew or shrank is none such: its shorter side is still there.
    """
    return (old + new - 2 * kept) * 3 > (old + new) * 2 and kept * 3 < min(old, new) * 2


def mark(old: Prose, new: Prose) -> Marks:
    """Match two texts, always in the same direction, so that exchanging them mirrors the result."""
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
        """Compute `marks`."""
        self.marks = Marks(old, new)
        self.old, self.new = old, new
        self.groups = 0
        self.old_items, self.new_items = _numbered(old.keys, new.keys)
        old_sentences = [tuple(self.old_items[tokens.start : tokens.stop]) for tokens in old.sentences]
        new_sentences = [tuple(self.new_items[tokens.start : tokens.stop]) for tokens in new.sentences]
        old_numbers, new_numbers = _numbered(old_sentences, new_sentences)
        weights = [letter_count(old.piece(tokens)) for tokens in old.sentences]
        staying = self._staying_sentences(old_numbers, new_numbers, weights, nearly_equal(old_sentences, new_sentences))
        for old_at, new_at in (pair for match in staying for pair in match.pairs()):
            tokens = old.sentences[old_at]
            self.marks.kept.append(Match(tokens.start, new.sentences[new_at].start, len(tokens)))
        moves = moved(old_numbers, new_numbers, staying, [weight >= _LONG for weight in weights])
        for number, move in enumerate(moves, 1):
            self._set_unit(-number, old.tokens(move.old_places), new.tokens(move.new_places))
        moved_from = {sentence for move in moves for sentence in move.old_places}
        moved_to = {sentence for move in moves for sentence in move.new_places}
        for left_old, left_new in gaps(staying, len(old_numbers), len(new_numbers)):
            self._mark_gap(
                [sentence for sentence in left_old if sentence not in moved_from],
                [sentence for sentence in left_new if sentence not in moved_to],
            )
        self._mark_edited_moves(old_sentences, new_sentences, len(moves))

    def _staying_sentences(
        self, old: list[int], new: list[int], weights: list[int], near: dict[int, int]
    ) -> list[Match]:
        """Return the sentences that stay in place, as pairs of equal ones; nearly equal ones influence the choice.

        `old` and `new`: a number for each sentence, equal ones for equal sentences. A nearly equal one is lined up as
        if it were equal, and counts double: out of place an equal sentence still says that it moved, an edit would be
        lost.
        """
        equalized = list(new)
        for old_at, new_at in near.items():
            equalized[new_at] = old[old_at]
        found = align(old, equalized, [weight * (1 + (place in near)) for place, weight in enumerate(weights)], grams=1)
        self.marks.coarse = found.coarse
        pairs = (pair for match in found.matches for pair in match.pairs())
        return merge_matches((old_at, new_at, 1) for old_at, new_at in pairs if old[old_at] == new[new_at])

    def _mark_edited_moves(self, old: list[tuple[int, ...]], new: list[tuple[int, ...]], moves: int) -> None:
        """Find sentences that moved and were edited: what they keep moves, the rest of them came or went.

            old   We walk on Sundays. Be kind.      [<We walk on <][-Sundays-][<.<]
            new   Be kind. We walk on Mondays.      {>We walk on >}{+Mondays+}{>.>}

        `old` and `new`: the sentences, as numbers of their tokens; `moves`: how many moves there are already.
        """
        marks = self.marks
        placed_old = {token for match in marks.kept for token in match.old_places}
        placed_new = {token for match in marks.kept for token in match.new_places}
        placed_old |= {token for token, unit in marks.old_units.items() if unit < 0}
        placed_new |= {token for token, unit in marks.new_units.items() if unit < 0}
        olds = [at for at, tokens in enumerate(self.old.sentences) if placed_old.isdisjoint(tokens)]
        news = [at for at, tokens in enumerate(self.new.sentences) if placed_new.isdisjoint(tokens)]
        near = nearly_equal([old[at] for at in olds], [new[at] for at in news])
        for old_at, new_at in near.items():
            old_tokens, new_tokens = self.old.tokens([olds[old_at]]), self.new.tokens([news[new_at]])
            matches = self._align(old_tokens, new_tokens)
            kept = self.old.count_words(old_tokens[place] for match in matches for place in match.old_places)
            words = self.old.count_words(old_tokens), self.new.count_words(new_tokens)
            if kept < _FEWEST_MOVED or kept * 2 < max(words):
                continue
            self.groups += 2  # a group for each side: its words are no swap for what stands in the other's place
            marks.old_units.update(dict.fromkeys(old_tokens, self.groups - 1))
            marks.new_units.update(dict.fromkeys(new_tokens, self.groups))
            for match in matches:
                moves += 1
                self._set_unit(
                    -moves,
                    [old_tokens[place] for place in match.old_places],
                    [new_tokens[place] for place in match.new_places],
                )

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
        kept = merge_matches((old_tokens[old_at], new_tokens[new_at], 1) for old_at, new_at in pairs)
        counts = self.old.count_words(old_tokens), self.new.count_words(new_tokens)
        if not _mostly_changed(self.old.count_words(token for match in kept for token in match.old_places), *counts):
            self.marks.kept += kept

    def _without_islands(self, old_tokens: list[int], new_tokens: list[int]) -> Iterator[Match]:
        """Align tokens; drop matches of a word or two between longer changes, which would make the result hard to read.

        They stay between two insertions or two deletions, where every word of one text is still in place, and beside
        a change of one word or of punctuation alone.
        """

        def words(olds: range, news: range = range(0)) -> int:
            old, new = old_tokens[olds.start : olds.stop], new_tokens[news.start : news.stop]
            return max(self.old.count_words(old), self.new.count_words(new))

        matches = self._slid(self._align(old_tokens, new_tokens), old_tokens, new_tokens)
        changes = gaps(matches, len(old_tokens), len(new_tokens))
        for match, (before, after) in zip(matches, pairwise(changes), strict=True):
            island = (before[0] or after[0]) and (before[1] or after[1])
            size = words(match.old_places) if island and match.size <= _LONGEST_ISLAND else _ISLAND + 1
            if size > _ISLAND or min(words(*before), words(*after)) < max(2, 2 * size):
                yield match

    def _slid(self, matches: list[Match], old_tokens: list[int], new_tokens: list[int]) -> list[Match]:
        """Return the matches with each insertion and deletion between two of them moved to where a phrase begins.

        old   listen , and not leave
        new   listen , and not judge , and not leave
                       -------------                     begins behind a comma; it could begin at `judge`, too
        """
        slid = [*matches]
        for at, second in enumerate(matches[1:]):
            first = slid[at]
            old_at, new_at = first.old + first.size, first.new + first.size
            if old_at == second.old:
                items, words, tokens, changed = (
                    self.new_items,
                    self.new.are_words,
                    new_tokens,
                    range(new_at, second.new),
                )
            elif new_at == second.new:
                items, words, tokens, changed = (
                    self.old_items,
                    self.old.are_words,
                    old_tokens,
                    range(old_at, second.old),
                )
            else:
                continue
            if shift := _shift_to_phrase(items, words, tokens, changed, first.size - 1, second.size - 1):
                slid[at] = Match(first.old, first.new, first.size + shift)
                slid[at + 1] = Match(second.old + shift, second.new + shift, second.size - shift)
        return slid

    def _align(self, old_tokens: list[int], new_tokens: list[int]) -> list[Match]:
        """Align tokens; the matches are places in the two lists."""
        found = align([self.old_items[token] for token in old_tokens], [self.new_items[token] for token in new_tokens])
        self.marks.coarse |= found.coarse
        return found.matches

    def _set_unit(self, unit: int, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Make these tokens one unit."""
        self.marks.old_units.update(dict.fromkeys(old_tokens, unit))
        self.marks.new_units.update(dict.fromkeys(new_tokens, unit))


def _shift_to_phrase(
    items: list[int], words: list[bool], tokens: list[int], changed: range, most_left: int, most_right: int
) -> int:
    """Return by how many tokens a stretch that came or went is to be read elsewhere, to be a phrase.

    It begins behind punctuation, or else ends with it. `changed`: its places in `tokens`; below 0 is to the left;
    0 if it is a phrase already, or no other place makes it one.
    """
    shifts = [0]
    while (
        -shifts[-1] < most_left
        and items[tokens[changed.start + shifts[-1] - 1]] == (items[tokens[changed.stop + shifts[-1] - 1]])
    ):
        shifts.append(shifts[-1] - 1)
    right = 0
    while right < most_right and items[tokens[changed.start + right]] == items[tokens[changed.stop + right]]:
        right += 1
        shifts.append(right)
    if len(shifts) == 1:
        return 0
    for shift in shifts:
        if not words[tokens[changed.start + shift - 1]]:
            return shift
    for shift in shifts:
        if words[tokens[changed.start + shift]] and not words[tokens[changed.stop + shift - 1]]:
            return shift
    return 0
