"""The talk: answers written, spoken and passed, going anywhere, agreements."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import AnswerState, Holder, Side
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import alliances, sessions
from tests.ui.driver import BANK, Desk, Room


def question(desk: Desk) -> str:
    """The id of the question in view."""
    return desk.on(SectionScreen).question.id


async def test_writing_is_on_disk_with_nothing_else_pressed(room: Room) -> None:
    """What is typed is saved while the caret is still in it."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("We finish it.\nTogether? q n 1 j")
        await desk.until(lambda: room.written(name, "hopes") == "We finish it.\nTogether? q n 1 j", "the text on disk")
        await desk.see("Together? q n 1 j")


async def test_the_side_being_written_is_told_without_colour(room: Room) -> None:
    """By the shape of the rule beside it, and a word."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("▌ ◆ Ada", "│ ● Grace")
        assert "writing" not in desk.text()
        await desk.press("enter")
        await desk.see("▌ ◆ Ada  writing", "│ ● Grace", "esc done")
        await desk.press("escape")
        await desk.see_no_more("writing")
        await desk.press("tab")
        await desk.see("│ ◆ Ada", "▌ ● Grace")


async def test_words_beside_a_name_have_its_colour_while_its_side_is_marked(room: Room) -> None:
    """And are muted else, though the words stay the same."""
    room.revisited(room.signed(hopes="My hopes."))

    def colour(desk: Desk) -> object:
        """The colour of those words in the left pane."""
        row = desk.screen.query_one("#left #name").render_line(0)
        return next(segment.style and segment.style.color for segment in row if "kept" in segment.text)

    async with room.desk() as desk:
        await desk.open()
        await desk.press("h", "y")
        await desk.see("▌ ◆ Ada  kept from v1")
        marked = colour(desk)
        await desk.press("l")
        await desk.see("▌ ● Grace")
        assert colour(desk) != marked
        await desk.press("h")
        await desk.see("▌ ◆ Ada  kept from v1")
        assert colour(desk) == marked


async def test_both_sides(room: Room) -> None:
    """The answerer first; the asker may answer too."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write("My hopes.")
        await desk.see("✓ answered · ● Grace may answer too")
        await desk.press("tab")
        await desk.write("Mine as well.")
        await desk.see("My hopes.", "Mine as well.")
    assert (room.written(name, "hopes"), room.written(name, "hopes", Side.RIGHT)) == ("My hopes.", "Mine as well.")


async def test_the_footer_follows_the_marked_side(room: Room) -> None:
    """The key that takes over last time's answer is offered only on the side that has one."""
    room.revisited(room.signed(hopes="My hopes."))
    async with room.desk((200, 30)) as desk:
        await desk.open()
        await desk.press("h")
        await desk.until(lambda: "y keep" in desk.footer, "the key of the left side")
        await desk.press("l")
        await desk.until(lambda: "y keep" not in desk.footer, "no such key on the right side")
        await desk.press("h")
        await desk.until(lambda: "y keep" in desk.footer, "the key of the left side again")


@pytest.mark.parametrize(
    ("key", "shown", "state"),
    [
        ("s", "spoken, not written down", AnswerState.SPOKEN),
        ("x", "passed", AnswerState.PASSED),
    ],
)
async def test_spoken_and_passed(room: Room, key: str, shown: str, state: AnswerState) -> None:
    """A key says so, the same key takes it back, u undoes."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press(key)
        await desk.see(f"▌ {shown}", "✓ answered")
        assert room.session(name).answers["hopes", Side.LEFT].state is state
        await desk.press(key)
        await desk.see_no_more(f"▌ {shown}")
        assert ("hopes", Side.LEFT) not in room.session(name).answers
        await desk.press("u")
        await desk.see(shown)
        await desk.press("u")
        await desk.see_no_more(f"▌ {shown}")


async def test_words_are_not_passed_over(room: Room) -> None:
    """Where words are written, spoken and passed are refused with the reason."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write("Words.")
        await desk.press("x")
        await desk.see_notice("There are words here, and they stay.")
        await desk.see("Words.")
    assert room.written(name, "hopes") == "Words."


