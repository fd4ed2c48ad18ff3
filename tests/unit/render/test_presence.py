"""Who else is here, in a few words."""

from __future__ import annotations

import pytest

from alliance_tui.domain.presence import Here
from alliance_tui.domain.terms import SIDES, Partners, Side
from alliance_tui.render.presence import where, who
from tests.unit.samples import rich_session

SESSION = rich_session()
FIRST, *_ = SESSION.bank.questions
CLOSING = SESSION.bank.closing


@pytest.mark.parametrize(
    ("here", "words"),
    [
        (Here(question=FIRST.id), "here"),
        (Here(question=FIRST.id, doing="writing"), "writing"),
        (Here(question=CLOSING[1].id), "at Closing 2"),
        (Here(question=CLOSING[0].id, doing="writing"), "writing at Closing 1"),
        (Here(question="\x1b[2Jno such question"), "elsewhere"),
        (Here(), "here"),
        (Here(doing="reviewing"), "reviewing"),
        (Here(question=CLOSING[0].id, doing="writing", silent=True), "line silent"),
    ],
)
def test_where_somebody_is(here: Here, words: str) -> None:
    assert where(here, SESSION, FIRST.id) == words


def test_who_is_here() -> None:
    partners = Partners("Ada\n", "Grace")
    assert who([Here(Side.LEFT), Here(Side.LEFT, "tone")], partners) == "Ada here"
    assert who(map(Here, reversed(SIDES)), partners) == "Ada and Grace here"
    assert who([Here()], partners) == ""
