"""Each private part of Textual is tried before it is used; where it is not as it was, Textual's own goes on."""

from __future__ import annotations

from typing import Any

import pytest
from textual import _compositor
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import TextArea

from alliance_tui.terminal import text_area
from alliance_tui.terminal.faults import NoTracebackApp
from alliance_tui.terminal.textual_private import PARTS, PrivateParts


@pytest.fixture
def parts() -> PrivateParts:
    """Of which none was tried."""
    return PrivateParts()


def test_all_parts_fit(parts: PrivateParts) -> None:
    """This is the Textual that they were written for."""
    assert all(parts.part(name) for name in PARTS)
    assert parts.notes == []
    assert not NoTracebackApp.prints_variables()


def test_stock_parts_alone(parts: PrivateParts) -> None:
    """Nothing is tried, and nothing is to be said of it."""
    parts.start(stock=True)
    assert [parts.part(name) for name in PARTS] == [None] * len(PARTS)
    assert parts.notes == []


PRIVATE: list[tuple[str, Any, str]] = [
    ("frames", App, "_display"),
    ("frames", _compositor.LayoutUpdate, "__init__"),
    ("frames", _compositor.ChopsUpdate, "__init__"),
    ("frames", _compositor.Compositor, "_render_chops"),
    ("frames", Widget, "_render"),
    *(("text_area", base, name) for name in text_area.PRIVATE for base in TextArea.__mro__ if name in vars(base)),
]


@pytest.mark.parametrize(("part", "owner", "name"), PRIVATE, ids=lambda each: getattr(each, "__name__", each))
def test_a_name_that_is_gone(
    parts: PrivateParts, monkeypatch: pytest.MonkeyPatch, part: str, owner: Any, name: str
) -> None:
    """Only its part is given up, and one line says so."""
    monkeypatch.delattr(owner, name)
    assert [each for each in PARTS if parts.part(each) is None] == [part]
    [line] = parts.notes
    assert line.startswith(f"Alliance used Textual's own {PARTS[part]}: ")
    assert parts.part(part) is None
    assert len(parts.notes) == 1


@pytest.mark.parametrize(
    ("part", "owner", "name"),
    [
        ("frames", App, "_display"),
        ("frames", _compositor.Compositor, "_render_chops"),
        ("text_area", TextArea, "_watch_selection"),
    ],
)
def test_a_name_that_takes_something_else(
    parts: PrivateParts, monkeypatch: pytest.MonkeyPatch, part: str, owner: Any, name: str
) -> None:
    """As after one that is gone."""
    monkeypatch.setattr(owner, name, lambda self, *, other: None)
    assert [each for each in PARTS if parts.part(each) is None] == [part]


def test_an_attribute_that_is_gone(parts: PrivateParts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a screen: it has it from its own start."""
    begin = Screen.__init__

    def otherwise(screen: Screen[Any], *args: Any, **options: Any) -> None:
        begin(screen, *args, **options)
        del screen._compositor

    monkeypatch.setattr(Screen, "__init__", otherwise)
    assert [each for each in PARTS if parts.part(each) is None] == ["frames"]
    assert len(parts.notes) == 1


def test_other_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual would print what the partners wrote."""
    monkeypatch.delattr(App, "_fatal_error")
    assert NoTracebackApp.prints_variables()
