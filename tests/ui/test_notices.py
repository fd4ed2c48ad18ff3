"""The message line: it covers nothing, belongs to its page, and is shown over dialogs, too."""

from __future__ import annotations

from alliance_tui.screens.library import LibraryScreen
from alliance_tui.widgets.message_line import MessageLine
from tests.ui.driver import Desk, Room


def message(desk: Desk) -> str:
    return str(desk.screen.query_one(MessageLine).content)


async def test_it_stands_above_the_keys(room: Room) -> None:
    async with room.desk((80, 24)) as desk:
        desk.app.show_notice("Nothing to undo here.")
        await desk.wait_until_idle()
        assert desk.lines()[-2].strip() == "Nothing to undo here."
        await desk.clear_notices()
        assert desk.lines()[-2] == ""


async def test_two_at_once_are_both_read(room: Room) -> None:
    async with room.desk((80, 24)) as desk:
        desk.app.show_notice("Ada paused.")
        desk.app.show_notice("Grace signed.")
        await desk.wait_until_idle()
        assert message(desk) == "Ada paused. Grace signed."


async def test_an_error_is_told_by_more_than_colour(room: Room) -> None:
    async with room.desk((80, 24)) as desk:
        desk.app.show_notice("Nothing was changed.", error=True)
        await desk.wait_until_idle()
        assert message(desk) == "! Nothing was changed."


async def test_it_goes_with_its_page_and_is_shown_above_it(room: Room) -> None:
    """A dialog shows it; another page does not, nor does the first one when it is back."""
    room.prepared()
    async with room.desk((80, 24)) as desk:
        desk.app.show_notice("Nothing to undo here.")
        await desk.press("question_mark")
        assert message(desk) == "Nothing to undo here."
        await desk.press("escape")
        assert message(desk) == "Nothing to undo here."
        await desk.open()
        assert message(desk) == ""
        await desk.press("q", "s")
        await desk.see_screen(LibraryScreen)
        assert message(desk) == ""
