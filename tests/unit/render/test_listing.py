"""The list of all alliances, as small text pictures."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest

from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.summary import Summary, summary_of
from alliance_tui.render.listing import listing
from alliance_tui.render.streams import has_styles, styled
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import alliance, chosen, version

ENTRIES = [
    summary_of(replace(alliance(), name="ada-and-grace", versions=(version(),)), chosen(2).begin(NOON)),
    summary_of(replace(alliance("Ines", "Tomás"), name="ines-and-tomás"), None),
    Summary("mei-and-noor", problem="alliance.json is damaged."),
]


def picture(summaries: list[Summary], width: int) -> str:
    """The list in a pipe, with line breaks at both ends."""
    return f"\n{styled(listing(summaries, FakeClock(), width), styles=False)}"


def test_one_line_each_when_wide() -> None:
    """Folder, partners, version, what is next; then those that can't be read."""
    assert (
        picture(ENTRIES, 120)
        == """
ada-and-grace   Ada & Grace · cofounders   v1  signed 12 Mar   session open · 90:00 left · review in 173 days
ines-and-tomás  Ines & Tomás · cofounders      not signed yet
mei-and-noor    cannot be read
mei-and-noor: alliance.json is damaged.
3 alliances
"""
    )


def test_the_widest_columns_give_way() -> None:
    """And fold between words; the others stay in line."""
    assert (
        picture(ENTRIES, 90)
        == """
ada-and-grace   Ada & Grace · cofounders   v1  signed 12 Mar   session open · 90:00 left ·
                                                               review in 173 days
ines-and-tomás  Ines & Tomás · cofounders      not signed yet
mei-and-noor    cannot be read
mei-and-noor: alliance.json is damaged.
3 alliances
"""
    )


def test_stacked_when_narrow() -> None:
    """Two lines each, or three."""
    assert (
        picture(ENTRIES[:2], 60)
        == """
ada-and-grace · Ada & Grace · cofounders
  v1 · signed 12 Mar · session open · 90:00 left · review in
  173 days
ines-and-tomás · Ines & Tomás · cofounders
  not signed yet
2 alliances
"""
    )


def test_names_of_wide_characters_stay_in_line() -> None:
    """They take two cells each."""
    others = [ENTRIES[1]._replace(name="王芳", partners=Partners("王芳", "李雷")), ENTRIES[1]]
    assert (
        picture(others, 100)
        == """
王芳            王芳 & 李雷 · cofounders     not signed yet
ines-and-tomás  Ines & Tomás · cofounders    not signed yet
2 alliances
"""
    )


def test_what_cannot_be_read_is_red_on_a_terminal() -> None:
    """And nowhere else."""
    lines = [*listing(ENTRIES, FakeClock(), 100)]
    assert "\x1b[31mmei-and-noor: alliance.json is damaged.\x1b[0m\n" in styled(lines, styles=True)
    assert "\x1b" not in styled(lines, styles=False)


@pytest.mark.parametrize(
    ("environ", "has"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({}, False)],
)
def test_a_terminal_has_styles(environ: dict[str, str], has: bool) -> None:
    """Unless it was told otherwise; a pipe never has."""

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    assert has_styles(Terminal(), environ) is has
    assert not has_styles(StringIO(), environ)
