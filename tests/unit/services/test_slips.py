"""Slips: noted once, added to, kept in the record, and looked at in the next session."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Slip
from alliance_tui.domain.errors import NotAllowed, NotFound
from alliance_tui.services import slips
from alliance_tui.storage.library import Library
from tests.ui.driver import Room
from tests.unit.clock import NOON

LATER = NOON + timedelta(days=3)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A store with an alliance that has signed one agreement."""
    room = Room(tmp_path)
    name = room.begun()
    room.agree(name, "Grace tells Ada the same day.", agreement="early")
    room.sign(name)
    return room.library


NAME = "ada-and-grace"


def test_a_slip_is_in_the_record(library: Library) -> None:
    slip = slips.add_slip(library, NAME, "early", " Three days \r\n late.\x1b ", "", LATER)
    assert slip == Slip(slip.id, "early", LATER, "Three days \n late.␛", "")
    again = Library(library.root).alliance(NAME)
    assert again.slips == again.slips_since(again.latest) == (slip,)
    assert list(library.check()) == []


def test_the_versions_are_untouched(library: Library) -> None:
    before = library.alliance(NAME).versions
    slips.add_slip(library, NAME, "early", "Late.", "", LATER)
    assert library.alliance(NAME).versions == before


def test_repairs_are_added_below_each_other(library: Library) -> None:
    slip = slips.add_slip(library, NAME, "early", "Late.", "", LATER)
    other = slips.add_slip(library, NAME, "early", "Late again.", "Tea.", LATER)
    slips.add_repair(library, NAME, slip.id, "We walked.")
    mended = slips.add_repair(library, NAME, slip.id, " And talked. ")
    assert mended.repaired == "We walked.\nAnd talked."
    assert library.alliance(NAME).slips == (mended, other)


@pytest.mark.parametrize("what", ["", " \n\t"])
def test_nothing_said_is_no_slip(library: Library, what: str) -> None:
    with pytest.raises(NotAllowed, match="what happened"):
        slips.add_slip(library, NAME, "early", what, "Tea.", LATER)
    assert library.alliance(NAME).slips == ()


def test_an_empty_repair_is_refused(library: Library) -> None:
    slip = slips.add_slip(library, NAME, "early", "Late.", "", LATER)
    with pytest.raises(NotAllowed):
        slips.add_repair(library, NAME, slip.id, " ")
    assert library.alliance(NAME).slips == (slip,)


def test_of_what_is_not_there(library: Library) -> None:
    with pytest.raises(NotFound, match="no signed version"):
        slips.add_slip(library, NAME, "never", "Late.", "", LATER)
    with pytest.raises(NotFound, match="slip is not in"):
        slips.add_repair(library, NAME, "never", "Tea.")
    assert library.alliance(NAME).slips == ()


def test_what_slipped_before_a_version_is_not_looked_at_again(tmp_path: Path) -> None:
    room = Room(tmp_path)
    name = room.begun()
    room.agree(name, "We walk.", agreement="walk")
    room.sign(name)
    old = slips.add_slip(room.library, name, "walk", "It rained.", "", room.clock.advance(60))
    room.revisited(name)
    assert room.library.alliance(name).slips_since(room.library.alliance(name).latest) == (old,)
    room.sign(name)
    new = slips.add_slip(room.library, name, "walk", "It snowed.", "", room.clock.advance(60))
    assert room.library.alliance(name).slips_since(room.library.alliance(name).latest) == (new,)
    assert room.library.alliance(name).slips == (old, new)


def test_slips_of_agreements_that_were_retired_are_still_told(tmp_path: Path) -> None:
    room = Room(tmp_path)
    name = room.begun()
    room.agree(name, "We walk.", agreement="walk")
    room.agree(name, "We ring.", agreement="ring")
    room.sign(name)
    slips.add_slip(room.library, name, "walk", "It rained.", "", room.clock.advance(60))
    assert room.library.alliance(name).lapsed == ()
    room.revisited(name)
    from alliance_tui.services import agreements

    agreements.withdraw(room.library, name, "walk")
    room.sign(name)
    assert [agreement.text for agreement in room.library.alliance(name).lapsed] == ["We walk."]
