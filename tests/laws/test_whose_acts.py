"""Every act of the services, tried by Grace on what is Ada's: refused with a reason, and nothing of it changes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance_tui.domain.alliance import SIDES, AnswerState, Holder, Verdict
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.rivals import Resolution
from alliance_tui.domain.steps import Doer, Step
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import agreements, alliances, countdown, drafts, sessions
from alliance_tui.services.acts import Act, SeenText
from alliance_tui.services.alliances import Preparation
from alliance_tui.services.drafts import KeptText
from alliance_tui.storage import drafts as stored_drafts
from alliance_tui.storage.library import Library
from tests.laws.book import Raw, parts_of, tables
from tests.ui.driver import Room
from tests.unit.clock import NOON

ADA, GRACE = SIDES
OTHER_WORDS = SeenText("", "grace:1")
SHARED: Any = None
"""Stands for arguments that name nobody: the act is anybody's, and harms nothing of Ada's."""

OF_ADA: dict[str, list[tuple[Any, ...]]] = {
    "answer": [("tone", ADA, "x", OTHER_WORDS), ("hopes", ADA, ""), ("feedback", ADA, "x"), ("way-back", ADA, "x")],
    "mark": [(question, ADA, state) for question in ("tone", "hopes", "feedback") for state in (None, *AnswerState)],
    "keep": [(question, ADA) for question in ("tone", "hopes", "feedback")],
    "resolve": [("tone", ADA, each, "grace:1") for each in Resolution],
    "choose": [(ADA, "requests", True)],
    "say_ready": [("hopes", ADA, False), ("way-back", ADA)],
    "uncover": [("hopes", ADA)],
    "judge": [("old", ADA, verdict) for verdict in (None, Verdict.SLIPPED, Verdict.OUTGROWN)],
    "sign": [(ADA, NOON)],
    "unsign": [(ADA,)],
    "wait_to_begin": [(ADA,)],
}
"""The acts that can name a side, with Ada's."""
OF_BOTH: dict[str, tuple[Any, ...]] = {
    "agree": ("tone", "We walk.", Holder.BOTH, "old"),
    "give_reason": ("old", "because"),
    "withdraw": ("old",),
    "consent": ("old",),
    "talk_about": ("old",),
    "set_apart": (("hopes",), False),
    "choose_apart": (("tone",), False),
    "choose_together": (),
    "deal": (("requests", "hopes", "conflict"),),
    "move_turn": ("tone", 1),
    "go_to": ("hopes",),
    "leave_turn": ("hopes", NOON),
    "begin": (NOON,),
    "make_up": SHARED,
    "announce": ((),),
    "pause": (NOON,),
    "resume": (NOON,),
    "extend": (NOON, 600),
    "count_gap": (NOON,),
    "pause_gap": SHARED,
    "set_review": (date(2027, 1, 1),),
    "propose_review": (date(2027, 1, 1),),
    "set_aside": (NOON,),
    "take_up": (),
}
"""The acts that are anybody's, or that propose."""
WORDS = {"plum", "quince"}
"""What Ada wrote."""
ENDS = {"undo", "adopt", "abandon", "reopen"}
"""Acts with tests of their own below."""
NO_ACTS = {"own_wording"}


