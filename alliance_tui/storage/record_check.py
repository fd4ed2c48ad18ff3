"""The form of every table in a store. All tables that are read are checked against it.

Keys beyond those of `schema` are left alone, for a store may have been written by a release that knows more;
`import_check` refuses them, and whatever else this program would not have written.
"""

from __future__ import annotations

from typing import Any

from alliance_tui.storage import schema
from alliance_tui.storage.fields import (
    Field,
    InvalidRecord,
    flag,
    listing,
    mapping,
    nullable,
    optional,
    printable_key,
    record,
    text,
    within,
)
from alliance_tui.storage.schema import Record, Tables


def _requiring_known(field: Field[Any]) -> Field[Any]:
    """Extend a record's check: every question that the record names must be in its bank."""

    def check(value: Any) -> None:
        field.check(value)
        known = _known(value["bank"])
        for table in ("turns", "answers"):
            _require_known(value.get(table, []), known, table)
        for side, picks in value.get("choices", {}).items():
            for index, pick in enumerate(picks):
                if pick not in known:
                    raise InvalidRecord("is not in the bank", f"choices.{side}[{index}]")
        if (current := value.get("current")) and current not in known:
            raise InvalidRecord("is not in the bank", "current")

    return field._replace(check=check)


def _known(bank: Record) -> set[str]:
    """Return the ids of a bank's questions."""
    return {question["id"] for each in (bank, *bank.get("earlier", [])) for question in each["questions"]}


def _require_known(records: list[Record], known: set[str], table: str) -> None:
    for index, each in enumerate(records):
        if each["question"] not in known:
            raise InvalidRecord("is not in the bank", f"{table}[{index}].question")


_TEXTS: Field[Any] = Field(lambda value: mapping(value if isinstance(value, dict) else (), text).check(value))
"""An object of texts, whatever its keys are."""
VERSION = _requiring_known(schema.VERSION)
TABLES: dict[str, Field[Any]] = {
    "alliance": listing(schema.ALLIANCE, only=True),
    "versions": listing(VERSION),
    "slips": listing(schema.SLIP),
    "looks": listing(schema.LAST_READ),
    "pulses": listing(schema.PULSE),
    "session": listing(_requiring_known(schema.SESSION)),
    "answers": schema.ANSWERS,
    "agreements": schema.AGREEMENTS,
    "forms": listing(record(dict, name=text, edit=optional(text), fields=_TEXTS)),
    "texts": listing(
        record(
            dict,
            edit=text,
            question=text,
            side=nullable(schema.SIDE),
            text=text,
            session=text,
            covered=optional(flag),
            seal=optional(nullable(schema.SEAL)),
            key=optional(nullable(schema.SEAL_KEY)),
        )
    ),
}
"""Every table, whichever file it is in."""


def check_tables(tables: Tables) -> None:
    """Raise InvalidRecord, with the place, for the first record that is not of its table's form."""
    for table, records in tables.items():
        if table in TABLES:
            with within(table):
                TABLES[table].check(records)
    for session in tables.get("session", []):
        _require_known(tables.get("answers", []), _known(session["bank"]), "answers")


def documents_in(table: str, documents: Record) -> list[Record]:
    """Return the documents of a table as TinyDB keeps them, by their numbers; InvalidRecord for anything else."""
    for key, document in documents.items():
        is_numbered = key.isascii() and key.isdecimal() and len(key) < 16
        if not is_numbered or not isinstance(document, dict):
            what = "that is not an object" if is_numbered else "without a number"
            raise InvalidRecord(f"has a document {what}", printable_key(table))
    return [*documents.values()]
