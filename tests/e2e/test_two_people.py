"""Two people, each at a terminal of their own, one behind a real sshd with an invited key: from the choice to the
version that both signed."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.screens.session_page import QUIET_TIME
from alliance_tui.terminal.key_order import PAUSE
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import BANK, CHOICES, Sitting, lay_down, read_json, run_alliance
from tests.e2e.sshd import Sshd

ADA, GRACE = SIDES
NAME = "ada-and-grace"


class Seat(Sitting):
    """One partner before a program of their own; the keys that only lead to one's own side are counted."""

    def __init__(
        self, open_terminal: OpenTerminal, argv: Sequence[str | Path], side: Side, size: tuple[int, int]
    ) -> None:
        self.own, self.spent = side, 0
        super().__init__(open_terminal, argv, *size)

    def start(self) -> None:
        """Open the one alliance."""
        columns, rows = self.size
        self.terminal = self._open(self._argv, columns=columns, rows=rows)
        self.see("Choose")

    def ready_to_begin(self) -> None:
        """Say so; the talk comes into view."""
        self.terminal.press("enter")
        self.see("turn 1")

    def turns(self) -> list[str]:
        """Answer each of one's own turns, as `n` leads there; returns their questions."""
        answered: list[str] = []
        while self.question not in answered:
            if not self.marked(self.screen, self.names[self.own]):
                self.spent += 1
            answered.append(self.question)
            self.answer(said(self.own, answered[-1]))
            self.terminal.press("n")
            self.see_that(
                lambda screen: self._is_elsewhere(screen, answered[-1]), "the next turn, or that there is none"
            )
        return answered

    def _is_elsewhere(self, screen: str, question: str) -> bool:
        return self.asked(screen) not in ("", question) or "Nothing else" in screen or "Every turn is" in screen


def said(side: Side, question: str) -> str:
    return f"{side} of {question}."


def test_a_whole_session(alliance: Path, store: Path, terminal: OpenTerminal, sshd: Sshd, tmp_path: Path) -> None:
    assert lay_down(store, begun=False) == NAME
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "grace@home", "-f", key], check=True)
    invited = run_alliance(alliance, store, "invite", f"{key}.pub", NAME, "--as", "Grace")
    assert invited.returncode == 0
    sshd.authorized_keys.parent.mkdir(mode=0o700, exist_ok=True)
    sshd.authorized_keys.write_text(invited.stdout, "utf-8")
    sshd.authorized_keys.chmod(0o600)
    line = ["ssh", "-tt", "-p", str(sshd.port), *sshd.options(key), f"{sshd.user}@127.0.0.1"]
    ada = Seat(terminal, [alliance, "--store", store, "open", NAME, "--as", "Ada"], ADA, (100, 30))
    grace = Seat(terminal, line, GRACE, (80, 24))

    # Begin: when both are ready, and nobody's view is moved
    grace.ready_to_begin()
    grace.see("waits for Ada")
    ada.see("Grace is ready to begin", "Choose")
    ada.ready_to_begin()
    ada.see("to Closing")
    grace.see("to Closing", "Ada began")

    # Each writes at once
    first, closing = ada.question, [question.id for question in BANK.closing]
    hers, his = ada.turns(), grace.turns()
    assert {*hers} == {*CHOICES[GRACE], *closing}
    assert {*his} == {*CHOICES[ADA], *closing, first}  # the asker of the first turn may answer, too
    assert ada.spent == grace.spent == 0

    # What one says is on the other's screen, and where the other is
    question = closing[0]
    for one in (ada, grace):
        one.see("5 Closing ✓")  # what the other wrote last is there, too
        one.go_to_section(5)
        one.see_question(question)
    ada.see(said(GRACE, question))
    ada.write(" More")
    grace.see("writing", "More")
    ada.stop_writing()

    # A yes from each
    ada.agree("Grace tells Ada the same day.")
    grace.see("Grace tells Ada the same day.")
    for one in (ada, grace):
        one.review()
    grace.sign(GRACE)
    grace.see("yes")
    assert "Grace signed" not in grace.screen
    grace.terminal.press("A")
    grace.see("agreements over time", "Grace tells Ada")
    grace.terminal.press("y")
    grace.terminal.press("escape")
    ada.see_no_more("waits for")

    # Both sign, each with a key of their own
    ada.sign_first(ADA)
    grace.see("◆ Ada signed")
    time.sleep(QUIET_TIME + 0.5)  # what the other has just changed is read first
    grace.sign(GRACE)
    for one in (ada, grace):
        one.see("signed by both")
    time.sleep(PAUSE + 0.5)  # keys that were meant for the screen before are dropped
    for one in (ada, grace):
        one.terminal.press("enter")
        one.see("Versions")

    shown = read_json(alliance, store, "show", NAME)
    for each in shown["questions"]:
        for side, whose in ((ADA, hers), (GRACE, his)):
            if each["question"] in whose:
                assert each[side]["text"].replace(" More", "") == said(side, each["question"])
    (agreed,) = shown["agreements"]
    assert [*agreed["yes"]] == [ADA, GRACE]
