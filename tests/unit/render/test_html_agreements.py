"""The agreements over time in the HTML page: a table that a screen reader can read, and nothing that acts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance_tui.domain.agreement_story import agreement_stories
from alliance_tui.domain.alliance import Partners
from alliance_tui.render.html_agreements import html_agreements
from alliance_tui.text.characters import one_line
from tests.unit.clock import FakeClock
from tests.unit.domain.test_agreement_story import signed
from tests.unit.render.test_agreement_table import LATE, TELL, VERSIONS, WALK, told
from tests.unit.render.test_page import HOSTILE, Seen


def test_a_table_with_headings_and_the_stories_of_what_changed() -> None:
    html = html_agreements(told(*VERSIONS, slips=(LATE,)), FakeClock())
    assert html.count('<th scope="col">') == 4
    assert html.count('<th scope="row"') == 2
    assert '<span class="right" role="img" aria-label="Grace: slipped" title="Grace: slipped">●▲</span>' in html
    assert '<span class="gone">↯ 16 May 2025</span>' in html
    assert "<del>week</del>" in html
    assert "<ins>same day</ins>" in html
    assert html.count("<article") == html.count("</article>") == 1
    assert html.count("<li>") == html.count("</li>") == 3


def test_many_versions_lie_below_each_other_so_that_they_can_be_printed() -> None:
    html = html_agreements(told(*(signed(number, WALK) for number in range(1, 13))), FakeClock())
    assert [part.count("<th ") for part in html.split("<table>")[1:]] == [8, 8, 5]


def test_one_version_is_no_story() -> None:
    assert html_agreements(told(signed(1, WALK)), FakeClock()) == ""
    assert html_agreements(told(signed(1), signed(2)), FakeClock()) == ""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_was_typed_is_shown_and_does_nothing(text: str) -> None:
    line = one_line(text) or "x"
    old = replace(TELL, text=line, reason=line)
    names = Partners(f"L{line}", f"R{line}")
    versions = [
        replace(signed(1, old), partners=names),
        replace(signed(2, replace(old, text="Other.")), partners=names),
    ]
    html = html_agreements(agreement_stories(versions, (LATE._replace(what=text, repaired=line),)), FakeClock())
    seen = Seen(html)
    assert f"agreed: {line}" in seen.words
    assert not {"script", "img", "b", "a", "iframe", "link", "base"} & seen.tags
    assert seen.attributes <= {
        "class",
        "dir",
        "scope",
        "id",
        "aria-labelledby",
        "role",
        "aria-label",
        "title",
        "data-of",
    }
