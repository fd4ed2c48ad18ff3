"""The form of every record in a store or an export; whatever is read is checked against it.

Keys beyond these are left alone, for a store may have been written by a release that knows more; `incoming` refuses
them, and whatever else this program would not have written.
"""

from __future__ import annotations

from typing import Any

from alliance_tui.domain.alliance import SIDES, AnswerState, Holder, Verdict
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.domain.terms import Stage
from alliance_tui.storage.fields import (
    Check,
    Wrong,
    day,
    label,
    listing,
    mapping,
    maybe,
    moment,
    name,
    number,
    once,
    one_of,
    record,
    shown,
    text,
)
from alliance_tui.storage.timestamps import COUNTDOWN

_SIDE = one_of(*SIDES)
_SIGNATURE = record(name=name, at=moment)


def _texts(value: Any) -> None:
    """An object of texts."""
    mapping(value if isinstance(value, dict) else (), text)(value)


def _knowing(check: Check) -> Check:
    """Extend a check: every question that the record names must be in its bank."""

    def checks(value: Any) -> None:
        check(value)
        known = _known(value["bank"])
        for table in ("turns", "answers"):
            _require_known(value.get(table, []), known, table)
        for side, picks in value.get("choices", {}).items():
            for index, pick in enumerate(picks):
                if pick not in known:
                    raise Wrong("is not in the bank", f"choices.{side}[{index}]")
        if (current := value.get("current")) and current not in known:
            raise Wrong("is not in the bank", "current")

    return checks


def _known(bank: dict[str, Any]) -> set[str]:
    """The ids of a bank's questions."""
    return {question["id"] for each in (bank, *bank.get("earlier", [])) for question in each["questions"]}


def _require_known(said: list[dict[str, Any]], known: set[str], table: str) -> None:
    for index, each in enumerate(said):
        if each["question"] not in known:
            raise Wrong("is not in the bank", f"{table}[{index}].question")


_PARTS: dict[str, Check] = {
    "id": text,
    "title": text,
    "credit": text,
    "adapted_from": text,
    "headings": mapping(SECTIONS, text),
    "questions": listing(record(id=label, section=one_of(*SECTIONS), text=text), "id"),
}
_BANK = once(record("earlier", **_PARTS, earlier=listing(record(**_PARTS))))
"""Nearly all of a record is its bank, and nearly all versions have the bank of the one before."""
_ANSWERS = listing(
    record(
        "rivals",
        "edit",
        question=label,
        side=_SIDE,
        state=one_of(*AnswerState),
        text=text,
        since=number,
        rivals=listing(record(spell=text, text=text)),
        edit=text,
    ),
    "question",
    "side",
)
_AGREEMENTS = listing(
    record(
        "reason",
        "edit",
        id=label,
        text=text,
        question=text,
        holder=one_of(*Holder),
        since=number,
        verdicts=mapping(SIDES, one_of(*Verdict)),
        reason=text,
        edit=text,
    ),
    "id",
)
ALLIANCE = record(id=label, left=name, right=name, partnership=text, created=moment)
VERSION = _knowing(
    record(
        number=number,
        session=label,
        left=name,
        right=name,
        place=text,
        review=maybe(day),
        bank=_BANK,
        turns=listing(record(question=label, asker=maybe(_SIDE)), "question"),
        answers=_ANSWERS,
        agreements=_AGREEMENTS,
        signatures=mapping(SIDES, _SIGNATURE, whole=True),
        previous=text,
        hash=text,
    )
)
SLIP = record(id=label, agreement=label, at=moment, what=text, repaired=text)
_SESSION = _knowing(
    record(
        id=label,
        number=number,
        bank=_BANK,
        place=text,
        planned=maybe(moment),
        stage=one_of(*Stage),
        choices=mapping(SIDES, listing(label), whole=True),
        order=listing(label),
        current=text,
        countdown=COUNTDOWN,
        signatures=mapping(SIDES, _SIGNATURE),
        unsigned=text,
        review=maybe(day),
    )
)
TABLES: dict[str, Check] = {
    "alliance": listing(ALLIANCE, only=True),
    "versions": listing(VERSION),
    "slips": listing(SLIP),
    "looks": listing(record(side=_SIDE, version=number)),
    "session": listing(_SESSION),
    "answers": _ANSWERS,
    "agreements": _AGREEMENTS,
    "forms": listing(record("edit", name=text, edit=text, fields=_texts)),
    "texts": listing(record(edit=text, question=text, side=maybe(_SIDE), text=text, session=text)),
}
"""Every table, whichever file it is in."""


def check_tables(tables: dict[str, list[dict[str, Any]]]) -> None:
    """Raise Wrong, with the place, for the first record that is not of its table's form."""
    for table, records in tables.items():
        if check := TABLES.get(table):
            try:
                check(records)
            except Wrong as wrong:
                raise wrong.within(table) from None
    for session in tables.get("session", []):
        _require_known(tables.get("answers", []), _known(session["bank"]), "answers")


def documents_in(table: str, documents: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents of a table as TinyDB keeps them, by their numbers; Wrong for anything else."""
    for key, document in documents.items():
        if not (key.isascii() and key.isdecimal() and len(key) < 16):
            raise Wrong("has a document without a number", shown(table))
        if not isinstance(document, dict):
            raise Wrong("has a document that is not an object", shown(table))
    return [*documents.values()]
