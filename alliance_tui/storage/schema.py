"""How alliances and sessions are written as TinyDB tables, and read back: what `alliance.json` and `session.json` hold.

`alliance.json` has the tables `alliance` (one document), `versions`, `slips`, `looks` and `pulses`; `session.json` has
`session` (one document), `answers` and `agreements`. Moments are ISO 8601 in UTC, lengths are seconds. Each record is
described once, its fields in the order in which they are written: by that it is checked, read and written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from alliance_tui.domain.alliance import (
    SIDES,
    Agreement,
    Alliance,
    Answer,
    AnswerKey,
    Answers,
    AnswerState,
    Holder,
    Partners,
    Proposal,
    Pulse,
    Rival,
    Seal,
    Side,
    Signature,
    Slip,
    Turn,
    Verdict,
    Version,
)
from alliance_tui.domain.news import News, NewsKind
from alliance_tui.domain.questions import SECTIONS, Question, QuestionBank, Section
from alliance_tui.domain.session import SealKey, Session, Stage
from alliance_tui.domain.turn_times import TurnTime, TurnTimes
from alliance_tui.storage.fields import (
    Field,
    check_once,
    flag,
    label,
    listing,
    mapping,
    name,
    nullable,
    number,
    one_of,
    optional,
    record,
    remembering,
    text,
    whole_number,
)
from alliance_tui.storage.timestamps import COUNTDOWN, LONGEST, day, moment

Record = dict[str, Any]
Tables = dict[str, list[Record]]
T = TypeVar("T")


# Parts

SIDE = one_of(Side)
_SIGNATURE = record(Signature, name=name, at=moment)
_BANK_PARTS: dict[str, Field[Any]] = {
    "id": text,
    "title": text,
    "credit": text,
    "adapted_from": text,
    "headings": mapping(SECTIONS, text),
    "questions": listing(
        record(Question, id=label, section=one_of(Section), text=text, only=optional(nullable(SIDE))), "id"
    ),
}
_EARLIER = listing(record(QuestionBank, **_BANK_PARTS))
BANK = check_once(record(QuestionBank, **_BANK_PARTS, earlier=optional(_EARLIER)))
"""Nearly all of a record is its bank, and nearly all versions have the bank of the one before.

`earlier` is written only where there are any: what was signed without them keeps its hash.
"""


def _make_answer(question: str, side: Side, **answer: Any) -> tuple[AnswerKey, Answer]:
    return (question, side), Answer(**answer)


def _write_answers(answers: Answers) -> list[Record]:
    return [
        {"question": question, "side": side, **ANSWER.write(answer)} for (question, side), answer in answers.items()
    ]


SEAL = record(Seal, ciphertext=text, hash=text, shared=optional(text))
SEAL_KEY = record(SealKey, recipient=text, identity=text)
# "spell" is what the first release calls an edit
_RIVAL = record(lambda spell, text: Rival(spell, text), spell=text._replace(attribute="edit"), text=text)
_ANSWER_PARTS: dict[str, Field[Any]] = {
    "state": one_of(AnswerState),
    "text": text,
    "since": number,
    "edit": optional(text),
    "rivals": optional(listing(_RIVAL)),
    "covered": optional(flag),
    "seal": optional(nullable(SEAL)),
}
ANSWER = record(Answer, **_ANSWER_PARTS)
ANSWERS = listing(
    record(_make_answer, question=label, side=SIDE, **_ANSWER_PARTS), "question", "side", make=dict
)._replace(write=_write_answers)
_PROPOSAL = record(
    Proposal,
    text=text,
    holder=one_of(Holder),
    reason=optional(text),
    edit=optional(text),
    given=optional(flag),
)
AGREEMENTS = listing(
    record(
        Agreement,
        id=label,
        text=text,
        question=text,
        holder=one_of(Holder),
        since=number,
        verdicts=mapping(SIDES, one_of(Verdict)),
        reason=optional(text),
        edit=optional(text),
        waiting=optional(listing(SIDE)),
        proposals=optional(mapping(SIDES, _PROPOSAL)),
        talked=optional(flag),
    ),
    "id",
)


# Records


def _of_partners(make: Callable[..., T]) -> Callable[..., T]:
    """Return `make` with the two names, as records have them, in place of the partners."""
    return lambda left, right, **others: make(partners=Partners(left, right), **others)


_LEFT, _RIGHT = (name._replace(attribute=f"partners.{side}") for side in SIDES)
ALLIANCE = record(
    _of_partners(partial(Alliance, name="")),
    id=label,
    left=_LEFT,
    right=_RIGHT,
    partnership=text,
    created=moment,
    zone=optional(text),
)
"""An alliance without its folder's name, its versions and all else that has tables of its own."""
VERSION = record(
    _of_partners(Version),
    number=number,
    session=label,
    left=_LEFT,
    right=_RIGHT,
    place=text,
    review=nullable(day),
    bank=BANK,
    turns=listing(record(Turn, question=label, asker=nullable(SIDE)), "question"),
    answers=ANSWERS,
    agreements=AGREEMENTS,
    signatures=mapping(SIDES, _SIGNATURE, whole=True),
    previous=text,
    hash=text,
)
SLIP = record(Slip, id=label, agreement=label, at=moment, what=text, repaired=text)
PULSE = record(Pulse, agreement=label, side=SIDE, at=moment, verdict=one_of(Verdict), words=optional(text))


