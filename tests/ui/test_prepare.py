"""Prepare: names, partnership, place, length, reserve; now or later."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import drafts, sessions
from tests.ui.driver import Desk, Room


async def begin(desk: Desk, *fields: str) -> None:
    """From the library: the form of a new alliance, filled in field by field."""
    await desk.press("n")
    await desk.see_screen(PrepareScreen)
    await desk.fill(fields)


def values(desk: Desk) -> list[str]:
    """What stands in the fields."""
    return [field.value for field in desk.on(PrepareScreen).query(Input)]


async def test_from_the_library_to_the_questions(room: Room) -> None:
    """Tab goes through the fields, ctrl+g on to the questions from any."""
    async with room.desk() as desk:
        await desk.see("Design your alliance.")
        await begin(desk, "Ada", "Grace", "cofounders", "Rosa’s", "60", "10")
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.see("◆ Ada & ● Grace", "first session", "not started · 60:00")
    alliance, session = room.library.load("ada-and-grace")
    assert session is not None
    assert (str(alliance.partners), alliance.partnership, session.place) == ("Ada & Grace", "cofounders", "Rosa’s")
    assert (session.countdown.length, session.countdown.reserve) == (3600, 600)


async def test_from_the_start_to_the_first_question_in_five_keys_beside_the_names(room: Room) -> None:
    """Two names are enough; the form's screen is gone for good afterwards, or the program could not end."""
    async with room.desk() as desk:
        await desk.press("n")
        await desk.see_screen(PrepareScreen)
        form = desk.on(PrepareScreen)
        await desk.type("Ada")
        await desk.press("enter")
        await desk.type("Grace")
        await desk.press("enter")
        await desk.see_screen(ChooseScreen)
        await desk.until(lambda: not form.is_running, "the end of the form")
        await desk.press("d", "enter")
        await desk.see_screen(SectionScreen)
    time = room.session("ada-and-grace").countdown
    assert (time.length, time.reserve, bool(time.started)) == (5400, 720, True)


async def test_what_has_a_default_is_folded(room: Room) -> None:
    """One line says it; tab from the second name shows it, and it is shown again where it was changed."""
    async with room.desk() as desk:
        await begin(desk)
        await desk.see("90 minutes, 12 of them for Closing · tab to change")
        await desk.see_no_more("Minutes in all")
        await desk.press("down", "tab")
        await desk.see("You are", "Where", "Minutes in all", "When")
        await desk.see_no_more("tab to change")
        await desk.type("cofounders")
        await desk.press("escape", "n")
        await desk.see("You are", "Minutes in all")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (("", "Grace"), "two names"),
        (("Ada", ""), "two names"),
        (("Ada", "ADA"), "Both names are the same"),
        (("Ada", "Grace", "", "", "ninety"), "whole numbers"),
        (("Ada", "Grace", "", "", "3"), "between 5 minutes and 24 hours"),
        (("Ada", "Grace", "", "", "20", "20"), "shorter than the session"),
        (("Ada", "Grace", "", "", "90", "12", "2020-01-01 10:00"), "That moment is over"),
        (("Ada", "Grace", "", "", "90", "12", "tomorrow"), "leave it empty for now"),
        (("Ada", "Grace", "", "", "90", "12", "2026-02-30 10:00"), "no such day"),
    ],
)
async def test_form_that_cannot_stand(room: Room, fields: tuple[str, ...], why: str) -> None:
    """It says why, and what was typed stays."""
    async with room.desk() as desk:
        await begin(desk, *fields)
        await desk.press("ctrl+g")
        await desk.see_notice(why)
        assert values(desk)[: len(fields)] == list(fields)
    assert room.library.names() == []


async def test_half_a_form_is_there_again(room: Room) -> None:
    """Left by escape, and by quitting; once it has become a session it is gone."""
    async with room.desk() as desk:
        await begin(desk, "Ada", "Gra")
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)
    async with room.desk() as desk:
        await desk.press("n")
        await desk.see_screen(PrepareScreen)
        await desk.see("Gra")
        assert values(desk)[:2] == ["Ada", "Gra"]
        await desk.press("down", "end", "c", "e", "enter")
        await desk.see_screen(ChooseScreen)
        await desk.press("q", "n")
        await desk.see_screen(PrepareScreen)
        assert values(desk)[:2] == ["", ""]


