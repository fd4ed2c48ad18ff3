"""Keys told apart from pastes: what comes between brackets, or too fast for fingers, is text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.limits import LONGEST
from alliance_tui.terminal.lexer import ESCAPE_DELAY, Report
from alliance_tui.terminal.output_pace import ANSWER
from alliance_tui.terminal.paste_detection import (
    END,
    GIVEN_UP,
    MOST,
    QUIET,
    RECENT,
    SHORT,
    STALLED,
    START,
    Pasted,
    PasteDetector,
    Piece,
)

LONG = "It was the best of times, it was the worst of times."
ARROW, ESCAPE = "\x1b[A", "\x1b"


Keys = str | Pasted
"""Keys as the terminal sends them, in one string, or pasted text."""


def take(*chunks: str, gap: float = 0.0) -> list[Keys]:
    """What comes of chunks, `gap` seconds apart, when the line is quiet for long after the last; reports left out."""
    detector, now, taken = PasteDetector(), 10.0, list[Keys]()
    for chunk in chunks:
        keep(taken, detector.feed(chunk, now))
        while (patience := detector.patience) is not None and patience <= gap:
            keep(taken, detector.flush(now + patience))
        now += gap
    while (patience := detector.patience) is not None:
        now += patience
        keep(taken, detector.flush(now))
    return taken


def keep(taken: list[Keys], pieces: Iterable[Piece]) -> None:
    """Add what was taken, with keys that follow each other as one."""
    for piece in pieces:
        if isinstance(piece, Report):
            continue
        keys = piece if isinstance(piece, str | Pasted) else piece.sent
        if isinstance(keys, str) and taken and isinstance(taken[-1], str):
            taken[-1] += keys
        else:
            taken.append(keys)


@pytest.mark.parametrize(
    "text",
    [
        "red\x1b[31m and more than thirty-two characters after it",
        "a\x1b[Ab\x1bOPc\x1b[1;5Dd",
        "title\x1b]0;PWNED\x07 and clipboard \x1b]52;c;UFdORUQ=\x07",
        f"nested {START} brackets",
        f"closed {END}q{START} and opened",
        f"closed {END} too early",
        "\x1b\x1bq",
        "ends in \x1b",
        "ends in \x1b[201",
        "focus \x1b[I and size \x1b[48;1;1;1;1t and mouse \x1b[<0;1;1M",
        "NUL \0, C1 \x9b31m, DEL \x7f, ctrl+q \x11",
        "",
        "é 我 👨‍👩‍👧",
    ],
)
def test_all_between_brackets_is_text(text: str) -> None:
    """Whole or in pieces of any length, no part of it is a key; what comes before and after is."""
    shown = [Pasted(text)] if text else []
    whole = START + text + END
    assert take(whole) == shown
    assert take(*whole) == shown
    assert take(*whole, gap=QUIET / 2) == shown
    assert take("i" + whole + ARROW) == (["i", *shown, ARROW] if text else ["i" + ARROW])


@given(st.text(st.sampled_from("aé\x1b[20O1~\r\x7f\x11")), st.lists(st.integers(0, 60), max_size=5))
def test_wherever_a_paste_is_cut(text: str, cuts: list[int]) -> None:
    """It is one paste, with the same text."""
    whole = f"{START}{text}{END}"
    places = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    chunks = [whole[start:end] for start, end in pairwise(places)]
    assert take(*chunks) == [Pasted(kept) for kept in [text.replace(END + START, "")] if kept]


def test_a_paste_that_stalls_comes_in_parts_and_stays_text() -> None:
    """Even when its end comes long after."""
    stalled = STALLED + 1
    assert take(f"{START}one \x1b[A", "two", gap=stalled)[0] == Pasted("one \x1b[A")
    assert take(f"{START}one", f"\x1b[Atwo{END}q", gap=stalled) == [Pasted("one"), Pasted("\x1b[Atwo"), "q"]
    assert take(f"{START}one", "Dy", END + "q", gap=stalled) == [Pasted("one"), Pasted("Dy"), "q"]


def test_a_paste_without_an_end_is_over_some_time() -> None:
    """Else no key would be one any more."""
    assert take(f"{START}one", "q", gap=STALLED + GIVEN_UP + 1) == [Pasted("one"), "q"]
    assert take(START, *"jkjkjq", gap=STALLED + 1)[-1] == "kjq"


@pytest.mark.parametrize("at", range(1, len(END)))
def test_a_paste_that_stalls_in_the_midst_of_its_end(at: int) -> None:
    """No part of that is text, and the key after it is one."""
    assert take(f"{START}one{END[:at]}", END[at:], "q", gap=STALLED + 1) == [Pasted("one"), "q"]
    assert take(f"{START}one{END[:at]}", "two", END + "q", gap=STALLED + 1)[-1] == "q"


def test_two_pastes_with_nothing_between_are_both_there() -> None:
    """As one text."""
    assert take(f"{START}one{END}{START}two{END}") == [Pasted("onetwo")]
    assert take(f"{START}one{END}", f"{START}two{END}", gap=1) == [Pasted("one"), Pasted("two")]


def test_a_bracket_may_come_in_two_pieces_with_a_pause_between() -> None:
    """No key is so long a part of it."""
    pause = (QUIET + STALLED) / 2
    assert take(START[:3], f"{START[3:]}text{END[:3]}", END[3:], gap=pause) == [Pasted("text")]
    assert take(START, "text", END, gap=pause) == [Pasted("text")]


def test_typing_is_keys_without_delay() -> None:
    """Up to as many as may wait together."""
    detector = PasteDetector()
    for chunk in ("j", ARROW, "é", "\r", "x" * SHORT, ARROW * 40, "\x7f" * 40):
        taken: list[Keys] = []
        keep(taken, detector.feed(chunk, 1.0))
        assert taken == [chunk]
        assert detector.patience is None


def test_the_escape_key_waits_for_what_it_may_begin() -> None:
    """But a key after it shows that it is one."""
    detector = PasteDetector()
    assert list(detector.feed(ESCAPE, 1.0)) == []
    assert detector.patience == ESCAPE_DELAY
    assert [piece.sent for piece in detector.flush(1.0 + ESCAPE_DELAY) if not isinstance(piece, str | Pasted)] == [
        ESCAPE
    ]
    assert take(ESCAPE, "q") == [ESCAPE + "q"]
    assert take("abc" + ESCAPE + "n") == ["abc" + ESCAPE + "n"]


def test_answers_are_told_at_once() -> None:
    """Within a paste too; there, one that nobody waits for is text."""
    waited = [True]
    detector = PasteDetector(lambda: bool(waited and waited.pop()))
    assert list(detector.feed(LONG + ANSWER, 1.0)) == [Report(ANSWER)]
    assert list(detector.flush(1.0 + QUIET)) == [Pasted(LONG)]
    assert list(detector.feed(f"{START}one{ANSWER}two{ANSWER}{END}", 2.0)) == []
    assert list(detector.flush(2.0 + QUIET)) == [Pasted(f"onetwo{ANSWER}")]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (LONG, [Pasted(LONG)]),
        (f"{LONG}\r{LONG}\t", [Pasted(f"{LONG}\r{LONG}\t")]),
        (f"{LONG}\x1b[Aq\x11q{LONG}", [Pasted(f"{LONG}\x1b[Aq\x11q{LONG}")]),
        (f"{ARROW}\x15{LONG}{ARROW}{ESCAPE}", [f"{ARROW}\x15", Pasted(LONG), ARROW + ESCAPE]),
        (f"{LONG}\x7f\x7fs.", [Pasted(LONG), "\x7f\x7f", Pasted("s.")]),
        (f"{LONG}\x1b[<35;10;5Mand\x1b[I on\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\.", [Pasted(f"{LONG}and on.")]),
        ("jk\x1b]11;rgb:1e1e/1e1e/2e2e/1e1e/1e1e/2e2e\x1b\\n", ["jkn"]),
    ],
)
def test_what_comes_too_fast_for_fingers_is_text(sent: str, expected: list[Piece]) -> None:
    """But for keys at its ends, deletes in it, and what the terminal says by itself."""
    assert take(sent) == expected


def test_the_rest_of_a_fast_run_is_text_however_short() -> None:
    """It may come a moment later; after a key, typing is typing again."""
    assert take(LONG, "q", gap=RECENT / 2) == [Pasted(LONG), Pasted("q")]
    assert take(LONG, "q", gap=RECENT * 2) == [Pasted(LONG), "q"]
    assert take(LONG + ESCAPE, "q", gap=RECENT / 2) == [Pasted(LONG), ESCAPE + "q"]


@pytest.mark.parametrize("bracketed", [True, False])
def test_no_more_is_held_than_needed_to_refuse_it(bracketed: bool) -> None:
    """The end of the paste is seen all the same."""
    start, end = (START, END) if bracketed else ("", "")
    chunks = [start, *["x" * 4000] * (MOST // 1000), end + ARROW]
    piece, *keys = take(*chunks)
    assert isinstance(piece, Pasted)
    assert LONGEST < len(piece.text) <= MOST + len(END)
    assert keys == ([ARROW] if bracketed else [])
