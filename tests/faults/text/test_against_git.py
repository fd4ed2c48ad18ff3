"""Our marks beside those of `git diff --word-diff`, over a corpus of twenty pairs.

Left out on both sides is what we show before/after or as moved: whole sentences, which git shreds.
"""

from __future__ import annotations

import os
import subprocess
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

import pytest

from alliance_tui.text.diff import compare_text
from alliance_tui.text.spans import Op, Span
from alliance_tui.text.words import Prose, is_word, read_prose
from tests.needs import need

PAIRS = tomllib.loads(Path(__file__).with_name("prose_pairs.toml").read_text(encoding="utf-8"))["pair"]
Marked = tuple[list[bool], list[bool]]


@dataclass(frozen=True)
class Score:
    """Changed words, and the stretches they come in."""

    words: int
    fragments: int


def marked_words(spans: list[Span], old: Prose, new: Prose) -> Marked:
    """Which words of the two texts lie in a mark, words being numbered alike for git and for us."""
    sides: Marked = ([], [])
    for side, prose in enumerate((old, new)):
        ends, marks, at = [], [], 0
        for span in spans:
            at += len((span.old, span.new)[side])
            ends.append(at)
            marks.append(span.op is not Op.EQUAL)
        for word, start in zip(prose.words, prose.starts, strict=True):
            if is_word(word):
                sides[side].append(marks[bisect_right(ends, start)])
    return sides


def whole_sentences(spans: tuple[Span, ...], old: Prose, new: Prose) -> Marked:
    """Which words lie in a move, or in whole sentences deleted for whole sentences inserted."""
    left_out = [
        span.op is Op.MOVE or (number, before_after(spans, number, old, new)) == (number, True)
        for number, span in enumerate(spans)
    ]
    chosen = [
        Span(Op.DELETE if out else Op.EQUAL, span.old, span.new) for span, out in zip(spans, left_out, strict=True)
    ]
    return marked_words(chosen, old, new)


def before_after(spans: tuple[Span, ...], number: int, old: Prose, new: Prose) -> bool:
    """Whether the span is half of a swap of whole sentences."""
    first = number if spans[number].op is Op.DELETE else number - 1
    pair = [span.op for span in spans[first : first + 2]]
    if first < 0 or pair != [Op.DELETE, Op.INSERT]:
        return False
    at_old = len("".join(span.old for span in spans[:first]))
    at_new = len("".join(span.new for span in spans[:first]))
    return covers(old, at_old, spans[first].old) and covers(new, at_new, spans[first + 1].new)


def covers(prose: Prose, at: int, text: str) -> bool:
    """Whether the text at that place is made of whole sentences."""
    edges = {prose.starts[sentence.start] for sentence in prose.sentences}
    begin = at + len(text) - len(text.lstrip())
    end = at + len(text.rstrip())
    following = next((start for start in prose.starts if start >= end), None)
    return begin in edges and (following is None or following in edges)


def git_spans(old: str, new: str, folder: Path, *options: str) -> list[Span]:
    """Git's word diff; white space is only roughly its own, so words are what can be counted."""
    for name, text in (("old", old), ("new", new)):
        (folder / name).write_text(text + "\n", encoding="utf-8")
    command = [need("git", "git"), "diff", "--no-index", "--word-diff=porcelain", "-U1000", *options, "old", "new"]
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    lines = done.stdout.decode("utf-8").splitlines()
    body = lines[next(n for n, line in enumerate(lines) if line.startswith("@@")) + 1 :]
    kinds = {"+": Op.INSERT, "-": Op.DELETE, " ": Op.EQUAL}
    return [Span(kinds[line[0]], line[1:], line[1:]) for line in body if line[0] in kinds]


def git_marked(spans: list[Span], old: Prose, new: Prose) -> Marked:
    """Which words git marks, numbered as ours."""
    sides: Marked = ([], [])
    for side, gone in enumerate((Op.INSERT, Op.DELETE)):
        for span in spans:
            if span.op is not gone:
                words = filter(is_word, read_prose(span.old).words)
                sides[side].extend(span.op is not Op.EQUAL for _ in words)
    assert [len(side) for side in sides] == [sum(map(is_word, prose.words)) for prose in (old, new)]
    return sides


def score(marked: Marked, left_out: Marked) -> Score:
    """Count what is marked and not left out; a stretch of marked words is one fragment on its side."""
    words = fragments = 0
    for marks, outs in zip(marked, left_out, strict=True):
        counted = [mark and not out for mark, out in zip(marks, outs, strict=True)]
        words += sum(counted)
        fragments += sum(now and not before for before, now in zip([False, *counted], counted, strict=False))
    return Score(words, fragments)


def scores(pair: dict[str, str], folder: Path, *options: str) -> tuple[Score, Score]:
    """Ours and git's, of one pair."""
    old, new = read_prose(pair["old"].strip()), read_prose(pair["new"].strip())
    spans = compare_text(old.text, new.text).spans
    left_out = whole_sentences(spans, old, new)
    ours = score(marked_words(list(spans), old, new), left_out)
    return ours, score(git_marked(git_spans(old.text, new.text, folder, *options), old, new), left_out)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Score, Score]]:
    """Ours and git's of every pair."""
    return {pair["name"]: scores(pair, tmp_path_factory.mktemp("pair")) for pair in PAIRS}


def total(results: dict[str, tuple[Score, Score]], names: set[str]) -> tuple[Score, Score]:
    """Ours and git's over some pairs."""
    ours, gits = zip(*(both for name, both in results.items() if name in names), strict=True)
    return tuple(Score(sum(one.words for one in all_), sum(one.fragments for one in all_)) for all_ in (ours, gits))  # type: ignore[return-value]  # always two


def moving() -> set[str]:
    """The pairs in which something moved: git marks what stayed put instead, which is no fair count."""
    return {
        pair["name"]
        for pair in PAIRS
        if any(span.op is Op.MOVE for span in compare_text(pair["old"].strip(), pair["new"].strip()).spans)
    }


def test_corpus_has_twenty_pairs() -> None:
    """As many as were asked for, each with its own name."""
    assert len({pair["name"] for pair in PAIRS}) == len(PAIRS) == 20


@pytest.mark.parametrize("name", [pair["name"] for pair in PAIRS])
def test_no_pair_is_in_more_fragments_than_gits(name: str, results: dict[str, tuple[Score, Score]]) -> None:
    """Marks are never more scattered than git's."""
    ours, git = results[name]
    assert ours.fragments <= git.fragments


def test_marks_little_more_than_git_in_fewer_fragments(results: dict[str, tuple[Score, Score]]) -> None:
    """Over the corpus at most 1.1 times git's words, in fewer fragments; without the pairs that move, too."""
    for names in (results.keys(), results.keys() - moving()):
        ours, git = total(results, set(names))
        assert ours.words <= 1.1 * git.words
        assert ours.fragments < git.fragments


def test_moved_sentence_is_never_deleted_and_added() -> None:
    """Whole sentences that are on both sides of the corpus are in no deletion or insertion."""
    for pair in PAIRS:
        old, new = read_prose(pair["old"].strip()), read_prose(pair["new"].strip())
        shared = {tuple(old.words[token] for token in sentence) for sentence in old.sentences}
        shared &= {tuple(new.words[token] for token in sentence) for sentence in new.sentences}
        for span in compare_text(old.text, new.text).spans:
            if span.op in (Op.DELETE, Op.INSERT):
                marked = read_prose(span.old or span.new)
                sentences = {tuple(marked.words[token] for token in sentence) for sentence in marked.sentences}
                assert not shared & sentences, pair["name"]
