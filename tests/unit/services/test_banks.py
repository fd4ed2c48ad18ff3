"""Sessions that draw on another bank: what was said before stands, in view, under the question it was said to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES, Holder, Side, Turn
from alliance_tui.domain.changes import Compared, Kind, compare, open_version
from alliance_tui.domain.questions import Question, QuestionBank, Section
from alliance_tui.domain.session import Session
from alliance_tui.render.document import document
from alliance_tui.render.json_records import version_record
from alliance_tui.render.printing import print_rendered
from alliance_tui.render.version_page import ShownQuestion, parts
from alliance_tui.services import agreements, sessions
from alliance_tui.services.alliances import Preparation, begin_alliance, prepare, revisit
from alliance_tui.services.export_import import export_json, import_file
from alliance_tui.storage.bank_files import BUILT_IN, TEMPLATE, Offer, built_in_text, read_offer, worksheet
from alliance_tui.storage.library import Library
from alliance_tui.storage.question_banks import QuestionBanks, bank_folder
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import BANK, LEFT, RIGHT

PLAN = Preparation("Ada", "Grace", "cofounders", "the café")
SHORT = read_offer(built_in_text(BUILT_IN[1]))
TONE = "How loud may it get between us?"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library(tmp_path / "store")


def hold(library: Library, name: str, picks: Mapping[Side, tuple[str, ...]], **said: str) -> None:
    """Hold the prepared session: choose what is not chosen yet, say these, by question, and sign."""
    session = current(library, name)
    for side in SIDES:
        for question in picks[side]:
            if question not in session.choices[side]:
                sessions.choose(library, name, side, question, True)
    sessions.begin(library, name, NOON)
    for question, text in said.items():
        sessions.answer(library, name, question.replace("_", "-"), LEFT, text)
    for side in SIDES:
        sessions.sign(library, name, side, NOON)


def current(library: Library, name: str) -> Session:
    """The open session as a fresh program finds it."""
    session = Library(library.root).load(name)[1]
    assert session is not None
    return session


def asked(version: Compared, turns: Iterable[Turn]) -> dict[str, ShownQuestion]:
    """What a screen shows of a version or an open session, by question."""
    return {each.question: each for part in parts(version, turns) for each in part.asked}


def first(library: Library) -> str:
    """An alliance with a version by the worksheet."""
    name = begin_alliance(library, PLAN, NOON).name
    agreements.agree(library, name, "conflict", "We sleep on it", Holder.BOTH)
    picks = {LEFT: ("tone", "hopes", "feedback"), RIGHT: ("tone", "requests", "conflict")}
    hold(library, name, picks, tone="frank", hopes="a boat", appreciation="tea")
    return name


SHORT_PICKS: dict[Side, tuple[str, ...]] = {
    LEFT: ("since-then", "held", "one-thing"),
    RIGHT: ("good-day", "held", "next-slip"),
}


def clashing() -> QuestionBank:
    """A bank with a question of its own whose id the worksheet has, too."""
    asked = [Question("tone", Section.ATMOSPHERE, TONE), Question("pace", Section.ATMOSPHERE, "How fast?")]
    asked += [Question("bread", Section.RESPONSIBILITY, "Who buys bread?"), Question("bye", Section.CLOSING, "Bye?")]
    return QuestionBank("ours", "Ours", "", "", {}, tuple(asked))


def printed(library: Library, name: str, number: int) -> str:
    """`alliance show`."""
    alliance = library.alliance(name)
    version = alliance.version(number)
    assert version is not None
    stream = StringIO()
    print_rendered(document(alliance, version, None, FakeClock()), stream, 100)
    return stream.getvalue()


def test_a_revisit_with_another_bank(library: Library) -> None:
    """Its questions, its length; choices it lacks are gone; answers and agreements stand under their questions."""
    name = first(library)
    session = revisit(library, name, SHORT)
    assert (session.countdown.length, session.countdown.reserve) == (1800, 300)
    assert session.choices == {LEFT: (), RIGHT: ()}
    assert [question.id for question in session.bank.closing] == ["thanks"]
    assert [question.id for question in session.bank.section(Section.CLOSING)] == ["thanks", "appreciation"]
    assert {question.id for question in session.bank} - {question.id for question in SHORT.bank} == {
        "tone",
        "hopes",
        "appreciation",
        "conflict",
    }
    assert current(library, name) == session
    last = library.alliance(name).latest
    assert last
    assert asked(open_version(session, last), session.all_turns)["hopes"].said[0].words == "a boat"
    changes = {(each.question.id, each.side): each.kind for each in compare(last, open_version(session, last)).answers}
    assert changes["hopes", LEFT] is Kind.KEPT


def test_its_version_shows_what_stands(library: Library) -> None:
    """On screen, printed, as JSON and in the diff; and an answer to an earlier question can be changed."""
    name = first(library)
    revisit(library, name, SHORT)
    hold(library, name, SHORT_PICKS, held="most of them", tone="franker", thanks="soup")
    old, new = library.alliance(name).versions
    words = {question: each.said[0].words for question, each in asked(new, new.turns).items()}
    assert (words["hopes"], words["tone"], words["held"]) == ("a boat", "franker", "most of them")
    assert words["appreciation"] == "tea"
    text = printed(library, name, 2)
    for line in ("a boat  (from v1)", "franker", "soup", BANK["hopes"].text, SHORT.bank.credit, BANK.credit):
        assert line in text
    record = version_record(library.alliance(name), new, None, FakeClock())
    assert {"hopes", "tone", "held"} <= {question["question"] for question in record["questions"]}
    kinds = {(each.question.id, each.side): each.kind for each in compare(old, new).answers}
    assert (kinds["hopes", LEFT], kinds["tone", LEFT]) == (Kind.KEPT, Kind.REWRITTEN)
    assert kinds["held", LEFT] is Kind.NEW_ANSWER
    assert [*library.check()] == []


def test_it_leaves_and_enters_a_store_whole(library: Library, tmp_path: Path) -> None:
    """As JSON, hashes and earlier banks included."""
    name = first(library)
    revisit(library, name, SHORT)
    hold(library, name, SHORT_PICKS, held="most of them")
    file = tmp_path / "export.json"
    file.write_bytes(export_json(library, library.alliance(name)))
    other = Library(tmp_path / "other")
    brought = import_file(other, file)
    assert other.alliance(brought).versions == library.alliance(name).versions
    assert [*other.check()] == []


def test_and_back_again(library: Library) -> None:
    """The third by the worksheet: its questions are chosen from again, the short one's answers still stand."""
    name = first(library)
    revisit(library, name, SHORT)
    hold(library, name, SHORT_PICKS, held="most of them")
    session = revisit(library, name, Offer(worksheet()))
    assert replace(session.bank, earlier=()) == worksheet()
    assert [question.id for bank in session.bank.earlier for question in bank.questions] == ["held"]
    hold(library, name, {LEFT: ("tone", "hopes", "feedback"), RIGHT: ("tone", "hopes", "requests")}, tone="frank")
    third = library.alliance(name).versions[2]
    assert asked(third, third.turns).keys() >= {"held", "tone", "hopes", "appreciation"}
    assert [*Library(library.root).check()] == []


