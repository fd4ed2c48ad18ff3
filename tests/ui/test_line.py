"""The field of one line, by itself."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult

from alliance_tui.widgets.line_input import LineInput


class Alone(App[None]):
    """Nothing but the field."""

    def compose(self) -> ComposeResult:
        """One field."""
        yield LineInput(id="line")


async def test_a_line_that_comes_in_pieces_keeps_its_spaces() -> None:
    """Fast typing over a slow line arrives as several pastes, cut anywhere."""
    app = Alone()
    async with app.run_test() as pilot:
        line = app.query_one(LineInput)
        for piece in ("You hear it from ", "me", " first.\nAnd ", "\n", "then"):
            line.post_message(events.Paste(piece))
        await pilot.pause()
        assert line.value == "You hear it from me first. And  then"
