"""The countdown as the two see it, with a clock that goes where the test puts it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.questions import Section
from alliance_tui.screens.absence import AbsenceDialog
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.dialogs import Ask
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import countdown
from alliance_tui.storage.presence import Presence
from alliance_tui.widgets.section_tabs import SectionTabs
from tests.ui.driver import COUNT, PAUSE, Room
from tests.unit.clock import FakeClock

HOUR = 3600


async def test_two_figures_the_hour_and_the_reserve(room: Room) -> None:
    """Time to Closing, time to the end, when that is, and Closing's part of the bar."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("78:00 to Closing · 90:00 left", "left · 13:30", "──", "┄┄")
        await desk.pass_time(39 * 60 + 48)
        assert "38:12 to Closing" in desk.text()
        assert "50:12 left" in desk.text()
        assert "left · 13:30" in desk.text()
        assert "━━" in desk.text()


async def test_second_hand_moves_by_itself(room: Room) -> None:
    """Nobody has to press a key for the figures to change."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        desk.clock.advance(5)
        await desk.see("77:55 to Closing · 89:55 left")


async def test_paused_time_does_not_count(room: Room) -> None:
    """Pause for an hour, with nobody asked about it, and go on."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.pass_time(600)
        await desk.press("p")
        await desk.see("paused · 68:00 to Closing · 80:00 left")
        desk.clock.advance(HOUR)
        await desk.tick()
        assert "paused · 68:00 to Closing · 80:00 left" in desk.text()
        assert "left · would end 14:30" in desk.text()
        await desk.press("p")
        await desk.see_no_more("paused")
        await desk.pass_time(60)
        assert "67:00 to Closing · 79:00 left" in desk.text()
        assert "left · 14:30" in desk.text()
    (pause,) = room.session(name).countdown.pauses
    assert pause.end == pause.start + timedelta(hours=1)


async def test_pause_lasts_beyond_leaving_and_quitting(tmp_path: Path, room: Room) -> None:
    """A paused session stays paused in the library, and in the program's next run."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("p", "q")
        await desk.see("session paused · 90:00")
    room.clock.advance(HOUR)
    async with room.desk() as desk:
        await desk.open()
        await desk.see("paused · 78:00 to Closing · 90:00 left")
        await desk.tick()
        desk.on(SectionScreen)


async def test_extension_is_typed_over_the_proposal(room: Room) -> None:
    """The proposal gives way to what is typed."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("e", "1", "5", "enter")
        assert "93:00 to Closing · 105:00 left" in desk.text()


async def test_extension_moves_the_end(room: Room) -> None:
    """Both agree to more time; it is noted in the session."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("e")
        await desk.see("Ada and Grace both agree")
        await desk.press("ctrl+u")
        await desk.type("15")
        await desk.press("enter")
        await desk.see("93:00 to Closing · 105:00 left", "left · 13:45")
        await desk.see_notice("Extended by 15 minutes.")
    assert [extension.seconds for extension in room.session(name).countdown.extensions] == [900]


@pytest.mark.parametrize(
    "minutes",
    [
        "",
        "soon",
        "0",
        "-5",
        "1.5",
        "²",
        "601",
        "9" * 5000,
        "[/]",
    ],
)
async def test_extension_that_is_none(room: Room, minutes: str) -> None:
    """Anything but a whole number of minutes changes nothing, and that is said."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("e", "ctrl+u")
        await desk.paste(minutes)
        await desk.press("enter")
        await desk.see_notice("Nothing was changed")
        assert "78:00 to Closing · 90:00 left" in desk.text()
    assert room.session(name).countdown.extensions == ()


