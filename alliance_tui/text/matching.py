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
from functools import cached_property
from itertools import accumulate, groupby, pairwise

from alliance_tui.text.alignment import Match, align, gaps, merge_matches, moved
from alliance_tui.text.phrases import cuts_word, is_phrase, is_small, is_unspaced, may_be_chance, shift_to_phrase
from alliance_tui.text.similarity import nearly_equal
from alliance_tui.text.words import Prose, letter_count

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
        return not self.kept or _mostly_changed(self.old, self.kept, *words)

    def turned(self) -> Marks:
        """Return the marks with the two texts exchanged."""
        kept = [Match(match.new, match.old, match.size) for match in self.kept]
        return Marks(self.new, self.old, kept, self.new_units, self.old_units, self.coarse)


def _mostly_changed(prose: Prose, kept: list[Match], old: int, new: int) -> bool:
    """Return True if more than two thirds of the words changed (the field notes' figure), and no phrase of them stays.

    Or if more than five sixths changed.

    `kept`: what stays, as places in `prose`, the old text; `old` and `new`: how many words there are. A text that only
    grew or shrank is none such: its shorter side is still there.
    """
    words = prose.count_words(token for match in kept for token in match.old_places)
    if words * 6 >= old + new or words * 3 >= min(old, new) * 2:
        return False
    return words * 12 < old + new or not any(is_phrase(prose, match.old_places) for match in kept)


def mark(old: Prose, new: Prose) -> Marks:
    """Match two texts, always in the same direction, so that exchanging them mirrors the result."""
    if (len(old.text), old.text) > (len(new.text), new.text):
        return _Marking(new, old).marks.turned()
    return _Marking(old, new).marks


def _numbered(*sides: Sequence[Hashable]) -> list[list[int]]:
    """Return a number for each item of some sequences, equal ones for equal items: these are compared faster."""
    numbers: dict[Hashable, int] = {}
    return [[numbers.setdefault(item, len(numbers)) for item in side] for side in sides]


