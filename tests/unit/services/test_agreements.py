"""Agreements with a side: what is typed is saved as it is typed, as a proposal where the other has said yes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alliance_tui.domain.agreements import worded
from alliance_tui.domain.alliance import SIDES, Agreement, Holder, Side
from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer, Step
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import agreements, alliances, drafts, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.services.drafts import KeptText
from alliance_tui.storage.catalogue import SESSION
from alliance_tui.storage.library import Library
from tests.ui.driver import Room

ADA, GRACE = SIDES
CALL = "We call."


class Screen:
    """A screen of one partner's: what it shows is what it did or read last."""

    def __init__(self, room: Room, name: str, side: Side | None) -> None:
        self.library, self.name = Library(room.library.root, viewer=Viewer(side)), name
        self.session = self.library.session(name)
        self.step = Step()

    def read(self) -> None:
        self.session = self.library.session(self.name)

    def act(self, act: object, *args: object) -> Session:
        doer = Doer(self.session)
        self.session = act(self.library, self.name, *args, doer=doer)  # type: ignore[operator]
        self.step = doer.step
        return self.session

    def write(self, text: str, seen: str, edit: str, id_: str = "call", holder: Holder = Holder.BOTH) -> Session:
        """Save the line of a dialog that was opened over `seen`."""
        return self.act(
            agreements.agree, "tone", text, holder, id_, SeenText(seen, edit, Holder.BOTH if seen else None)
        )

    @property
    def call(self) -> Agreement:
        return self.session.agreement("call")


@pytest.fixture
def name(room: Room) -> str:
    """An alliance with one agreement that both said yes to."""
    name = room.begun()
    room.agree(name, CALL, agreement="call")
    return name


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_proposal_grows_letter_by_letter(room: Room, name: str) -> None:
    """Through the words that were agreed, too; it is one step, which leaves nothing behind."""
    grace = Screen(room, name, GRACE)
    steps, seen = Step(), CALL
    for text in ("We", "We call.", "We call. D", "We call. Daily."):
        grace.write(text, seen, "g:1")
        seen, steps = text, steps.then(grace.step)
        assert grace.call.text == CALL
        assert worded(grace.call, GRACE).text == text
    assert len(grace.session.agreements) == 1
    assert not grace.call.proposals[GRACE].given
    assert grace.act(agreements.consent, "call").agreement("call").proposals[GRACE].given
    assert grace.act(sessions.undo, steps.then(grace.step)).agreement("call").stands


def test_the_other_says_yes_while_it_is_written_on(room: Room, name: str) -> None:
    """To what was seen; the rest is a proposal beside it."""
    ada, grace = (Screen(room, name, side) for side in SIDES)
    ada.write("We write", "", "a:1", "new")
    grace.read()
    assert grace.act(agreements.adopt, "new").agreement("new").yes == (GRACE,)
    ada.write("We write daily.", "We write", "a:1", "new")
    agreement = ada.act(agreements.consent, "new").agreement("new")
    assert (agreement.text, agreement.waiting) == ("We write", (ADA,))
    assert agreement.proposals[ADA].text == "We write daily."
    grace.read()
    assert grace.act(agreements.adopt, "new").agreement("new") == Agreement(
        "new", "We write daily.", "tone", edit="a:1"
    )


def test_two_screens_of_one_partner_keep_both_wordings(room: Room, name: str) -> None:
    one, two = Screen(room, name, ADA), Screen(room, name, ADA)
    one.write("We call daily.", CALL, "a:1")
    two.write("We call weekly.", CALL, "b:1")
    two.write("We call weekly, or write.", "We call weekly.", "b:1")
    one.write("We call daily, early.", "We call daily.", "a:1")
    beside = agreements.own_wording("call", "b:1")
    assert one.call.proposals[ADA].text == "We call daily, early."
    assert one.session.agreement(beside).text == "We call weekly, or write."
    assert one.session.agreement(beside).waiting == SIDES


def test_the_holder_of_ones_own_proposal(room: Room, name: str) -> None:
    ada = Screen(room, name, ADA)
    ada.write("We call daily.", CALL, "a:1")
    ada.write("We call daily.", "We call daily.", "a:1", holder=Holder.LEFT)
    assert ada.call.proposals[ADA].holder is Holder.LEFT
    assert ada.call.holder is Holder.BOTH


