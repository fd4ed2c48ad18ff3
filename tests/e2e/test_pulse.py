"""`alliance pulse` in two terminals, a side each: a minute, one killed on the way, and the shell again."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import OpenTerminal
from tests.e2e.test_silent_line import wait_until
from tests.ui.driver import Room


def test_a_pulse_in_two_terminals(alliance: Path, tmp_path: Path, terminal: OpenTerminal) -> None:
    room = Room(tmp_path)
    name = room.begun()
    room.agree(name, "We walk on Fridays.", agreement="walk")
    room.agree(name, "Grace tells Ada early.", agreement="early")
    room.sign(name)
    argv: list[str | Path] = [alliance, "--store", room.library.root, "pulse", name, "--as"]
    ada, grace = terminal([*argv, "Ada"]), terminal([*argv, "right"], columns=40, rows=12)
    ada.wait_for("0 of 2")
    ada.type("sw")
    ada.wait_for("A line is enough")
    ada.type("Half a line")
    drafts = room.library.root / name / "drafts.json"
    wait_until(lambda: drafts.exists() and "Half a line" in drafts.read_text(), "the line on disk")
    ada.kill()
    grace.wait_for("0 of 2")
    grace.type("ll")
    grace.wait_for("2 of 2")
    grace.press("enter")
    assert grace.wait_exit() == 0
    grace.wait_for("Noted, of 2 agreements.")
    ada = terminal([*argv, "Ada"])
    ada.wait_for("1 of 2")
    ada.wait_for("Half a line")
    ada.type("l")
    ada.wait_for("2 of 2")
    ada.press("escape")
    assert ada.wait_exit() == 0
    said = {(pulse.side, pulse.agreement, pulse.verdict, pulse.words) for pulse in room.library.alliance(name).pulses}
    assert said == {
        ("left", "walk", "slipped", ""),
        ("left", "early", "living", "Half a line"),
        ("right", "walk", "living", ""),
        ("right", "early", "living", ""),
    }
    assert list(room.library.check()) == []
