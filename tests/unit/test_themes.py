"""The program's colours are those of the exported page, and every pair that is read has the contrast it needs."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from textual.color import Color

from alliance_tui.themes import DARK_COLOURS, LIGHT_COLOURS

CSS = resources.files("alliance_tui.render").joinpath("html.css").read_text("utf-8")
LIGHT_PART, DARK_PART, _ = CSS.split(":root {")[1:]


def luminance(colour: str) -> float:
    """Relative luminance, from 0 to 1, by WCAG 2.2."""
    values = Color.parse(colour).normalized
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(("colours", "part"), [(LIGHT_COLOURS, LIGHT_PART), (DARK_COLOURS, DARK_PART)])
def test_same_colours_as_the_page(colours: dict[str, str], part: str) -> None:
    named = dict(re.findall("--([a-z]+): (#[0-9a-f]{6})", part.split("}")[0]))
    assert colours == {key: named[key] for key in colours}


@pytest.mark.parametrize("colours", [LIGHT_COLOURS, DARK_COLOURS])
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("ink", ["ink", "muted", "left", "right", "both", "come", "gone", "moved"])
def test_contrast(colours: dict[str, str], ground: str, ink: str) -> None:
    """4.5:1, as WCAG 2.2 asks of text."""
    dark, light = sorted(luminance(colours[key]) for key in (ink, ground))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_changes_differ_from_persons() -> None:
    """No mark of a change has the colour of a person."""
    for colours in (LIGHT_COLOURS, DARK_COLOURS):
        assert not {colours[key] for key in ("come", "gone", "moved")} & {
            colours[key] for key in ("left", "right", "both")
        }