def test_without_a_word_it_is_last_times_bank(library: Library) -> None:
    """As the version carries it, and nothing carried over twice."""
    name = first(library)
    revisit(library, name, SHORT)
    hold(library, name, SHORT_PICKS, held="most of them")
    session = revisit(library, name)
    assert session.bank == library.alliance(name).versions[1].bank
    assert session.choices == SHORT_PICKS | {LEFT: ("since-then", "held", "one-thing")}


def test_the_same_id_for_another_question(library: Library) -> None:
    """What was said to the worksheet's question is never shown under the other one."""
    name = first(library)
    session = revisit(library, name, Offer(clashing()))
    assert (session.bank["tone"].text, session.bank["ours:tone"].text) == (BANK["tone"].text, TONE)
    hold(library, name, {LEFT: ("ours:tone", "pace", "bread"), RIGHT: ("ours:tone", "pace", "bread")})
    revisit(library, name, Offer(clashing()))
    hold(library, name, {LEFT: (), RIGHT: ()}, **{"ours:tone": "very"})
    third = library.alliance(name).versions[2]
    said = {each.wording: each.said[0].words for each in asked(third, third.turns).values()}
    assert (said[BANK["tone"].text], said[TONE]) == ("frank", "very")


def test_another_bank_before_the_session_begins(library: Library) -> None:
    """And back; nothing is left of the one that was not used, and choices that fit stay."""
    name = first(library)
    before = revisit(library, name)
    assert prepare(library, name, replace(PLAN, bank=SHORT.bank)).bank.title == "A short revisit"
    after = prepare(library, name, replace(PLAN, bank=worksheet()))
    assert (after.bank, after.choices[LEFT]) == (before.bank, ())
    assert prepare(library, name, PLAN).bank == before.bank


def test_a_new_alliance_with_a_bank_of_ones_own(library: Library) -> None:
    """It is the session's, whole."""
    name = begin_alliance(library, replace(PLAN, bank=clashing()), NOON).name
    assert current(library, name).bank == clashing()


def test_a_changed_file_never_rewrites_history(library: Library) -> None:
    """Neither what was signed nor what was prepared: each carries its questions' words."""
    bank_folder().mkdir(parents=True)
    file = bank_folder() / "mine.toml"
    file.write_text(built_in_text(TEMPLATE))
    question_banks = QuestionBanks(bank_folder(), "my-questions")
    bank = question_banks.offers()[0].bank
    name = begin_alliance(library, replace(PLAN, bank=bank), NOON).name
    hold(library, name, dict.fromkeys(SIDES, ("hope", "bring", "need")), hope="a boat")
    file.write_text(built_in_text(TEMPLATE).replace("glad of this", "proud of us"))
    signed = Library(library.root).alliance(name).versions[0]
    assert signed.bank["hope"].text == "What would make you glad of this a year from now?"
    session = revisit(library, name, question_banks.offers(signed.bank)[0])
    assert session.bank["hope"].text == "What would make you proud of us a year from now?"
    file.unlink()
    assert current(library, name) == session
    assert "glad of this" in printed(library, name, 1)
    assert [*library.check()] == []


def test_bringing_back_a_session_after_another_was_signed(library: Library) -> None:
    """What the other said meanwhile stands in it, too."""
    name = first(library)
    revisit(library, name)
    sessions.answer(library, name, "feedback", RIGHT, "over lunch")
    abandoned = sessions.abandon(library, name, NOON, library.session(name).id)
    revisit(library, name, SHORT)
    hold(library, name, SHORT_PICKS, held="most of them")
    _, back = sessions.reopen(library, abandoned.id)
    assert back.number == 3
    assert back.bank["held"] == SHORT.bank["held"]
    stands = asked(open_version(back, library.alliance(name).latest), back.all_turns)
    assert "most of them" in [each.said[0].words for each in stands.values()]
