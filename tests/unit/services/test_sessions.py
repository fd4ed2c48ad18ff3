"""Acts on an open session: each on the disk when it returns, each refused with its reason."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import SIDES, Agreement, Answer, AnswerState, Holder, Side, Verdict, Version
from alliance_tui.domain.countdown import Milestone
from alliance_tui.domain.errors import AllianceError, NotAllowed, NotFound
from alliance_tui.domain.session import Session, Stage
from alliance_tui.domain.steps import Doer
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import agreements, countdown, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.services.alliances import Preparation, begin_alliance, revisit
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.library import Library
from alliance_tui.storage.record import Record
from alliance_tui.text.characters import one_line
from tests.unit.clock import NOON
from tests.unit.samples import BANK, CORPUS, LEFT, ONE_LINERS, RIGHT

CHOICES = {LEFT: ("assumptions", "tone", "feedback"), RIGHT: ("hopes", "tone", "requests", "conflict")}
NAME = "ada-and-grace"
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one prepared session, nothing chosen."""
    library = Library(tmp_path / "store")
    begin_alliance(library, Preparation("Ada", "Grace"), NOON)
    return library


@pytest.fixture
def begun(library: Library) -> Library:
    """The same with the session under way."""
    start(library)
    return library


@pytest.fixture
def second(begun: Library) -> Library:
    """The same in its second session; the first had two answers and one agreement."""
    sessions.answer(begun, NAME, "tone", LEFT, "frank")
    sessions.mark(begun, NAME, "tone", RIGHT, AnswerState.SPOKEN)
    agreements.agree(begun, NAME, "tone", "We say it the same day", Holder.BOTH)
    signed(begun)
    revisit(begun, NAME)
    sessions.begin(begun, NAME, NOON)
    return begun


def start(library: Library) -> None:
    """Choose and begin."""
    for side, questions in CHOICES.items():
        for question in questions:
            sessions.choose(library, NAME, side, question, True)
    sessions.begin(library, NAME, NOON)


def signed(library: Library) -> Version:
    """Let both sign; returns the version."""
    sessions.sign(library, NAME, LEFT, NOON)
    session, version = sessions.sign(library, NAME, RIGHT, LATER)
    assert session.signed
    assert version is not None
    return version


def current(library: Library) -> Session:
    """The open session as a fresh program finds it."""
    session = Library(library.root).load(NAME)[1]
    assert session is not None
    return session


def on_disk(library: Library, file: str = SESSION) -> dict[str, Any]:
    """The tables as they stand in the file, read without our storage."""
    tables: dict[str, Any] = json.loads((library.root / NAME / file).read_text("utf-8").split("\n", 1)[1])
    return tables


def refused(act: Callable[[], object], library: Library, reason: str) -> None:
    """The act is not allowed, for this reason, and changes nothing."""
    before = current(library)
    with pytest.raises(NotAllowed, match=reason):
        act()
    assert current(library) == before


# Choose


def test_choosing_and_taking_back(library: Library) -> None:
    """Each pick is saved, and can be taken back."""
    assert sessions.choose(library, NAME, LEFT, "tone", True).choices[LEFT] == ("tone",)
    assert sessions.choose(library, NAME, RIGHT, "tone", True) == current(library)
    assert sessions.choose(library, NAME, LEFT, "tone", True).choices == {LEFT: ("tone",), RIGHT: ("tone",)}
    assert sessions.choose(library, NAME, LEFT, "tone", False).choices == {LEFT: (), RIGHT: ("tone",)}
    assert current(library).choices == {LEFT: (), RIGHT: ("tone",)}


def test_what_choosing_and_beginning_refuse(library: Library) -> None:
    """A fifth, a Closing question, too few."""
    for question in ("assumptions", "hopes", "tone", "feedback"):
        sessions.choose(library, NAME, LEFT, question, True)
    refused(lambda: sessions.choose(library, NAME, LEFT, "requests", True), library, "has 4 already")
    refused(lambda: sessions.choose(library, NAME, RIGHT, "appreciation", True), library, "always asked")
    refused(lambda: sessions.begin(library, NAME, NOON), library, "Grace has chosen 0")
    refused(lambda: sessions.move_turn(library, NAME, "conflict", 1), library, "not chosen")


