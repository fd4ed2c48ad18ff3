"""Acts on a whole alliance: begin one, prepare it, come back to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES, Alliance, Holder, Partners, Verdict
from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.errors import NotAllowed, NotFound
from alliance_tui.domain.session import Session, Stage
from alliance_tui.services import agreements, sessions
from alliance_tui.services.alliances import LONGEST, SHORTEST, Preparation, begin_alliance, prepare, revisit
from alliance_tui.storage.bank_files import worksheet
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import one_line
from tests.unit.clock import NOON
from tests.unit.samples import BANK, CORPUS, LEFT, ONE_LINERS, RIGHT, version

PLAN = Preparation("Ada", "Grace", "cofounders", "the café")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library(tmp_path / "store")


def first_session(library: Library) -> str:
    """An alliance whose first session was signed; returns its name."""
    name = begin_alliance(library, PLAN, NOON).name
    for side, questions in ((LEFT, ("tone", "hopes", "feedback")), (RIGHT, ("tone", "requests", "conflict"))):
        for question in questions:
            sessions.choose(library, name, side, question, True)
    sessions.begin(library, name, NOON)
    sessions.answer(library, name, "tone", LEFT, "frank")
    agreements.agree(library, name, "tone", "We say it the same day", Holder.BOTH)
    agreements.agree(library, name, "hopes", "Ada shows drafts", Holder.LEFT)
    [one, _] = current(library, name).agreements
    agreements.judge(library, name, one.id, LEFT, Verdict.LIVING)
    sessions.set_review(library, name, date(2026, 9, 1))
    for side in SIDES:
        sessions.sign(library, name, side, NOON)
    return name


def current(library: Library, name: str) -> Session:
    """The open session as a fresh program finds it."""
    session = Library(library.root).load(name)[1]
    assert session is not None
    return session


# Begin


def test_beginning_lays_down_an_alliance_and_a_prepared_session(library: Library) -> None:
    """All that was settled is on the disk, and nothing else."""
    planned = NOON + timedelta(days=3)
    plan = replace(PLAN, length=60 * 60, reserve=10 * 60, planned=planned)
    alliance = begin_alliance(library, plan, NOON)
    assert alliance == Alliance(alliance.id, "ada-and-grace", Partners("Ada", "Grace"), "cofounders", NOON)
    assert Library(library.root).alliance(alliance.name) == alliance
    session = current(library, alliance.name)
    assert session.id not in {"", alliance.id}
    assert session == Session(
        session.id,
        1,
        Partners("Ada", "Grace"),
        worksheet(),
        place="the café",
        planned=planned,
        countdown=Countdown(60 * 60, 10 * 60),
    )


def test_unless_changed_it_takes_ninety_minutes(library: Library) -> None:
    """Twelve of them for Closing."""
    session = current(library, begin_alliance(library, Preparation("Ada", "Grace"), NOON).name)
    assert (session.countdown, session.place, session.planned) == (Countdown(90 * 60, 12 * 60), "", None)


def test_what_is_settled_is_put_on_single_lines(library: Library) -> None:
    """Spaces at the ends and line breaks are slips of the hand."""
    alliance = begin_alliance(library, Preparation("  Ada\n", "Grace\tHopper", " co\r\nfounders ", " a\tb "), NOON)
    assert alliance.partners == Partners("Ada", "Grace\tHopper")
    assert (alliance.partnership, current(library, alliance.name).place) == ("co founders", "a\tb")


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (replace(PLAN, left=""), "takes two names"),
        (replace(PLAN, right=" \n\t "), "takes two names"),
        (replace(PLAN, right="Ada"), "Both names are the same"),
        (replace(PLAN, left="Toma\u0301s", right="Tomás"), "Both names are the same"),
        (replace(PLAN, left="STRASSE", right=" straße "), "Both names are the same"),
        (replace(PLAN, length=SHORTEST - 1, reserve=0), "between 5 minutes and 24 hours"),
        (replace(PLAN, length=LONGEST + 1), "between 5 minutes and 24 hours"),
        (replace(PLAN, length=10 * 60, reserve=10 * 60), "shorter than the session"),
        (replace(PLAN, reserve=-1), "shorter than the session"),
    ],
)
def test_what_cannot_be_a_session_is_refused_with_the_reason(library: Library, plan: Preparation, reason: str) -> None:
    """At the beginning and when it is changed; nothing is made, nothing is changed."""
    with pytest.raises(NotAllowed, match=reason):
        begin_alliance(library, plan, NOON)
    assert not library.root.exists()
    name = begin_alliance(library, PLAN, NOON).name
    before = library.load(name)
    with pytest.raises(NotAllowed, match=reason):
        prepare(library, name, plan)
    assert library.load(name) == before


@pytest.mark.parametrize(("length", "reserve"), [(SHORTEST, 0), (LONGEST, LONGEST - 1), (600, 540)])
def test_the_shortest_and_the_longest(library: Library, length: int, reserve: int) -> None:
    """The limits themselves are allowed."""
    name = begin_alliance(library, replace(PLAN, length=length, reserve=reserve), NOON).name
    assert current(library, name).countdown == Countdown(length, reserve)


@pytest.mark.parametrize("text", ONE_LINERS.values(), ids=ONE_LINERS)
def test_any_text_survives_in_every_field(library: Library, text: str) -> None:
    """Names, partnership and place, after a fresh start."""
    name = begin_alliance(library, Preparation(text, f"{text}!", text, text), NOON).name
    alliance, session = Library(library.root).load(name)
    assert session is not None
    assert (alliance.partners, alliance.partnership) == (Partners(text, f"{text}!"), text)
    assert (session.partners, session.place) == (Partners(text, f"{text}!"), text)


def test_in_fields_of_one_line_a_line_break_is_a_space(library: Library) -> None:
    """No word is lost."""
    text = CORPUS["200 lines"]
    alliance = begin_alliance(library, Preparation(text, "Grace", text, text), NOON)
    assert alliance.partnership == one_line(text) == " ".join(text.split())


# Prepare


def test_preparing_again(library: Library) -> None:
    """Everything can be changed before it begins; choices stay."""
    name = begin_alliance(library, PLAN, NOON).name
    sessions.choose(library, name, LEFT, "tone", True)
    plan = Preparation("Augusta", "Grace H.", "friends", "home", 45 * 60, 5 * 60, NOON)
    session = prepare(library, name, plan)
    assert session == current(library, name)
    assert (session.place, session.planned, session.countdown) == ("home", NOON, Countdown(45 * 60, 5 * 60))
    assert session.partners == Partners("Augusta", "Grace H.")
    assert session.choices[LEFT] == ("tone",)
    assert library.alliance(name).partnership == "friends"


def test_preparing_is_refused_once_it_has_begun(library: Library) -> None:
    """Its time can be extended; names and place stay."""
    name = first_session(library)
    revisit(library, name)
    sessions.begin(library, name, NOON)
    before = library.load(name)
    with pytest.raises(NotAllowed, match="has begun"):
        prepare(library, name, replace(PLAN, left="Augusta"))
    assert library.load(name) == before


def test_preparing_what_is_not_open(library: Library) -> None:
    """No session, or no alliance: said so, and nothing renamed or made."""
    name = first_session(library)
    for wanted in (name, "nobody"):
        with pytest.raises(NotFound):
            prepare(library, wanted, replace(PLAN, left="Augusta"))
    assert library.alliance(name).partners.left == "Ada"
    assert library.names() == [name]


# Revisit


def test_coming_back(library: Library) -> None:
    """The next number, last time's questions chosen, agreements not judged yet, answers empty."""
    name = first_session(library)
    last = library.alliance(name).latest
    assert last is not None
    session = revisit(library, name)
    assert session == current(library, name)
    assert (session.number, session.stage, session.place) == (2, Stage.PREPARED, "the café")
    assert session.id != last.session
    assert {side: {*picks} for side, picks in session.choices.items()} == {
        LEFT: {"tone", "hopes", "feedback"},
        RIGHT: {"tone", "requests", "conflict"},
    }
    assert session.turns == last.turns
    assert [agreement.text for agreement in session.agreements] == ["We say it the same day", "Ada shows drafts"]
    assert [agreement.id for agreement in session.agreements] == [agreement.id for agreement in last.agreements]
    assert all(agreement.verdicts == {} and agreement.since == 1 for agreement in session.agreements)
    assert (session.answers, session.signatures, session.review) == ({}, {}, None)
    assert session.countdown == Countdown()
    assert session.begin(NOON).stage is Stage.OPEN


