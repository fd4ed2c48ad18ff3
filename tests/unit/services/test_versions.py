"""Which version is meant, and what two of them differ in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance_tui.domain.errors import AllianceError, NotFound
from alliance_tui.services.versions import compare_versions, find_version, version_to_compare, version_to_show
from tests.unit.samples import alliance, rich_session, version


def test_the_version_that_is_meant() -> None:
    signed = replace(alliance(), versions=(version(1), version(2)))
    session = rich_session(3)
    assert version_to_show(signed, session, None).number == 2
    assert version_to_show(signed, session, 1).number == 1
    assert version_to_compare(signed, session, 1).number == 1
    assert version_to_compare(signed, session, 0).number == 3
    assert version_to_show(alliance(), rich_session(), None).signatures == rich_session().signatures


@pytest.mark.parametrize(
    ("signed", "reason"), [((), "they have signed none yet"), ((version(1), version(2)), "they have signed 2")]
)
def test_there_is_no_such_version(signed: tuple[()], reason: str) -> None:
    with pytest.raises(NotFound, match=rf"Ada & Grace have no version 9: {reason}\."):
        find_version(replace(alliance(), versions=signed), 9)


def test_there_is_nothing_to_show_or_compare() -> None:
    with pytest.raises(NotFound, match="have signed no version yet and have no session open"):
        version_to_show(alliance(), None, None)
    with pytest.raises(NotFound, match="have no session open"):
        version_to_compare(alliance(), None, 0)


def test_an_answer_to_a_question_without_wording() -> None:
    """The message names no words and says that nothing was changed."""
    without = replace(version(), bank=replace(version().bank, questions=()))
    with pytest.raises(AllianceError, match=r"whose wording it does not carry.*Nothing was changed"):
        compare_versions(without, without)