def _without_numbers(prose: Prose, sentences: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return sentences, as numbers of their tokens, without the number of an item of a list."""
    if not prose.list_numbers:
        return sentences
    contents = map(prose.content, prose.sentences)
    return [sentence[-len(content) :] if content else () for sentence, content in zip(sentences, contents, strict=True)]


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
        old_contents, new_contents = _without_numbers(old, old_sentences), _without_numbers(new, new_sentences)
        staying = self._staying_sentences(old_numbers, new_numbers, weights, nearly_equal(old_contents, new_contents))
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
        self._mark_edited_moves(old_contents, new_contents, len(moves))

    @cached_property
    def small(self) -> set[int]:
        """Return the items that are punctuation or a small word."""
        words = dict(zip(self.old_items, self.old.words, strict=True))
        return {item for item, word in words.items() if is_small(word)}

    def _staying_sentences(
        self, old: list[int], new: list[int], weights: list[int], near: dict[int, int]
    ) -> list[Match]:
        """Return the sentences that stay in place, as pairs of equal ones; nearly equal ones influence the choice.

        `old` and `new`: a number for each sentence, equal ones for equal sentences. A nearly equal one is lined up as
        if it were equal.
        """
        equalized = list(new)
        for old_at, new_at in near.items():
            equalized[new_at] = old[old_at]
        found = align(old, equalized, weights, grams=1)
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
            matches = [*self._without_islands(old_tokens, new_tokens)]
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
        placed_old = [(at, token) for at in olds for token in self.old.content(self.old.sentences[at])]
        placed_new = [(at, token) for at in news for token in self.new.content(self.new.sentences[at])]
        old_tokens, new_tokens = [token for _, token in placed_old], [token for _, token in placed_new]
        shared: Counter[tuple[int, int]] = Counter()
        phrases: set[tuple[int, int]] = set()  # sentences that share one
        for match in self._align(old_tokens, new_tokens):
            for both, pairs in groupby(match.pairs(), lambda pair: (placed_old[pair[0]][0], placed_new[pair[1]][0])):
                tokens = [old_tokens[old_at] for old_at, _ in pairs]
                shared[both] += self.old.count_words(tokens)
                if is_phrase(self.old, tokens):
                    phrases.add(both)
        groups: list[tuple[set[int], set[int]]] = []
        for (old, new), count in sorted(shared.items()):
            sizes = self.old.count_words(self.old.sentences[old]), self.new.count_words(self.new.sentences[new])
            related = count * 2 >= min(sizes) or count * 3 >= max(sizes) or (old, new) in phrases
            if not count or not related:
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
        if _mostly_changed(self.old, kept, *counts):
            first = self.old.sentences[olds[0]]
            number = len(first) - len(self.old.content(first))  # of a list's item: that stays
            at_start = [match for match in kept[:1] if number and match[:2] == (first.start, new_tokens[0])]
            kept = [Match(match.old, match.new, min(match.size, number)) for match in at_start]
        self.marks.kept += kept

    def _without_islands(self, old_tokens: list[int], new_tokens: list[int]) -> Iterator[Match]:
        """Align tokens; drop matches of a small word or two between longer changes: they are chance, and hard to read.

        They stay between two insertions or two deletions, where every word of one text is still in place, and beside
        a change of one word for one or two, or of punctuation alone. Of a Chinese word for another that begins as it
        ended nothing stays: for 关注 comes 注重.
        """
        old_words = [0, *accumulate(self.old.are_words[token] for token in old_tokens)]
        new_words = [0, *accumulate(self.new.are_words[token] for token in new_tokens)]

        def words(olds: range, news: range) -> int:
            """Return how many words of both sides are in these places."""
            return old_words[olds.stop] - old_words[olds.start] + new_words[news.stop] - new_words[news.start]

        slid = self._slid(self._align(old_tokens, new_tokens), old_tokens, new_tokens)
        matches = self._of_whole_words(slid, old_tokens, new_tokens)
        kept = Match(0, 0, 0)
        for match, after in pairwise([*matches, Match(len(old_tokens), len(new_tokens), 0)]):
            olds = range(kept.old + kept.size, match.old), range(match.old + match.size, after.old)
            news = range(kept.new + kept.size, match.new), range(match.new + match.size, after.new)
            if any(olds) and any(news) and may_be_chance(self.old, old_tokens[match.old : match.old + match.size]):
                least = 2 * words(match.old_places, match.new_places) or 6
                crossed = match.size == 1 and [*map(bool, olds)] == [not places for places in news]
                inside = crossed and is_unspaced(self.old.words[old_tokens[match.old]])
                if inside or min(map(words, olds, news)) >= least:
                    continue
            kept = match
            yield match

    def _of_whole_words(self, matches: list[Match], old_tokens: list[int], new_tokens: list[int]) -> Iterator[Match]:
        """Yield the matches without the parts of changed words at their ends, in scripts without spaces.

        old   你么可以     new   你们可以     matches   可以, not 你: 你们 is a word
        """

        sides = self.old, self.new
        for old, new, size in matches:
            first, last = 0, size - 1
            while first <= last and cuts_word(*sides, old_tokens[old + first], new_tokens[new + first]):
                first += 1
            while first <= last and cuts_word(*sides, old_tokens[old + last], new_tokens[new + last], at_end=True):
                last -= 1
            if first <= last:
                yield Match(old + first, new + first, last - first + 1)

    def _slid(self, matches: list[Match], old_tokens: list[int], new_tokens: list[int]) -> list[Match]:
        """Return the matches with each insertion and deletion between two of them moved to where a phrase begins."""
        slid = [*matches]
        for at, second in enumerate(matches[1:]):
            first = slid[at]
            old_changed, new_changed = (
                range(first.old + first.size, second.old),
                range(first.new + first.size, second.new),
            )
            at_start = first.old == first.new == 0  # it may go wholly
            at_end = second.old + second.size == len(old_tokens) and second.new + second.size == len(new_tokens)
            most = range(1 - at_start - first.size, second.size + at_end)
            if not old_changed:
                shift = shift_to_phrase(self.new, new_tokens, self.new_items, new_changed, most)
            elif not new_changed:
                shift = shift_to_phrase(self.old, old_tokens, self.old_items, old_changed, most)
            else:
                continue
            slid[at] = Match(first.old, first.new, first.size + shift)
            slid[at + 1] = Match(second.old + shift, second.new + shift, second.size - shift)
        return [match for match in slid if match.size]

    def _align(self, old_tokens: list[int], new_tokens: list[int]) -> list[Match]:
        """Align tokens; the matches are places in the two lists."""
        old, new = [self.old_items[token] for token in old_tokens], [self.new_items[token] for token in new_tokens]
        found = align(old, new, small=self.small)
        self.marks.coarse |= found.coarse
        return found.matches

    def _set_unit(self, unit: int, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Make these tokens one unit."""
        self.marks.old_units.update(dict.fromkeys(old_tokens, unit))
        self.marks.new_units.update(dict.fromkeys(new_tokens, unit))
