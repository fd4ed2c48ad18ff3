"""Pastes in the real program: all of it is text or all of it is refused, with brackets or without."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES
from alliance_tui.domain.limits import LONGEST
from alliance_tui.terminal.paste_detection import RECENT
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import Sitting, lay_down, read_json

LEFT, RIGHT = SIDES
START, END = b"\x1b[200~", b"\x1b[201~"
PROSE = "You hear it from me first, and from nobody else. "
PAUSE = 2 * RECENT
"""Seconds after which what is typed is not the rest of a fast run any more."""
LIMIT = f"{LONGEST:,} characters"


@pytest.fixture
def writing(alliance: Path, store: Path, terminal: OpenTerminal) -> Sitting:
    """A session with the caret in one side of its question, where a word stands."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    sitting.go_to_section(1)
    sitting.mark_side(LEFT)
    sitting.write("Before. ")
    return sitting


def kept(alliance: Path, store: Path) -> list[str]:
    """The written answers on the disk."""
    asked = read_json(alliance, store, "show", "Ada")["questions"]
    return [each[side]["text"] for each in asked for side in SIDES if each[side]]


HOSTILE = {
    "a colour": (b"red\x1b[31m" + PROSE.encode(), "red␛[31m" + PROSE),
    "keys": (b"\x1b[A\x1bOP\x1b[1;5D" + PROSE.encode(), "␛[A␛OP␛[1;5D" + PROSE),
    "a title": (b"\x1b]0;PWNED\x07" + PROSE.encode(), "␛]0;PWNED␇" + PROSE),
    "escape, then commands": (b"\x1b\x1bq\x11Dy" + PROSE.encode(), "␛␛q␑Dy" + PROSE),
    "nested brackets": (b"one" + START + b"two", "one␛[200~two"),
    "closed too early": (b"one" + END + b"\x1bq\x11y", "one␛[201~␛q␑y"),
    "not UTF-8": (b"one\xff\xfe\xc3two", "one���two"),
    "NUL and C1": (b"one\0\xc2\x9b31m\xc2\x85\x7f", "one␀�31m�␡"),
}


def test_no_part_of_a_bracketed_paste_is_a_key(writing: Sitting, alliance: Path, store: Path) -> None:
    """Whatever is in it, and even when its brackets come in two pieces."""
    expected = "Before. "
    for number, (sent, shown) in enumerate(HOSTILE.values()):
        whole = START + sent + b".%d" % number + END
        parts = [whole] if END in sent else [whole[:3], whole[3:-3], whole[-3:]]
        writing.terminal.send_pieces(*parts, apart=0.2)  # longer than Textual waits for the rest of a sequence
        writing.see(f".{number}", "writing")
        expected += f"{shown}.{number}"
    writing.stop_writing()
    assert kept(alliance, store) == [expected]
    assert writing.terminal.title == ""


def test_no_part_of_a_fast_run_is_a_key(writing: Sitting, alliance: Path, store: Path) -> None:
    """Without brackets, as some terminals send a paste; the key after it is one. A report in it is dropped."""
    writing.terminal.send(PROSE.encode() + b"\r\x1b[31mred\x1bq\x11Dy" + PROSE.encode() + b"END.\x1b")
    writing.see_no_more("writing")
    assert kept(alliance, store) == [f"Before. {PROSE}\nred␛q␑Dy{PROSE}END."]


@pytest.mark.parametrize("bracketed", [True, False], ids=["bracketed", "unbracketed"])
def test_a_long_paste_comes_in_whole(writing: Sitting, alliance: Path, store: Path, bracketed: bool) -> None:
    """Almost as long as a field takes, in paragraphs."""
    text = "\n".join([PROSE * 10] * ((LONGEST - 1000) // len(PROSE) // 10)) + " END."
    data = text.replace("\n", "\r").encode()
    writing.terminal.send(START + data + END if bracketed else data)
    writing.see("END.")
    writing.terminal.type("more")
    writing.see("END.more")
    writing.stop_writing()
    assert kept(alliance, store) == [f"Before. {text}more"]


@pytest.mark.parametrize("bracketed", [True, False], ids=["bracketed", "unbracketed"])
def test_a_paste_of_a_million_is_refused(writing: Sitting, alliance: Path, store: Path, bracketed: bool) -> None:
    """The limit is named, what was there stays, and typing goes on."""
    data = (PROSE * 22_000).encode()[:1_048_576]
    writing.terminal.send(START + data + END if bracketed else data)
    writing.see(LIMIT)
    time.sleep(PAUSE)
    writing.terminal.type("@@")
    writing.see("@@")
    writing.stop_writing()
    [text] = kept(alliance, store)
    assert text.startswith("Before. ")
    assert text.endswith("@@")
    assert not bracketed or text == "Before. @@"


@pytest.mark.parametrize("bracketed", [True, False], ids=["bracketed", "unbracketed"])
def test_a_paste_where_nothing_is_written_does_nothing(
    alliance: Path, store: Path, terminal: OpenTerminal, bracketed: bool
) -> None:
    """Neither on the page of the library, nor on a question whose keys it could press; the next key works."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    data = b"Dyq\rn\x1bq" * 10_000
    for screen, words in (("Library", "enter open"), ("Delete Ada & Grace?", "y  delete")):
        sitting.terminal.send(START + data + END if bracketed else PROSE.encode() + data)
        sitting.see("field is open to take it")
        sitting.see(screen, words)
        time.sleep(PAUSE)
        sitting.terminal.press("D")
        sitting.see("y  delete")
    assert sitting.alive


@pytest.mark.parametrize("bracketed", [True, False], ids=["bracketed", "unbracketed"])
def test_a_line_takes_a_paste_of_many_lines_and_refuses_a_million(
    alliance: Path, store: Path, terminal: OpenTerminal, bracketed: bool
) -> None:
    """A line break in it is a space and sends nothing off."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    sitting.terminal.press("a")
    sitting.see("whose doing")
    for data, shown in ((b"x" * 1_048_576, LIMIT), (b"\r" + PROSE.encode() + b"\rEND.\r", "END.")):
        sitting.terminal.send(START + data + END if bracketed else data)
        sitting.see(shown, "whose doing")
        time.sleep(PAUSE)
        if shown == LIMIT:
            sitting.terminal.press("end", "ctrl+u")
    sitting.terminal.press("enter")
    sitting.see_no_more("whose doing")
    [agreement] = read_json(alliance, store, "show", "Ada")["agreements"]
    assert agreement["text"] == f"{PROSE.strip()} END."
