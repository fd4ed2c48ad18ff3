"""What a terminal sends, split: only keys are keys, wherever it is cut."""

from __future__ import annotations

import pytest

from alliance_tui.terminal.lexer import (
    AT_ONCE,
    ESCAPE_DELAY,
    LONGEST_SEQUENCE,
    PASTE_START,
    REST,
    REST_HELD,
    STALLED,
    Lexer,
    Press,
    Report,
    Token,
)

ESC, ST = "\x1b", "\x1b\\"
LATE = 2 * AT_ONCE
REPORTS = [
    "\x1b[?62;22c",
    "\x1b[>41;354;0c",
    f"\x1bP>|tmux 3.5a{ST}",
    f"\x1b]11;rgb:1e1e/1e1e/2e2e{ST}",
    "\x1b]10;rgb:1e1e/1e1e/2e2e\x07",
    f"\x1b]l Delete me y{ST}",
    f"\x1b]L\rD\ty\n{ST}",
    f"\x1b_Gi=1;OK{ST}",
    f"\x1b^private{ST}",
    f"\x1bXany string{ST}",
    f"\x1bP1$r0 q{ST}",
    "\x1b[0n",
    "\x1b[12;40R",
    "\x1b[1;5R",
    "\x1b[?1;40;1R",
    "\x1b[?2026;2$y",
    "\x1b[4;1$y",
    "\x1b[8;24;80t",
    "\x1b[48;24;80;480;800t",
    "\x1b[?1u",
    "\x1b[I",
    "\x1b[O",
    "\x1b[M !!",
    "\x1b[M#\x9b\x9d",
    "\x1b[<0;10;5M",
    "\x1b[32;10;5M",
    "\x1b[?997;1n",
    "\x1b[97;1:3u",
    "\x1b[1;1:3A",
    "\x1b[3;1:3~",
    "\x1b[57441;2u",
    "\x1b[99999999;1u",
    "\x1b[55296u",
    "\x1b[27;1:3u",
    "\x1b[97;3u",
    "\x1b[27;3;97~",
    "\x1b[27;3;13~",
    "\x1b[1;3A",
    "\x1b[1;9D",
    "\x1b[3;3~",
    "\x1b[7;5R",
    "\x9b?62;22c",
    "\x9d11;rgb:1e1e/1e1e/2e2e\x9c",
    "\udc9b?62;22c",
    "\udc90>|foot(1.16)\udc9c",
]
KEYS = {
    "\x1b[A": "up",
    "\x1bOB": "down",
    "\x1b[1;2C": "shift+right",
    "\x1b[1;5D": "ctrl+left",
    "\x1b[1;6H": "ctrl+shift+home",
    "\x1b[1;1:2F": "end",
    "\x1b[1;129A": "up",
    "\x1b[7~": "home",
    "\x1b[3;5~": "ctrl+delete",
    "\x1b[5~": "pageup",
    "\x1bOP": "f1",
    "\x1b[15~": "f5",
    "\x1b[24;2~": "shift+f12",
    "\x1b[[C": "f3",
    "\x1b[Z": "shift+tab",
    "\x1b[a": "shift+up",
    "\x1bOd": "ctrl+left",
    "\x1b[3$": "shift+delete",
    "\x1b[8^": "ctrl+end",
    "\x1b[27u": "escape",
    "\x1b[57419u": "up",
    "\x1b[127;2u": "backspace",
    "\x1b[9;2u": "shift+tab",
    "\x1b[99;5u": "ctrl+c",
    "\x1b[1089::99;5u": "ctrl+c",
    "\x1b[27;5;103~": "ctrl+g",
    "\x1b[27;6;103~": "ctrl+shift+g",
    "\x07": "ctrl+g",
    "\x7f": "backspace",
    "\b": "backspace",
    "\0": "ctrl+@",
}
TEXTS = {
    "\x1b[97u": "a",
    "\x1b[97;2u": "A",
    "\x1b[97:65;2u": "A",
    "\x1b[97;65u": "a",
    "\x1b[97;1;8364u": "€",
    "\x1b[1081:113;1;1081u": "й",
    "\x1b[1081::113u": "й",
    "\x1b[0;;233:771u": "é\u0303",
    "\x1b[57414u": "\r",
    "\x1b[57399u": "0",
    "\x1b[13u": "\r",
    "\x1b[13;2u": "\r",
    "\x1b[9u": "\t",
    "\x1b[32;2u": " ",
    "\x1b[27;2;65~": "A",
    "\x1bOj": "*",
    "\x1bOM": "\r",
    "é我": "é我",
    "\r": "\r",
}


