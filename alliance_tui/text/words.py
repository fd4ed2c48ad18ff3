"""Split a text into words and sentences, which a comparison aligns.

    text       We talk.  Don't shout!
    tokens     0  1   2  3     4    5      "We" "talk" "." "Don't" "shout" "!"
    sentences  0 - 2     3 - 5

A word or a punctuation mark is a token; white space never is, but stays with the token before it, so that
any stretch of tokens gives back its text exactly. Scripts written without spaces go by the character, with
its marks. Tokens are compared by their keys: these are the same however an accent is encoded, a quote is drawn, and
whatever unseen signs are in it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from alliance_tui.text.graphemes import EXTENDS, PLAIN, unicode_pattern
from alliance_tui.text.list_numbers import list_numbers

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Chinese characters, as ranges of a regular expression's class."""
_UNSPACED_SIGN = re.compile(f"[{UNSPACED}]")
_SUBSCRIPT = "[\u1039\u17d2]"
"""Signs of Burmese and Khmer that put the next character below the one before."""
_UNSEEN = "\u00ad\u034f\u061c\u200b\u200e\u200f\u2060\ufeff"
"""Signs without a look: two texts that differ in these alone read the same."""
_SEEN = re.compile(rf"[^\s{_UNSEEN}]")
_SAME_SIGN = dict.fromkeys(map(ord, _UNSEEN)) | {
    ord(sign): plain for plain, signs in (("'", "‘’‚‛ʼ"), ('"', "“”„‟"), ("-", "‐‑")) for sign in signs
}
"""What is left out of a token, and straight quotes for curly ones, before tokens are compared."""