async def test_undo_takes_the_whole_writing_back(room: Room) -> None:
    """From entering the side to leaving it; then what was written before, then nothing."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write("One.")
        await desk.write(" Two.")
        await desk.see("One. Two.")
        await desk.press("u")
        await desk.see_no_more("Two.")
        assert room.written(name, "hopes") == "One."
        await desk.press("u")
        await desk.see_no_more("One.")
        assert room.written(name, "hopes") == ""
        await desk.press("u")
        await desk.see_notice("Nothing to undo here.")


async def test_undo_of_another_question(room: Room) -> None:
    """It is undone where it was written, though the two have moved on."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write("Here.")
        await desk.press("n")
        await desk.press("u")
        await desk.see_notice(
            "Undone: Ada’s answer to “Name your highest hopes and dreams for this partnership.” as before."
        )
    assert room.written(name, "hopes") == ""


async def test_emptied_answer_is_none(room: Room) -> None:
    """All words deleted: the turn is open again."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write("x")
        await desk.see("✓ answered")
        await desk.press("enter", "backspace", "escape")
        await desk.see_no_more("✓ answered")
    assert not room.session(name).answers


async def test_keep_last_times(room: Room) -> None:
    """Last time's words stand below the empty side; y says them again, u takes that back."""
    name = room.signed(hopes="To build it well.")
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.see("last time, v1", "To build it well.", "y      keep last time’s")
        await desk.press("y")
        await desk.see("◆ Ada  kept from v1")
        assert "last time, v1" not in desk.text()
        assert room.written(name, "hopes") == "To build it well."
        assert "y keep" not in desk.footer
        await desk.press("u")
        await desk.see("last time, v1")
    assert room.written(name, "hopes") == ""


async def test_last_times_words_stay_below_an_answer(room: Room) -> None:
    """In two rows, or whole by a key; where there is room, in a column of their own."""
    before = "To build it well, and to be there to see it. " * 8
    name = room.signed(hopes=before)
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.write("Shorter now.")
        await desk.see("Shorter now.", "last time, v1", " …")
        assert desk.text().count("To build it well") == 2
        await desk.press("f")
        await desk.see_no_more(" …")
        assert desk.text().count("To build it well") > 4
        await desk.resize(200, 50)
        row = next(line for line in desk.lines() if "last time, v1" in line)
        assert row.index("● Grace") < row.rindex("◆ Ada  last time, v1")
        panes = [line.replace("▌", "│").split("│") for line in desk.lines() if "│" in line]
        assert max(len(part.strip()) for line in panes for part in line) <= 72


async def test_a_click_on_a_section_and_on_the_agreements(room: Room) -> None:
    """Does what their keys do."""
    name = room.begun()
    room.agree(name, "We walk.", "conflict")
    async with room.desk() as desk:
        await desk.open()
        row = next(y for y, line in enumerate(desk.lines()) if "4 Backup plan" in line)
        await desk.pilot.click(offset=(desk.lines()[row].index("Backup"), row))
        await desk.see("▌4 Backup plan", "◆● both  We walk.")
        await desk.pilot.click("AgreementList")
        await desk.see_screen(OverTimeScreen)


async def test_escape_goes_back_a_step_at_a_time(room: Room) -> None:
    """From the words to the talk, from the talk to the library."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter", "escape")
        desk.on(SectionScreen)
        await desk.press("escape")
        await desk.see("session open")


async def test_next_turn(room: Room) -> None:
    """Goes to unanswered turns, Closing at last, and says when there is none."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        turns = [turn.question for turn in room.session(name).turns]
        assert question(desk) == turns[0]
        await desk.press("s", "n")
        assert question(desk) == turns[1]
        await desk.press("n")
        assert question(desk) == turns[2]
        for _ in range(8):
            await desk.press("s", "tab", "s", "n")
        await desk.see_notice("Every turn is answered. r: review and sign.")


