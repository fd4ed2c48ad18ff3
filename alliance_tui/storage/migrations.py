"""Earlier shapes of the tables, brought to the present one.

A file's tables carry the number of their shape in a table of its own, `schema`; without it they are of shape 1,
the only one released so far. The format number in a file's header (see `file_format`) is about the header alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alliance_tui.domain.errors import NewerFormat

Tables = dict[str, list[dict[str, Any]]]
Migration = Callable[[Tables], Tables]

MIGRATIONS: tuple[Migration, ...] = ()
"""The first leads from shape 1 to 2, and so on. Each is pure and is given the tables of any file of a store.

`versions` go through unchanged: they are sealed by their hashes. A new shape of theirs is read by
`schema.version_from_record`, from what stands in the record.
"""
NUMBER = "schema"


def shape_of(tables: Tables) -> int:
    """Return the number of the shape these tables are in; 0 if there is something else where it should be."""
    if NUMBER not in tables:
        return 1
    records = tables[NUMBER]
    number = records[0].get("number") if records else None
    return number if isinstance(number, int) and number > 1 else 0


def present_shape() -> int:
    """Return the number of the shape that this release writes."""
    return len(MIGRATIONS) + 1


def migrated(tables: Tables) -> Tables:
    """Return the tables in the present shape; NewerFormat if a later release wrote them."""
    shape = shape_of(tables)
    if not 1 <= shape <= present_shape():
        raise NewerFormat(
            "This alliance was written by a newer release. Nothing was changed. Update, then open it again."
        )
    for migrate in MIGRATIONS[shape - 1 :]:
        tables = migrate(tables)
    return stamped({name: records for name, records in tables.items() if name != NUMBER})


def stamped(tables: Tables) -> Tables:
    """Return tables of the present shape with its number; shape 1 goes without."""
    return {**tables, NUMBER: [{"number": present_shape()}]} if MIGRATIONS else tables