_STOPS = frozenset(".…!?‼⁇⁈⁉؟۔।॥")
_CJK_STOPS = frozenset("。！？｡．")
_CLOSERS = frozenset("\"'”’»›)]}」』）】〉》")
_BULLETS = frozenset("-*+•‣◦·–—#>")
_ABBREVIATIONS = frozenset(["mr", "mrs", "ms", "dr", "prof", "st", "vs", "cf", "al", "bzw", "z", "ca"])
_NUMBERING = frozenset(["no", "nr"])
_SHORT_LINE = 40
"""Characters: a line that ends sooner was ended on purpose, not wrapped."""
_BREAK = re.compile(r"[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Prose:
    """A text and its tokens: `words` is what each says, `starts` the character at which it begins."""

    text: str
    words: list[str]
    starts: list[int]

    @cached_property
    def keys(self) -> list[str]:
        """Return what each token is compared by."""
        keys = self.words
        if not self.text.isascii():
            known = {word: _key(word) for word in {*self.words}}
            keys = [known[word] for word in self.words]
        if self.list_numbers:
            keys = [*keys]
        for token, first in self.list_numbers.items():
            keys[token] = f"\n{first}"
        return keys

    @cached_property
    def list_numbers(self) -> dict[int, str]:
        """Return the tokens that number the items of lists, each with the number that its list begins with."""
        lines = [0, *(bisect_left(self.starts, found.end()) for found in _BREAK.finditer(self.text))]
        return list_numbers(self.words, (line for line in lines if line < len(self.words)))

    @cached_property
    def sentences(self) -> list[range]:
        """Return the tokens of each sentence."""
        words = self.words
        begins = {0} if words else set()
        begins.update(_after_breaks(self))
        ends = {word for word in {*words} if word[0] in _STOPS or word[0] in _CJK_STOPS}
        for stop in (at for at, word in enumerate(words) if word in ends):
            following = stop + 1
            while following < len(words) and words[following] in _CLOSERS and self.touches(following):
                following += 1
            numbers = stop - 1 in self.list_numbers
            if following < len(words) and not numbers and _ends_sentence(self, stop, following):
                begins.add(following)
        return [range(*limits) for limits in pairwise([*sorted(begins), len(words)])]

    def touches(self, token: int) -> bool:
        """Return True if a token follows the one before it without white space."""
        return self.starts[token] == self.starts[token - 1] + len(self.words[token - 1])

    def piece(self, tokens: range) -> str:
        """Return the text of these tokens, white space and all: that before the first token belongs to it too."""
        start = self.starts[tokens.start] if tokens.start else 0
        return self.text[start : self.starts[tokens.stop] if tokens.stop < len(self.starts) else len(self.text)]

    def tokens(self, sentences: Iterable[int]) -> list[int]:
        """Return the tokens of some sentences."""
        return [token for sentence in sentences for token in self.sentences[sentence]]

    def count_words(self, tokens: Iterable[int]) -> int:
        """Return how many of some tokens are words."""
        return sum(map(self.are_words.__getitem__, tokens))

    @cached_property
    def are_words(self) -> list[bool]:
        """Return for each token whether it is a word; the number of an item is none."""
        known = {word: is_word(word) for word in {*self.words}}
        found = [known[word] for word in self.words]
        for number in self.list_numbers:
            found[number] = False
        return found

    def content(self, tokens: range) -> range:
        """Return the tokens of a sentence without the number of an item."""
        for number in (tokens.start, tokens.start + 1):
            if number in self.list_numbers:
                closed = number + 1 < tokens.stop and not self.are_words[number + 1]
                return range(number + 1 + closed, tokens.stop)
        return tokens


@lru_cache(maxsize=8)
def read_prose(text: str) -> Prose:
    """Return any text with its tokens and sentences; those read last are remembered, for one is compared twice."""
    words, starts = [], []
    for token in _pattern(_marks_in(text)).finditer(text):
        words.append(token[0])
        starts.append(token.start())
    return Prose(text, words, starts)


def has_words(text: str) -> bool:
    """Return True if there are tokens in a text."""
    return _SEEN.search(text) is not None


def _key(word: str) -> str:
    """Return what a token is compared by: one form for all that look the same."""
    return word if word.isascii() else unicodedata.normalize("NFC", word.translate(_SAME_SIGN))


def is_word(token: str) -> bool:
    """Return True if a token counts as a word: all but punctuation does, an emoji too."""
    return token[0].isalnum() or not unicodedata.category(token[0]).startswith("P")


def letter_count(text: str) -> int:
    """Return how many letters and digits are in a text, a character of an unspaced script counting as two."""
    unspaced = () if text.isascii() else _UNSPACED_SIGN.findall(text)
    return sum(map(str.isalnum, text)) + sum(map(str.isalnum, unspaced))


def _marks_in(text: str) -> str:
    """Return the combining and joining characters that occur in the text, sorted.

    Python's `\\w` leaves combining marks out (Indic vowels, Arabic points), hence a pattern of their own.
    """
    if PLAIN.fullmatch(text):
        return ""
    return "".join(sorted({*unicode_pattern(rf"[{EXTENDS}\p{{M}}{_UNSEEN}]").findall(text)}))


@lru_cache(maxsize=32)
def _pattern(marks: str) -> re.Pattern[str]:
    """Return the pattern of one token, for a text in which these marks occur; the first alternative that fits wins.

    A group is nowhere repeated possessively: Pythons before 3.11.5 match that wrongly (gh-106052).
    """
    mark = f"[{re.escape(marks)}]*+" if marks else ""
    letter = rf"[^\W{UNSPACED}]"
    core = f"(?:{letter}++{mark})+" if marks else f"{letter}++"
    return re.compile(
        r"[A-Za-z][A-Za-z0-9]*+(?=[\s,])"  # as below, but what most words are is found in a quarter less time
        rf"|[{UNSPACED}]{mark}(?:(?<={_SUBSCRIPT})[{UNSPACED}]{mark})*"  # a character of a script without spaces
        rf"|[^\W\d_](?>(?:\.[^\W\d_])+)(?!\w)\.?"  # e.g. U.S. a.m.
        rf"|\d++(?>(?:[.,:/]\d++)+)(?!\w)"  # 3.5 1,000 19:30
        rf"|{core}(?:['’.\-‐‑]{core})*"  # don't, well-kept, example.org
        rf"|[\U0001f1e6-\U0001f1ff]{{2}}{mark}"  # a flag is two letters
        rf"|\.{{2,}}|-{{2,}}|[!?]{{2,}}"  # ... -- ?!
        rf"|{_SEEN.pattern}{mark}(?:(?<=\u200d)[^\w\s]{mark})*"  # emoji joined into one
    )


def _ends_sentence(prose: Prose, stop: int, following: int) -> bool:
    """Return True if the stop ends its sentence; `following` is the token after it and its closing marks."""
    words = prose.words
    if words[stop][0] in _CJK_STOPS:
        return words[following][0] not in _CJK_STOPS
    if prose.touches(following) or words[following][0].islower():
        return False
    if words[stop] != "." or stop == 0:
        return True
    before = words[stop - 1]
    if words[following].isdecimal() and before.casefold() in _NUMBERING:
        return False
    initial = len(before) == 1 and before.isupper() and before != "I"
    return not initial and before.casefold() not in _ABBREVIATIONS


def _after_breaks(prose: Prose) -> list[int]:
    """Return the tokens that begin a paragraph, an item of a list, or a line after one ended on purpose."""
    words, begins, line_start = prose.words, [], 0
    for found in _BREAK.finditer(prose.text):
        length, line_start = found.start() - line_start, found.end()
        token = bisect_left(prose.starts, line_start)
        if token == len(words):
            break
        word = words[token]
        numbered = token in prose.list_numbers or token + 1 in prose.list_numbers
        short = length < _SHORT_LINE and not word[0].islower()
        if found[0].count("\n") > 1 or word in _BULLETS or numbered or short:
            begins.append(token)
    return begins