async def test_extension_thought_better_of(room: Room) -> None:
    """Escape leaves the length as it was."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("e", "escape")
        await desk.see_screen(SectionScreen)
        assert "78:00 to Closing · 90:00 left" in desk.text()
    assert room.session(name).countdown.extensions == ()


async def test_overtime_is_counted_up(room: Room) -> None:
    """Past the end nothing locks: it is said how far past."""
    room.begun(minutes=30, reserve=6)
    async with room.desk() as desk:
        await desk.open()
        await desk.pass_time(30 * 60 + 192)
        assert "+03:12 overtime" in desk.text()
        assert "ended 12:30" in desk.text()
        await desk.write("Still here.")
        await desk.see("Still here.")


@pytest.mark.parametrize(
    ("answer", "figures", "ends"),
    [
        (COUNT, "18:00 to Closing · 30:00 left", "left · 13:30"),
        (PAUSE, "78:00 to Closing · 90:00 left", "left · 14:30"),
    ],
)
async def test_machine_slept_for_an_hour(room: Room, answer: tuple[str, ...], figures: str, ends: str) -> None:
    """The screen was open all along; the hour counts or it was a pause."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        desk.clock.advance(HOUR)
        await desk.tick()
        await desk.see("While you were away", "60 minutes have passed", "since 12:00")
        await desk.press(*answer)
        await desk.see(figures, ends)
        await desk.tick()
        desk.on(SectionScreen)
        await desk.pass_time(60)
        desk.on(SectionScreen)
    assert len(room.session(name).countdown.pauses) == (answer == PAUSE)


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (COUNT, "8:00 to Closing · 20:00 left"),
        (PAUSE, "68:00 to Closing · 80:00 left"),
    ],
)
async def test_away_for_an_hour(room: Room, answer: tuple[str, ...], figures: str) -> None:
    """The program was closed; the library doesn't decide, the session asks."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.pass_time(600)
        await desk.press("q")
        await desk.see("80:00")
    room.clock.advance(HOUR)
    async with room.desk() as desk:
        await desk.see("session left open · 80:00")
        await desk.open()
        await desk.see("While you were away", "60 minutes have passed", "since 12:10")
        await desk.press(*answer)
        await desk.see(figures)
    async with room.desk() as desk:
        await desk.open()
        await desk.see(figures)
        desk.on(SectionScreen)


async def test_somebody_only_looks_after_months(room: Room) -> None:
    """Escape puts the answer off: clock and minutes stand, moving on asks nothing, a change or p does."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.pass_time(600)
        await desk.press("q")
    room.clock.advance(259 * 24 * HOUR)
    async with room.desk() as desk:
        await desk.open()
        await desk.see("While you were away", "259 days have passed", "68:00 to Closing · 80:00 left")
        await desk.press("escape")
        await desk.see_notice("The clock stands")
        await desk.see("10 of 13 min")
        await desk.press("j", "j")
        await desk.pass_time(180)
        desk.on(SectionScreen)
        await desk.see("68:00 to Closing · 80:00 left")
        await desk.press("q")
        await desk.open()
        await desk.see("While you were away", "259 days have passed")
        await desk.press("escape", "s")
        desk.on(AbsenceDialog)
        await desk.press("escape", "p")
        desk.on(AbsenceDialog)
        await desk.press(*PAUSE)
        await desk.see("68:00 to Closing · 80:00 left")
        desk.on(SectionScreen)


async def test_what_is_typed_blind_does_not_answer(room: Room) -> None:
    """A change asks again what was put off; whoever types on without looking counts nothing and pauses nothing."""
    name = room.begun()
    room.clock.advance(259 * 24 * HOUR)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("escape")
        await desk.write("Calmly.")
        await desk.see("While you were away")
        await desk.type("We call it a pause\njust so, please.\n")
        desk.on(AbsenceDialog)
        await desk.press("escape", "p", *PAUSE)
        await desk.see("78:00 to Closing")
    assert len(room.session(name).countdown.pauses) == 1
    assert room.session(name).agreements == ()


async def test_the_clock_stands_while_the_answer_is_put_off(room: Room) -> None:
    """However much is saved meanwhile."""
    room.begun()
    room.clock.advance(259 * 24 * HOUR)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("escape", "enter")
        await desk.type("Calmly.")
        await desk.flush()
        await desk.see("78:00 to Closing · 90:00 left")
        await desk.press("escape")
        await desk.see("While you were away", "78:00 to Closing · 90:00 left")


async def test_months_that_count(room: Room) -> None:
    room.begun()
    room.clock.advance(259 * 24 * HOUR)
    async with room.desk() as desk:
        await desk.open()
        await desk.press(*COUNT)
        await desk.see("+258 days overtime", "259 days of 13 min")