async def test_section_keys_and_free_movement(room: Room) -> None:
    """1 to 5 go to a section's first open turn; j and k go over its borders."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        for key, label in zip(
            "54321", ("Closing", "Backup plan", "Responsibility", "Atmosphere", "Intentions"), strict=True
        ):
            await desk.press(key)
            await desk.see(f"▌{key} {label}")
        await desk.press("j", "j")
        assert question(desk) == "tone"
        await desk.press("k")
        assert BANK[question(desk)].section.label == "Intentions"
        await desk.press("5", "down", "down", "down")
        assert question(desk) == "acknowledgement"
        await desk.see("both answer · ◆ Ada first")


async def test_section_is_ticked_off(room: Room) -> None:
    """Its tab says how many turns are done, then that all are."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("1 Intentions 0·2")
        await desk.press("s", "1")
        await desk.see("1 Intentions 1·2")
        for _ in range(2):
            await desk.press("s", "tab")
        await desk.see("1 Intentions ✓")


async def test_unchosen_questions_are_within_reach(room: Room) -> None:
    """They say what they are, and take an answer all the same."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.go_to("contribution")
        await desk.see("not among today’s questions", "enter  answer all the same")
        await desk.write("By listening.")
        await desk.flush()
        await desk.see("By listening.")
    assert room.written(name, "contribution") == "By listening."


@pytest.mark.parametrize("size", [(40, 12), (40, 16), (40, 24), (60, 12), (80, 12)])
async def test_the_longest_question_is_whole_and_leaves_room(room: Room, size: tuple[int, int]) -> None:
    """To its last word, with last time's words before and below what is written."""
    longest = max(BANK, key=lambda each: len(each.text))
    name = room.begun()
    room.say(name, longest.id, "Last time.", Side.RIGHT)
    room.sign(name)
    alliances.revisit(room.library, name)
    sessions.choose(room.library, name, Side.LEFT, longest.id, True)
    sessions.begin(room.library, name, room.clock.now())
    async with room.desk(size) as desk:
        await desk.open()
        await desk.go_to(longest.id)
        await desk.see("Last time.")
        await desk.press("enter")
        await desk.type("Anew.")
        await desk.see("Anew.", "Last time.")
        assert longest.text in " ".join(desk.text().split())


async def test_place_is_kept(room: Room) -> None:
    """Left and opened again, the talk is where it was."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("4", "q")
        await desk.see("session open")
    async with room.desk() as desk:
        await desk.open()
        await desk.see("▌4 Backup plan")


# Agreements


async def test_agreement_added_reworded_withdrawn(room: Room) -> None:
    """From a question; with whose doing it is; changed, and taken out; each undone."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("a")
        await desk.see_screen(AgreementDialog)
        await desk.press("left")
        await desk.type("We walk on Fridays.")
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.see("We agree ─", "◆ Ada    We walk on Fridays.")
        (agreement,) = room.session(name).agreements
        assert (agreement.text, agreement.holder, agreement.question) == ("We walk on Fridays.", Holder.LEFT, "hopes")
        await desk.press("A")
        await desk.see_screen(OverTimeScreen)
        await desk.press("enter")
        await desk.see_screen(AgreementDialog)
        await desk.press("end", "backspace")
        await desk.type(" at four.")
        await desk.press("enter")
        await desk.see_screen(OverTimeScreen)
        await desk.see("We walk on Fridays at four.")
        await desk.press("d")
        await desk.see("No agreements yet.")
        assert room.session(name).agreements == ()
        await desk.press("escape", "u")
        await desk.see("◆ Ada    We walk on Fridays at four.")
        await desk.press("u")
        await desk.see("◆ Ada    We walk on Fridays.")
        await desk.press("u")
        await desk.see_no_more("We walk on Fridays.")
    assert room.session(name).agreements == ()


