"""Every rule of the bank format, and on which line its breach is said to be."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.questions import Section
from alliance_tui.domain.terms import Side
from alliance_tui.storage.bank_check import LONGEST, MOST, MOST_SAID, check
from alliance_tui.storage.bank_files import BUILT_IN, TEMPLATE, built_in_text, read_offer
from alliance_tui.storage.toml_lines import lines_of

SOUND = """\
id = "ours"
title = "Ours"
credit = "Ada"
[[sections]]
section = "intentions"
heading = "Why"
questions = [
  { id = "hope", text = "What do you hope for?" },
  { id = "fear", text = "What are you afraid of?" },
]
[[sections]]
section = "closing"
questions = [{ id = "thanks", text = "Thanks for what?" }]
[[sections]]
section = "atmosphere"
[[sections.questions]]
id = "tone"
text = '''
What is
  the tone?'''
"""


def said(text: str, **taken: str) -> list[str]:
    """What the check says, a line each, wishes left out."""
    return [str(problem) for problem in check(text, taken) if not problem.note]


def changed(old: str, new: str) -> str:
    """The sound bank with one thing in it changed."""
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


def test_a_sound_bank() -> None:
    """Sections are put in their order, a text on one line, a missing heading is the section's name."""
    assert check(SOUND) == ()
    bank = read_offer(SOUND).bank
    assert [question.id for question in bank] == ["hope", "fear", "tone", "thanks"]
    assert bank["tone"].text == "What is the tone?"
    assert bank.headings == {Section.INTENTIONS: "Why", Section.ATMOSPHERE: "Atmosphere", Section.CLOSING: "Closing"}
    assert (bank.credit, bank.adapted_from) == ("Ada", "")


@pytest.mark.parametrize("file", [*BUILT_IN, TEMPLATE])
def test_what_comes_with_the_program_is_sound(file: str) -> None:
    """Without so much as a wish."""
    assert check(built_in_text(file)) == ()


def test_the_short_revisit_is_ours_alone() -> None:
    """Thirty minutes, five for Closing."""
    worksheet, short = (read_offer(built_in_text(file)) for file in BUILT_IN[:2])
    assert (short.length, short.reserve, short.revisit) == (1800, 300, True)
    assert (worksheet.length, worksheet.reserve, worksheet.revisit) == (5400, 720, False)
    assert 6 <= len(short.bank.questions) <= 8


def test_no_question_is_in_two_banks() -> None:
    """Answers are compared by the question's id; and none of our own questions is the worksheet's."""
    questions = [question for file in BUILT_IN for question in read_offer(built_in_text(file)).bank]
    assert len({each.id for each in questions}) == len({each.text for each in questions}) == len(questions)


