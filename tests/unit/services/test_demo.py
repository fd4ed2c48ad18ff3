"""The sample: the story replayed through the services, and the store in `data/` made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES, Alliance, Answer, AnswerState, Side, Verdict, Version
from alliance_tui.domain.choosing import FEWEST, MOST
from alliance_tui.domain.session import Session
from alliance_tui.services import agreements, alliances, countdown, sessions, slips
from alliance_tui.services.demo import ACTS, counted_ids, make_demo, replay
from alliance_tui.storage.bank_files import worksheet
from alliance_tui.storage.library import Library
from alliance_tui.storage.story import story
from tests.make_data import ANCHOR, SAMPLE, sample_files

NAMES = ["ada-and-grace", "ines-and-tomás", "mei-and-noor"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample at the anchor of `data/`."""
    return make_demo(tmp_path_factory.mktemp("demo"), ANCHOR)


def opened(library: Library, name: str = "ada-and-grace") -> tuple[Alliance, Session]:
    """An alliance and the session that is open in it."""
    alliance, session = library.load(name)
    assert session is not None
    return alliance, session


def versions(library: Library) -> list[Version]:
    """Every version in the store."""
    return [version for name in NAMES for version in library.alliance(name).versions]


def documents(library: Library) -> list[Version | Session]:
    """Every version, and the open session."""
    return [*versions(library), opened(library)[1]]


def texts(library: Library) -> list[object]:
    """All that was said and agreed, without the moments."""
    return [(document.answers, document.agreements, document.turns) for document in documents(library)]


def test_data_is_what_the_story_makes(library: Library) -> None:
    made = sample_files(library.root)
    assert sample_files(SAMPLE) == made, "data/ is behind the story: run python -m tests.make_data"
    assert sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()) == sorted(made)


def test_check_finds_nothing(library: Library) -> None:
    assert library.names() == NAMES
    assert list(library.check()) == []


def test_the_versions_are_chained(library: Library) -> None:
    chain = library.alliance("ada-and-grace").versions
    assert [version.number for version in chain] == [1, 2, 3]
    assert [version.previous for version in chain] == ["", chain[0].hash, chain[1].hash]
    assert [version.signed.date() for version in chain] == [date(2024, 9, 18), date(2025, 6, 4), date(2025, 12, 4)]


def test_the_open_session_has_a_good_half_hour_to_closing(library: Library) -> None:
    _, session = opened(library)
    time = session.countdown
    assert (session.number, session.current, time.running) == (4, "count-on", True)
    assert (time.to_closing(ANCHOR), time.left(ANCHOR)) == (38 * 60 + 12, 50 * 60 + 12)
    assert time.ends(ANCHOR) == datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
    assert (time.gap(ANCHOR), time.due(ANCHOR)) == (None, ())


def test_the_open_session_is_at_its_fifth_turn_in_the_middle_of_a_sentence(library: Library) -> None:
    _, session = opened(library)
    assert [turn.question for turn in session.turns].index(session.current) == 4
    assert len(session.turns) == 7
    assert session.turns[4].asker is Side.LEFT
    assert session.answers["count-on", Side.RIGHT].text.endswith("The truth is that I")


def test_questions_are_word_for_word_the_banks(library: Library) -> None:
    for document in documents(library):
        assert document.bank == worksheet()


def test_every_choice_keeps_the_worksheets_rule(library: Library) -> None:
    for document in documents(library):
        for side in SIDES:
            assert FEWEST <= sum(turn.asker in (side, None) for turn in document.turns) <= MOST


def test_every_turn_and_closing_was_answered_before_signing(library: Library) -> None:
    for version in versions(library):
        asked = [(turn.question, side) for turn in version.turns for side in turn.answerers]
        closing = [(question.id, side) for question in version.bank.closing for side in SIDES]
        for key in (*asked, *closing):
            assert version.answers[key].since == version.number


def test_the_story_shows_each_kind_of_answer(library: Library) -> None:
    ada = [version.answers["ending", Side.LEFT] for version in library.alliance("ada-and-grace").versions]
    assert [answer.state for answer in ada] == [AnswerState.PASSED, AnswerState.SPOKEN, AnswerState.TEXT]