async def test_a_second_that_passes_while_the_absence_is_looked_up(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It leaves no sign that would be taken for somebody else's."""
    room.begun()
    room.clock.advance(HOUR)
    last = Presence.last
    async with room.desk() as desk:

        def slow(presence: Presence) -> datetime | None:
            found = last(presence)
            page = desk.screen
            assert isinstance(page, SectionScreen)
            desk.app.call_from_thread(page._tick)
            return found

        monkeypatch.setattr(Presence, "last", slow)
        await desk.open()
        await desk.see("While you were away", "60 minutes have passed")
        await desk.press(*PAUSE)
        await desk.see("78:00 to Closing")


async def test_gap_is_asked_about_once_and_writing_goes_on(room: Room) -> None:
    """The question comes over an answer being written; nothing of it is lost, and the caret is back."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Before ")
        desk.clock.advance(HOUR)
        await desk.tick()
        await desk.see("While you were away")
        await desk.tick()
        await desk.press(*PAUSE)
        await desk.see_screen(SectionScreen)
        await desk.type("and after.")
        await desk.press("escape")
        await desk.see("Before and after.", "78:00 to Closing")
        await desk.flush()
    assert room.written(name, "hopes") == "Before and after."


async def test_gap_on_review_and_choose(room: Room) -> None:
    """Every screen of the session asks."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        desk.clock.advance(HOUR)
        await desk.tick()
        await desk.see("While you were away")
        await desk.press(*PAUSE)
        await desk.see("78:00 to Closing · 90:00 left")
        await desk.press("r")
        await desk.see_screen(SectionScreen)
        await desk.press("c")
        await desk.see_screen(ChooseScreen)
        desk.clock.advance(HOUR)
        await desk.tick()
        await desk.see("While you were away")
        await desk.press(*COUNT)
        await desk.see("18:00 to Closing · 30:00 left")


async def test_gap_over_a_dialog(room: Room) -> None:
    """A dialog that was open is there again when the question is answered."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("e")
        desk.clock.advance(HOUR)
        await desk.tick()
        desk.on(AbsenceDialog)
        await desk.press(*COUNT)
        await desk.see_screen(Ask)
        await desk.press("escape")
        await desk.see("18:00 to Closing · 30:00 left")


async def test_two_minutes_are_no_absence(room: Room) -> None:
    """A short silence is not asked about."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        desk.clock.advance(120)
        await desk.tick()
        desk.on(SectionScreen)
        assert "76:00 to Closing · 88:00 left" in desk.text()


async def test_clock_set_back(room: Room) -> None:
    """Never more time than there was; from then on it runs as ever, also in the next run."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.pass_time(600)
        desk.clock.advance(-HOUR)
        await desk.tick()
        assert "68:00 to Closing · 80:00 left" in desk.text()
        assert "left · 12:30" in desk.text()
        await desk.pass_time(60)
        assert "67:00 to Closing · 79:00 left" in desk.text()
        await desk.press("p")
        await desk.see("paused")
        await desk.press("p")
        await desk.see_no_more("paused")
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
    async with room.desk() as desk:
        await desk.open()
        await desk.see("67:00 to Closing · 79:00 left", "left · 12:30")


async def test_a_clock_nineteen_centuries_back_and_forth(room: Room) -> None:
    """Whatever it says, and though it counts until the last year there is, the program goes on."""
    right, wrong = room.clock.now(), room.clock.now().replace(year=126)
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        for _ in range(6):
            desk.clock.set(wrong)
            await desk.tick()
            await desk.press("p")
            await desk.see("paused")
            await desk.press("p")
            await desk.see_no_more("paused")
            desk.clock.set(right)
            await desk.tick()
            if isinstance(desk.screen, AbsenceDialog):
                await desk.press(*COUNT)
            await desk.see_screen(SectionScreen)
            await desk.see("overtime")
        for moment in (wrong, right):
            desk.clock.set(moment)
            await desk.press("q")
            await desk.see("over")
            await desk.open()
            await desk.see("overtime")


@pytest.mark.parametrize(
    ("start", "zone", "ends", "half"),
    [
        (datetime(2026, 3, 12, 23, 30, tzinfo=UTC), "UTC", "01:00", "01:00"),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "Europe/Madrid", "04:00", "04:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Madrid", "03:00", "03:00"),
    ],
    ids=["midnight", "an hour skipped", "an hour twice"],
)
async def test_midnight_and_daylight_saving(tmp_path: Path, start: datetime, zone: str, ends: str, half: str) -> None:
    """Ninety minutes are ninety minutes, whatever the clock on the wall does."""
    room = Room(tmp_path, FakeClock(start, zone))
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("90:00 left", f"left · {ends}")
        await desk.pass_time(45 * 60)
        assert "33:00 to Closing · 45:00 left" in desk.text()
        assert f"left · {half}" in desk.text()
        await desk.pass_time(46 * 60)
        assert "+01:00 overtime" in desk.text()
        assert f"ended {ends}" in desk.text()


async def test_milestones_once_each_with_the_bell(room: Room) -> None:
    """Closing -10, -5 and 0, and the end; not again after leaving and coming back."""
    room.begun(minutes=30, reserve=6)
    said = ["10 minutes to Closing", "5 minutes to Closing", "Time for Closing", "The time is up"]
    async with room.desk() as desk:
        await desk.open()
        assert desk.bells == 0
        for number, (minutes, words) in enumerate(zip((14, 5, 5, 6), said, strict=True), 1):
            await desk.pass_time(minutes * 60)
            await desk.see_notice(words)
            await desk.tick()
            assert desk.bells == number
            await desk.clear_notices()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        await desk.open()
        await desk.tick()
        assert (desk.bells, desk.said) == (4, [])
    async with room.desk() as desk:
        await desk.open()
        await desk.tick()
        assert (desk.bells, desk.said) == (0, [])


async def test_milestones_that_passed_in_a_gap_are_said_as_one(room: Room) -> None:
    """After an absence that counts, only where the two are now is said."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        desk.clock.advance(74 * 60)
        await desk.tick()
        assert desk.bells == 0
        await desk.press(*COUNT)
        await desk.see_screen(SectionScreen)
        await desk.tick()
        await desk.see_notice("5 minutes to Closing")
        assert desk.bells == 1


async def test_milestone_under_a_dialog_and_none_in_a_pause(room: Room) -> None:
    """It is said whatever is open; a pause says nothing."""
    room.begun(minutes=30, reserve=6)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("question_mark")
        await desk.pass_time(14 * 60)
        await desk.see_notice("10 minutes to Closing")
        assert desk.bells == 1
        await desk.press("escape", "p")
        await desk.clear_notices()
        desk.clock.advance(HOUR)
        await desk.tick()
        assert (desk.bells, desk.said) == (1, [])


async def test_milestone_is_said_anew_for_a_new_end(room: Room) -> None:
    """What lies ahead again after an extension is announced again."""
    room.begun(minutes=30, reserve=6)
    async with room.desk() as desk:
        await desk.open()
        await desk.pass_time(14 * 60)
        await desk.see_notice("10 minutes to Closing")
        await desk.press("e", "enter")
        await desk.see("20:00 to Closing")
        await desk.clear_notices()
        await desk.pass_time(600)
        await desk.see_notice("10 minutes to Closing")
        assert desk.bells == 2


async def test_a_turn_counts_up_against_its_share(room: Room) -> None:
    """Fixed when it begins: what is left before the reserve over the turns still to come. A pause does not count."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("● Grace asks, ◆ Ada answers · then ● Grace may, too", "turn 1 of 6 · 0 of 13 min")
        await desk.pass_time(240)
        await desk.see("4 of 13 min")
        await desk.press("p")
        await desk.see("paused")
        desk.clock.advance(HOUR)
        await desk.tick()
        await desk.press("p")
        await desk.see_no_more("paused")
        await desk.tick()
        await desk.write("All of it.")
        await desk.press("n")
        await desk.see("turn 2 of 6 · 0 of 15 min")
        await desk.pass_time(360)
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.see("for this partnership.  4 of 13 min", "of each other?  6 of 15 min")
        await desk.pass_time(240)
        await desk.press("r")
        await desk.see("turn 2 of 6 · 6 of 15 min")
        await desk.press("k")
        await desk.see("turn 1 of 6 · 4 of 13 min")
    assert [(time.share, time.spent) for time in room.session(name).times.turns.values()] == [(780, 240), (888, 360)]


async def test_closing_is_announced_by_the_head_and_a_tab(room: Room) -> None:
    """Until it is visited; the figures then are those of Closing."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.pass_time(78 * 60)
        await desk.see("Closing · 12:00 left · 13:30")
        assert "to Closing ·" not in desk.text()
        assert desk.screen.query_one(SectionTabs).due is Section.CLOSING
        await desk.press("5")
        await desk.see("both answer · ◆ Ada first")
        await desk.press("1")
        assert desk.screen.query_one(SectionTabs).due is None


async def test_both_answer_the_first_question_of_closing_before_the_second(room: Room) -> None:
    """The key for the next turn marks whoever is still to answer."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("5", "s")
        await desk.see("both answer · ● Grace is next")
        await desk.press("n")
        await desk.see("▌ ● Grace", "How do you appreciate")
        await desk.press("s", "n")
        await desk.see("▌ ◆ Ada", "both answer · ◆ Ada first", "Acknowledge")


async def test_narrow_bar_keeps_figures_and_hour(room: Room) -> None:
    """At 40 columns one line has all three."""
    room.begun()
    async with room.desk((40, 12)) as desk:
        await desk.open()
        await desk.see("78:00 to Closing · 90:00 left · 13:30")
        await desk.press("p")
        await desk.see("paused · 78:00 to Closing · 90:00 left")


async def test_narrow_bar_of_a_long_session(room: Room) -> None:
    """A session of three hours at 40 columns: nothing is cut off."""
    room.begun(minutes=180)
    async with room.desk((40, 12)) as desk:
        await desk.open()
        await desk.see("168:00")
        assert "180:00 left" in desk.text()
        assert "15:00" in desk.text()


async def test_no_countdown_before_the_start(room: Room) -> None:
    """While they choose there is nothing to pause, extend or ask about."""
    room.prepared()
    async with room.desk() as desk:
        await desk.open()
        desk.on(ChooseScreen)
        await desk.see("not started · 90:00")
        await desk.press("e", "p")
        desk.clock.advance(HOUR)
        await desk.tick()
        desk.on(ChooseScreen)
        assert "not started · 90:00" in desk.text()


async def test_other_terminal_extends(room: Room) -> None:
    """What a second terminal did to the countdown is in the next change made here."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        countdown.extend(room.library, name, room.clock.now(), 600)
        await desk.write("Hello.")
        await desk.flush()
        await desk.see("88:00 to Closing · 100:00 left")