async def test_agreement_cancelled(room: Room) -> None:
    """Escape leaves the agreements as they were, though the line was saved as it was typed."""
    name = room.begun()
    room.agree(name, "We walk.", "hopes")
    async with room.desk() as desk:
        await desk.open()
        await desk.press("a")
        await desk.type("Half a thou")
        await desk.until(lambda: len(room.session(name).agreements) == 2, "the line on disk")
        await desk.press("escape")
        await desk.see_no_more("Half a thou")
        await desk.see("◆● both  We walk.")
        await desk.press("u")
        await desk.see_notice("Nothing to undo here.")
    assert [each.text for each in room.session(name).agreements] == ["We walk."]


async def test_agreement_without_words(room: Room) -> None:
    """Enter on an empty line adds nothing; emptying one takes it out."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("a", "enter")
        await desk.see_screen(SectionScreen)
        assert room.session(name).agreements == ()
        await desk.press("a")
        await desk.type("x")
        await desk.press("enter", "A", "enter", "backspace", "enter")
        await desk.see("No agreements yet.")
    assert room.session(name).agreements == ()


async def test_agreements_of_other_questions_are_counted(room: Room) -> None:
    """Those of this question are listed, the others are a key away."""
    name = room.begun()
    room.agree(name, "Here.", "hopes")
    room.agree(name, "There.", "conflict")
    async with room.desk() as desk:
        await desk.open()
        await desk.see("◆● both  Here.", "─ 1 more A")
        await desk.press("A")
        await desk.see("There.")


async def test_verdicts_at_a_revisit(room: Room) -> None:
    """Each partner's own; not for an agreement of today."""
    name = room.begun()
    room.agree(name, "We walk.", "hopes")
    room.sign(name)
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("A")
        await desk.press("left")
        await desk.see("Ada living")
        await desk.press("right", "right")
        await desk.see("Ada living  ● Grace slipped", "talk about it")
        await desk.press("left")
        await desk.see("Ada slipped  ● Grace slipped")
        await desk.press("escape", "a")
        await desk.type("New.")
        await desk.press("enter", "A", "j", "left")
        await desk.see_notice("This agreement is from today.")


async def test_other_terminals_words_are_not_lost(room: Room) -> None:
    """Written elsewhere meanwhile: both sides' answers are there after the next change."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Mine.")
        room.say(name, "hopes", "Theirs.", Side.RIGHT)
        await desk.press("escape")
        await desk.flush()
        await desk.see("Mine.", "Theirs.")


async def test_long_answer_scrolls_without_a_caret(room: Room) -> None:
    """Page by page, to its end and back."""
    name = room.begun()
    room.say(name, "hopes", "\n".join(f"line {number}." for number in range(1, 101)))
    async with room.desk() as desk:
        await desk.open()
        for _ in range(8):
            await desk.press("pagedown")
        await desk.see("line 100.")
        for _ in range(8):
            await desk.press("pageup")
        await desk.see("line 1.")


async def test_paste_is_text(room: Room) -> None:
    """Lines, and what a terminal would obey as visible marks."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.paste("one\r\ntwo \x1b[31mred\x07")
        await desk.press("escape")
        await desk.see("two ␛[31mred␇")
        await desk.flush()
    assert room.written(name, "hopes") == "one\ntwo ␛[31mred␇"


async def test_next_says_when_it_begins_again(room: Room) -> None:
    """From Closing's last question back to a turn that is still open."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("5", "j", "s", "n", "s")
        await desk.clear_notices()
        await desk.press("n")
        await desk.see_notice("From the first turn again")


async def test_the_strip_comes_back_when_the_line_is_fitted_while_its_dialog_closes(room: Room) -> None:
    """The page has no place left free for a dialog that is gone."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("a")
        await desk.see_screen(AgreementDialog)
        dialog = desk.on(AgreementDialog)
        dialog.dismiss()
        dialog.page.call_later(dialog._make_room)
        await desk.see_screen(SectionScreen)
        assert not dialog.page.has_class("-agreeing")
