"""What is laid down as JSON comes back as it was, and a version's hash covers all of it."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import (
    SIDES,
    Agreement,
    Alliance,
    Answer,
    AnswerState,
    Holder,
    Partners,
    Signature,
    Slip,
    Turn,
    Verdict,
    Version,
)
from alliance_tui.domain.countdown import Countdown, Extension, Milestone, Pause
from alliance_tui.domain.questions import SECTIONS, Question, QuestionBank
from alliance_tui.domain.session import Session, Stage
from alliance_tui.storage import schema
from alliance_tui.storage.fields import InvalidRecord
from tests.unit.clock import NOON
from tests.unit.samples import BANK, CORPUS, alliance, chosen, rich_session, session, version, with_covered_answers


def through_json(value: Any) -> Any:
    """The value as it comes back from a file."""
    return json.loads(json.dumps(value, ensure_ascii=False))


# Strategies

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(list(CORPUS.values()))
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
moments = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5.5))])
)
sides = st.sampled_from(SIDES)
counts = st.integers(1, 500)
banks = st.just(BANK) | st.builds(
    QuestionBank,
    *[texts] * 4,
    st.dictionaries(st.sampled_from(SECTIONS), texts),
    st.lists(st.builds(Question, ids, st.sampled_from(SECTIONS), texts, st.none() | sides), max_size=3).map(tuple),
)
answers = st.dictionaries(
    st.tuples(ids, sides), st.builds(Answer, st.sampled_from(AnswerState), texts, counts), max_size=4
)
agreements = st.lists(
    st.builds(
        Agreement,
        ids,
        texts,
        ids,
        st.sampled_from(Holder),
        counts,
        st.dictionaries(sides, st.sampled_from(Verdict)),
        texts,
        talked=st.booleans(),
    ),
    max_size=3,
).map(tuple)
slips = st.builds(Slip, ids, ids, moments, texts, texts)
signatures = st.dictionaries(sides, st.builds(Signature, texts, moments))
countdowns = st.builds(
    Countdown,
    counts,
    counts,
    st.none() | moments,
    st.lists(st.builds(Pause, moments, st.none() | moments), max_size=3).map(tuple),
    st.lists(st.builds(Extension, moments, counts), max_size=3).map(tuple),
    st.frozensets(st.sampled_from(Milestone)),
    st.none() | moments,
    st.floats(0, 1e6),
)
partners = st.builds(Partners, texts, texts)
picks = st.lists(ids, max_size=4).map(tuple)
sessions = st.builds(
    Session,
    id=ids,
    number=counts,
    partners=partners,
    bank=banks,
    place=texts,
    planned=st.none() | moments,
    stage=st.sampled_from(Stage),
    countdown=countdowns,
    choices=st.fixed_dictionaries(dict.fromkeys(SIDES, picks)),
    order=picks,
    current=texts,
    answers=answers,
    agreements=agreements,
    signatures=signatures,
    unsigned=texts,
    review=st.none() | st.dates(),
)
versions = st.builds(
    Version,
    number=counts,
    session=ids,
    partners=partners,
    bank=banks,
    turns=st.lists(st.builds(Turn, ids, st.none() | sides), max_size=4).map(tuple),
    answers=answers,
    agreements=agreements,
    signatures=signatures,
    review=st.none() | st.dates(),
    place=texts,
    previous=texts,
    hash=texts,
)


# There and back


@given(sessions)
def test_a_session_comes_back_as_it_was(before: Session) -> None:
    """Every field, in any state."""
    tables = through_json(schema.session_to_tables(before))
    assert schema.session_from_tables(before.partners, tables) == before


@given(versions)
def test_a_version_comes_back_as_it_was(before: Version) -> None:
    """And its hash is the same before and after the file."""
    record = schema.version_to_record(before)
    assert schema.version_from_record(through_json(record)) == before
    assert schema.fingerprint(through_json(record)) == schema.fingerprint(record)


@given(
    st.builds(Alliance, ids, ids, partners, texts, moments),
    st.lists(versions, max_size=2),
    st.lists(slips, max_size=3),
)
def test_an_alliance_comes_back_as_it_was(before: Alliance, signed: list[Version], noted: list[Slip]) -> None:
    """With its versions and slips in order."""
    record = through_json(schema.alliance_to_record(before))
    records = through_json([schema.version_to_record(version) for version in signed])
    slipped = through_json([schema.slip_to_record(slip) for slip in noted])
    after = schema.alliance_from_records(before.name, record, records, slipped)
    assert after == replace(before, versions=tuple(signed), slips=tuple(noted))


def test_the_samples_have_something_in_every_field() -> None:
    """So that the examples here test each of them."""
    plain = session()
    for field in fields(Session):
        if field.name not in {"id", "number", "partners", "bank"}:
            assert getattr(rich_session(), field.name) != getattr(plain, field.name), field.name
    for sample in (rich_session(), with_covered_answers(rich_session())):
        tables = through_json(schema.session_to_tables(sample))
        assert schema.session_from_tables(sample.partners, tables) == sample


def test_moments_are_in_utc_to_the_microsecond() -> None:
    """Whatever zone they came in."""
    record = schema.alliance_to_record(replace(alliance(), created=NOON.astimezone(timezone(timedelta(hours=9)))))
    assert record["created"] == "2026-03-12T12:00:00+00:00"
    signed = schema.version_from_record(through_json(schema.version_to_record(rich_session().to_version(None))))
    assert max(given.at for given in signed.signatures.values()).microsecond == 5


# The hash


def altered(value: Any) -> Iterator[Any]:
    """The record with one thing changed, added or taken out, each in turn."""
    match value:
        case dict():
            for key in value:
                yield {kept: value[kept] for kept in value if kept != key}
                yield from ({**value, key: other} for other in altered(value[key]))
            yield {**value, "more": 1}
        case list():
            for index, element in enumerate(value):
                yield value[:index] + value[index + 1 :]
                yield from ([*value[:index], other, *value[index + 1 :]] for other in altered(element))
            if len(value) > 1 and value[0] != value[-1]:
                yield value[::-1]
        case str():
            yield value + " "
            yield None
        case int():
            yield value + 1
            yield str(value)
        case None:
            yield ""


def sealed_record() -> dict[str, Any]:
    """A signed version's record, with something in every field."""
    signed = replace(version(2), previous="abc")
    record: dict[str, Any] = through_json(schema.version_to_record(schema.seal(signed)))
    return record


