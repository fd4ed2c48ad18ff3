"""The pictures in `screenshots/` are what the program shows, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.make_screenshots import MADE_FROM, MOVING, README, SCREENSHOTS, STILLS, fingerprint, take

REMAKE = "screenshots/ is behind the program: look at what changed, then run python -m tests.make_screenshots"


def kept(name: str) -> str:
    """A picture as it is in `screenshots/`."""
    return (SCREENSHOTS / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STILLS)
async def test_the_picture_is_what_the_program_shows(name: str, tmp_path: Path) -> None:
    [taken] = await take(name, tmp_path)
    (tmp_path / f"{name}.svg").write_text(taken, encoding="utf-8")
    same = taken == kept(name)  # compared here, because pytest's diff of two SVGs would say nothing
    assert same, f"{REMAKE}\nThis is what it shows now: {tmp_path / name}.svg"


async def test_the_moving_picture_is_what_the_program_shows(tmp_path: Path) -> None:
    frames = await take(MOVING, tmp_path)
    assert made_from(f"{MOVING}.gif") == fingerprint(*frames), REMAKE
    moving = (SCREENSHOTS / f"{MOVING}.gif").read_bytes()
    assert moving.startswith(b"GIF89a")
    assert len(moving) < 500_000


def made_from(name: str) -> str:
    """The fingerprint of what a picture was made from."""
    kept: str = json.loads(MADE_FROM.read_text(encoding="utf-8"))[name]
    return kept


def test_there_are_no_other_pictures() -> None:
    drawn = {f"{name}.png" for name in README} | {f"{MOVING}.gif"}
    assert json.loads(MADE_FROM.read_text(encoding="utf-8")).keys() == drawn
    assert {path.name for path in SCREENSHOTS.iterdir()} == {f"{name}.svg" for name in STILLS} | drawn | {
        MADE_FROM.name
    }, REMAKE


@pytest.mark.parametrize("name", STILLS)
def test_nothing_in_a_picture_asks_the_network(name: str) -> None:
    svg = (
        kept(name).replace('xmlns="http://www.w3.org/2000/svg"', "").replace("https://nlp-leadership-coaching.com", "")
    )
    assert "http" not in svg
    assert "@font-face" not in svg


@pytest.mark.parametrize("name", README)
def test_the_pngs_were_made_from_these_svgs(name: str) -> None:
    assert made_from(f"{name}.png") == fingerprint(kept(name)), REMAKE
    assert (SCREENSHOTS / f"{name}.png").read_bytes().startswith(b"\x89PNG")
