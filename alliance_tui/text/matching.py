"""Match the sentences and words of two texts: which stay, which belong together, which moved.

    old   Be kind.  We walk on Sundays, at ten.  Tell me early.
    new             We walk on Mondays, at ten.  Tell me early.  Be kind.

1. Sentences are lined up: "Tell me early." stays, "Be kind." moved.
2. A sentence that is elsewhere but for a few words has moved and been edited.
3. What is left over between sentences that stay is compared word by word: "Mondays" comes for "Sundays".

Sentences and tokens (words and punctuation marks) are told by their numbers in a `Prose`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise

from alliance_tui.text.alignment import Match, align, gaps, merge_matches, moved
from alliance_tui.text.phrases import cuts_word, is_phrase, is_unspaced, shift_to_phrase
from alliance_tui.text.similarity import nearly_equal
from alliance_tui.text.words import Prose, letter_count

_LONG = 4
"""Letters, a Chinese character counting as two: a sentence as long as this may be said to have moved."""
_FEWEST_MOVED = 3
"""Words: a sentence that keeps fewer of them elsewhere has not moved, it is another."""
_FAR_LONGER, _FAR_LONGER_UNSPACED = 4, 2
"""A stretch that stays is chance if the changes on both sides are so many times as long."""


@dataclass
class Marks:
    """How each token changed; `kept` are those that stay.

    A changed token belongs to a unit: above 0 sentences that are compared, below 0 a move.
    """

    old: Prose
    new: Prose
    kept: list[Match] = field(default_factory=list)
    old_units: dict[int, int] = field(default_factory=dict)
    new_units: dict[int, int] = field(default_factory=dict)
    moved: int = 0
    """Tokens of either text that moved."""
    coarse: bool = False

    @property
    def rewritten(self) -> bool:
        """Return True if too little stays for the texts to be marked word by word.

        That is if more than two thirds of the words changed (the field notes' figure), and no phrase stays or moves. A
        text that only grew or shrank is none such: its shorter side is still there.
        """
        if self.moved:
            return False
        old, new = (prose.count_words(range(len(prose.words))) for prose in (self.old, self.new))
        kept = self.old.count_words(token for match in self.kept for token in match.old_places)
        if kept * 6 >= old + new or kept * 3 >= min(old, new) * 2:
            return not self.kept
        return not any(is_phrase(self.old, match.old_places) for match in self.kept)

    def turned(self) -> Marks:
        """Return the marks with the two texts exchanged."""
        kept = [Match(match.new, match.old, match.size) for match in self.kept]
        return Marks(self.new, self.old, kept, self.new_units, self.old_units, self.moved, self.coarse)


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
        self.groups = self.moves = 0
        self.old_items, self.new_items = _numbered(old.keys, new.keys)
        old_sentences = [tuple(self.old_items[tokens.start : tokens.stop]) for tokens in old.sentences]
        new_sentences = [tuple(self.new_items[tokens.start : tokens.stop]) for tokens in new.sentences]
        old_numbers, new_numbers = _numbered(old_sentences, new_sentences)
        weights = [letter_count(old.piece(tokens)) for tokens in old.sentences]
        old_contents, new_contents = _without_numbers(old, old_sentences), _without_numbers(new, new_sentences)
        near = nearly_equal(old_contents, new_contents)
        staying, apart = self._lined_up(old_numbers, new_numbers, weights, near)
        for old_at, new_at in (pair for match in staying for pair in match.pairs()):
            tokens = old.sentences[old_at]
            self.marks.kept.append(Match(tokens.start, new.sentences[new_at].start, len(tokens)))
        moves = moved(old_numbers, new_numbers, staying, [weight >= _LONG for weight in weights])
        for move in moves:
            self._set_move(old.tokens(move.old_places), new.tokens(move.new_places))
        moves += [Match(*pair, 1) for pair in apart if self._mark_edited_move(*pair)]
        moved_from = {sentence for move in moves for sentence in move.old_places}
        moved_to = {sentence for move in moves for sentence in move.new_places}
        for left_old, left_new in gaps(staying, len(old_numbers), len(new_numbers)):
            self._mark_words(
                old.tokens(sentence for sentence in left_old if sentence not in moved_from),
                new.tokens(sentence for sentence in left_new if sentence not in moved_to),
            )

    @cached_property
    def punctuation(self) -> set[int]:
        """Return the items that are no words."""
        return {item for item, is_word in zip(self.old_items, self.old.are_words, strict=True) if not is_word}

    def _lined_up(
        self, old: list[int], new: list[int], weights: list[int], near: dict[int, int]
    ) -> tuple[list[Match], list[tuple[int, int]]]:
        """Return the sentences that stay in place, as pairs of equal ones, and the nearly equal ones that do not.

        `old` and `new`: a number for each sentence, equal ones for equal sentences. A nearly equal one is lined up as
        if it were equal.
        """
        equalized = list(new)
        for old_at, new_at in near.items():
            equalized[new_at] = old[old_at]
        found = align(old, equalized, weights, grams=1)
        self.marks.coarse = found.coarse
        pairs = [pair for match in found.matches for pair in match.pairs()]
        staying = merge_matches((old_at, new_at, 1) for old_at, new_at in pairs if old[old_at] == new[new_at])
        in_place = [{*places} for places in zip(*pairs, strict=True)] or [set(), set()]
        return staying, [pair for pair in near.items() if pair[0] not in in_place[0] and pair[1] not in in_place[1]]

    def _mark_edited_move(self, old: int, new: int) -> bool:
        """Mark a sentence that moved and was edited, if it did: what it keeps moves, the rest of it came or went.

        old   We walk on Sundays. Be kind.      [<We walk on <][-Sundays-][<.<]
        new   Be kind. We walk on Mondays.      {>We walk on >}{+Mondays+}{>.>}
        """
        old_tokens, new_tokens = self.old.tokens([old]), self.new.tokens([new])
        matches = [*self._without_islands(old_tokens, new_tokens)]
        kept = self.old.count_words(old_tokens[place] for match in matches for place in match.old_places)
        if kept < max(_FEWEST_MOVED, self.old.count_words(old_tokens) / 2, self.new.count_words(new_tokens) / 2):
            return False
        self.groups += 2  # a group for each side: its words are no swap for what stands in the other's place
        self.marks.old_units.update(dict.fromkeys(old_tokens, self.groups - 1))
        self.marks.new_units.update(dict.fromkeys(new_tokens, self.groups))
        for match in matches:
            self._set_move([old_tokens[at] for at in match.old_places], [new_tokens[at] for at in match.new_places])
        return True

    def _mark_words(self, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Compare the words of sentences between two that stay."""
        self.groups += 1
        self._set_unit(self.groups, old_tokens, new_tokens)
        for match in self._without_islands(old_tokens, new_tokens):
            olds = old_tokens[match.old : match.old + match.size]
            news = new_tokens[match.new : match.new + match.size]
            if olds[-1] - olds[0] == news[-1] - news[0] == match.size - 1:
                self.marks.kept.append(Match(olds[0], news[0], match.size))
            else:  # what lies between them moved
                self.marks.kept += merge_matches((*pair, 1) for pair in zip(olds, news, strict=True))

    def _without_islands(self, old_tokens: list[int], new_tokens: list[int]) -> Iterator[Match]:
        """Align tokens; drop a match between far longer changes: it is chance, and hard to read.

        It stays between two insertions or two deletions, where every word of one text is still in place. Of a Chinese
        word for another that begins as it ended nothing stays: for 关注 comes 注重.
        """
        old_words = [0, *accumulate(self.old.are_words[token] for token in old_tokens)]
        new_words = [0, *accumulate(self.new.are_words[token] for token in new_tokens)]

        def words(old_start: int, old_end: int, new_start: int, new_end: int) -> int:
            """Return how many words of both sides are between these places."""
            return old_words[old_end] - old_words[old_start] + new_words[new_end] - new_words[new_start]

        slid = self._slid(self._align(old_tokens, new_tokens), old_tokens, new_tokens)
        matches = self._of_whole_words(slid, old_tokens, new_tokens)
        old_kept = new_kept = 0  # the places behind the last match that stays
        for (old, new, size), after in pairwise([*matches, Match(len(old_tokens), len(new_tokens), 0)]):
            old_end, new_end = old + size, new + size
            olds, news = (old > old_kept, after.old > old_end), (new > new_kept, after.new > new_end)
            if any(olds) and any(news):
                unspaced = is_unspaced(self.old.words[old_tokens[old]])
                inside = unspaced and size == 1 and olds[0] != news[0] and olds[1] != news[1]
                around = words(old_kept, old, new_kept, new), words(old_end, after.old, new_end, after.new)
                far = _FAR_LONGER_UNSPACED if unspaced else _FAR_LONGER
                if inside or min(around) >= max(words(old, old_end, new, new_end), 2) * far:
                    continue
            old_kept, new_kept = old_end, new_end
            yield Match(old, new, size)

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
        found = align(old, new, light=self.punctuation)
        self.marks.coarse |= found.coarse
        return found.matches

    def _set_move(self, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Make these tokens a move."""
        self.moves += 1
        self.marks.moved += len(old_tokens)
        self._set_unit(-self.moves, old_tokens, new_tokens)

    def _set_unit(self, unit: int, old_tokens: list[int], new_tokens: list[int]) -> None:
        """Make these tokens one unit."""
        self.marks.old_units.update(dict.fromkeys(old_tokens, unit))
        self.marks.new_units.update(dict.fromkeys(new_tokens, unit))