def test_beginning(library: Library) -> None:
    """The countdown runs and the first turn is the current one; a second time changes nothing."""
    start(library)
    session = current(library)
    assert (session.stage, session.current) == (Stage.OPEN, session.turns[0].question)
    assert session.countdown.started == NOON
    assert sessions.begin(library, NAME, LATER) == session


def test_the_order_of_turns_is_kept(library: Library) -> None:
    """Through beginning and a fresh start."""
    for side, questions in CHOICES.items():
        for question in questions:
            sessions.choose(library, NAME, side, question, True)
    moved = sessions.move_turn(library, NAME, "conflict", -9)
    assert moved.turns[0].question == "conflict"
    sessions.begin(library, NAME, NOON)
    assert current(library).turns == moved.turns
    assert current(library).current == "conflict"


def test_going_anywhere(begun: Library) -> None:
    """A question nobody chose, too."""
    sessions.go_to(begun, NAME, "way-back")
    assert current(begun).current == "way-back"


# Answers


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_any_answer_is_in_the_file_as_it_was_typed(begun: Library, text: str) -> None:
    """And in the version that is signed."""
    session = sessions.answer(begun, NAME, "tone", LEFT, text)
    assert session.answers[("tone", LEFT)] == Answer(AnswerState.TEXT, text, 1)
    assert [record["text"] for record in on_disk(begun)["answers"].values()] == [text]
    assert current(begun) == session
    signed(begun)
    assert on_disk(begun, ALLIANCE)["versions"]["1"]["answers"][0]["text"] == text
    assert [*begun.check()] == []


@pytest.mark.parametrize("text", ONE_LINERS.values(), ids=ONE_LINERS)
def test_any_agreement_is_in_the_file_as_it_was_typed(begun: Library, text: str) -> None:
    """Of any script, and long."""
    agreements.agree(begun, NAME, "tone", text, Holder.BOTH)
    assert [record["text"] for record in on_disk(begun)["agreements"].values()] == [text]
    assert [agreement.text for agreement in signed(begun).agreements] == [text]


@pytest.mark.parametrize("text", [CORPUS["a tab"], CORPUS["200 lines"]], ids=["a tab", "200 lines"])
def test_an_agreement_is_one_line(begun: Library, text: str) -> None:
    """White space becomes one space; no word is lost."""
    [agreement] = agreements.agree(begun, NAME, "tone", text, Holder.BOTH).agreements
    assert agreement.text == one_line(text)


def test_what_a_terminal_would_obey_is_never_in_the_file(begun: Library) -> None:
    """A paste with controls and half characters is saved with marks in their place."""
    session = sessions.answer(begun, NAME, "tone", LEFT, "a\x1b]0;x\x07\r\nb\ud800")
    assert session.answers[("tone", LEFT)].text == "a␛]0;x␇\nb\ufffd"
    agreements.agree(begun, NAME, "tone", "\x1b[2Jwe\ud83d", Holder.BOTH)
    assert b"\x1b" not in (begun.root / NAME / SESSION).read_bytes()


def test_an_empty_text_takes_an_answer_back(begun: Library) -> None:
    """So does one of white space."""
    sessions.answer(begun, NAME, "tone", LEFT, "frank")
    assert sessions.answer(begun, NAME, "tone", LEFT, " \n").answers == {}
    assert current(begun).answers == {}


def test_said_and_passed(begun: Library) -> None:
    """Each other's place is taken freely, and nothing takes it back."""
    for state in (AnswerState.SPOKEN, AnswerState.PASSED):
        sessions.mark(begun, NAME, "tone", LEFT, state)
        assert current(begun).answers[("tone", LEFT)] == Answer(state)
    sessions.mark(begun, NAME, "tone", LEFT, None)
    assert current(begun).answers == {}