def test_the_hash_is_of_the_record_as_json_with_sorted_keys() -> None:
    """So that another program can compute it, whichever bank was hashed before, and from whatever the values are of."""
    own = schema.version_to_record(schema.seal(version()))
    other = through_json(own)
    other["bank"]["title"] = "Zoë’s \u2028 “bank” \\ \x01"
    for record in (own, through_json(own), other, through_json(own)):
        sealed = {key: value for key, value in record.items() if key != "hash"}
        text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert schema.fingerprint(record) == hashlib.sha256(text.encode()).hexdigest()


def test_any_change_changes_the_hash() -> None:
    """Every value of the record, its hash alone left out."""
    record = sealed_record()
    assert record["hash"] == schema.fingerprint(record)
    seen = set()
    for other in altered({key: value for key, value in record.items() if key != "hash"}):
        assert schema.fingerprint(other) != record["hash"]
        seen.add(schema.fingerprint(other))
    assert len(seen) > 150


def test_the_hash_covers_what_is_said_not_how_it_is_laid_down() -> None:
    """The order of keys is no change, nor is the hash itself."""
    record = sealed_record()
    assert schema.fingerprint(dict(reversed(record.items()))) == record["hash"]
    assert schema.fingerprint({**record, "hash": "other"}) == record["hash"]
    assert len(record["hash"]) == 64


def test_the_hash_is_written_down_for_good() -> None:
    """A release that reckons it otherwise would find every version altered."""
    assert schema.fingerprint({"b": "é 家", "a": [1, None], "hash": "x"}) == (
        "854d303ec830d3354a0526fa7ba98195191d5be47b3f7fbabf263bd2f2916b16"
    )


# What is no session


LATER = {"apart", "ready", "begun", "news", "sealing", "keys", "times"}
"""What the first release does not write: for two sides, for answers given apart, and how long turns had."""


def test_a_session_of_the_first_release_is_read() -> None:
    tables = through_json(schema.session_to_tables(chosen()))
    assert not LATER & {*tables["session"][0]}
    assert schema.session_from_tables(chosen().partners, tables) == chosen()


def broken_tables() -> Iterator[tuple[str, Any]]:
    """Tables of a session with one part missing, or of an unknown kind."""
    whole = through_json(schema.session_to_tables(rich_session()))
    for table in whole:
        yield f"no {table}", {name: records for name, records in whole.items() if name != table}
        for key in sorted(whole[table][0].keys() - LATER):
            other = copy.deepcopy(whole)
            del other[table][0][key]
            yield f"no {key} in {table}", other
    wrongs: list[tuple[str, str, Any]] = [
        ("session", "stage", "asleep"),
        ("session", "countdown", None),
        ("session", "review", "next week"),
        ("session", "choices", []),
        ("answers", "side", "middle"),
        ("answers", "state", "sung"),
        ("agreements", "holder", ""),
        ("agreements", "verdicts", {"left": "fine"}),
    ]
    for table, key, wrong in wrongs:
        other = copy.deepcopy(whole)
        other[table][0][key] = wrong
        yield f"{key} {wrong}", other


@pytest.mark.parametrize(("tables"), [pytest.param(tables, id=name) for name, tables in broken_tables()])
def test_what_is_no_session_is_an_error(tables: schema.Tables) -> None:
    """Never half a session: the library makes it a plain message."""
    with pytest.raises((KeyError, IndexError, TypeError, ValueError, AttributeError)):
        schema.session_from_tables(rich_session().partners, tables)


@pytest.mark.parametrize("key", [key for key in sealed_record() if key != "hash"])
def test_what_is_no_version_is_an_error(key: str) -> None:
    """A key missing."""
    record = sealed_record()
    del record[key]
    with pytest.raises(KeyError):
        schema.version_from_record(record)


def test_a_bank_equal_to_the_last_but_not_the_same_has_another_fingerprint() -> None:
    """True is equal to 1, and a release to come may keep such a thing."""
    one, true, text = (schema.fingerprint({"bank": {"title": "A", "since": since}}) for since in (1, True, "1"))
    assert len({one, true, text}) == 3


def test_a_bank_that_was_changed_in_place_is_read_again() -> None:
    """The last one is remembered as it was."""
    record = through_json(schema.BANK.write(BANK))
    assert schema.BANK.read(record) == BANK
    record["title"] = "Another"
    assert schema.BANK.read(record).title == "Another"
    record["questions"][0]["text"] = 5
    with pytest.raises(InvalidRecord):
        schema.BANK.check(record)
