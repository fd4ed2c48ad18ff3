"""The terminal driver is believed by every other end-to-end test, so it is tested itself."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.emulator import Emulator
from tests.e2e.keys import key_bytes
from tests.e2e.terminal import Terminal, marked_processes

REPORT_KEYS = """
import os, sys, tty
tty.setraw(0)
os.write(1, sys.argv[1].encode().decode("unicode_escape").encode() + b"ready\\r\\n")
while (got := os.read(0, 1024)) != b"q":
    os.write(1, repr(got).encode() + b"\\r\\n")
"""


def python(source: str, *words: str) -> list[str]:
    """The argv that runs a Python program of a few lines."""
    return [sys.executable, "-c", source, *words]


def drawn(output: str, columns: int = 10, rows: int = 3) -> list[str]:
    """The lines of a screen after this output."""
    emulator = Emulator(columns, rows)
    emulator.feed(output.encode())
    return emulator.screen.lines_of_text()


def test_what_is_typed_comes_back(terminal: OpenTerminal) -> None:
    """Typed text, wide and combined characters included, is echoed and read back from the screen."""
    cat = terminal(["cat"])
    cat.type("hello 世界 e\u0301 👨‍👩‍👧 end\n")
    cat.wait_until(lambda screen: screen.count("hello 世界 e\u0301 👨‍👩‍👧 end") == 2, "the line and its echo")
    cat.press("ctrl+d")
    assert cat.wait_exit() == 0


def test_the_program_has_a_clean_environment(terminal: OpenTerminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the tester's own terminal gets through; what the caller gives does."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TMUX", "somewhere")
    env = terminal(["env"], env={"ALLIANCE_STORE": "/a/store", "COLORTERM": None})
    env.wait_exit()
    names = {line.partition("=")[0] for line in env.screen().splitlines()}
    assert "ALLIANCE_STORE=/a/store" in env.screen()
    assert f"HOME={env.home}" in env.screen()
    assert names.isdisjoint({"NO_COLOR", "TMUX", "COLORTERM", "LINES", "COLUMNS"})


def test_a_resize_reaches_the_program(terminal: OpenTerminal) -> None:
    """The program sees the first size, is told of a change, and sees the new one."""
    watch = "import os, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGWINCH})\n"
    show = "while True:\n print(*os.get_terminal_size(), flush=True)\n signal.sigwait({signal.SIGWINCH})\n"
    resized = terminal(python(watch + show), columns=80)
    resized.wait_for("80 30")
    resized.resize(60, 20)
    resized.wait_for("60 20")
    assert len(resized.screen().split("\n")) == 20


def test_a_hangup_ends_the_program_by_sighup(terminal: OpenTerminal) -> None:
    """A program that does nothing about a dropped line dies of signal 1."""
    cat = terminal(["cat"])
    cat.type("here\n")
    cat.wait_for("here")
    cat.hangup()
    assert cat.wait_exit() == 128 + signal.SIGHUP


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_signals_and_their_exit_codes(terminal: OpenTerminal, number: signal.Signals) -> None:
    """A death by signal n is 128+n, as a shell has it."""
    cat = terminal(["cat"])
    cat.signal(number)
    assert cat.wait_exit() == 128 + number


def test_kill_waits_for_the_end(terminal: OpenTerminal) -> None:
    """After kill the process is gone, and its output can still be read."""
    cat = terminal(["cat"])
    cat.type("last words\n")
    cat.wait_for("last words")
    cat.kill()
    assert cat.poll() == 137
    assert b"last words" in cat.raw


def test_nothing_is_left_behind() -> None:
    """Not even what ignores a hangup and has left the session survives the end of a test."""
    with Terminal(["sh", "-c", "trap '' HUP TERM; setsid sleep 1000 & echo away; sleep 1000"]) as shell:
        shell.wait_for("away")
        shell.wait_until(lambda _: len(shell.survivors()) == 3, "three processes")
    assert marked_processes(shell.mark) == []
    assert not shell.home.exists()


def test_a_failed_wait_shows_the_screen(terminal: OpenTerminal) -> None:
    """The error says what was awaited, that the program ended, and what was on the screen."""
    echo = terminal(["echo", "something else"])
    with pytest.raises(AssertionError, match=r"(?s)'supper'.*ended with 0.*something else"):
        echo.wait_for("supper")
    assert "something" not in terminal(["true"]).wait_gone("something")


def test_a_large_paste_arrives_whole(terminal: OpenTerminal) -> None:
    """More than a pseudo-terminal holds is passed on as the program reads it, in brackets if asked for."""
    count = (
        "import os, tty\ntty.setraw(0)\nprint('\\x1b[?2004hready', end='\\r\\n', flush=True)\ngot = b''\n"
        "while not got.endswith(b'\\x1b[201~'): got += os.read(0, 1000)\n"
        "print(len(got), got.count(b'\\r'), got[:6] == b'\\x1b[200~')"
    )
    reader = terminal(python(count))
    reader.wait_for("ready")
    reader.paste("four\n" * 40_000)
    reader.wait_for("200012 40000 True")


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("\\x1b[c", "\\x1b[?62;1;2;6;9;15;16;22c"),
        ("ab\\x1b[6n", "\\x1b[1;3R"),
        ("\\x1b[?1006h\\x1b[?1006$p", "\\x1b[?1006;1$y"),
        ("\\x1b[?2026$p", "\\x1b[?2026;0$y"),
        ("\\x1b]11;?\\x07", "\\x1b]11;rgb:0000/0000/0000\\x07"),
    ],
)
def test_queries_are_answered(terminal: OpenTerminal, query: str, answer: str) -> None:
    """What a program asks of xterm it is told, and it comes as input."""
    asked = terminal(python(REPORT_KEYS, query))
    asked.wait_for(answer)


def test_keys_arrive_as_xterm_sends_them(terminal: OpenTerminal) -> None:
    """Named keys become the bytes a program expects, one read after the other."""
    keys = terminal(python(REPORT_KEYS, ""))
    keys.wait_for("ready")
    for name, sent in {"shift+tab": "'\\x1b[Z'", "ctrl+x": "'\\x18'", "pageup": "'\\x1b[5~'"}.items():
        keys.press(name)
        keys.wait_for(sent)
    keys.press("escape")
    keys.wait_for("b'\\x1b'")
    keys.press("n")
    keys.wait_for("b'n'")
    keys.press("q")
    assert keys.wait_exit() == 0


def test_the_names_of_keys() -> None:
    """Modifiers and application mode follow xterm; a misspelt key is an error."""
    assert key_bytes("up") == b"\x1b[A"
    assert key_bytes("up", application=True) == b"\x1bOA"
    assert key_bytes("ctrl+right") == b"\x1b[1;5C"
    assert key_bytes("shift+delete") == b"\x1b[3;2~"
    assert key_bytes("f2") == b"\x1bOQ"
    assert key_bytes("+") == b"+"
    with pytest.raises(ValueError, match="'pgup'"):
        key_bytes("pgup")


def test_the_picture_of_wide_and_joined_characters() -> None:
    """Wide characters take two cells, marks none, and half of an overwritten one is a blank."""
    assert drawn("a世b") == ["a世b", "", ""]
    assert drawn("\u2764\ufe0f x") == ["\u2764\ufe0f x", "", ""]
    assert drawn("👍\x1b[m🏽x") == ["👍🏽x", "", ""]
    torn = Emulator(10, 3)
    for piece in ("👩\u200d", "💻", "1", "\ufe0f\u20e3", "x"):
        torn.feed(piece.encode())
    assert torn.screen.lines_of_text() == ["👩\u200d💻1\ufe0f\u20e3x", "", ""]
    assert torn.screen.cursor.x == 5
    assert drawn("123456789世") == ["123456789", "世", ""]
    assert drawn("世界\x1b[1;2Hx") == [" x界", "", ""]
    assert drawn("世界\x1b[1;3Hx") == ["世x", "", ""]


def test_leaving_the_alternate_screen_brings_the_first_one_back() -> None:
    """As xterm does and pyte alone does not."""
    assert drawn("before\x1b[?1049h\x1b[2J\x1b[Hinside") == ["inside", "", ""]
    assert drawn("before\x1b[?1049h\x1b[2J\x1b[Hinside\x1b[?1049l after") == ["before aft", "er", ""]


def test_sequences_pyte_does_not_know_leave_no_trace() -> None:
    """Not when they come whole, and not when they come a byte at a time."""
    noise = "\x1b[>1u\x1b[<u\x1b[?u\x1b[>4;1m\x1b[2 q\x1b[!p\x1b[4:3m\x1b[?1;2S"
    noise += "\x1bP+q544e\x1b\\\x1b_hidden\x1b\\\x1b]8;;\x07ok"
    assert drawn(noise) == ["ok", "", ""]
    emulator = Emulator(10, 3)
    for byte in noise.encode():
        emulator.feed(bytes([byte]))
    assert emulator.screen.lines_of_text() == ["ok", "", ""]


def test_what_is_left_of_a_program() -> None:
    """Modes that are not as in a fresh terminal, and other forms of keys, until they are undone."""
    emulator = Emulator(10, 3)
    assert emulator.left == frozenset()
    emulator.feed(b"\x1b[?1003;2004h\x1b[?7l\x1b[4h\x1b[>25u\x1b[>4;2m\x1b=\x1b[1;2r")
    modes = {"private mode 1003 True", "private mode 2004 True", "private mode 7 False", "mode 4 True"}
    assert emulator.left == modes | {"kitty's keyboard", "key form 4 2", "application keypad", "margins"}
    emulator.feed(b"\x1b[?1003;2004l\x1b[?7h\x1b[4l\x1b[<u\x1b[>4m\x1b>\x1b[r")
    assert emulator.left == frozenset()


def test_scrolling() -> None:
    """SU and SD move the lines and leave the cursor."""
    assert drawn("1\r\n2\r\n3\x1b[Sx") == ["2", "3", " x"]
    assert drawn("1\r\n2\r\n3\x1b[Tx") == ["", "1", "2x"]


def test_quiet_is_when_nothing_more_is_written(terminal: OpenTerminal) -> None:
    """Waiting for silence sees everything of a burst."""
    burst = "import time\nfor n in range(5): print('line', n, flush=True); time.sleep(0.05)\ninput()"
    talker = terminal(python(burst))
    talker.wait_for("line 0")
    assert "line 4" in talker.wait_quiet(gap=1)