def test_a_question_for_one_partner() -> None:
    """Only the other picks it, so each partner has enough left."""
    bank = read_offer(changed('hope for?" }', 'hope for?", for = "left" }')).bank
    assert bank["hope"].only is Side.LEFT
    assert bank["fear"].only is None


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "ours"\n', "", "line 1: id is missing"),
        ('id = "ours"', 'id = "Our Bank"', "line 1: id “Our Bank” is not of small letters, digits and single hyphens"),
        ('id = "ours"', "id = 7", "line 1: id “7” is not of small letters, digits and single hyphens"),
        ('id = "ours"', f'id = "{"x" * 41}"', "line 1: id has 41 characters; 40 are the most"),
        ('title = "Ours"\n', "", "line 1: the bank’s title is missing"),
        ('title = "Ours"', 'title = " "', "line 2: the bank’s title has no words"),
        ('title = "Ours"', "title = 2026-01-01", "line 2: the bank’s title is not a text in quotes"),
        (
            'title = "Ours"',
            'title = "O\\u001b[2J"',
            "line 2: the bank’s title has characters in it that can’t be shown",
        ),
        ('title = "Ours"', 'title = "a\\u202eb"', "line 2: the bank’s title has characters in it that can’t be shown"),
        ('title = "Ours"', f'title = "{"x" * 61}"', "line 2: the bank’s title has 61 characters; 60 are the most"),
        ('title = "Ours"', 'tilte = "Ours"', "line 2: “tilte” means nothing here; did you mean “title”?"),
        ('credit = "Ada"', 'credit = ["Ada"]', "line 3: credit is not a text in quotes"),
        ('credit = "Ada"', "minutes = 4", "line 3: minutes is a whole number from 5 to 1440"),
        ('credit = "Ada"', "minutes = 30.5", "line 3: minutes is a whole number from 5 to 1440"),
        ('credit = "Ada"', "minutes = true", "line 3: minutes is a whole number from 5 to 1440"),
        (
            'credit = "Ada"',
            "reserve = 90",
            "line 3: reserve is a whole number of minutes, less than the session’s (90)",
        ),
        (
            'credit = "Ada"',
            "reserve = -1",
            "line 3: reserve is a whole number of minutes, less than the session’s (90)",
        ),
        ('credit = "Ada"', 'revisit = "yes"', "line 3: revisit is true or false"),
        (
            'section = "closing"',
            'section = "closnig"',
            "line 12: section “closnig” is none of intentions, atmosphere, responsibility, backup_plan, closing; "
            "did you mean “closing”?",
        ),
        ('section = "closing"', 'section = "intentions"', "line 12: section “intentions” was there in line 5 already"),
        ('section = "closing"', 'section = "backup_plan"', "line 14: there is no question in a section “closing”"),
        ('heading = "Why"', 'heading = ""', "line 6: the heading has no words"),
        ('heading = "Why"', "why = 1", "line 6: “why” means nothing here; there are section, heading, questions"),
        ('id = "fear"', 'id = "hope"', "line 9: question id “hope” was used in line 8 already"),
        ('id = "fear"', 'id = "no_fear"', "line 9: question id “no_fear” is not of small letters"),
        ('id = "fear", ', "", "line 9: question id is missing"),
        ("What are you afraid of?", "what do you hope for?", "line 9: this question was asked in line 8 already"),
        ("What are you afraid of?", "…?", "line 9: the question’s text has no words"),
        ("What are you afraid of?", "x" * 501, "line 9: the question’s text has 501 characters; 500 are the most"),
        ("What are you afraid of?", "\\u0000?", "line 9: the question’s text has characters in it that can’t be shown"),
        ('text = "What are you afraid of?"', 'txt = "What?"', "line 9: “txt” means nothing here; did you mean “text”?"),
        ('{ id = "fear", text = "What are you afraid of?" }', '"What?"', "line 9: a question is written as { id ="),
        ('[{ id = "thanks", text = "Thanks for what?" }]', "[]", "line 13: this section has no questions"),
        ('hope for?" }', 'hope for?", for = "both" }', "line 8: for is “left” or “right”"),
        ('hope for?" }', 'hope for?", for = "left" }', "line 14: 2 to choose from, outside “closing”"),
        ('  { id = "fear", text = "What are you afraid of?" },\n', "", "line 13: 2 to choose from, outside “closing”"),
        ('id = "tone"', 'id = "hope"', "line 17: question id “hope” was used in line 8 already"),
        ('title = "Ours"', 'title = "Ours', "line 2: this is not TOML: "),
        ('title = "Ours"', 'id = "again"', "line 2: this is not TOML: cannot overwrite a value"),
    ],
)
def test_each_rule_names_its_line(old: str, new: str, problem: str) -> None:
    """Among what is said, if one breach leads to another."""
    assert any(line.startswith(problem) for line in said(changed(old, new))), said(changed(old, new))


def test_all_problems_at_once_in_the_order_of_lines() -> None:
    """So that a bank is put right in one go."""
    text = changed('title = "Ours"', "colour = 1").replace('"fear"', '"hope"').replace("'''", "'")
    assert [line.split(":")[:2] for line in said(text)] == [["line 18", " this is not TOML"]]
    text = changed('title = "Ours"', "colour = 1").replace('"fear"', '"hope"').replace('"tone"', '"Tone"')
    assert [line.split(":")[0] for line in said(text)] == ["line 1", "line 2", "line 9", "line 17"]


def test_credit_is_asked_for() -> None:
    """And can be left out."""
    [wish] = check(changed('credit = "Ada"\n', ""))
    assert wish.note
    assert "credit" in str(wish)


def test_an_id_that_another_bank_has() -> None:
    """Answers are told apart by the bank they belong to."""
    assert said(SOUND, ours="coaching.toml") == ["line 1: id “ours” is that of coaching.toml; give this bank another"]


def test_a_bank_without_end() -> None:
    """More questions than anyone will read; brackets within brackets; nothing at all."""
    many = ",".join(f'{{ id = "q{number}", text = "Number {number}?" }}' for number in range(MOST))
    assert (
        f"line 13: {MOST + 4} questions; {MOST} are the most"
        in said(changed("questions = [\n", f"questions = [{many},"))[0]
    )
    assert said("a = " + "[" * 5000)[0].startswith("line 1: this is ")
    assert [line.split(": ")[1] for line in said("")] == [
        "a bank has its questions in [[sections]]",
        "id is missing",
        "the bank’s title is missing",
    ]
    assert LONGEST["text"] >= 300


