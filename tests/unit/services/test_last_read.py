"""Who looked at which version last."""

from __future__ import annotations

from pathlib import Path

from alliance_tui.domain.alliance import Side
from alliance_tui.services.last_read import last_read_version
from alliance_tui.storage.library import Library
from tests.ui.driver import Room


def test_each_partner_s_look_is_their_own(tmp_path: Path) -> None:
    """Until it is noted, the version before the latest; then what was noted, whatever is signed after it."""
    room = Room(tmp_path)
    name = room.signed_twice("Warm.", "Frank.")
    assert [last_read_version(room.library.alliance(name), side) for side in Side] == [1, 1]
    room.library.record(name).record_reading(Side.RIGHT, 2)
    room.library.record(name).record_reading(Side.RIGHT, 2)
    alliance = Library(room.library.root).alliance(name)
    assert alliance.last_read == {Side.RIGHT: 2}
    assert [last_read_version(alliance, side) for side in Side] == [1, 2]
    room.revisited(name)
    room.sign(name)
    assert [last_read_version(room.library.alliance(name), side) for side in Side] == [2, 2]
    assert list(room.library.check()) == []


def test_a_single_version_is_its_own_beginning(tmp_path: Path) -> None:
    """There is nothing older."""
    room = Room(tmp_path)
    name = room.signed(tone="Warm.")
    assert [last_read_version(room.library.alliance(name), side) for side in Side] == [1, 1]
