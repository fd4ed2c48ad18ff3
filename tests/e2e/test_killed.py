"""A session killed like a crash would, after each of its screens: it goes on where it was."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.domain.questions import SECTIONS
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import CHOICES, Sitting, lay_down, read_json
from tests.full import FULL

LEFT, RIGHT = SIDES
PROMISE = 1.0
"""Seconds after which what was typed is on disk."""


def kill_after_the_promise(sitting: Sitting) -> None:
    """Wait as long as saving may take, and no longer, then kill."""
    time.sleep(PROMISE)
    sitting.kill()


def answers(alliance: Path, store: Path) -> dict[tuple[str, str], str]:
    """The written answers on disk."""
    shown = read_json(alliance, store, "show", "Ada")
    return {
        (asked["question"], side): asked[side]["text"] for asked in shown["questions"] for side in SIDES if asked[side]
    }


def agreements(alliance: Path, store: Path) -> list[str]:
    """The agreements on disk."""
    return [each["text"] for each in read_json(alliance, store, "show", "Ada")["agreements"]]


def test_a_session_killed_after_each_screen_goes_on(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """From the names to the second signature, the program dies after each screen and nothing is missing."""
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.new_alliance()
    sitting.fill_in(left="Ada", right="Grace", place="by the lake")
    kill_after_the_promise(sitting)

    sitting.start()
    sitting.new_alliance()
    sitting.see("Ada", "Grace", "by the lake")
    sitting.go_on()
    sitting.choose(left=CHOICES[LEFT], right=CHOICES[RIGHT])
    kill_after_the_promise(sitting)

    sitting.start_again()
    sitting.see("Ada 3 chosen", "Grace 4 chosen")
    sitting.begin()
    expected = {}
    for number in range(1, 6):
        question, side = sitting.go_to_section(number), sitting.side
        text = f"Typed in {SECTIONS[number - 1].label}, never ended"
        sitting.write(text)
        kill_after_the_promise(sitting)
        expected[question, side.value] = text
        assert answers(alliance, store) == expected
        sitting.start_again()
        sitting.see_question(question)
        sitting.see(text[:20])

    sitting.start_agreement("We say it the same day")
    kill_after_the_promise(sitting)
    assert agreements(alliance, store) == ["We say it the same day"]

    sitting.start_again()
    sitting.see("We say it the same day")
    sitting.terminal.press("A")
    sitting.see("agreements over time")
    sitting.terminal.press("y")  # it was killed before enter, which is the yes of both
    sitting.see_no_more("waits for")
    sitting.terminal.press("escape")
    sitting.review()
    sitting.sign_first(LEFT)
    kill_after_the_promise(sitting)

    sitting.start_again()
    sitting.review()
    sitting.see("◆ Ada signed")
    sitting.sign(RIGHT)
    sitting.see("signed by both")
    sitting.kill()

    shown = read_json(alliance, store, "show", "Ada")
    assert (shown["version"], shown["session"], len(shown["signatures"])) == (1, None, 2)
    assert answers(alliance, store) == expected
    sitting.start()
    sitting.see("v1  ")


@pytest.mark.parametrize("run", range(20 if FULL else 1))
def test_a_kill_in_the_midst_of_typing_takes_at_most_the_last_second(
    alliance: Path, store: Path, terminal: OpenTerminal, run: int
) -> None:
    """Whoever types without a pause loses no word that stood on the screen a second before the kill."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.open()
    question, side = sitting.question, sitting.side
    sitting.start_writing()
    shown: dict[int, float] = {}
    while len(shown) < 20 or time.monotonic() - shown[0] < 3 * PROMISE:
        number = len(shown)
        sitting.terminal.type(f"<{number}>\n")
        sitting.see(f"<{number}>")
        shown[number] = time.monotonic()
    killed = time.monotonic()
    sitting.kill()
    text = answers(alliance, store)[question, side.value]
    missing = [number for number in shown if f"<{number}>" not in text]
    assert [number for number in missing if shown[number] < killed - PROMISE] == []
    sitting.start_again()
    sitting.see(text.split()[-1])


def test_a_long_answer_being_typed_survives(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Also what is pasted in one go: all of it, or whoever looks finds a hole."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.open()
    question, side = sitting.question, sitting.side
    text = "\n".join(f"row {number} of what was said" for number in range(300))
    sitting.start_writing()
    sitting.terminal.paste(text)
    sitting.see("row 299")
    kill_after_the_promise(sitting)
    assert answers(alliance, store) == {(question, side.value): text}


def test_a_choice_survives(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """A prepared session killed on the choice of questions opens there again, each on the same side."""
    lay_down(store, begun=False)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.open()
    sitting.see("Ada 3 chosen", "Grace 4 chosen")
    sitting.pick(Side.LEFT)
    kill_after_the_promise(sitting)
    sitting.start_again()
    sitting.see("Ada 4 chosen", "Grace 4 chosen")
