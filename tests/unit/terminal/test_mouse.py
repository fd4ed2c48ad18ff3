"""A terminal's reports of its mouse."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Size

from alliance_tui.terminal.mouse import Mouse

SIZE = Size(100, 30)


@pytest.mark.parametrize(
    ("report", "kind", "button"),
    [
        ("\x1b[<0;10;5M", events.MouseDown, 1),
        ("\x1b[<0;10;5m", events.MouseUp, 1),
        ("\x1b[<2;10;5M", events.MouseDown, 3),
        ("\x1b[<32;10;5M", events.MouseMove, 1),
        ("\x1b[<64;10;5M", events.MouseScrollUp, 0),
        ("\x1b[<65;10;5M", events.MouseScrollDown, 0),
    ],
)
def test_what_a_report_says(report: str, kind: type[events.MouseEvent], button: int) -> None:
    """Kind, button and place; the place is counted from 0."""
    event = Mouse().event(report, SIZE)
    assert type(event) is kind
    assert (event.button, event.x, event.y) == (button, 9, 4)


def test_keys_held_and_the_way_from_the_last_place() -> None:
    """As Textual wants them."""
    mouse = Mouse()
    mouse.event("\x1b[<0;1;1M", SIZE)
    event = mouse.event("\x1b[<20;4;3M", SIZE)
    assert event is not None
    assert (event.shift, event.meta, event.ctrl) == (True, False, True)
    assert (event.delta_x, event.delta_y) == (3, 2)


@pytest.mark.parametrize(
    "report",
    [
        "\x1b[<0;101;5M",
        "\x1b[<0;5;31M",
        "\x1b[<0;0;5M",
        "\x1b[<0;00;5M",
        "\x1b[<0;9999;9999M",
        "\x1b[<128;3;3M",
        "\x1b[<0;-5;1M",
        "\x1b[32;10;5M",
        "\x1b[<0;5M",
    ],
)
def test_what_is_nothing_to_act_on(report: str) -> None:
    """Places outside the screen, buttons that nobody has, and what is no such report."""
    assert Mouse().event(report, SIZE) is None
