"""What comparing two versions costs, and how much of 100,000 words it marks.

Once as one long text, and once in twelve answers, as a version has them: difflib takes the square of a length, so that
there is less to win. Seconds are of computing.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from time import process_time

from alliance_tui.text.alignment import align
from alliance_tui.text.diff import TextChange, compare_text
from alliance_tui.text.words import Prose, is_word, read_prose
from tests.benchmarks.compare_prose import edited, prose, seconds
from tests.benchmarks.programs import OURS, which
from tests.benchmarks.rows import AtMost, Figures, Row
from tests.faults.text.test_against_git import git_marked, git_spans

WORDS = 100_000
FEWER = 30_000
"""Words that are compared with difflib's help: at 100,000 it takes minutes."""
ANSWERS = 12
EDITED = 0.02
"""The share of words that an edit touches."""
STRETCH = 12
"""Words of a stretch that is rewritten whole."""

Pair = tuple[str, str]


@cache
def scattered(count: int) -> Pair:
    """A text, and the same with single words changed all over it."""
    chance = random.Random(4)
    words = prose(count, chance)
    return " ".join(words), " ".join(edited(words, chance, EDITED))


@cache
def rewritten(count: int) -> Pair:
    """A text, and the same with stretches of it in other words."""
    chance = random.Random(5)
    words = prose(count, chance)
    new = list(words)
    for _ in range(int(count * EDITED / STRETCH)):
        at = chance.randrange(count - STRETCH)
        new[at : at + STRETCH] = prose(chance.randint(STRETCH // 2, STRETCH * 2), chance)
    return " ".join(words), " ".join(new)


def difflib_seconds(pairs: Sequence[Pair]) -> float:
    """Seconds of the word diff everyone writes first; once, since they are many."""
    began = process_time()
    for old, new in pairs:
        SequenceMatcher(None, read_prose(old).words, read_prose(new).words, autojunk=False).get_opcodes()
    return process_time() - began


def compared_anew(old: str, new: str) -> TextChange:
    """Ours, nothing remembered."""
    compare_text.cache_clear()
    read_prose.cache_clear()
    return compare_text(old, new)


def computing(pairs: Sequence[Pair]) -> Figures:
    """Seconds of ours, the best of three, and of difflib's."""
    return {
        OURS: seconds(lambda: [compared_anew(*pair) for pair in pairs]),
        "difflib": difflib_seconds(pairs),
    }


def as_one_text(runs: int) -> Figures:
    """Compare them whole."""
    return computing([scattered(FEWER)])


def as_answers(runs: int) -> Figures:
    """Compare them answer by answer."""
    return computing([scattered(FEWER // ANSWERS)] * ANSWERS)


def aligned(old: Prose, new: Prose) -> int:
    """How many words the alignment underneath leaves without a partner, on both sides."""
    numbers: dict[str, int] = {}
    olds, news = ([numbers.setdefault(word, len(numbers)) for word in prose.words] for prose in (old, new))
    words = [is_word(word) for word in numbers]
    kept = sum(words[item] for match in align(olds, news).matches for item in olds[match.old : match.old + match.size])
    return sum(words[item] for item in (*olds, *news)) - 2 * kept


def by_git(old: Prose, new: Prose) -> int:
    """How many words git marks."""
    with tempfile.TemporaryDirectory() as folder:
        return sum(map(sum, git_marked(git_spans(old.text, new.text, Path(folder)), old, new)))


def marked(pair: Pair) -> Figures:
    """Words that count as changed."""
    old, new = map(read_prose, pair)
    return {OURS: aligned(old, new), "git": by_git(old, new) if which("git") else "not installed"}


TABLE = (
    Row("alliance diff, 30,000 words in one text: CPU", "s", "difflib", as_one_text, AtMost(0.05)),
    Row("alliance diff, 30,000 words in twelve answers: CPU", "s", "difflib", as_answers),
    Row("words marked, 100,000, single ones edited", "", "git", lambda _: marked(scattered(WORDS)), AtMost(1.05)),
    Row("words marked, 100,000, stretches rewritten", "", "git", lambda _: marked(rewritten(WORDS)), AtMost(1.05)),
)
