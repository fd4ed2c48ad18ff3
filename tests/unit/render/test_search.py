"""What a search has found, in a row each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Holder, Slip
from alliance_tui.domain.finding import Searched, find_words
from alliance_tui.render.search import BEFORE, ROOM, excerpt, nothing_found, rows
from alliance_tui.text.finding import Wanted
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import RIGHT, alliance, session, version

CLOCK = FakeClock()


def test_a_row_for_each_kind_of_text() -> None:
    """Whose, what it is, and from when to when the words were there."""
    kept = Agreement("early", "Grace tells Ada early.", "tone", Holder.RIGHT, reason="early is better")
    first = replace(version(1), answers={("tone", RIGHT): Answer(AnswerState.TEXT, "Early.")}, agreements=(kept,))
    slip = Slip("s", "early", NOON + timedelta(days=1), "Not early.", "Early again.")
    given = replace(alliance(), versions=(first, replace(first, number=2)), slips=(slip,))
    wanted = Wanted("early")
    found = rows(find_words(given, replace(session(3), agreements=(kept,)), wanted), wanted, CLOCK)
    assert [(row.mark, row.where, row.when) for row in found] == [
        ("●", "Grace · agreement", "v1 Mar 2026 – open session"),
        ("●", "why · Grace tells Ada early.", "v1 Mar 2026 – open session"),
        ("↯", "slip · Grace tells Ada early.", "13 Mar"),
        ("↯", "repair · Grace tells Ada early.", "13 Mar"),
        ("●", "Grace · What is the tone or relational environment you want to create?", "v1 Mar 2026 – open session"),
    ]


LONG = "word " * 60


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One line.\nThe harbour.\nAnother.", "The harbour."),
        ("The old\nharbour", "harbour"),
        ("a\tb harbour \x1b", "a b harbour ␛"),
        (f"{LONG}harbour", f"… {('word ' * 27)}harbour"),
        (f"harbour {LONG}", f"harbour {'word ' * 26}word …"),
    ],
)
def test_the_line_with_the_words(text: str, line: str) -> None:
    assert excerpt(text, Wanted("harbour")) == line


def test_a_phrase_over_two_lines() -> None:
    assert excerpt("the old\nharbour", Wanted('"old harbour"')) == "the old harbour"


@pytest.mark.parametrize("text", [f"{LONG}harbour {LONG}", f"{'x' * 500} harbour {'y' * 500}", f"{'字' * 200} harbour"])
def test_a_long_line_is_cut_around_the_first_word(text: str) -> None:
    """Between words, where there are any."""
    line = excerpt(text, Wanted("harbour"))
    assert len(line) <= ROOM + 4 and "harbour" in line and line.index("harbour") <= ROOM
    assert line.startswith("… ")
    if text.startswith("word"):
        assert line.index("harbour") <= BEFORE + 2 and line.startswith("… word ") and line.endswith(" word …")


def test_nothing_found() -> None:
    assert nothing_found(Wanted(" old\tharbour "), Searched(3, 7, 1, 2)) == (
        "Nothing found for “old harbour” in 3 alliances, 7 versions, 1 open session, 2 slips."
    )
