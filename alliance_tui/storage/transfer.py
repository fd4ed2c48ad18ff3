"""Read the signed records of an alliance whole from a store, and add them to one."""

from __future__ import annotations

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.storage.catalogue import ALLIANCE
from alliance_tui.storage.disk import file_errors, make_folder
from alliance_tui.storage.library import Library
from alliance_tui.storage.migrations import NUMBER
from alliance_tui.storage.paths import folder_name
from alliance_tui.storage.record import Record
from alliance_tui.storage.record_files import open_file, tables_in
from alliance_tui.storage.schema import Tables, alliance_from_records
from alliance_tui.storage.trash import INCOMING, clear_incoming, move, store_lock


def records_of(library: Library, name: str) -> Tables:
    """Return the records of an alliance as they are stored, in their present shape; NotFound or StoreError."""
    library.alliance(name)  # says what is wrong in the words used everywhere
    with open_file(library.root / name / ALLIANCE, name) as storage:
        tables = tables_in(storage) or {}
    return {table: records for table, records in tables.items() if table != NUMBER}


def add_records(library: Library, tables: Tables) -> str:
    """Write records as an alliance of the store; returns its name, a numbered one when it is taken.

    It is written in a hidden folder, then moved. NotAllowed if this alliance is here already.
    """
    alliance = alliance_from_records("", tables["alliance"][0], tables["versions"])
    partners = {alliance.partners, *(version.partners for version in alliance.versions)}
    with store_lock(library.root, make=True):
        if known := library.find_id(alliance.id, {folder_name(each) for each in partners}):
            raise NotAllowed(
                f"This alliance is here already, as {known}. Nothing was changed. "
                "To have the one from the file, delete that one first, or import into another store with --store."
            )
        clear_incoming(library.root)
        staged = library.root / INCOMING / library.new_id() / folder_name(alliance.partners)
        try:
            with file_errors(staged, "could not be made", "Nothing was changed."):
                make_folder(staged)
            Record(staged.parent, staged.name).create_from(tables)
            name = library.free_name(staged.name)
            move(staged, library.root / name)
        finally:
            clear_incoming(library.root)
    return name