@pytest.mark.parametrize("state", [AnswerState.SPOKEN, AnswerState.PASSED, None])
def test_written_words_are_never_overwritten_by_a_mark(begun: Library, state: AnswerState | None) -> None:
    """They have to be deleted first."""
    sessions.answer(begun, NAME, "tone", LEFT, "frank")
    refused(lambda: sessions.mark(begun, NAME, "tone", LEFT, state), begun, "words here, and they stay")


def test_words_take_the_place_of_a_mark(begun: Library) -> None:
    """What was only said can be written down after all."""
    sessions.mark(begun, NAME, "tone", LEFT, AnswerState.SPOKEN)
    sessions.answer(begun, NAME, "tone", LEFT, "frank")
    assert current(begun).answers[("tone", LEFT)] == Answer(AnswerState.TEXT, "frank")


@pytest.mark.parametrize("side", SIDES)
def test_keeping_what_was_said_last_time(second: Library, side: Side) -> None:
    """Said again, for this version; of whatever kind it was."""
    last = second.alliance(NAME).versions[0].answers[("tone", side)]
    session = sessions.keep(second, NAME, "tone", side)
    assert session.answers == current(second).answers == {("tone", side): replace(last, since=2)}


def test_what_keeping_refuses(second: Library) -> None:
    """Nothing said last time, or something said already."""
    refused(lambda: sessions.keep(second, NAME, "hopes", LEFT), second, "no answer from last time")
    sessions.answer(second, NAME, "tone", LEFT, "franker")
    refused(lambda: sessions.keep(second, NAME, "tone", LEFT), second, "an answer already")


def test_keeping_in_a_first_session_is_refused(begun: Library) -> None:
    """There is no last time."""
    refused(lambda: sessions.keep(begun, NAME, "tone", LEFT), begun, "no answer from last time")


# Agreements


def test_agreeing_rewording_and_withdrawing(begun: Library) -> None:
    """The id and the question stay through a rewording, even from another question's screen."""
    [one] = agreements.agree(begun, NAME, "tone", "  We say it\n the same day ", Holder.BOTH).agreements
    assert one == Agreement(one.id, "We say it the same day", "tone", Holder.BOTH, 1)
    [two] = agreements.agree(begun, NAME, "hopes", "Ada says it the same day", Holder.LEFT, one.id).agreements
    assert two == replace(one, text="Ada says it the same day", holder=Holder.LEFT)
    agreements.agree(begun, NAME, "hopes", "We eat first", Holder.BOTH)
    agreements.withdraw(begun, NAME, one.id)
    assert [agreement.text for agreement in current(begun).agreements] == ["We eat first"]
    refused(lambda: agreements.withdraw(begun, NAME, one.id), begun, "taken out")


def test_an_agreement_needs_words(begun: Library) -> None:
    """New or reworded."""
    [one] = agreements.agree(begun, NAME, "tone", "We say it", Holder.BOTH).agreements
    for known in ("", one.id):
        empty = partial(agreements.agree, begun, NAME, "tone", " \t\n", Holder.BOTH, known)
        refused(empty, begun, "needs its words")


def test_verdicts(second: Library) -> None:
    """One for each side; both outgrown retires it, and a rewording leaves the verdicts."""
    [one] = current(second).agreements
    agreements.judge(second, NAME, one.id, LEFT, Verdict.OUTGROWN)
    agreements.judge(second, NAME, one.id, RIGHT, Verdict.SLIPPED)
    agreements.agree(second, NAME, "tone", "We say it the same week", Holder.BOTH, one.id)
    [judged] = current(second).agreements
    assert judged.verdicts == {LEFT: Verdict.OUTGROWN, RIGHT: Verdict.SLIPPED}
    assert judged.since == 1
    agreements.judge(second, NAME, one.id, RIGHT, Verdict.OUTGROWN)
    assert signed(second).agreements == ()