def _make_turn_time(question: str, share: int, spent: int) -> tuple[str, TurnTime]:
    return question, TurnTime(share, spent)


def _write_turn_times(times: Mapping[str, TurnTime]) -> list[Record]:
    return [{"question": question, "share": time.share, "spent": time.spent} for question, time in times.items()]


_SECONDS = whole_number(0, LONGEST)
_TURN_TIME = record(_make_turn_time, question=label, share=_SECONDS, spent=_SECONDS)
_TURN_TIMES = record(
    TurnTimes,
    at=text,
    since=_SECONDS,
    turns=listing(_TURN_TIME, "question", make=dict)._replace(write=_write_turn_times),
)
LAST_READ = record(lambda side, version: (side, version), side=SIDE, version=number)
SESSION = record(
    partial(Session, partners=Partners("", "")),
    id=label,
    number=number,
    bank=BANK,
    place=text,
    planned=nullable(moment),
    stage=one_of(Stage),
    choices=mapping(SIDES, listing(label), whole=True),
    order=listing(label),
    current=text,
    countdown=COUNTDOWN,
    signatures=mapping(SIDES, _SIGNATURE),
    unsigned=text,
    review=nullable(day),
    apart=optional(listing(label)),
    ready=optional(mapping(SIDES, listing(label))),
    begun=optional(listing(SIDE)),
    news=optional(listing(record(News, number=number, kind=one_of(NewsKind), side=SIDE))),
    sealing=optional(flag),
    keys=optional(mapping(SIDES, SEAL_KEY)),
    times=optional(_TURN_TIMES),
)
"""A session without its answers and agreements; the partners' names stay in `alliance.json`."""

alliance_to_record = ALLIANCE.write
slip_to_record, slip_from_record = SLIP.write, SLIP.read
version_to_record, version_from_record = VERSION.write, VERSION.read


def alliance_from_records(
    name: str,
    record: Record,
    versions: Iterable[Record],
    slips: Iterable[Record] = (),
    last_read: Iterable[Record] = (),
    pulses: Iterable[Record] = (),
) -> Alliance:
    """Read an alliance, `name` being its folder."""
    return replace(
        ALLIANCE.read(record),
        name=name,
        versions=tuple(map(VERSION.read, versions)),
        slips=tuple(map(SLIP.read, slips)),
        last_read=dict(map(LAST_READ.read, last_read)),
        pulses=tuple(map(PULSE.read, pulses)),
    )


def session_to_tables(session: Session) -> Tables:
    """Write the open session as three tables."""
    return {
        "session": [SESSION.write(session)],
        "answers": ANSWERS.write(session.answers),
        "agreements": AGREEMENTS.write(session.agreements),
    }


def session_from_tables(partners: Partners, tables: Tables) -> Session:
    """Read the open session; KeyError, TypeError or ValueError when the tables do not hold one."""
    return replace(
        SESSION.read(tables["session"][0]),
        partners=partners,
        answers=ANSWERS.read(tables["answers"]),
        agreements=AGREEMENTS.read(tables["agreements"]),
    )


# The hash

_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_bank_text = remembering(_SORTED)
"""Writes a bank, which is most of a version, and nearly always the bank of the version before."""


def fingerprint(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a version's record, its own `hash` left out: sorted keys, no white space, UTF-8."""
    before = _SORTED({key: value for key, value in record.items() if key < "bank"})[1:-1]
    bank = f'"bank":{_bank_text(record["bank"])}' if "bank" in record else ""
    after = _SORTED({key: value for key, value in record.items() if key > "bank" and key != "hash"})[1:-1]
    text = ",".join(filter(None, (before, bank, after)))
    return hashlib.sha256(f"{{{text}}}".encode()).hexdigest()


def seal(version: Version) -> Version:
    """Return the version with its hash."""
    return replace(version, hash=fingerprint(VERSION.write(version)))