def lex(*chunks: str, gap: float = 0.0, lexer: Lexer | None = None) -> list[Token]:
    """What comes of chunks so many seconds apart; text that follows text joined with it."""
    lexer, now, tokens = lexer or Lexer(), 100.0, list[Token]()
    for chunk in chunks:
        for token in lexer.feed(chunk, now):
            if isinstance(token, str) and tokens and isinstance(tokens[-1], str):
                tokens[-1] += token
            else:
                tokens.append(token)
        if lexer.patience is not None and gap > lexer.patience:
            tokens += lexer.expire(now + lexer.patience)
        now += gap
    if lexer.patience is not None:
        tokens += lexer.expire(now + lexer.patience)
    return tokens


def keys(tokens: list[Token]) -> list[str]:
    """Names of keys, and text."""
    return [token.name if isinstance(token, Press) else token for token in tokens if not isinstance(token, Report)]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("gap", [0.0, AT_ONCE / 2, STALLED / 2])
def test_a_report_is_no_key_wherever_it_is_cut(report: str, gap: float) -> None:
    """And the key after it is one. A cut behind ESC itself is another matter, where it lasts."""
    assert keys(lex(report + "j")) == ["j"]
    first = 2 if report[0] == ESC and gap > ESCAPE_DELAY else 1
    for at in range(first, len(report)):
        assert keys(lex(report[:at], report[at:], "j", gap=gap)) == ["j"], (report[:at], report[at:])
    if gap < ESCAPE_DELAY:
        assert keys(lex(*report, "j", gap=gap)) == ["j"]


@pytest.mark.parametrize("report", [report for report in REPORTS if report[0] == ESC])
def test_the_rest_of_a_report_after_its_escape_acts_as_no_letter(report: str) -> None:
    """A line that stalls just there gives the Escape key."""
    assert keys(lex(ESC, report[1:], gap=REST / 2)) == ["escape"]


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_that_breaks_off_for_another(report: str) -> None:
    """Neither is a key."""
    cut = report[:-1] if report[:3] != "\x1b[M" else report
    assert {key for other in REPORTS for key in keys(lex(cut + other + "j"))} <= {"j"}


@pytest.mark.parametrize(("sent", "name"), KEYS.items())
def test_keys(sent: str, name: str) -> None:
    """By whichever of its forms, and in two pieces."""
    assert keys(lex(sent)) == [name]
    assert keys(lex(sent + sent)) == [name, name]
    for at in range(1, len(sent)):
        assert keys(lex(sent[:at], sent[at:], gap=AT_ONCE / 2)) == [name]


@pytest.mark.parametrize(("sent", "text"), TEXTS.items())
def test_keys_that_type_text(sent: str, text: str) -> None:
    """Whatever the terminal sends for them."""
    assert lex(sent) == [text]


@pytest.mark.parametrize("second", [chr(n) for n in range(0x20, 0x7F) if chr(n) not in "[]OPX^_\\"])
def test_escape_and_a_letter_are_two_keys(second: str) -> None:
    """As tmux sends them, together, if they come within half a second."""
    assert keys(lex(f"abc{ESC}{second}")) == ["abc", "escape", second]
    assert keys(lex(ESC, second, gap=1.0)) == ["escape", second]


@pytest.mark.parametrize("second", "[]OPX^_")
def test_escape_and_a_letter_that_may_begin_a_report(second: str) -> None:
    """The next key shows that both were keys; the letter, bound to nothing, is dropped."""
    for after in ("n", "\r", "y"):
        assert keys(lex(ESC + second, after, gap=LATE)) == ["escape", after]
    assert keys(lex(ESC + second, ESC, gap=LATE)) == ["escape", "escape"]
    assert keys(lex(ESC + second, "\x1b[A", gap=LATE)) == ["escape", "up"]
    assert keys(lex(ESC, second, "n", gap=1.0)) == ["escape", second + "n"]
    assert keys(lex(ESC, second, "n", gap=(ESCAPE_DELAY + REST_HELD) / 2)) == ["escape", second + "n"]


def test_escape_twice_and_escape_before_keys() -> None:
    """Each is a key."""
    assert keys(lex(ESC + ESC)) == ["escape", "escape"]
    assert keys(lex(ESC + "\x1b[A")) == ["escape", "up"]
    assert keys(lex(ESC + "\r")) == ["escape", "\r"]
    assert keys(lex(ESC + "\x7f")) == ["escape", "backspace"]