# The countdown


def test_pausing_resuming_and_extending(begun: Library) -> None:
    """The figures of a fresh start are the same."""
    countdown.pause(begun, NAME, LATER)
    assert current(begun).countdown.paused
    refused(lambda: countdown.pause(begun, NAME, LATER), begun, "not running")
    countdown.resume(begun, NAME, LATER + timedelta(minutes=5))
    refused(lambda: countdown.resume(begun, NAME, LATER), begun, "not paused")
    countdown.extend(begun, NAME, LATER + timedelta(minutes=5), 600)
    refused(lambda: countdown.extend(begun, NAME, LATER, 0), begun, "at least")
    assert current(begun).countdown.left(LATER + timedelta(minutes=15)) == 80 * 60


def test_the_countdown_before_it_began(library: Library) -> None:
    """There is none yet."""
    refused(lambda: countdown.pause(library, NAME, NOON), library, "not running")
    refused(lambda: countdown.extend(library, NAME, NOON, 60), library, "not begun")


def test_an_absence_that_counts_and_one_that_is_a_pause(begun: Library) -> None:
    """Both kept on disk; neither is asked about again."""
    counted = countdown.count_gap(begun, NAME, LATER).countdown
    assert counted.left(LATER) == 80 * 60
    back = LATER + timedelta(hours=1)
    gap = counted.gap(back)
    assert gap is not None
    countdown.pause_gap(begun, NAME, gap, back + timedelta(seconds=6))
    kept = current(begun).countdown
    assert kept.left(back) == 80 * 60 - 6
    assert kept.gap(back + timedelta(seconds=6)) is None


def test_what_was_announced_is_remembered(begun: Library) -> None:
    """After a fresh start it is not said again."""
    late = NOON + timedelta(minutes=70)
    assert current(begun).countdown.due(late) == (Milestone.TEN,)
    countdown.announce(begun, NAME, (Milestone.TEN,))
    assert current(begun).countdown.due(late) == ()


# Signing


def test_signing_by_both_makes_a_version(begun: Library) -> None:
    """The first signature waits for the second; then the session is gone and the version there."""
    sessions.answer(begun, NAME, "tone", LEFT, "frank")
    sessions.set_review(begun, NAME, date(2026, 9, 1))
    session, version = sessions.sign(begun, NAME, LEFT, NOON)
    assert version is None
    assert [*current(begun).signatures] == [LEFT]
    session, version = sessions.sign(begun, NAME, RIGHT, LATER)
    alliance, left = Library(begun.root).load(NAME)
    assert left is None
    assert not (begun.root / NAME / SESSION).exists()
    assert alliance.versions == (version,)
    assert version is not None
    assert (version.number, version.session, version.previous) == (1, session.id, "")
    assert version.answers == {("tone", LEFT): Answer(AnswerState.TEXT, "frank", 1)}
    assert (version.review, version.signed, version.turns) == (date(2026, 9, 1), LATER, session.turns)
    assert {side: given.name for side, given in version.signatures.items()} == {LEFT: "Ada", RIGHT: "Grace"}


def test_the_second_version_is_chained_to_the_first(second: Library) -> None:
    """It says again what stands and leaves version 1 as it was."""
    [one] = second.alliance(NAME).versions
    sessions.answer(second, NAME, "tone", LEFT, "franker")
    two = signed(second)
    assert second.alliance(NAME).versions == (one, two)
    assert (two.number, two.previous) == (2, one.hash)
    assert two.answers == {
        ("tone", LEFT): Answer(AnswerState.TEXT, "franker", 2),
        ("tone", RIGHT): Answer(AnswerState.SPOKEN, since=1),
    }
    assert [*second.check()] == []


