"""The format of an exported alliance in JSON, and a reader for files that may be damaged, foreign, newer or hostile.

    {"alliance_export": 1, "alliance": {…}, "versions": […], "slips": […], "pulses": […]}

These are the records of `alliance.json`, the hashes with them; `slips` and `pulses` are left out where there are none.
The open session is not exported, because nobody has signed it.
"""

from __future__ import annotations

import json
from functools import partial
from types import SimpleNamespace
from typing import Any

from alliance_tui.domain.errors import NewerFormat
from alliance_tui.storage import schema
from alliance_tui.storage.fields import (
    InvalidRecord,
    listing,
    object_from_pairs,
    optional,
    record,
    require_clean,
    require_same,
    within,
)
from alliance_tui.storage.record_check import VERSION
from alliance_tui.storage.schema import Record, Tables

MARK, FORMAT = "alliance_export", 1
"""The field that says what this is, and the number of the form described above."""

BETWEEN = ("slips", "pulses")
"""The tables of what was noted between versions; who has read what stays in the store."""
OPEN_ONLY = frozenset({"rivals", "covered", "seal", "waiting", "proposals"})
"""Fields of answers and agreements that only an open session has."""

_WHOLE = record(
    partial(SimpleNamespace, slips=(), pulses=()),
    alliance=schema.ALLIANCE,
    versions=listing(VERSION, "session"),
    slips=optional(listing(schema.SLIP, "id")),
    pulses=optional(listing(schema.PULSE)),
)


def document(tables: Tables) -> Record:
    """Return an alliance's records in the form in which they leave a store."""
    others = {table: tables[table] for table in BETWEEN if tables.get(table)}
    return {MARK: FORMAT, "alliance": tables["alliance"][0], "versions": tables.get("versions", []), **others}


def read_document(raw: bytes) -> Tables:
    """Read the records in an exported file; InvalidRecord names the line or the field, NewerFormat a later form."""
    try:
        given = _parsed(raw)
        if isinstance(given, dict):
            given.pop("looks", None)  # earlier releases exported it, and then refused the file
        _check(given)
    except RecursionError:
        raise InvalidRecord("things are nested too deeply in it") from None
    tables = {"alliance": [given["alliance"]], "versions": given["versions"]}
    return tables | {table: given[table] for table in BETWEEN if given.get(table)}


def _parsed(raw: bytes) -> Any:
    """Parse JSON strictly: UTF-8, no NaN."""
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=object_from_pairs, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InvalidRecord(f"line {line} is not UTF-8") from None
    except json.JSONDecodeError as error:
        if not raw.strip():
            raise InvalidRecord("it is empty") from None
        raise InvalidRecord(f"line {error.lineno}, column {error.colno} is not JSON ({error.msg})") from None
    except ValueError:
        raise InvalidRecord("a number in it is longer than any number of ours") from None


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise InvalidRecord(f"{constant} stands in it, which is not JSON")


def _check(given: Any) -> None:
    """Raise for the first thing that is not as it was written."""
    if not isinstance(given, dict) or MARK not in given:
        raise InvalidRecord(f"the field {MARK} is missing, so it is no alliance’s export")
    form = given[MARK]
    if type(form) is not int or form < 1:
        raise InvalidRecord("is not a whole number from 1", MARK)
    if form > FORMAT:
        raise NewerFormat(f"{MARK} is {str(form)[:9]}: a newer release wrote it. Update, then import it again")
    _WHOLE.check(given)
    require_clean(given)
    if not given["versions"]:
        raise InvalidRecord("versions is empty: there is nothing signed to import")
    previous = ""
    for index, version in enumerate(given["versions"]):
        with within("versions"), within(f"[{index}]"):
            _check_version(version, index + 1, previous)
        previous = version["hash"]
    written = _WHOLE.write(_WHOLE.read(given))
    require_same(given, {MARK: FORMAT, "slips": [], **written})


def _check_version(version: Record, number: int, previous: str) -> None:
    """Check its number and hashes, on top of the version before; nothing is from the future, and nothing is open."""
    if version["number"] != number:
        raise InvalidRecord(f"is not {number}: a version is missing, or they are out of order", "number")
    if version["previous"] != previous:
        raise InvalidRecord("is not the hash of the version before it", "previous")
    if version["hash"] != schema.fingerprint(version):
        raise InvalidRecord("does not fit: this version was altered after it was signed", "hash")
    for table in ("answers", "agreements"):
        for index, each in enumerate(version[table]):
            if each["since"] > number:
                raise InvalidRecord("is a later version than its own", f"{table}[{index}].since")
            for field in OPEN_ONLY & each.keys():
                raise InvalidRecord("has no place in what is signed", f"{table}[{index}].{field}")