def test_what_was_taken_out_meanwhile_is_a_wording_of_its_own(room: Room, name: str) -> None:
    ada = Screen(room, name, ADA)
    ada.write("We call d", CALL, "a:1")
    agreements.withdraw(room.library, name, "call")
    (own,) = ada.write("We call daily.", "We call d", "a:1").agreements
    assert (own.text, own.waiting) == ("We call daily.", SIDES)


def test_a_reason_is_a_part_of_the_proposal(room: Room, name: str) -> None:
    ada = Screen(room, name, ADA)
    ada.act(agreements.give_reason, "call", "too seldom")
    ada.write("We call daily.", CALL, "a:1")
    ada.act(agreements.consent, "call")
    assert (ada.call.reason, ada.call.proposals[ADA].reason) == ("", "too seldom")
    grace = Screen(room, name, GRACE)
    agreement = grace.act(agreements.adopt, "call").agreement("call")
    assert (agreement.text, agreement.reason, agreement.stands) == ("We call daily.", "too seldom", True)


def test_emptied_words_propose_to_take_it_out(room: Room, name: str) -> None:
    """Whether some of the deleting was saved or not."""
    ada = Screen(room, name, ADA)
    ada.write("We", CALL, "a:1")
    assert ada.act(agreements.withdraw, "call", ada.step).agreement("call").proposals[ADA].text == ""


@pytest.mark.parametrize("side", [*SIDES, None])
def test_a_yes_is_to_words_that_were_seen(room: Room, name: str, side: Side | None) -> None:
    """Not to those that came since."""
    screen = Screen(room, name, side)
    agreements.agree(room.library, name, "tone", "We never call.", Holder.BOTH, "call")
    for act in (agreements.consent, agreements.adopt):
        with pytest.raises(ChangedMeanwhile, match="changed on the other screen meanwhile"):
            screen.act(act, "call")


def test_a_proposal_is_adopted_as_it_was_seen(room: Room, name: str) -> None:
    ada, grace = (Screen(room, name, side) for side in SIDES)
    grace.write("We call daily.", CALL, "g:1")
    grace.act(agreements.consent, "call")
    ada.read()
    grace.write("We call never.", "We call daily.", "g:2")
    grace.act(agreements.consent, "call")
    with pytest.raises(ChangedMeanwhile):
        ada.act(agreements.adopt, "call")


def test_neither_undoes_what_both_agreed(room: Room, name: str) -> None:
    ada, grace = (Screen(room, name, side) for side in SIDES)
    grace.write("We call daily.", CALL, "g:1")
    grace.act(agreements.consent, "call")
    ada.read()
    ada.act(agreements.adopt, "call")
    with pytest.raises(NotAllowed, match="Grace has a say in this agreement"):
        ada.act(sessions.undo, ada.step)


def test_signing_waits_for_every_yes_and_the_next_session_begins_with_it(room: Room, name: str) -> None:
    ada, grace = (Screen(room, name, side) for side in SIDES)
    ada.write("We write.", "", "a:1", "new")
    ada.act(agreements.consent, "new")
    with pytest.raises(NotAllowed, match=r"“We write\.” waits for Grace’s yes"):
        sessions.sign(ada.library, name, ADA, room.clock.now())
    grace.read()
    grace.act(agreements.adopt, "new")
    for screen, side in ((ada, ADA), (grace, GRACE)):
        sessions.sign(screen.library, name, side, room.clock.now())
    (version,) = room.versions(name)
    assert [agreement.yes for agreement in version.agreements] == [SIDES, SIDES]
    alliances.revisit(room.library, name)
    assert all(agreement.stands for agreement in room.session(name).agreements)


def test_a_kept_agreement_comes_back_as_proposed(room: Room, name: str) -> None:
    alliance = room.library.alliance(name)
    text = KeptText("a:1", "tone", None, "We wal", "gone")
    drafts.save_text(room.library, name, alliance.id, text)
    back = drafts.use_text(room.library, name, text).agreements[-1]
    assert (back.text, back.waiting) == ("We wal", SIDES)


def test_an_agreement_of_an_earlier_store_stands(room: Room, name: str) -> None:
    """One that stands is stored as it always was."""
    text = (room.library.root / name / SESSION).read_text("utf-8").partition("\n")[2]
    (stored,) = json.loads(text)["agreements"].values()
    assert stored.keys() == {"id", "text", "question", "holder", "since", "verdicts"}
    assert room.session(name).agreement("call").stands