class Table:
    """A second session, in which Ada has done all that one can do, some of it under cover."""

    def __init__(self, root: Path, *, waits: bool = True) -> None:
        """`waits`: for Grace, by being ready and by proposing other words."""
        room = self.room = Room(root)
        self.root = room.library.root
        self.name = room.begun()
        room.agree(self.name, "We ring before we write.", agreement="old")
        room.sign(self.name)
        room.revisited(self.name)
        self.ada, self.grace = (Library(self.root, viewer=Viewer(side)) for side in SIDES)
        say = sessions.answer
        say(self.ada, self.name, "tone", ADA, "plum one")
        say(self.ada, self.name, "tone", ADA, "plum two", SeenText("something else", "eva:1"))
        sessions.mark(self.ada, self.name, "feedback", ADA, AnswerState.SPOKEN)
        sessions.set_apart(self.ada, self.name, ["hopes", "way-back"])
        say(self.ada, self.name, "hopes", ADA, "quince")
        say(self.grace, self.name, "hopes", GRACE, "covered, too")
        agreements.judge(self.ada, self.name, "old", ADA, Verdict.LIVING)
        seen = Doer(self.ada.session(self.name))
        agreements.agree(self.ada, self.name, "tone", "Hers alone.", Holder.BOTH, "new", doer=seen)
        agreements.consent(self.ada, self.name, "new")
        if waits:
            sessions.say_ready(self.ada, self.name, "hopes", ADA, True)
            seen = Doer(self.ada.session(self.name))
            agreements.agree(self.ada, self.name, "tone", "We ring, always.", Holder.BOTH, "old", doer=seen)
            agreements.consent(self.ada, self.name, "old")

    @property
    def raw(self) -> Raw:
        return tables(self.root / self.name / "session.json")

    def of_ada(self) -> dict[tuple[str, ...], Any]:
        return parts_of(self.raw, ADA)

    def refused(self, act: Callable[..., Any], *arguments: Any, **named: Any) -> None:
        """An act is refused with words on what to do, and nothing changes."""
        before = self.raw
        with pytest.raises(NotAllowed) as refusal:
            act(self.grace, self.name, *arguments, **named)
        assert "at a terminal of" in str(refusal.value)
        assert not WORDS & {*str(refusal.value).split()}
        assert self.raw == before


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def acts() -> dict[str, Callable[..., Any]]:
    """Every public function and act of the services on a session."""
    found = {}
    for room in (agreements, countdown, sessions):
        for name, thing in vars(room).items():
            own = getattr(thing, "__module__", "") == room.__name__ or isinstance(thing, Act)
            if own and callable(thing) and not name.startswith("_") and name not in NO_ACTS:
                found[name] = thing
    return found


def test_every_act_is_tried() -> None:
    """One that is new is in none of the tables, and one that names a side is among Ada's."""
    assert {*acts()} == {*OF_ADA, *OF_BOTH, *ENDS}
    for name, act in acts().items():
        change = act._change if isinstance(act, Act) else act
        parameters = inspect.signature(change).parameters
        if "side" in parameters and name != "begin":
            assert name in OF_ADA, name


@pytest.mark.parametrize("name", OF_ADA)
def test_what_is_ada_s_is_refused(table: Table, name: str) -> None:
    """With what Grace's screen shows, and without looking."""
    for arguments in OF_ADA[name]:
        table.refused(acts()[name], *arguments)
        table.refused(acts()[name], *arguments, doer=Doer(table.grace.session(table.name)))


@pytest.mark.parametrize("name", OF_BOTH)
def test_what_is_anybody_s_harms_nothing_of_ada_s(table: Table, name: str) -> None:
    """Done or refused: what Ada said, chose, judged and is ready for stays, and so does what she proposes."""
    if OF_BOTH[name] is SHARED:
        return
    before = table.of_ada()
    for doer in (None, Doer(table.grace.session(table.name))):
        try:
            acts()[name](table.grace, table.name, *OF_BOTH[name], doer=doer)
        except NotAllowed as refusal:
            assert not WORDS & {*str(refusal).split()}
        assert table.of_ada() == before


def test_undo_takes_back_nothing_of_ada_s(table: Table) -> None:
    """Not even with the step that Ada's own screen has of it."""
    after = table.ada.session(table.name)
    nothing: list[tuple[str, Any]] = [("answers", {}), ("choices", dict.fromkeys(SIDES, ())), ("ready", {})]
    for kept in nothing:
        step = Step.between(replace(after, **dict([kept])), after)
        before = table.of_ada()
        with pytest.raises(NotAllowed):
            sessions.undo(table.grace, table.name, step)
        assert table.of_ada() == before


