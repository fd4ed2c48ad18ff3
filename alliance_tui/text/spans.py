"""A changed text as stretches: what stays, what comes, what goes and what moves."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from alliance_tui.text.matching import Marks
from alliance_tui.text.words import Prose


class Op(StrEnum):
    """What became of a stretch of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"


@dataclass(frozen=True)
class Span:
    """A stretch of text. EQUAL sides differ at most in white space; the other kinds have one side.

    A swap is a DELETE, then an INSERT. A MOVE comes twice: with `old` where it was, with `new` where it is.
    """

    op: Op
    old: str
    new: str


def spans_of(marks: Marks) -> tuple[Span, ...]:
    """The marks as stretches of text, in order, ready to be shown."""
    return tuple(_tidy(_spans(marks)))


def before_after(old: str, new: str) -> tuple[Span, ...]:
    """Return both texts whole, the old one as gone and the new one as come."""
    return only(Span(Op.DELETE, old, ""), Span(Op.INSERT, "", new))


def only(*spans: Span) -> tuple[Span, ...]:
    """The spans that hold something."""
    return tuple(span for span in spans if span.old or span.new)


def _spans(marks: Marks) -> Iterator[Span]:
    """The stretches, each swap with the white space after it."""
    a, b, stays = marks.a, marks.b, marks.stays
    i = j = 0
    while i < len(stays) or j < len(b.words):
        start = i
        while i < len(stays) and stays[i] == j:
            i, j = i + 1, j + 1
        if i > start:
            yield Span(Op.EQUAL, a.piece(start, i), b.piece(j - (i - start), j))
        i_end = next((token for token in range(i, len(stays)) if stays[token] >= 0), len(stays))
        j_end = stays[i_end] if i_end < len(stays) else len(b.words)
        olds, news = _pieces(a, marks.old_units, i, i_end), _pieces(b, marks.new_units, j, j_end)
        if i and news and news[0][0] == marks.old_units[i - 1] > 0 and (not olds or olds[0][0] < 0):
            yield _arrival(*news.pop(0))  # it belongs to the sentence before, not behind what moved away
        yield from _woven(olds, news)
        i, j = i_end, j_end


def _pieces(prose: Prose, units: list[int], first: int, end: int) -> list[tuple[int, str]]:
    """Units and their texts in a stretch that does not stay."""
    pieces = []
    for unit, tokens in groupby(range(first, end), key=units.__getitem__):
        run = list(tokens)
        pieces.append((unit, prose.piece(run[0], run[-1] + 1)))
    return pieces


def _woven(olds: list[tuple[int, str]], news: list[tuple[int, str]]) -> Iterator[Span]:
    """Old and new pieces between two that stay, each swap together."""
    coming = deque(news)
    waiting = {unit for unit, _ in news if unit > 0}
    for unit, text in olds:
        while unit in waiting and coming[0][0] != unit:
            yield _arrival(*coming.popleft())
        yield Span(Op.MOVE if unit < 0 else Op.DELETE, text, "")
        if unit >= 0 and coming and coming[0][0] == unit:
            waiting.discard(unit)
            yield _arrival(*coming.popleft())
    for piece in coming:
        yield _arrival(*piece)


def _arrival(unit: int, text: str) -> Span:
    """A piece that is new here."""
    return Span(Op.MOVE if unit < 0 else Op.INSERT, "", text)


def _tidy(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans with the white space after a swap left out of its marks."""
    held: list[Span] = []
    for span in spans:
        if span.op is Op.EQUAL and [one.op for one in held] == [Op.DELETE, Op.INSERT]:
            old, new = held[0].old.rstrip(), held[1].new.rstrip()
            gap, new_gap = held[0].old[len(old) :], held[1].new[len(new) :]
            if gap and new_gap:
                held = [Span(Op.DELETE, old, ""), Span(Op.INSERT, "", new)]
                span = Span(Op.EQUAL, gap + span.old, new_gap + span.new)
        if span.op is Op.INSERT and held and held[-1].op is Op.DELETE:
            yield from held[:-1]
            held = [held[-1], span]
            continue
        yield from held
        held = [span]
    yield from held