async def test_typed_names_are_on_disk_by_themselves(room: Room) -> None:
    """Nothing but typing, and the form is kept."""
    async with room.desk() as desk:
        await begin(desk)
        await desk.type("Ada")
        await desk.until(lambda: typed(room).get("left") == "Ada", "the form on disk")


def typed(room: Room) -> dict[str, str]:
    """What was typed of a new alliance and not submitted yet."""
    form = drafts.form(room.library, "", drafts.PREPARE)
    return form.fields if form else {}


async def test_arrows_move_between_fields(room: Room) -> None:
    """Down and up, and letters are text in a field whatever they are keys of elsewhere."""
    async with room.desk() as desk:
        await begin(desk)
        await desk.press("down", "down", "up", "q", "j", "?")
        assert values(desk)[:2] == ["", "qj?"]


async def test_for_later(room: Room) -> None:
    """Saved for its hour; found in the library; opened, its questions are chosen."""
    async with room.desk((120, 30)) as desk:
        await begin(desk, "Ada", "Grace", "", "", "90", "12", "2026-03-14 12:30")
        await desk.press("enter")
        await desk.see_screen(LibraryScreen)
        await desk.see_notice("Saved for later")
        await desk.see("session planned for 14 Mar, 12:30")
        await desk.open()
        desk.on(ChooseScreen)


async def test_hour_of_today_or_tomorrow(room: Room) -> None:
    """An hour that is over means tomorrow's."""
    async with room.desk((120, 30)) as desk:
        await begin(desk, "Ada", "Grace", "", "", "90", "12", "9:15")
        await desk.press("enter")
        await desk.see("session planned for 13 Mar, 09:15")


async def test_details_again(room: Room) -> None:
    """From the questions back to what was settled: everything is filled in and can be changed."""
    name = room.prepared(minutes=60)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("t")
        await desk.see_screen(PrepareScreen)
        await desk.see("Prepare a session")
        assert values(desk) == ["Ada", "Grace", "cofounders", "Rosa’s", "60", "12", "", ""]
        await desk.press("escape")
        await desk.see_screen(ChooseScreen)
        await desk.press("t", "up", "up")
        await desk.fill(["Ada L.", "Grace H.", "a couple", "the quay", "75", "15"])
        await desk.press("enter")
        await desk.see_screen(ChooseScreen)
        await desk.see("◆ Ada L. & ● Grace H.", "not started · 75:00")
    alliance, session = room.library.load(name)
    assert session is not None
    assert (alliance.partnership, session.place, session.countdown.length) == ("a couple", "the quay", 4500)


async def test_no_details_once_begun(room: Room) -> None:
    """The length is settled when the countdown runs."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("c")
        await desk.see_screen(ChooseScreen)
        assert "details" not in desk.footer
        await desk.press("t")
        desk.on(ChooseScreen)


async def test_two_alliances_of_the_same_names(room: Room) -> None:
    """Each has a folder of its own."""
    room.prepared()
    async with room.desk() as desk:
        await begin(desk, "Ada", "Grace")
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
    assert room.library.names() == ["ada-and-grace", "ada-and-grace-2"]


async def test_hours_of_a_zone(room: Room) -> None:
    """Three in the afternoon is that of Berlin, whatever the clock of the machine: noon in UTC is one there."""
    async with room.desk() as desk:
        await begin(desk, "Ada", "Grace", "", "", "90", "12", "2026-03-14 15:00", "berlyn")
        await desk.press("ctrl+g")
        await desk.see_notice("There is no one zone of that name.")
        await desk.fill(["Berlin"])
        await desk.press("ctrl+g")
        await desk.see("session planned for 14 Mar, 15:00 Berlin")
    alliance, session = room.library.load("ada-and-grace")
    assert alliance.zone == "Europe/Berlin"
    assert session is not None and session.planned is not None
    assert session.planned.isoformat() == "2026-03-14T14:00:00+00:00"
    room.choose("ada-and-grace")
    sessions.begin(room.library, "ada-and-grace", room.clock.now())
    async with room.desk() as desk:
        await desk.open()
        await desk.see("78:00 to Closing · 90:00 left · 14:30 Berlin")
