"""Check a store: read every file once and whole, and follow every chain of hashes."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from alliance_tui.domain.errors import AllianceError, StoreError
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.storage import schema
from alliance_tui.storage.catalogue import ALLIANCE, DRAFTS, SESSION, missing
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.record_check import TABLES
from alliance_tui.storage.record_files import open_file, present_tables, reading, session_in, tables_in
from alliance_tui.storage.seal_check import problems_of_kept_seals, problems_of_seals
from alliance_tui.storage.trash import TRASH

NEWER = "It was written by a newer release: it can be read here, not changed, and nothing proves that it is whole."
COVER = "Its first line does not sum up what is in it. The rest is whole; the next change to it mends that."
BACKUP = "This backup of {file} is damaged: {why}. {file} itself is whole, and later saves take the backup's place."


class Finding(NamedTuple):
    """A problem that a check found, in a file of an alliance."""

    name: str
    file: str
    problem: str
    backup: bool = False
    """True for a backup of a file that is whole itself."""
    seal: bool = False
    """True for a sealed text of a file that is whole but for it."""


def check_alliance(root: Path, name: str) -> Iterator[Finding]:
    """Check the files of an alliance; the session only if the alliance can be read."""
    folder = root / name
    is_readable = yield from _check_file(folder / ALLIANCE)
    session, drafts = ({f"{file}{ending}" for ending in ("", ".1", ".2", ".3")} for file in (SESSION, DRAFTS))
    try:
        names = {each.name for each in folder.iterdir()}
    except OSError:  # it may still let its files be opened
        names = session | drafts if is_readable else set()
    if is_readable and session & names:
        yield from _check_file(folder / SESSION)
    if drafts & names:
        yield from _check_drafts(folder / DRAFTS)


def _check_drafts(path: Path) -> Iterator[Finding]:
    """Check the texts that are kept in no session, and their seals."""
    name = path.parent.name
    try:
        with open_file(path, name) as storage:
            texts = TABLES["texts"].read((tables_in(storage) or {}).get("texts", []))
            yield from (Finding(name, path.name, problem, seal=True) for problem in problems_of_kept_seals(texts))
            yield from _check_backups(storage, name)
    except AllianceError as error:
        yield Finding(name, path.name, str(error))


def check_forms(path: Path) -> Iterator[Finding]:
    """Check the forms that belong to no alliance; what is in them need not be of any form."""
    folder = path.parent.name
    try:
        with open_file(path, "") as storage:
            storage.examine()
            yield from _check_backups(storage, folder)
    except StoreError as error:
        yield Finding(folder, path.name, str(error))


def check_trash(root: Path, items: Iterable[Trashed]) -> Iterator[Finding]:
    """Check what is in the trash of a store."""
    for item in items:
        place, folder = root / TRASH / item.id, f"{TRASH}/{item.id}"
        if item.kind is Kind.ALLIANCE:
            for found in check_alliance(place, item.name):
                yield found._replace(name=f"{folder}/{found.name}")
            continue
        try:
            with open_file(place / SESSION, item.name) as storage:
                tables = tables_in(storage)
                problems = [*_problems(place / SESSION, tables), *_seals(place / SESSION, tables)]
                yield from (Finding(folder, SESSION, problem) for problem in problems)
        except AllianceError as error:
            yield Finding(folder, SESSION, str(error))


def _check_file(path: Path) -> Generator[Finding, None, bool]:
    """Check a file of an alliance and its backups; return True if the file could be read."""
    name = path.parent.name
    try:
        with open_file(path, name) as storage:
            stored, covered = storage.examine()
            tables = present_tables(stored)
            problems = [*_problems(path, tables)]
            if storage.newer:
                problems = [NEWER]
            elif not covered:
                problems.append(COVER)
            yield from (Finding(name, path.name, problem) for problem in problems)
            if not storage.newer:
                yield from (Finding(name, path.name, problem, seal=True) for problem in _seals(path, tables))
                yield from _check_backups(storage, name)
    except AllianceError as error:
        yield Finding(name, path.name, str(error))
        return False
    return True


def _problems(path: Path, tables: schema.Tables | None) -> Iterator[str]:
    """Yield what is wrong in the tables of an alliance's file; AllianceError if one that it must have is not there."""
    with reading(path):
        if path.name == SESSION:
            session_in(path, tables)
        elif tables is None:
            raise missing(path.parents[1], path.parent.name)
        else:
            tables["alliance"][0]
            yield from check_chain(tables.get("versions", []))


def _seals(path: Path, tables: schema.Tables | None) -> Iterator[str]:
    """Yield which answers in a session's file nobody can open."""
    session = session_in(path, tables) if path.name == SESSION else None
    yield from problems_of_seals(session) if session else ()


def _check_backups(storage: DurableStorage, folder: str) -> Iterator[Finding]:
    for backup, why in storage.damaged_backups():
        problem = BACKUP.format(file=storage.path.name, why=why)
        yield Finding(folder, backup.name, problem, backup=True)


def check_chain(records: list[schema.Record]) -> Iterator[str]:
    """Follow the chain of an alliance's versions; yields what is wrong in it."""
    previous = ""
    for number, record in enumerate(records, 1):
        if record["number"] != number:
            yield f"Version {number} is numbered {record['number']}."
        if record["hash"] != schema.fingerprint(record):
            yield f"Version {number} was altered after it was signed."
        if record["previous"] != previous:
            yield f"Version {number} does not follow from the version before it."
        previous = record["hash"]