def test_a_changed_word_takes_the_signature_back(begun: Library) -> None:
    """The reason is kept on disk until one signs again."""
    sessions.sign(begun, NAME, LEFT, NOON)
    sessions.answer(begun, NAME, "tone", RIGHT, "kind")
    assert current(begun).signatures == {}
    assert current(begun).unsigned.startswith("Ada: the signature was taken back, because Grace’s answer to")
    sessions.sign(begun, NAME, LEFT, NOON)
    sessions.answer(begun, NAME, "tone", RIGHT, "kind")
    sessions.go_to(begun, NAME, "hopes")
    countdown.pause(begun, NAME, LATER)
    assert [*current(begun).signatures] == [LEFT]
    assert current(begun).unsigned == ""
    assert sessions.unsign(begun, NAME, LEFT).signatures == current(begun).signatures == {}


def test_signing_too_early(library: Library) -> None:
    """It has not begun."""
    refused(lambda: sessions.sign(library, NAME, LEFT, NOON), library, "not begun")


def test_a_signed_session_is_over(begun: Library) -> None:
    """On the other terminal every act says so, and makes nothing."""
    signed(begun)
    for act in (
        lambda: sessions.answer(begun, NAME, "tone", LEFT, "late"),
        lambda: sessions.sign(begun, NAME, LEFT, LATER),
        lambda: countdown.pause(begun, NAME, LATER),
        lambda: sessions.abandon(begun, NAME, LATER, "session-1"),
    ):
        with pytest.raises(NotFound, match="not open any more"):
            act()
    assert Library(begun.root).load(NAME)[1] is None


class CutOff(Exception):
    """The power goes."""


def cut_off(monkeypatch: pytest.MonkeyPatch, before: bool) -> None:
    """Let the power go before a version is written, or after."""
    add = Record.add_version

    def fail(self: Record, version: Version) -> Version:
        if not before:
            add(self, version)
        raise CutOff

    monkeypatch.setattr(Record, "add_version", fail)