def test_windows_line_ends_are_lines() -> None:
    """Not one line, and not two."""
    assert said(changed('"fear"', '"hope"').replace("\n", "\r\n")) == [
        "line 9: question id “hope” was used in line 8 already"
    ]


def test_lines_of_every_kind_of_key() -> None:
    """Dotted, quoted and in tables of their own; brackets and marks in strings and comments mean nothing."""
    text = "\n".join(
        [
            '# [[no]] = "table"',
            'a.b = "x ] # \\" }" # ] c = 1',
            "\"a c\" = [ '[', 2, {d = 1, e.f = [3,",
            "4]} ]",
            'k = """',
            'one"',
            '"two" ]"""',
            '[t."x.y"]',
            "z = 1979-05-27 07:32:00",
            "[[l]]",
            "m = 1",
            "[[l]]",
            "[[l.n]]",
            "o = {}",
            "[l.p]",
            "q = -inf",
        ]
    )
    tomllib.loads(text)
    lines = lines_of(text)
    assert {
        place: lines[place] for place in [("a", "b"), ("a c",), ("a c", 2, "e", "f", 1), ("k",), ("t", "x.y", "z")]
    } == {
        ("a", "b"): 2,
        ("a c",): 3,
        ("a c", 2, "e", "f", 1): 4,
        ("k",): 5,
        ("t", "x.y", "z"): 9,
    }
    assert (lines["l", 0, "m"], lines["l", 1], lines["l", 1, "n", 0, "o"], lines["l", 1, "p", "q"]) == (11, 12, 14, 16)


TOO_LONG = "line 2: this key or number is too long to be a question bank"
TOO_DEEP = "line 2: this is nested too deeply to be a question bank"
HOSTILE = {
    "a number of 4,301 digits": ("minutes = " + "9" * 4301, TOO_LONG),
    "a hexadecimal one": ("minutes = 0x" + "f" * 5000, TOO_LONG),
    "a long key": ("x" * 200_000 + " = 1", TOO_LONG),
    "a dotted key": ("a." * 100_000 + "a = 1", TOO_DEEP),
    "a dotted key in quotes": ('"a" . ' * 30_000 + "a = 1", TOO_DEEP),
    "a dotted table": ("[" + "a." * 100_000 + "a]", TOO_DEEP),
    "arrays": ("a = " + "[" * 100_000 + "]" * 100_000, TOO_DEEP),
    "inline tables": ("a = " + "{a=" * 50_000, TOO_DEEP),
    "a text without an end": ('id = "' + '\\"' * 100_000, "line 2: this is not TOML: unterminated string"),
    "quotes": ('"' * 200_000, "line 2: this is not TOML: expected '=' after a key in a key/value pair"),
}


@pytest.mark.parametrize(("text", "problem"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text(text: str, problem: str) -> None:
    """Nothing is parsed that would take more stack or time than there is."""
    assert said(f"# a bank\n{text}") == [problem]


def test_many_problems_are_cut_short() -> None:
    """A list of thousands helps nobody."""
    problems = said("\n".join(f"k{number} = [1, 2, 3]" for number in range(10_000)))
    assert len(problems) == MOST_SAID + 1
    assert problems[-1] == "line 100: after 100 problems no more are listed; check again once these are gone"


def test_a_text_may_be_full_of_dots_and_brackets() -> None:
    """Only what is outside of quotes counts."""
    assert said(changed("What do you hope for?", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18 " + "[" * 20)) == []


MARKS = [
    "[[sections]]",
    "section",
    "=",
    '"closing"',
    "\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    '"""',
    "'''",
    "'",
    "#",
    ".",
    "1",
    "\\",
    "id",
]


@given(st.lists(st.sampled_from(MARKS)).map(" ".join) | st.text())
def test_whatever_it_is_something_is_said(text: str) -> None:
    """No text is a fault of the program's."""
    problems = check(text)
    assert problems
    assert all(1 <= problem.line <= text.count("\n") + 1 and "\n" not in str(problem) for problem in problems)


def places(value: object, place: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every place in a parsed document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {place}.union(*(places(within, (*place, key)) for key, within in inside)) - {()}


@given(st.lists(st.sampled_from(MARKS), max_size=12).map(" ".join))
def test_every_place_of_a_document_has_a_line(text: str) -> None:
    """Of any that tomllib takes."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert places(data) <= lines_of(text).keys()