def test_adopting_replaces_by_ada_s_own_words_alone(table: Table) -> None:
    before = table.of_ada()
    agreements.adopt(table.grace, table.name, "old", doer=Doer(table.grace.session(table.name)))
    after = table.of_ada()
    assert {part for part in before if before[part] != after.get(part)} == {("proposals", "old")}
    assert table.grace.session(table.name).agreement("old").text == before["proposals", "old"]["text"]


def test_an_abandoned_session_is_ada_s_as_before(table: Table) -> None:
    """Whoever is at the host may abandon it; it comes back with all that is hers, and nothing covered is handed out."""
    before, seen = table.of_ada(), Doer(table.grace.session(table.name))
    item = sessions.abandon(table.grace, table.name, NOON, seen.seen.id, doer=seen)
    _, back = sessions.reopen(table.grace, item.id)
    assert ("hopes", ADA) not in back.answers
    assert table.of_ada() == before


def test_an_invited_key_ends_and_renames_nothing(table: Table) -> None:
    table.grace.viewer = Viewer(GRACE, invited=True, serves_both=True)
    alliance = table.grace.alliance(table.name)
    seen = Doer(table.grace.session(table.name))
    for act in (
        lambda: sessions.abandon(table.grace, table.name, NOON, seen.seen.id, doer=seen),
        lambda: table.grace.delete(table.name, NOON, id=alliance.id),
        lambda: alliances.prepare(table.grace, table.name, Preparation("Eve", "Grace"), seen, alliance.partnership),
        lambda: sessions.answer(table.grace, table.name, "tone", ADA, "x"),  # it never serves both
    ):
        with pytest.raises(NotAllowed):
            act()
    assert table.grace.alliance(table.name) == alliance


def test_other_questions_drop_no_pick_of_ada_s(tmp_path: Path) -> None:
    room = Room(tmp_path)
    name = room.prepared()
    room.choose(name)
    grace = Library(room.library.root, viewer=Viewer(GRACE))
    bank = room.session(name).bank
    other = replace(bank, id="other", questions=tuple(replace(each, id=f"other-{each.id}") for each in bank.questions))
    ready = Preparation("Ada", "Grace", "cofounders", bank=other)
    before = parts_of(tables(room.library.root / name / "session.json"), ADA)
    with pytest.raises(NotAllowed, match="Ada"):
        alliances.prepare(grace, name, ready, Doer(grace.session(name)), "cofounders")
    assert parts_of(tables(room.library.root / name / "session.json"), ADA) == before


def test_a_kept_text_of_ada_s_is_neither_used_nor_discarded(table: Table) -> None:
    id_, session = table.ada.alliance(table.name).id, table.ada.session(table.name)
    drafts.keep_text(table.ada, table.name, id_, session, "tone", ADA, "too late", "ada:9")
    kept = drafts.kept_texts(table.ada, table.name)
    assert len(kept) == 1 and drafts.kept_texts(table.grace, table.name) == ()
    for act in (drafts.use_text, drafts.drop_text):
        with pytest.raises(NotAllowed):
            act(table.grace, table.name, kept[0])
    with pytest.raises(NotAllowed):
        drafts.keep_text(table.grace, table.name, id_, session, "tone", ADA, "", "ada:9")
    assert stored_drafts.kept_texts(table.ada, table.name) == kept
    assert kept[0] == KeptText("ada:9", "tone", ADA, "too late", session.id)


def test_what_ada_has_read_is_noted_by_ada(table: Table) -> None:
    with pytest.raises(NotAllowed, match="terminal"):
        table.grace.record(table.name).record_reading(ADA, 1)
    table.grace.record(table.name).record_reading(GRACE, 1)
    assert table.grace.alliance(table.name).last_read == {GRACE: 1}