@pytest.mark.parametrize("report", [report for report in REPORTS if report[0] == ESC and len(report) > 4])
def test_the_rest_of_a_report_after_its_escape_may_be_cut(report: str) -> None:
    """Twice, or come late."""
    for at in range(3, len(report)):
        lexer = Lexer()
        assert [*lexer.feed(ESC, 1.0), *lexer.expire(1.2)] == [Press("escape", ESC)]
        pieces = report[1:at], report[at:], "j"
        found = [
            token for number, piece in enumerate(pieces) for token in lexer.feed(piece, 1.4 + number * AT_ONCE / 2)
        ]
        assert keys(found) == ["j"], pieces


def test_the_rest_of_a_report_comes_later_than_anything_is_awaited() -> None:
    """It is known by its form."""
    assert keys(lex("\x1b[?6", "2;22c", "j", gap=STALLED + 1)) == ["j"]
    assert keys(lex(ESC, "[?62;22c", "j", gap=REST + 1)) == ["escape", "j"]
    assert keys(lex(ESC, "]11;rgb:1e1e/1e1e/2e2e\x07", "j", gap=REST + 1)) == ["escape", "j"]


@pytest.mark.parametrize("second", ["\x9c", "\udc9c", "\x9b1m", "\udc90", "\x07", "\x18"])
def test_a_title_with_what_ends_strings(second: str) -> None:
    """None of it acts that comes at once."""
    assert keys(lex(f"\x1b]lab{second} Delete y{ST}j")) == ["j"]


@pytest.mark.parametrize("report", [f"\x1bP>|ghostty sy 1.1.3{ST}", f"\x1b]lDelete me y{ST}", "\x1b[?62;22c"])
@pytest.mark.parametrize("gap", [0.12, 0.2, 0.32])
def test_a_report_byte_by_byte_from_a_line_that_stalls(report: str, gap: float) -> None:
    """No letter of it acts that is bound to anything."""
    harmless = ("j", "escapej", f"escape{report[1]}j")
    assert "".join(keys(lex(*report, "j", gap=gap))) in harmless
    for longer in (gap, 1.0):
        assert "".join(keys(lex(report[0], report[1], report[2:-1], report[-1], "j", gap=longer))) in harmless


def test_numbers_of_any_length() -> None:
    """They are numbers of no key."""
    for end in "u~A":
        assert keys(lex("\x1b[" + "1" * 250, "1" * 5000 + end + "j")) == ["j"]
        assert keys(lex("\x1b[97;" + "1" * 200 + end + "j")) == ["j"]
        assert keys(lex("\x1b[27;5;1:2" + end + "j")) in (["j"], ["\x01\x02j"])


def test_reads_that_each_end_within_a_report() -> None:
    """None of them is the one that began long ago."""
    pieces = ["\x1b[?6", *["2;22c\x1b[?6"] * 50, "2;22c", "j"]
    assert keys(lex(*pieces, gap=0.3)) == ["j"]


def test_the_end_of_no_string() -> None:
    """It takes nothing typed with it."""
    assert keys(lex(f"abc{ST}n")) == ["abcn"]


def test_what_never_ends_is_forgotten() -> None:
    """After `STALLED`, however much is typed meanwhile, and at once with Escape."""
    for report in (f"{ESC}]11;rgb", f"{ESC}P>|", f"{ESC}[?62", f"{ESC}_G"):
        assert keys(lex(report, "j", gap=STALLED + 1)) == ["j"]
        assert keys(lex(report, f"{ESC}n", gap=1.0)) == ["escape", "n"]
    assert keys(lex(f"{ESC}]0;", *"words words words", gap=1.0)) == ["s words"]


def test_a_sequence_of_any_length_is_one() -> None:
    """No part of it is text."""
    long = f"{ESC}[" + "1;" * LONGEST_SEQUENCE
    assert keys(lex(f"{long}c")) == []
    assert keys(lex(long, "1;1", "cj")) == ["j"]


def test_the_end_of_a_string_that_was_forgotten() -> None:
    """What came with it was the rest of that string."""
    assert keys(lex(f"{ESC}]11;rgb:1e1e/", f"1e1e/2e2e{ST}j", gap=STALLED + 1)) == ["j"]


def test_a_paste_begins() -> None:
    """What comes after is left alone."""
    lexer = Lexer()
    assert lexer.feed("ab\x1b[200~\x9b\x1b[A", 1.0) == ["ab", PASTE_START]
    assert lexer.left == "\x9b\x1b[A"
    assert lexer.feed("\x1b[20", 2.0) == []
    assert lexer.feed("0~c\x1b", 2.1) == [PASTE_START]
    assert lexer.left == "c\x1b"


def test_bytes_that_are_no_text() -> None:
    """Each is a sign of its own."""
    assert lex("a\udcffb") == ["a\ufffdb"]
