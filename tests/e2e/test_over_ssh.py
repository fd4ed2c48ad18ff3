"""A session over a real ssh line that drops."""

from __future__ import annotations

from pathlib import Path

from alliance_tui.domain.alliance import SIDES
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import CHOICES, Sitting, read_json
from tests.e2e.sshd import Sshd
from tests.e2e.test_killed import kill_after_the_promise

LEFT, RIGHT = SIDES


def test_a_dropped_line(alliance: Path, store: Path, terminal: OpenTerminal, sshd: Sshd) -> None:
    """Begin, answer, lose the line, log in again: it goes on where it was."""
    sitting = Sitting(terminal, sshd.command(alliance, "--store", store), 80, 24)
    sitting.begin_alliance()
    sitting.choose(left=CHOICES[LEFT], right=CHOICES[RIGHT])
    sitting.begin()
    question = sitting.question
    sitting.write("Said before the line dropped")
    kill_after_the_promise(sitting)  # kills ssh: the far side learns of it by a hangup

    sitting.start_again()
    sitting.see_question(question)
    sitting.see("Said before the line")
    following = sitting.next_turn()
    sitting.answer("Said after it")
    sitting.leave()
    assert sitting.quit() == 0
    shown = read_json(alliance, store, "show", "Ada")["questions"]
    said = {each["question"]: text["text"] for each in shown for text in (each[LEFT], each[RIGHT]) if text}
    assert said == {question: "Said before the line dropped", following: "Said after it"}
