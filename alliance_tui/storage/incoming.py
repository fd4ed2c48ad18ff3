"""An exported alliance as JSON: its form, and reading one that may be damaged, foreign, newer or hostile.

    {"alliance_export": 1, "alliance": {…}, "versions": […], "slips": […]}

These are the records of `alliance.json`, the hashes with them; `slips` is left out where there are none. The open
session stays behind: it is half of a conversation, and no signature stands under it.
"""

from __future__ import annotations

import json
from typing import Any

from alliance_tui.domain.alliance import SIDES, AnswerState, Holder, Verdict
from alliance_tui.domain.errors import NewerFormat
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.storage import schema
from alliance_tui.storage.fields import (
    Check,
    Wrong,
    all_texts,
    day,
    inside,
    label,
    listing,
    mapping,
    maybe,
    moment,
    name,
    never,
    number,
    one_of,
    pairs,
    record,
    same,
    text,
)
from alliance_tui.storage.schema import Record, Tables

MARK, FORMAT = "alliance_export", 1
"""The field that says what this is, and the number of the form described above."""

_ALLIANCE = record(id=label, left=name, right=name, partnership=text, created=moment)
_PARTS: dict[str, Check] = {
    "id": text,
    "title": text,
    "credit": text,
    "adapted_from": text,
    "headings": mapping(SECTIONS, text),
    "questions": listing(record(id=label, section=one_of(*SECTIONS), text=text), "id"),
}
_BANK = record("earlier", **_PARTS, earlier=listing(record("earlier", **_PARTS, earlier=never)))
_ANSWER = record(
    "rivals",
    question=label,
    side=one_of(*SIDES),
    state=one_of(*AnswerState),
    text=text,
    since=number,
    rivals=never,
)
_AGREEMENT = record(
    "reason",
    id=label,
    text=text,
    question=text,
    holder=one_of(*Holder),
    since=number,
    verdicts=mapping(SIDES, one_of(*Verdict)),
    reason=text,
)
_VERSION = record(
    number=number,
    session=label,
    left=name,
    right=name,
    place=text,
    review=maybe(day),
    bank=_BANK,
    turns=listing(record(question=label, asker=maybe(one_of(*SIDES))), "question"),
    answers=listing(_ANSWER, "question", "side"),
    agreements=listing(_AGREEMENT, "id"),
    signatures=mapping(SIDES, record(name=name, at=moment), whole=True),
    previous=text,
    hash=text,
)
_SLIP = record(id=label, agreement=label, at=moment, what=text, repaired=text)
_WHOLE = record("slips", alliance=_ALLIANCE, versions=listing(_VERSION, "session"), slips=listing(_SLIP, "id"))


def document(tables: Tables) -> Record:
    """The form in which an alliance's records leave a store."""
    others = {name: records for name, records in tables.items() if name not in ("alliance", "versions") and records}
    return {MARK: FORMAT, "alliance": tables["alliance"][0], "versions": tables.get("versions", []), **others}


def read_document(raw: bytes) -> Tables:
    """The records in an exported file; Wrong names the line or the field, NewerFormat a later form."""
    try:
        given = _parsed(raw)
        _check(given)
    except RecursionError:
        raise Wrong("things are nested too deeply in it") from None
    tables = {"alliance": [given["alliance"]], "versions": given["versions"]}
    return {**tables, "slips": given["slips"]} if given.get("slips") else tables


def _parsed(raw: bytes) -> Any:
    """JSON, strictly: UTF-8, no NaN."""
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=pairs, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Wrong(f"line {line} is not UTF-8") from None
    except json.JSONDecodeError as error:
        if not raw.strip():
            raise Wrong("it is empty") from None
        raise Wrong(f"line {error.lineno}, column {error.colno} is not JSON ({error.msg})") from None
    except ValueError:
        raise Wrong("a number in it is longer than any number of ours") from None


def _refuse(constant: str) -> None:
    """NaN and Infinity, which JSON does not have."""
    raise Wrong(f"{constant} stands in it, which is not JSON")


def _check(given: Any) -> None:
    """Raise for the first thing that is not as it was written."""
    if not isinstance(given, dict) or MARK not in given:
        raise Wrong(f"the field {MARK} is missing, so it is no alliance’s export")
    form = given[MARK]
    if not isinstance(form, int) or isinstance(form, bool) or form < 1:
        raise Wrong(f"{MARK} is not a whole number from 1")
    if form > FORMAT:
        raise NewerFormat(f"{MARK} is {str(form)[:9]}: a newer release wrote it. Update, then import it again")
    _WHOLE(given, "")
    all_texts(given, "")
    if not given["versions"]:
        raise Wrong("versions is empty: there is nothing signed to import")
    for field in given:
        if field not in (MARK, "alliance", "versions", "slips"):
            raise Wrong(f"{inside('', field)} is not known here")
    slips = given.get("slips", [])
    alliance = schema.alliance_from_records("", given["alliance"], given["versions"], slips)
    same(given["alliance"], schema.alliance_to_record(alliance), "alliance")
    same(slips, [schema.slip_to_record(slip) for slip in alliance.slips], "slips")
    previous = ""
    for index, version in enumerate(alliance.versions):
        place, record_ = f"versions[{index}]", given["versions"][index]
        _check_chain(record_, index + 1, previous, place)
        same(record_, schema.version_to_record(version), place)
        _check_questions(record_, place)
        previous = record_["hash"]


def _check_chain(version: Record, expected: int, previous: str, place: str) -> None:
    """Numbers, hashes, and each version on top of the one before."""
    if version["number"] != expected:
        raise Wrong(f"{place}.number is not {expected}: a version is missing, or they are out of order")
    if version["previous"] != previous:
        raise Wrong(f"{place}.previous is not the hash of the version before it")
    if version["hash"] != schema.fingerprint(version):
        raise Wrong(f"{place}.hash does not fit: this version was altered after it was signed")


def _check_questions(version: Record, place: str) -> None:
    """What is asked and answered is in the bank that the version carries; nothing is from the future."""
    banks = [version["bank"], *version["bank"].get("earlier", [])]
    known = {question["id"] for bank in banks for question in bank["questions"]}
    for table in ("turns", "answers"):
        for index, entry in enumerate(version[table]):
            if entry["question"] not in known:
                raise Wrong(f"{place}.{table}[{index}].question is not in {place}.bank")
    for table in ("answers", "agreements"):
        for index, entry in enumerate(version[table]):
            if entry["since"] > version["number"]:
                raise Wrong(f"{place}.{table}[{index}].since is a later version than its own")
