"""Who is at a session: a lock that is freed with the program, the last sign of anybody, an absence claimed once."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.countdown import FIRST, LAST, Gap
from alliance_tui.storage import presence as module
from alliance_tui.storage.presence import ASKED, HERE, LOCK, Presence, is_somebody_there, last_sign
from tests.unit.clock import NOON


def at(seconds: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(seconds=seconds)


def test_nobody_then_one_then_two(tmp_path: Path) -> None:
    """Each is told whether it is alone, as often as it asks, and stays there by asking."""
    one, two = Presence(tmp_path), Presence(tmp_path)
    assert not is_somebody_there(tmp_path)
    assert one.enter()
    assert one.alone()
    assert is_somebody_there(tmp_path)
    assert not two.enter()
    for _ in range(2):
        assert (one.alone(), two.alone(), is_somebody_there(tmp_path)) == (False, False, True)
    one.leave()
    assert two.alone()
    assert is_somebody_there(tmp_path)
    two.leave(at(5))
    assert not is_somebody_there(tmp_path)
    assert one.last() == at(5)


def test_a_sign_is_written_in_place(tmp_path: Path) -> None:
    """One small file of fixed length that only its owner reads; nothing else is made but the lock."""
    presence = Presence(tmp_path)
    presence.enter()
    assert presence.last() is None
    sizes = set()
    moments = (NOON, at(0.25), FIRST, LAST)
    for moment in moments:
        presence.touch(moment)
        assert last_sign(tmp_path) == moment
        sizes.add((tmp_path / HERE).stat().st_size)
    inode = (tmp_path / HERE).stat().st_ino
    presence.claim(NOON, at(1000), NOON)
    assert {*sizes, (tmp_path / HERE).stat().st_size} == {99}
    assert (tmp_path / HERE).stat().st_ino == inode
    assert sorted(path.name for path in tmp_path.iterdir()) == [HERE, LOCK]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


WHOLE = b"2026-03-12T12:00:00.000000+00:00\n" + 2 * (b"-" * 32 + b"\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 99,
        WHOLE[:40],
        WHOLE + b"more",
        WHOLE.replace(b"2026", b"+026"),
        WHOLE.replace(b"+00:00", b"+25:00"),
        WHOLE.replace(b"-\n", b"\n-", 1),
        b"\xff" * 99,
        b"x" * 100_000,
    ],
)
def test_a_file_that_is_not_ours_is_no_sign(tmp_path: Path, content: bytes) -> None:
    """Torn, or written by somebody else: not known, and written over."""
    (tmp_path / HERE).write_bytes(content)
    presence = Presence(tmp_path)
    presence.enter()
    assert presence.last() is None
    assert presence.touch(NOON) is None
    assert (tmp_path / HERE).read_bytes() == WHOLE


def test_a_folder_that_is_gone_is_not_made(tmp_path: Path) -> None:
    """Nor is its absence an error."""
    presence = Presence(tmp_path / "gone")
    assert presence.enter()
    assert presence.alone()
    assert presence.touch(NOON) is None
    assert presence.claim(NOON, at(60), NOON) is None
    assert presence.claim(NOON, at(600), NOON) == Gap(NOON, at(600)), "its own memory is left"
    presence.answered(NOON)
    presence.leave(NOON)
    assert presence.last() is None
    assert not is_somebody_there(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [HERE, LOCK, ASKED])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_left_alone(tmp_path: Path, name: str, kind: str) -> None:
    """A link is not followed, and nobody waits for a pipe."""
    target, place = tmp_path / "target", tmp_path / "alliance"
    target.write_bytes(WHOLE)
    place.mkdir()
    if kind == "link":
        (place / name).symlink_to(target)
    elif kind == "pipe":
        os.mkfifo(place / name)
    else:
        (place / name).mkdir()
    presence = Presence(place)
    assert presence.enter()
    presence.touch(at(60))
    assert presence.alone()
    assert last_sign(place) == (None if name == HERE else at(60))
    assert presence.claim(NOON, at(600), NOON)
    assert is_somebody_there(place) == (name == ASKED)
    presence.leave()
    assert target.read_bytes() == WHOLE


def test_one_who_is_stopped_in_the_middle_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while it is not known, and the program goes on."""
    monkeypatch.setattr(module, "PATIENCE", 0)
    presence = Presence(tmp_path)
    presence.enter()
    presence.touch(NOON)
    with module._only_one(tmp_path):
        assert presence.touch(at(60)) is None
        assert presence.claim(NOON, at(60), NOON) is None
    assert presence.last() == NOON


# An absence


@pytest.fixture
def two(tmp_path: Path) -> tuple[Presence, Presence]:
    """Two screens on a session, one of which has just left a sign."""
    one, other = Presence(tmp_path), Presence(tmp_path)
    one.enter()
    other.enter()
    one.touch(NOON)
    return one, other


def test_an_absence_of_both_is_claimed_by_one(two: tuple[Presence, Presence]) -> None:
    """It begins with the latest sign of anybody, to the second where that was one's own."""
    one, other = two
    assert one.claim(at(40), at(175), NOON) == Gap(at(40), at(175))
    assert other.claim(at(40), at(175.1), NOON) is None
    assert other.touch(at(176)) == Gap(at(40), at(175))
    one.answered(at(180))
    assert other.touch(at(181)) is None


@pytest.mark.parametrize(("away", "asked"), [(119, False), (120, False), (121, True)])
def test_an_absence_of_one_is_none(two: tuple[Presence, Presence], away: float, asked: bool) -> None:
    """As long as the other left a sign within two minutes."""
    one, other = two
    gap = other.claim(at(-500), at(away), at(-600))
    assert gap == (Gap(NOON, at(away)) if asked else None)
    assert one.last() == at(away)


def test_an_absence_that_was_never_answered_for_goes_on(two: tuple[Presence, Presence]) -> None:
    """The program that asked was left alone, and died."""
    one, other = two
    other.leave()
    assert one.claim(NOON, at(600), NOON)
    one.leave()
    third = Presence(one._folder)
    assert third.enter()
    assert third.claim(at(600), at(1200), NOON) == Gap(NOON, at(1200))


def test_an_absence_that_another_program_takes_over(two: tuple[Presence, Presence]) -> None:
    """Only when the one that asked is gone; that one does not ask when it comes back, and one answer is enough."""
    one, other = two
    gap = one.claim(NOON, at(600), NOON)
    assert gap
    assert (one.take_over(gap), other.take_over(gap)) == (True, False)
    one.leave()
    assert other.take_over(gap)
    one.enter()
    assert one.unanswered() == one.touch(at(660)) == gap
    assert not one.take_over(gap)
    other.answered(at(670))
    other.release()
    assert one.unanswered() is None
    assert not one.take_over(gap), "too late"


def test_an_absence_of_another_session_does_not(two: tuple[Presence, Presence]) -> None:
    """It was signed, or abandoned, with the question open."""
    one, other = two
    other.leave()
    assert one.claim(NOON, at(600), NOON)
    assert one.claim(at(700), at(1200), at(700)) == Gap(at(700), at(1200))
