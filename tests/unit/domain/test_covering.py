"""What is covered, and whether it is sealed: chosen before the first word."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.covering import set_apart, set_sealing
from alliance_tui.domain.errors import NotAllowed
from tests.unit.samples import LEFT, chosen


@pytest.mark.parametrize("sealing", [True, False])
def test_sealing_is_chosen_before_anything_is_answered_apart(sealing: bool) -> None:
    """The refusal is the same whether something is covered or not."""
    before = set_sealing(chosen(), not sealing)
    assert set_sealing(before, sealing).sealing is sealing
    apart = set_apart(before, ["tone"])
    covered = apart.answer(("tone", LEFT), Answer(AnswerState.TEXT, "hers"))
    for each in (apart, covered, set_apart(covered, ["tone"], wanted=False)):
        with pytest.raises(NotAllowed, match="before"):
            set_sealing(each, sealing)
        assert set_sealing(each, not sealing) == each
