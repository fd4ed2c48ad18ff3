"""What the terminal says of its background and of the width of marks, however its answers are cut."""

from __future__ import annotations

import pytest

from alliance_tui.terminal.lexer import Lexer, Report
from alliance_tui.terminal.line_filters import PLAIN_GLYPHS
from alliance_tui.terminal.questions import erases_in_colour, is_light, mark_width, seems_light
from tests.reports import of_kind

LIGHT, DARK = "rgb:fbfb/f8f8/f3f3", "rgb:1a1a/1818/1616"


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        (LIGHT, True),
        (DARK, False),
        ("rgb:ff/ff/ff", True),
        ("rgb:f/f/e", True),
        ("rgba:0000/0000/0000/ffff", False),
        ("#fdf6e3", True),
        ("rgb:0000/2b2b/3636", False),
        ("rgb:ffff//", None),
        ("rgb:fffff", None),
        ("?", None),
        ("default", None),
    ],
)
def test_background(colour: str, light: bool | None) -> None:
    assert is_light(f"\x1b]11;{colour}") is light


def test_what_is_no_answer() -> None:
    """Another colour, another report, a place in another row."""
    assert is_light(f"\x1b]10;{LIGHT}") is None
    assert is_light("\x1b[0n") is None
    assert [mark_width(f"\x1b[{place}R") for place in ("1;2", "1;3", "1;4", "24;80", "?1;2")] == [1, 2, 3, None, None]


@pytest.mark.parametrize("end", ["\x07", "\x1b\\", "\x9c"])
@pytest.mark.parametrize("start", ["\x1b]", "\x9d"])
@pytest.mark.parametrize("apart", [0.001, 0.3, 2.0])
def test_the_answer_is_told_and_no_key_wherever_it_is_cut(start: str, end: str, apart: float) -> None:
    """Behind its first two bytes when the rest comes later."""
    if (start, end) == ("\x1b]", "\x9c"):
        end = "\x07"
    sent = f"{start}11;{LIGHT}{end}"
    for at in range(1 if apart < 0.1 else 2, len(sent)):
        lexer = Lexer()
        found = lexer.feed(sent[:at], 1.0) + lexer.feed(sent[at:], 1 + apart) + lexer.feed("z", 5.0)
        assert [token for token in found if not isinstance(token, Report)] == ["z"], at
        assert [is_light(token.sent) for token in found if isinstance(token, Report)][:1] == [True], at


def test_a_string_that_never_ends_is_kept_in_part() -> None:
    lexer = Lexer()
    for _ in range(100):
        lexer.feed("\x1b]11;" + 100 * "f", 1.0)
    assert next(len(token.sent) for token in lexer.feed("\x07", 1.0) if isinstance(token, Report)) < 300


@pytest.mark.parametrize(
    ("environ", "light"), [({}, False), ({"COLORFGBG": "0;15"}, True), ({"COLORFGBG": "15;default;0"}, False)]
)
def test_what_the_environment_says(environ: dict[str, str], light: bool) -> None:
    assert seems_light(environ) is light


def test_recorded_answers() -> None:
    """Those that terminals gave to this question."""
    told = [report.data.decode(errors="surrogateescape") for report in of_kind("colours")]
    answers = [text.rstrip("\x07").removesuffix("\x1b\\") for text in told if text.startswith("\x1b]11;")]
    assert answers
    assert None not in map(is_light, answers)


def test_plain_glyphs_are_ascii() -> None:
    """One cell for one cell."""
    assert all(len(plain) == 1 and plain.isascii() and plain.isprintable() for plain in PLAIN_GLYPHS.values())


@pytest.mark.parametrize(
    ("environ", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux-1/default,1,0"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "xterm-256color", "STY": "1.pts-1.host"}, False),
        ({"TERM": "vt220"}, False),
        ({}, False),
    ],
)
def test_terminals_that_erase_with_the_background_that_is_set(environ: dict[str, str], erases: bool) -> None:
    """Known by their names; GNU screen does not, and may have another's name."""
    assert erases_in_colour(environ) == erases