def test_coming_back_while_a_session_is_open(library: Library) -> None:
    """One at a time; the open one is not touched."""
    name = first_session(library)
    before = revisit(library, name)
    with pytest.raises(NotAllowed, match="open session already"):
        revisit(library, name)
    assert current(library, name) == before


def test_coming_back_under_a_corrected_name(library: Library) -> None:
    """The new session and its version have it; what was signed before keeps the old."""
    name = first_session(library)
    revisit(library, name)
    prepare(library, name, replace(PLAN, left="Augusta"))
    sessions.begin(library, name, NOON)
    for side in SIDES:
        sessions.sign(library, name, side, NOON)
    signed = library.alliance(name).versions
    assert [version.partners.left for version in signed] == ["Ada", "Augusta"]
    assert [version.signatures[LEFT].name for version in signed] == ["Ada", "Augusta"]
    assert [*library.check()] == []


def test_coming_back_to_an_alliance_that_was_never_signed(library: Library) -> None:
    """Its session was abandoned: this is the first again, nothing chosen."""
    name = begin_alliance(library, PLAN, NOON).name
    sessions.abandon(library, name, NOON, current(library, name).id)
    session = revisit(library, name)
    assert session.number == 1
    assert session.choices == {LEFT: (), RIGHT: ()}
    assert session.bank == BANK


def test_coming_back_to_nobody(library: Library) -> None:
    """There is no such alliance, and none is made."""
    with pytest.raises(NotFound):
        revisit(library, "nobody")
    assert library.names() == []


def test_coming_back_after_a_crash_in_the_middle_of_signing(library: Library) -> None:
    """The version is there and its session is left over: that one is over."""
    name = begin_alliance(library, PLAN, NOON).name
    left_over = current(library, name)
    library.record(name).add_version(replace(left_over.to_version(None), signatures=version().signatures))
    assert revisit(library, name).number == 2
