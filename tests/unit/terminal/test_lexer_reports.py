"""The lexer makes no key of any report, wherever it is cut; `tests/e2e/test_reports.py` tries them in terminals."""

from __future__ import annotations

import os
import random
from codecs import getincrementaldecoder
from collections.abc import Sequence

import pytest

from alliance_tui.terminal.lexer import ESCAPE, Lexer, Report, Token
from tests.reports import KINDS, SEVEN_BIT, of_kind, places, random_report

REPORTS = int(os.environ.get("ALLIANCE_REPORTS", "2000"))
AT_ONCE, LATER, LATE = 0.001, 0.3, 2.0
"""Seconds between two pieces."""


def keys(pieces: Sequence[bytes], apart: float = AT_ONCE) -> list[Token]:
    """What is taken for keys or text of these pieces, and of a letter behind them."""
    lexer, decode = Lexer(), getincrementaldecoder("utf-8")("surrogateescape").decode
    found: list[Token] = []
    for number, piece in enumerate((*pieces, b"z")):
        found += lexer.feed(decode(piece), 1 + number * apart)
    return [token for token in found if not isinstance(token, Report)]


@pytest.mark.parametrize("kind", KINDS)
def test_recorded_reports_are_no_keys(kind: str) -> None:
    """Whole, twice, byte by byte, and cut in two at each position."""
    for report in of_kind(kind):
        data = report.data
        halves = [(data[:at], data[at:]) for at in range(1, len(data))]
        for pieces in ((data,), (data, data), [bytes([byte]) for byte in data], *halves):
            assert keys(pieces) == ["z"], pieces


@pytest.mark.parametrize("apart", [LATER, LATE])
def test_the_rest_of_a_report_comes_late(apart: float) -> None:
    """Behind its first two bytes at any position."""
    for report in SEVEN_BIT:
        for at in places(report.data)[1:]:
            pieces = report.data[:at], report.data[at:]
            assert keys(pieces, apart) == ["z"], pieces


def test_the_rest_of_a_report_comes_when_its_escape_was_a_key() -> None:
    """It is dropped all the same."""
    for report in SEVEN_BIT:
        lexer = Lexer()
        found = lexer.feed("\x1b", 1.0) + lexer.expire(1.1)
        found += lexer.feed(report.data[1:].decode(errors="surrogateescape"), 1.3)
        assert [token for token in found if not isinstance(token, Report)] == [ESCAPE], report.data


def test_random_reports_are_no_keys() -> None:
    """Whole and cut anywhere."""
    chance = random.Random(1)
    for _ in range(REPORTS):
        data = random_report(chance, mouse=True)
        at = chance.randrange(1, len(data))
        assert keys([data]) == keys([data[:at], data[at:]]) == ["z"], (data, at)


def test_a_steady_stream_of_cut_reports_is_no_key() -> None:
    """Each read ends amid a report, for longer than the rest of any one may take."""
    pieces = [b"\x1b[?6", *[b"2;22c\x1b[?6"] * 60, b"2;22c"]
    assert keys(pieces, LATER) == ["z"]
