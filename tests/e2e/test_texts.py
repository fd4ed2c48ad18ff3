"""Whatever people type or paste arrives unchanged, is shown as itself, and commands nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES
from alliance_tui.domain.text import one_line
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import FORM, PATIENCE, Sitting, lay_down, read_json
from tests.unit.samples import CORPUS

LEFT, RIGHT = SIDES
BRIEF = {name: text for name, text in CORPUS.items() if len(text) < 100 and "\t" not in text}
"""Those that fit on one line of one side."""


def seen_end(text: str) -> str:
    """The end of a text, which stands beside the caret once all of it is taken in."""
    return text.expandtabs(4).split()[-1][-20:]


def test_in_answers(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Pasted on one side and typed on the other of a question each."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    sitting.go_to_section(1)
    expected = {}
    for name, text in CORPUS.items():
        question = sitting.question
        for side, enter in ((LEFT, sitting.terminal.paste), (RIGHT, sitting.terminal.type)):
            sitting.mark_side(side)
            sitting.start_writing()
            enter(text)
            sitting.see(seen_end(text))
            sitting.stop_writing()
            expected[question, side] = text
        if name in BRIEF:
            sitting.see_that(lambda screen, text=text: screen.count(text) == 2, f"{name} on both sides")
        sitting.next_question()
    sitting.review()
    sitting.see("We agree")
    sitting.terminal.press("end")
    sitting.terminal.press("r")
    sitting.see("enter write")
    shown = read_json(alliance, store, "show", "Ada")["questions"]
    assert {(each["question"], side): each[side]["text"] for each in shown for side in SIDES if each[side]} == expected
    assert sitting.alive


def enter_field(sitting: Sitting, text: str, pasted: bool) -> None:
    """Type or paste into the field that has the caret; a single line has no Enter in it."""
    if pasted:
        sitting.terminal.paste(text)
    else:
        sitting.terminal.type(one_line(text))


@pytest.mark.parametrize("pasted", [False, True], ids=["typed", "pasted"])
def test_in_names_place_and_partnership(alliance: Path, store: Path, terminal: OpenTerminal, pasted: bool) -> None:
    """An alliance for each text, which stands in all four fields."""
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    expected = []
    for text in CORPUS.values():
        sitting.new_alliance()
        line = one_line(text)
        fields = {"left": f"1 {line}", "right": f"2 {line}", "partnership": line, "place": line}
        for field in FORM:
            if field != FORM[0]:
                sitting.terminal.press("enter")
                sitting.see_caret_in(field)
            enter_field(sitting, {"left": "1 ", "right": "2 "}.get(field, "") + text, pasted)
            sitting.see_that(
                lambda screen, line=line: seen_end(line) in screen.split("\n")[sitting.terminal.cursor[1]],
                f"the end of it in {field}",
            )
        sitting.terminal.press("ctrl+g")
        sitting.see("questions to the other")
        sitting.terminal.press("q")
        sitting.see("Library", "enter open")
        expected.append(fields)
    for text in BRIEF.values():
        assert f"1 {text} & 2" in sitting.screen
    listed = read_json(alliance, store, "list")
    found = []
    for each in listed:
        place = read_json(alliance, store, "show", each["name"])["place"]
        found.append({field: each[field] for field in ("left", "right", "partnership")} | {"place": place})

    def by_name(fields: dict[str, str]) -> str:
        return fields["left"]

    assert sorted(found, key=by_name) == sorted(expected, key=by_name)


@pytest.mark.parametrize("pasted", [False, True], ids=["typed", "pasted"])
def test_in_agreements(alliance: Path, store: Path, terminal: OpenTerminal, pasted: bool) -> None:
    """One agreement for each text; all stand in the list of agreements."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    for text in CORPUS.values():
        sitting.terminal.press("a")
        sitting.see("whose doing")
        enter_field(sitting, text, pasted)
        sitting.see(seen_end(one_line(text)))
        sitting.terminal.press("enter")
        sitting.see_no_more("whose doing")
    shown = read_json(alliance, store, "show", "Ada")["agreements"]
    assert [each["text"] for each in shown] == [one_line(text) for text in CORPUS.values()]
    sitting.terminal.press("A")
    sitting.see("take out", *(f"• {text}" for text in BRIEF.values()))
    sitting.terminal.press("escape")
    sitting.see("enter write")
    sitting.leave()
    assert sitting.quit() == 0


def test_what_a_terminal_would_obey_is_shown_instead(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Control characters in a paste become visible marks; the terminal's title and modes stay as they are."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    modes = sitting.terminal.modes
    sitting.start_writing()
    sitting.terminal.paste("before\x07\x9b31m\x0bafter")
    sitting.see("before␇\ufffd31m␋after")
    sitting.stop_writing()
    assert sitting.terminal.modes == modes
    assert sitting.alive
    assert PATIENCE
