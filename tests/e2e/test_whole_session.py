"""Two people run a session from the first question to a signed version, come back, and sign the next."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from alliance_tui.domain.alliance import SIDES, Side
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import BANK, Sitting, read_json, run_alliance

ADA, GRACE = SIDES
ADA_CHOOSES = ["hopes", "count-on", "conflict"]
GRACE_CHOOSES = ["assumptions", "tone", "count-on", "way-back"]
CHOSEN = ["assumptions", "hopes", "tone", "count-on", "conflict", "way-back"]
CLOSING = ["appreciation", "acknowledgement"]
AGREEMENT = "Grace tells Ada the same day when a promise is at risk"

Given = dict[tuple[str, Side], tuple[str, str]]


def answer_everything(sitting: Sitting) -> Given:
    """Answer every turn on both sides: one spoken, one passed, the others typed; returns what was said."""
    given: Given = {}
    numbers = count(1)
    for _ in [*CHOSEN, *CLOSING]:
        question = sitting.question
        first = sitting.side
        for side in (first, first.other):
            if (question, side) == ("conflict", GRACE):
                sitting.say_it(side)
                given[question, side] = ("spoken", "")
            elif (question, side) == ("tone", ADA):
                sitting.pass_it(side)
                given[question, side] = ("passed", "")
            else:
                text = f"Words {next(numbers)} of {side} on {question}, said plainly."
                sitting.answer(text, side)
                given[question, side] = ("text", text)
        if question == "count-on":
            sitting.agree(AGREEMENT)
        if len(given) < 2 * len([*CHOSEN, *CLOSING]):
            sitting.next_turn()
    return given


def said(shown: Any) -> Given:
    """Every answer in what `alliance show --json` prints."""
    return {
        (each["question"], side): (each[side]["state"], each[side]["text"])
        for each in shown["questions"]
        for side in SIDES
        if each[side]
    }


@pytest.mark.parametrize(("columns", "rows"), [(100, 30), (80, 24)])
def test_a_whole_session_and_the_next(
    alliance: Path, store: Path, terminal: OpenTerminal, columns: int, rows: int
) -> None:
    """From an empty store to version 2, by keys alone; the command line tells the same story."""
    sitting = Sitting(terminal, [alliance, "--store", store], columns, rows)
    sitting.begin_alliance(partnership="cofounders", place="over lunch")
    sitting.choose(left=ADA_CHOOSES, right=GRACE_CHOOSES)
    sitting.begin()
    given = answer_everything(sitting)
    assert list(dict.fromkeys(question for question, _ in given))[-2:] == CLOSING
    assert {question for question, _ in given} == {*CHOSEN, *CLOSING}
    sitting.review()
    sitting.sign_both()

    first = read_json(alliance, store, "show", "Ada")
    assert said(first) == given
    assert [agreement["text"] for agreement in first["agreements"]] == [AGREEMENT]
    assert (first["left"], first["right"], first["partnership"]) == ("Ada", "Grace", "cofounders")
    assert (first["place"], first["version"]) == ("over lunch", 1)
    printed = run_alliance(alliance, store, "show", "Ada").stdout
    assert all(text in printed for _, text in given.values())
    assert AGREEMENT in printed
    checked = run_alliance(alliance, store, "check")
    assert (checked.returncode, checked.stdout) == (0, "1 alliance, 1 version: all is well\n")

    sitting.revisit()
    sitting.begin()
    changes = {
        ("assumptions", ADA): "Other words.",
        ("conflict", GRACE): "Now written.",
        ("appreciation", GRACE): "Ah.",
    }
    for section, ((question, side), text) in zip((1, 4, 5), changes.items(), strict=True):
        sitting.go_to_section(section)
        while sitting.question != question:
            sitting.next_question()
        sitting.answer(text, side)
    sitting.review()
    sitting.sign_both(version=2)
    sitting.see("v2", "v1")

    listed = read_json(alliance, store, "list")["alliances"]
    assert [(each["versions"], each["session"]) for each in listed] == [(2, None)]
    second = read_json(alliance, store, "show", "Ada")
    assert said(second) == {**given, **{key: ("text", text) for key, text in changes.items()}}
    changed = [each for each in read_json(alliance, store, "diff", "Ada")["changes"] if each["kind"] != "kept"]
    assert {(each["question"], each["side"]) for each in changed} == set(changes)
    assert len(changed) == 3
    assert run_alliance(alliance, store, "check").returncode == 0

    sitting.terminal.press("escape")
    sitting.see("Versions")
    sitting.terminal.press("escape")
    sitting.see("Library")
    assert sitting.quit() == 0


def test_the_screen_says_what_to_do_next(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Who has never seen it finds, on every screen to the first answer, the key that leads on."""
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.see(" n   begin")
    sitting.new_alliance()
    sitting.see("One of you", "12 of them for Closing · tab to change", "enter the other name")
    sitting.fill_in(left="Ada", right="Grace")
    sitting.go_on()
    sitting.see("← Ada  → Grace  j/k move", "enter begin", "Ada 0 chosen, 3 more")
    sitting.choose(left=ADA_CHOOSES, right=GRACE_CHOOSES)
    sitting.begin()
    sitting.see(BANK["assumptions"].text, "spoken, not written down", "answer", "enter write")
    sitting.start_writing()
    sitting.see("esc done")


def test_too_few_questions_are_refused_with_a_reason(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Enter does not begin before both have chosen three, and a fifth pick is not taken."""
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.begin_alliance()
    sitting.choose(left=ADA_CHOOSES, right=GRACE_CHOOSES[:2])
    sitting.see("one more")
    sitting.terminal.press("enter")
    sitting.see("Grace has chosen 2;")
    sitting.pick(ADA)
    sitting.terminal.press("k", sitting.key_of(ADA))
    sitting.see("Ada has 4 already.")
    assert sitting.picks(ADA) == 4


def test_names_typed_ahead_go_into_their_own_fields(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """On a slow line several keys arrive at once."""
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.new_alliance()
    sitting.terminal.send(b"Ada\rGrace")
    sitting.terminal.wait_until(lambda screen: bool(re.search("The other +[│▌] Grace", screen)), "a name each")


def test_the_last_field_is_taken_in_before_going_on(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """A paste and ctrl+g right after it."""
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.new_alliance()
    sitting.fill_in(left="Ada", right="Grace", partnership="cofounders")
    sitting.terminal.press("tab")
    sitting.see_caret_in("place")
    sitting.terminal.send(b"\x1b[200~by the lake\x1b[201~\x07")
    sitting.see("questions to the other")
    assert read_json(alliance, store, "show", "Ada")["place"] == "by the lake"
