"""Whatever people type or paste arrives unchanged, is shown as itself, and commands nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import one_line
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import FORM, HANDFUL, Sitting, lay_down, read_json
from tests.full import FULL
from tests.unit.samples import CORPUS

LEFT, RIGHT = SIDES
BRIEF = {name: text for name, text in CORPUS.items() if len(text) < 100 and "\t" not in text}
"""Those that fit on one line of one side."""
SOME = CORPUS if FULL else {name: text for name, text in CORPUS.items() if name in list(CORPUS)[::3]}
TYPED = 100
"""Characters of a text that are typed; nobody types twenty thousand."""


def test_in_answers(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Pasted on one side and typed on the other, a question for each text."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    sitting.go_to_section(1)
    expected = {}
    for name, text in CORPUS.items():
        question = sitting.question
        for side, words in ((LEFT, text), (RIGHT, text[:TYPED])):
            sitting.mark_side(side)
            sitting.start_writing()
            (sitting.terminal.paste if side is LEFT else sitting.type)(words)
            sitting.stop_writing()
            expected[question, side] = words
        if name in BRIEF:
            sitting.see_twice(text)
        sitting.next_question()
    sitting.see("▌4 Backup plan")
    sitting.review()
    sitting.see("We agree")
    sitting.terminal.press("end", "r")
    sitting.see("enter write")
    shown = read_json(alliance, store, "show", "Ada")["questions"]
    assert {(each["question"], side): each[side]["text"] for each in shown for side in SIDES if each[side]} == expected
    assert sitting.alive


def enter_line(sitting: Sitting, text: str, pasted: bool) -> str:
    """Type or paste into the field that has the caret; returns what it then holds by the rule for single lines."""
    if pasted:
        sitting.terminal.paste(text)
        return one_line(text)
    line = one_line(text[:TYPED]).replace("\t", " ")  # the tab key goes to the next field
    sitting.type(line)
    if len(line) > HANDFUL:
        sitting.terminal.wait_quiet(0.35)  # so that the Enter to come is not part of it
    return line


@pytest.mark.parametrize("pasted", [False, True], ids=["typed", "pasted"])
def test_in_names_place_and_partnership(alliance: Path, store: Path, terminal: OpenTerminal, pasted: bool) -> None:
    """An alliance for each text, which stands in all four fields."""
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    expected = []
    for text in SOME.values():
        sitting.new_alliance()
        fields = {}
        for field in FORM:
            if field != FORM[0]:
                sitting.terminal.press("tab")
                sitting.see_caret_in(field)
            fields[field] = enter_line(sitting, {"left": "1 ", "right": "2 "}.get(field, "") + text, pasted)
        sitting.terminal.wait_quiet(0.35)
        sitting.terminal.press("ctrl+g")
        sitting.see("questions to the other")
        sitting.terminal.press("q")
        sitting.see("Library", "enter open")
        expected.append(fields)
    sitting.see(*(f"1 {text}"[:12] for name, text in BRIEF.items() if name in SOME))
    library = Library(store)
    found = []
    for name in library.names():
        kept, session = library.load(name)
        assert session is not None
        names = {"left": kept.partners.left, "right": kept.partners.right}
        found.append({**names, "partnership": kept.partnership, "place": session.place})
    assert sorted(found, key=by_name) == sorted(expected, key=by_name)
    listed = read_json(alliance, store, "list")["alliances"]
    assert sorted(each["left"] for each in listed) == sorted(fields["left"] for fields in expected)


def by_name(fields: dict[str, str]) -> str:
    """What to sort alliances by."""
    return fields["left"]


@pytest.mark.parametrize("pasted", [False, True], ids=["typed", "pasted"])
def test_in_agreements(alliance: Path, store: Path, terminal: OpenTerminal, pasted: bool) -> None:
    """One agreement for each text; all stand in the list of agreements."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    expected = []
    for text in CORPUS.values():
        sitting.terminal.press("a")
        sitting.see("whose doing")
        expected.append(enter_line(sitting, text, pasted))
        if len(text) < 50:
            sitting.see(expected[-1].expandtabs(4) if "\t" not in text else "first")
        sitting.terminal.press("enter")
        sitting.see_no_more("whose doing")
    shown = read_json(alliance, store, "show", "Ada")["agreements"]
    assert [each["text"] for each in shown] == expected
    sitting.terminal.press("A")
    sitting.see("take out", *BRIEF.values())
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