def test_an_agreement_slipped_and_was_repaired(library: Library) -> None:
    first, second, third = library.alliance("ada-and-grace").versions
    early = [next(kept for kept in version.agreements if kept.id == "early") for version in (first, second, third)]
    assert [set(kept.verdicts.values()) for kept in early] == [set(), {Verdict.SLIPPED}, {Verdict.LIVING}]
    assert early[0].text != early[1].text == early[2].text


def test_two_slips_are_in_the_record_and_one_waits_for_the_open_session(library: Library) -> None:
    alliance, session = opened(library)
    assert [(slip.agreement, slip.at.date()) for slip in alliance.slips] == [
        ("early", date(2025, 5, 26)),
        ("early", date(2026, 3, 8)),
    ]
    assert alliance.slips_since(alliance.latest) == alliance.slips[1:]
    assert "early" in {agreement.id for agreement in session.agreements}


def test_an_agreement_was_amended_with_a_reason(library: Library) -> None:
    chain = library.alliance("ada-and-grace").versions
    early = [kept for version in chain for kept in version.agreements if kept.id == "early"]
    assert [kept.reason for kept in early] == ["", "A week was long enough to hide in.", ""]


def test_outgrown_agreements_are_retired(library: Library) -> None:
    ids = [{kept.id for kept in version.agreements} for version in library.alliance("ada-and-grace").versions]
    assert ids[0] - ids[1] == {"spend"}
    assert ids[1] - ids[2] == {"growers"}


def test_a_sentence_moved_and_nothing_else(library: Library) -> None:
    _, second, third = library.alliance("ada-and-grace").versions
    before, after = (version.answers["count-on", Side.LEFT].text.split(". ") for version in (second, third))
    assert before != after
    assert sorted(part.rstrip(".") for part in before) == sorted(part.rstrip(".") for part in after)


def test_reviews_are_one_past_and_two_ahead(library: Library) -> None:
    reviews = [version.review for name in NAMES if (version := library.alliance(name).latest)]
    today = ANCHOR.date()
    assert reviews == [today + timedelta(days=9), today - timedelta(days=10), today + timedelta(days=21)]


def test_ids_are_the_same_each_time_and_never_twice() -> None:
    first, second = counted_ids(), counted_ids()
    ids = [first() for _ in range(50)]
    assert ids == [second() for _ in range(50)]
    assert len(set(ids)) == 50


def test_replay_fills_a_given_library_by_the_services_functions(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every act is the function of its name; the next ids are the library's own."""
    called: Counter[str] = Counter()

    def counting(name: str, act: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object) -> object:
            called[name] += 1
            return act(*args)

        return counted

    for name in ACTS:
        room = next(room for room in (agreements, alliances, countdown, sessions, slips) if hasattr(room, name))
        monkeypatch.setattr(room, name, counting(name, getattr(room, name)))
    given = Library(tmp_path, counted_ids())
    replay(given, ANCHOR)
    assert called == Counter(act["act"] for sitting in story() for act in sitting["acts"])
    assert set(called) == set(ACTS)
    assert sample_files(given.root) == sample_files(library.root)
    assert library.new_id() != library.new_id() != counted_ids()()


def test_a_store_that_cannot_be_written_can_be_looked_at(library: Library, tmp_path: Path) -> None:
    store = tmp_path / "sample"
    for name, content in sample_files(library.root).items():
        (store / name).parent.mkdir(parents=True, exist_ok=True)
        (store / name).write_bytes(content)
        (store / name).chmod(0o400)
    folders = [store, *(store / name for name in NAMES)]
    for folder in folders:
        folder.chmod(0o500)
    try:
        entries = list(Library(store).summaries())
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert [entry.problem for entry in entries] == ["", "", ""]
    assert [path.name for path in (store / NAMES[1]).iterdir()] == ["alliance.json"]


def test_long_answers_and_other_scripts_are_in_it(library: Library) -> None:
    said: list[Answer] = [answer for version in versions(library) for answer in version.answers.values()]
    assert sum(answer.text.count(". ") >= 7 for answer in said) >= 2
    for words in ("Não me poupes", "有话直说", "مَن سأل ما تاه"):
        assert any(words in answer.text for answer in said)
