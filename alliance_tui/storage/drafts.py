"""Texts that are in no session and no version: forms not submitted yet, and texts whose session ended.

Each alliance has its own in `drafts.json` in its folder, so that they move with it. The form of an alliance that does
not exist yet is in `forms.json` at the store's root. There, the first release kept the forms of all alliances by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tinydb import TinyDB, where

from alliance_tui.domain.alliance import Seal, Side
from alliance_tui.domain.session import SealKey
from alliance_tui.storage.catalogue import DRAFTS
from alliance_tui.storage.disk import file_errors, make_folder
from alliance_tui.storage.library import FORMS, Library
from alliance_tui.storage.record_check import TABLES
from alliance_tui.storage.record_files import open_file, tables_in
from alliance_tui.storage.schema import Tables


class Form(NamedTuple):
    """The fields of a form as one edit left them."""

    edit: str
    fields: dict[str, str]


class KeptText(NamedTuple):
    """A text that was typed after its session had ended, in one edit. `side` is None for an agreement."""

    edit: str
    question: str
    side: Side | None
    text: str
    session: str
    """The id of the session it was written for."""
    covered: bool = False
    """True if only its author may see it."""
    seal: Seal | None = None
    key: SealKey | None = None
    """What a sealed text is encrypted to; its passphrase is that of the session it was written for."""


# Forms


def form(library: Library, name: str, about: str, alliance: str = "") -> Form | None:
    """Return the form about something that was saved last; `name` is "" for an alliance that does not exist yet."""
    places = [(_path(library, name, alliance), about)]
    if name:
        places.append((library.root / FORMS, _former(name, about)))
    for path, known_as in places:
        for record in reversed(_tables(path).get("forms", [])):
            if record["name"] == known_as:
                return _form_in(record)
    return None


def save_form(library: Library, name: str, about: str, new: Form, seen: Form | None, alliance: str = "") -> None:
    """Save a form as an edit left it; without fields, remove it.

    Remove the form that was `seen` when the edit began if it is unchanged: another screen may be writing it.
    """
    path = _path(library, name, alliance)
    if not name:
        with file_errors(library.root, "could not be made", "Nothing was changed."):
            make_folder(library.root)

    def is_replaced(value: Mapping[str, Any]) -> bool:
        stored = _form_in(value)
        return value["name"] == about and (stored.edit == new.edit or stored == seen)

    with _changing(path) as db:
        table = db.table("forms")
        table.remove(is_replaced)
        if new.fields:
            table.insert({"name": about, "edit": new.edit, "fields": new.fields})
    if name and seen and not seen.edit:
        drop_former(library, name, about)


def drop_former(library: Library, name: str, about: str | None = None) -> None:
    """Remove the first release's form about something; without `about`, all forms of the alliance."""
    path = library.root / FORMS
    if not path.exists():
        return

    def is_former(value: Mapping[str, Any]) -> bool:
        known_as = value["name"]
        return f"{known_as}/".startswith(f"{name}/") if about is None else known_as == _former(name, about)

    with _changing(path) as db:
        db.table("forms").remove(is_former)


def _form_in(record: Mapping[str, Any]) -> Form:
    return Form(record.get("edit", ""), record["fields"])


def _former(name: str, about: str) -> str:
    """Return the name of a form in the first release."""
    return f"{name}/{about}" if about else name


# Texts whose session ended


def save_text(library: Library, name: str, alliance: str, text: KeptText) -> None:
    """Save a text beside the alliance with this id, in the trash, too; remove an empty one."""
    with _changing(_path(library, name, alliance)) as db:
        table = db.table("texts")
        table.remove(where("edit") == text.edit)
        if text.text.strip() or text.seal:
            table.insert(TABLES["texts"].write([text])[0])


def kept_texts(library: Library, name: str, alliance: str = "") -> tuple[KeptText, ...]:
    """Return the texts kept, in the order they were typed."""
    records = _tables(_path(library, name, alliance)).get("texts", [])
    return tuple(KeptText(**each) for each in TABLES["texts"].read(records))


def drop_text(library: Library, name: str, text: KeptText, alliance: str = "") -> None:
    """Remove a kept text if it is unchanged since it was seen."""
    known = TABLES["texts"].write([text])[0]

    def is_same(value: Mapping[str, Any]) -> bool:
        return all(value.get(field) == known.get(field) for field in ("edit", "text", "seal"))

    with _changing(_path(library, name, alliance)) as db:
        db.table("texts").remove(is_same)


# Files


def _path(library: Library, name: str, alliance: str) -> Path:
    """Return the file of the alliance with this id, even in the trash; without an id, of the one in the folder."""
    if not name:
        return library.root / FORMS
    return (library.folder_of(name, alliance) if alliance else library.root / name) / DRAFTS


def _tables(path: Path) -> Tables:
    with open_file(path, path.parent.name) as storage:
        return tables_in(storage) or {}


@contextmanager
def _changing(path: Path) -> Iterator[TinyDB]:
    with open_file(path, path.parent.name) as storage, storage.transaction() as buffer:
        tables_in(buffer)  # raises InvalidRecord rather than write over a file of another form
        yield TinyDB(storage=lambda: buffer)
