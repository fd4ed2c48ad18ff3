"""Forms that were not submitted, and texts whose session ended while they were typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.domain.errors import NotAllowed, SessionEnded, StoreAway
from alliance_tui.services import drafts, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.services.drafts import PREPARE, Form, KeptText
from tests.ui.driver import Room

NAME = "ada-and-grace"
EARLY = drafts.slip("early")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A store with an alliance whose session has begun."""
    room = Room(tmp_path)
    assert room.begun() == NAME
    return room


def keep(room: Room, about: str, edit: str, seen: Form | None = None, name: str = NAME, **fields: str) -> None:
    """Keep a form as this edit has it."""
    drafts.save_form(room.library, name, about, Form(edit, fields), seen)


def test_each_form_is_kept_by_itself(room: Room) -> None:
    keep(room, EARLY, "a:1", what="Half a sen", repaired="")
    assert drafts.form(room.library, NAME, EARLY) == Form("a:1", {"what": "Half a sen", "repaired": ""})
    assert drafts.form(room.library, NAME, PREPARE) is None
    assert drafts.form(room.library, NAME, drafts.slip("other")) is None
    assert drafts.form(room.library, "", PREPARE) is None


def test_an_empty_or_submitted_form_is_forgotten(room: Room) -> None:
    keep(room, EARLY, "a:1", what="Half")
    keep(room, EARLY, "a:1", what=" \n")
    assert drafts.form(room.library, NAME, EARLY) is None
    keep(room, EARLY, "a:1", what="Half")
    keep(room, EARLY, "a:1")
    assert drafts.form(room.library, NAME, EARLY) is None


def test_two_screens_in_one_form_keep_both(room: Room) -> None:
    """The second goes on from what the first had typed; the first types on meanwhile."""
    keep(room, EARLY, "a:1", what="Late.")
    seen = drafts.form(room.library, NAME, EARLY)
    keep(room, EARLY, "a:1", what="Late. By three days.")
    keep(room, EARLY, "b:1", seen, what="Late. And no call.")
    keep(room, EARLY, "b:1", seen)
    assert drafts.form(room.library, NAME, EARLY) == Form("a:1", {"what": "Late. By three days."})


def test_a_form_that_is_taken_up_again_is_one(room: Room) -> None:
    keep(room, EARLY, "a:1", what="Late.")
    seen = drafts.form(room.library, NAME, EARLY)
    keep(room, EARLY, "b:1", seen, what="Late again.")
    keep(room, EARLY, "b:1", seen)
    assert drafts.form(room.library, NAME, EARLY) is None


def test_the_form_of_a_new_alliance_is_at_the_stores_root(tmp_path: Path) -> None:
    room = Room(tmp_path)
    keep(room, PREPARE, "a:1", name="", left="Mei")
    assert drafts.form(room.library, "", PREPARE) == Form("a:1", {"left": "Mei"})
    assert room.library.names() == []


def test_a_new_pair_of_the_same_names_is_not_shown_the_former_pairs_words(room: Room) -> None:
    keep(room, PREPARE, "a:1", place="At the sea")
    shutil.rmtree(room.library.root / NAME)
    assert room.prepared() == NAME
    assert drafts.form(room.library, NAME, PREPARE) is None


def kept(room: Room, text: str = "Too late", edit: str = "a:1", question: str = "tone") -> KeptText:
    """Keep a text of Ada's whose session has ended."""
    alliance, session = room.library.load(NAME)
    made = KeptText(edit, question, Side.LEFT, text, session.id if session else "gone")
    drafts.save_text(room.library, NAME, alliance.id, made)
    return made


def test_a_kept_text_grows_with_its_edit(room: Room) -> None:
    kept(room, "Too")
    longer, other = kept(room, "Too late"), kept(room, "More", "a:2")
    assert drafts.kept_texts(room.library, NAME) == (longer, other)
    kept(room, "", "a:2")
    assert drafts.kept_texts(room.library, NAME) == (longer,)


def test_a_kept_text_goes_into_the_next_session_beside_what_is_there(room: Room) -> None:
    text = kept(room)
    for side in SIDES:
        sessions.sign(room.library, NAME, side, room.clock.now())
    with pytest.raises(SessionEnded):
        drafts.use_text(room.library, NAME, text)
    assert drafts.kept_texts(room.library, NAME) == (text,)
    room.revisited(NAME)
    room.say(NAME, "tone", "Said since")
    answer = drafts.use_text(room.library, NAME, text).answers["tone", Side.LEFT]
    assert (answer.text, [rival.text for rival in answer.rivals]) == ("Said since", ["Too late"])
    assert drafts.kept_texts(room.library, NAME) == ()


def test_a_kept_text_to_a_question_that_is_not_asked_stays(room: Room) -> None:
    text = kept(room, question="a question of another bank")
    with pytest.raises(NotAllowed, match="does not ask this question"):
        drafts.use_text(room.library, NAME, text)
    assert drafts.kept_texts(room.library, NAME) == (text,)


def test_a_kept_text_that_grew_meanwhile_is_not_thrown_away(room: Room) -> None:
    seen = kept(room, "Too")
    longer = kept(room, "Too late")
    drafts.drop_text(room.library, NAME, seen)
    assert drafts.kept_texts(room.library, NAME) == (longer,)
    drafts.drop_text(room.library, NAME, longer)
    assert drafts.kept_texts(room.library, NAME) == ()


def test_a_text_is_never_kept_beside_another_alliance(room: Room) -> None:
    """Its folder may be another pair's by now."""
    text = KeptText("a:1", "tone", Side.LEFT, "Too late", "gone")
    with pytest.raises(StoreAway):
        drafts.save_text(room.library, NAME, "another alliance", text)
    assert drafts.kept_texts(room.library, NAME) == ()


def test_a_kept_text_never_takes_the_place_of_what_was_written_on(room: Room) -> None:
    """Its edit went on after the session had come back from the trash."""
    text = kept(room, "one two", "a:1")
    sessions.answer(room.library, NAME, "tone", Side.LEFT, "one two three", SeenText("", "a:1"))
    answer = drafts.use_text(room.library, NAME, text).answers["tone", Side.LEFT]
    assert [each.text for each in answer.texts] == ["one two three", "one two"]


def test_a_kept_text_is_put_in_once(room: Room) -> None:
    """Two screens offer it, and both put it in."""
    text = kept(room)
    drafts.use_text(room.library, NAME, text)
    with pytest.raises(NotAllowed, match="not there any more"):
        drafts.use_text(room.library, NAME, text)
    assert room.written(NAME, "tone") == "Too late"


def test_a_form_is_never_kept_beside_another_alliance(room: Room) -> None:
    """Another pair has the folder by now."""
    for act in (
        lambda: drafts.save_form(room.library, NAME, PREPARE, Form("a:1", {"place": "x"}), None, "another alliance"),
        lambda: drafts.kept_texts(room.library, NAME, "another alliance"),
    ):
        with pytest.raises(StoreAway):
            act()
    assert drafts.form(room.library, NAME, PREPARE) is None
