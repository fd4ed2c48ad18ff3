"""The program asks the terminal for its background and for the width of marks, and never takes an answer for a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from alliance_tui.storage.settings import Settings
from alliance_tui.terminal.line_filters import PLAIN_GLYPHS
from alliance_tui.themes import ANSI_COLOURS, DARK_COLOURS, LIGHT, LIGHT_COLOURS
from tests.e2e.conftest import OpenTerminal
from tests.e2e.emulator import Emulator
from tests.e2e.session import Sitting, lay_down


def painted(sitting: Sitting) -> set[str]:
    """The backgrounds that were painted, as #rrggbb."""
    found = re.findall(rb"48;2;(\d+);(\d+);(\d+)", sitting.terminal.raw)
    return {"#" + "".join(f"{int(part):02x}" for part in colour) for colour in found}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bytes], None]:
    """Have the terminal answer one question otherwise."""

    def answer(kind: str, data: bytes) -> None:
        given = Emulator._answer
        monkeypatch.setattr(
            Emulator, "_answer", lambda self, query: data if query.lastgroup == kind else given(self, query)
        )

    return answer


@pytest.mark.parametrize(
    ("colour", "paper"),
    [
        (b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\", LIGHT_COLOURS),
        (b"\x1b]11;rgb:0000/2b2b/3636\x07", DARK_COLOURS),
        (b"", DARK_COLOURS),
    ],
)
def test_the_theme_is_that_of_the_background(
    alliance: Path,
    store: Path,
    terminal: OpenTerminal,
    answers: Callable[[str, bytes], None],
    colour: bytes,
    paper: dict[str, str],
) -> None:
    """From the first frame on; dark if the terminal does not say."""
    answers("colour", colour)
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store])
    sitting.see("Ada")
    sitting.terminal.wait_quiet()
    other = DARK_COLOURS if paper is LIGHT_COLOURS else LIGHT_COLOURS
    assert paper["paper"] in painted(sitting)
    assert other["paper"] not in painted(sitting)
    assert sitting.quit() == 0


def test_a_terminal_of_sixteen_colours_keeps_its_own(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    lay_down(store)
    sitting = Sitting(partial(terminal, env={"TERM": "xterm", "COLORTERM": None}), [alliance, "--store", store])
    sitting.see("Ada")
    assert ANSI_COLOURS["left"] == "ansi_cyan"
    assert re.search(rb"\x1b\[[0-9;]*36m", sitting.terminal.raw)
    assert not re.search(rb"\x1b\[[0-9;]*(?:[34]8;[25]|40|97)[;m]", sitting.terminal.raw)


@pytest.mark.parametrize("after", [0.0, 2.0])
def test_marks_that_are_wide_are_drawn_plain(
    alliance: Path, store: Path, terminal: OpenTerminal, answers: Callable[[str, bytes], None], after: float
) -> None:
    """Also when the answer is late."""
    answers("cursor", b"\x1b[1;3R")
    lay_down(store)
    sitting = Sitting(partial(terminal, answers_after=after), [alliance, "--store", store])
    sitting.see("Ada")
    sitting.see_that(lambda screen: not set(map(ord, screen)) & PLAIN_GLYPHS.keys(), "plain glyphs")
    assert sitting.quit() == 0


def test_the_linux_console_gets_plain_glyphs(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """It is asked nothing that it would not answer."""
    lay_down(store)
    sitting = Sitting(partial(terminal, env={"TERM": "linux", "COLORTERM": None}), [alliance, "--store", store])
    sitting.see("Ada")
    assert not set(map(ord, sitting.screen)) & PLAIN_GLYPHS.keys()
    assert b"\x1b]11;?" not in sitting.terminal.raw


def test_a_kept_theme_is_shown_and_not_asked_for(
    alliance: Path, store: Path, terminal: OpenTerminal, tmp_path: Path, answers: Callable[[str, bytes], None]
) -> None:
    answers("colour", b"\x1b]11;rgb:0000/0000/0000\x07")
    Settings(tmp_path / "config" / "alliance" / "settings.json").keep_theme(LIGHT)
    lay_down(store)
    sitting = Sitting(
        partial(terminal, env={"XDG_CONFIG_HOME": str(tmp_path / "config")}), [alliance, "--store", store]
    )
    sitting.see("Ada")
    assert b"\x1b]11;?" not in sitting.terminal.raw
    assert LIGHT_COLOURS["paper"] in painted(sitting)
    assert DARK_COLOURS["paper"] not in painted(sitting)