@pytest.mark.parametrize("step", ["version", "session"])
def test_a_crash_while_signing_loses_nothing(begun: Library, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either the second signature is not there yet and can be given again, or the version is."""
    sessions.answer(begun, NAME, "tone", LEFT, "frank")
    sessions.sign(begun, NAME, LEFT, NOON)
    with monkeypatch.context() as cut, pytest.raises(CutOff):
        cut_off(cut, before=step == "version")
        sessions.sign(Library(begun.root), NAME, RIGHT, LATER)
    alliance, session = Library(begun.root).load(NAME)
    if step == "version":
        assert session is not None
        assert set(session.signatures) == {LEFT}
        sessions.sign(begun, NAME, RIGHT, LATER)
        alliance, session = Library(begun.root).load(NAME)
    assert session is None
    [version] = alliance.versions
    assert version.answers[("tone", LEFT)].text == "frank"


def test_words_written_in_the_moment_of_signing_are_not_lost(begun: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other terminal has to wait and is told that it was signed; it never hears that they were saved."""
    add, saved = Record.add_version, []

    def meanwhile(self: Record, version: Version) -> Version:
        other = Library(self.root)
        saved.append(ThreadPoolExecutor(1).submit(sessions.answer, other, NAME, "hopes", LEFT, "words of the other"))
        return add(self, version)

    sessions.sign(begun, NAME, LEFT, NOON)
    monkeypatch.setattr(Record, "add_version", meanwhile)
    sessions.sign(Library(begun.root), NAME, RIGHT, LATER)
    with pytest.raises(NotFound, match="not open any more"):
        saved[0].result()
    alliance, session = begun.load(NAME)
    assert session is None
    assert len(alliance.versions) == 1


# Leaving


def test_setting_aside_and_taking_up(begun: Library) -> None:
    """Days later: the same session, its clock still, until resumed."""
    sessions.set_aside(begun, NAME, LATER)
    assert current(begun).stage is Stage.SET_ASIDE
    sessions.take_up(begun, NAME)
    assert current(begun).stage is Stage.OPEN
    countdown.resume(begun, NAME, LATER + timedelta(days=3))
    assert current(begun).countdown.left(LATER + timedelta(days=3)) == 80 * 60


def test_abandoning_can_be_undone(begun: Library) -> None:
    """Until then there is no session; the alliance stays."""
    before = current(begun)
    gone = sessions.abandon(begun, NAME, LATER, current(begun).id)
    assert Library(begun.root).load(NAME)[1] is None
    assert begun.names() == [NAME]
    assert sessions.reopen(begun, gone.id) == (NAME, before)
    assert current(begun) == before


def test_reopening_beside_another_session(begun: Library) -> None:
    """Refused: a new one was begun meanwhile, and is not touched."""
    gone = sessions.abandon(begun, NAME, LATER, current(begun).id)
    revisit(begun, NAME)
    refused(lambda: sessions.reopen(begun, gone.id), begun, "open session already")


def test_reopening_after_another_session_was_signed(begun: Library) -> None:
    """Two versions, numbered 1 and 2, and a check that is content."""
    gone = sessions.abandon(begun, NAME, LATER, current(begun).id)
    revisit(begun, NAME)
    start(begun)
    signed(begun)
    sessions.reopen(begun, gone.id)
    signed(begun)
    assert [version.number for version in begun.alliance(NAME).versions] == [1, 2]
    assert [*begun.check()] == []


# Two terminals, and any sequence of acts


def test_two_terminals_in_turn_lose_nothing(begun: Library) -> None:
    """Answers, agreements, a pause and a review date from both; both see all of it."""
    other = Library(begun.root)
    sessions.answer(begun, NAME, "tone", LEFT, "frank")
    sessions.answer(other, NAME, "tone", RIGHT, "kind")
    agreements.agree(begun, NAME, "tone", "We say it the same day", Holder.BOTH)
    agreements.agree(other, NAME, "hopes", "We eat first", Holder.BOTH)
    countdown.pause(other, NAME, LATER)
    sessions.set_review(begun, NAME, date(2026, 9, 1))
    session = countdown.resume(begun, NAME, LATER)
    assert session == other.load(NAME)[1] == current(begun)
    assert {key: answer.text for key, answer in session.answers.items()} == {
        ("tone", LEFT): "frank",
        ("tone", RIGHT): "kind",
    }
    assert [agreement.text for agreement in session.agreements] == ["We say it the same day", "We eat first"]
    assert len(session.countdown.pauses) == 1
    sessions.sign(begun, NAME, LEFT, NOON)
    assert sessions.sign(other, NAME, RIGHT, NOON)[1] is not None
    assert begun.load(NAME)[1] is None


Act = Callable[[Library, datetime], object]
questions = st.sampled_from([question.id for question in BANK])
sides = st.sampled_from(SIDES)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(["frank", "", "[/]"])
agreement_ids = st.sampled_from(["one", "two"])


def acts(act: Callable[..., object], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    """This act with drawn arguments."""
    return st.tuples(*arguments).map(lambda drawn: lambda library, now: act(library, NAME, *drawn))


def timed(act: Callable[..., object], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    """This act with drawn arguments before or after the present moment."""
    return st.tuples(*arguments).map(lambda drawn: lambda library, now: act(library, NAME, now, *drawn))


def sign(library: Library, name: str, now: datetime, side: Side) -> object:
    """Sign with the arguments in the order of the others."""
    return sessions.sign(library, name, side, now)[0]


ANY_ACT = st.one_of(
    acts(sessions.choose, sides, questions),
    acts(sessions.move_turn, questions, st.integers(-3, 3)),
    acts(sessions.go_to, questions),
    acts(sessions.answer, questions, sides, words),
    acts(sessions.mark, questions, sides, st.none() | st.sampled_from([AnswerState.SPOKEN, AnswerState.PASSED])),
    acts(sessions.keep, questions, sides),
    acts(agreements.agree, questions, words, st.sampled_from(Holder), agreement_ids),
    acts(agreements.withdraw, agreement_ids),
    acts(agreements.judge, agreement_ids, sides, st.none() | st.sampled_from(Verdict)),
    acts(countdown.announce, st.lists(st.sampled_from(Milestone), unique=True).map(tuple)),
    acts(sessions.set_review, st.none() | st.dates()),
    acts(sessions.unsign, sides),
    acts(sessions.take_up),
    timed(sessions.begin),
    timed(countdown.pause),
    timed(countdown.resume),
    timed(countdown.extend, st.sampled_from([0, 300])),
    timed(countdown.count_gap),
    timed(sessions.set_aside),
    timed(sign, sides),
)


@given(st.booleans(), st.lists(st.tuples(ANY_ACT, st.integers(-600, 1200)), max_size=25))
def test_any_sequence_of_acts_then_a_restart_gives_the_same_session(begin: bool, events: list[tuple[Act, int]]) -> None:
    """Every act returns what is on disk; a refused one changes nothing; once signed, it is over for all."""
    with tempfile.TemporaryDirectory() as folder:
        terminals = [Library(Path(folder)), Library(Path(folder))]
        begin_alliance(terminals[0], Preparation("Ada", "Grace"), NOON)
        if begin:
            start(terminals[0])
        now, held = NOON, Library(Path(folder)).load(NAME)[1]
        for number, (act, seconds) in enumerate(events):
            now += timedelta(seconds=seconds)
            try:
                after = act(terminals[number % 2], now)
            except AllianceError as refusal:
                assert isinstance(refusal, NotFound | NotAllowed if held is None else NotAllowed)
            else:
                assert isinstance(after, Session)
                held = None if after.signed else after
            assert Library(Path(folder)).load(NAME)[1] == held
        assert [*terminals[0].check()] == []
        assert len(terminals[0].alliance(NAME).versions) == (held is None)


def test_a_holder_is_changed_only_by_who_saw_it(begun: Library) -> None:
    """The other screen set it to Ada while this one wrote on; who sets it anew without having seen that does not."""
    agreements.agree(begun, NAME, "tone", "We walk", Holder.BOTH, "walk")
    agreements.agree(begun, NAME, "tone", "We walk", Holder.LEFT, "walk", SeenText("We walk", "b:1", Holder.BOTH))
    agreements.agree(begun, NAME, "tone", "We walk far", Holder.BOTH, "walk", SeenText("We walk", "a:1", Holder.BOTH))
    agreements.agree(
        begun, NAME, "tone", "We walk far", Holder.RIGHT, "walk", SeenText("We walk far", "a:1", Holder.BOTH)
    )
    [agreement] = current(begun).agreements
    assert (agreement.text, agreement.holder) == ("We walk far", Holder.LEFT)


def test_a_proposed_review_takes_no_signature_back(begun: Library) -> None:
    """Nor a date that somebody has set."""
    sessions.sign(begun, NAME, LEFT, NOON)
    assert sessions.propose_review(begun, NAME, date(2026, 9, 1)).signatures
    assert current(begun).review is None
    sessions.unsign(begun, NAME, LEFT)
    sessions.propose_review(begun, NAME, date(2026, 9, 1))
    assert sessions.propose_review(begun, NAME, date(2026, 10, 1)).review == date(2026, 9, 1)


def test_an_undo_that_makes_both_ready_uncovers(begun: Library) -> None:
    ada, grace = (Library(begun.root, viewer=Viewer(side)) for side in SIDES)
    sessions.set_apart(ada, NAME, ["tone"])
    sessions.answer(ada, NAME, "tone", LEFT, "covered")
    sessions.say_ready(ada, NAME, "tone", LEFT, True)
    doer = Doer(ada.session(NAME))
    sessions.say_ready(ada, NAME, "tone", LEFT, False, doer=doer)
    sessions.say_ready(grace, NAME, "tone", RIGHT, True)
    assert not grace.session(NAME).answers
    sessions.undo(ada, NAME, doer.step)
    assert grace.session(NAME).answers["tone", LEFT].text == "covered"
    assert not grace.session(NAME).apart
