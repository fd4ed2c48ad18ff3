"""The trash of a store: what is put into it is whole, comes back whole, and goes only when its time is over."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Partners, Side
from alliance_tui.domain.errors import ChangedMeanwhile, Damaged, NotAllowed, NotFound, StoreError
from alliance_tui.domain.steps import Doer
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.services import sessions, trash
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.library import Library
from alliance_tui.storage.trash import INCOMING, RECORD, TRASH
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, alliance, chosen, session

NAME = "ada-and-grace"
DAY = timedelta(days=1)


def stocked(store: Path) -> Library:
    """A store with one alliance and its first session, saved more than once."""
    library = Library(store)
    library.add(alliance(), session())
    for question in ("tone", "hopes"):
        library.change_session(NAME, lambda now, question=question: now.choose(LEFT, question))  # type: ignore[misc]
    return library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Such a store."""
    return stocked(tmp_path / "store")


def delete(library: Library, name: str = NAME) -> Trashed:
    """Delete an alliance that can be read."""
    return library.delete(name, NOON, id=library.alliance(name).id)


def abandon(library: Library) -> Trashed:
    """Abandon the open session."""
    return sessions.abandon(library, NAME, NOON, library.session(NAME).id)


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder but locks, by their paths in it."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# Deleting and bringing back


def test_what_is_deleted_comes_back_as_it_was(library: Library) -> None:
    """With whatever else is in its folder; by another program; nothing is left of it in the trash."""
    (library.root / NAME / "forms.json").write_text("typed")
    before = files(library.root / NAME)
    item = delete(library)
    assert library.names() == []
    other = Library(library.root)
    assert other.trash() == [item]
    assert (item.title, item.name, item.alliance, item.deleted) == ("Ada & Grace", NAME, "Ada+Grace", NOON)
    assert other.undelete(item.id) == NAME
    assert files(library.root / NAME) == before
    assert library.trash() == []
    assert not [*(library.root / TRASH).iterdir()]


def test_a_name_taken_meanwhile_is_numbered(library: Library) -> None:
    """The new alliance is not touched."""
    item = delete(library)
    library.add(replace(alliance(), id="another"), chosen())
    assert library.undelete(item.id) == f"{NAME}-2"
    assert library.load(NAME)[1] == chosen()
    assert library.alliance(f"{NAME}-2").id == "Ada+Grace"


def test_another_alliance_in_the_folder_is_not_deleted(library: Library) -> None:
    """An alliance is deleted by its id, whatever the list said when it was read."""
    item = delete(library)
    library.add(replace(alliance(), id="another"), session())
    with pytest.raises(NotAllowed, match="another alliance by now"):
        library.delete(NAME, NOON, id=item.alliance)
    assert library.alliance(NAME).id == "another"
    assert library.trash() == [item]


def test_what_is_gone_cannot_be_deleted_or_brought_back_twice(library: Library) -> None:
    """It was done on the other screen; nothing is made by trying."""
    item = delete(library)
    with pytest.raises(NotFound, match="deleted or moved meanwhile"):
        library.delete(NAME, NOON, id=item.alliance)
    library.undelete(item.id)
    with pytest.raises(NotFound, match="not in the trash any more"):
        library.undelete(item.id)
    assert library.names() == [NAME]


def test_an_alliance_that_is_here_already_stays_in_the_trash(library: Library) -> None:
    """There are never two of one id."""
    shutil.copytree(library.root / NAME, library.root / "copy")
    item = delete(library)
    with pytest.raises(NotAllowed, match="here already, as copy"):
        library.undelete(item.id)
    assert library.trash() == [item]


def test_a_damaged_alliance_can_be_deleted_and_comes_back_as_damaged(library: Library) -> None:
    """What can't be read has no id and no names."""
    for path in (library.root / NAME).glob(f"{ALLIANCE}*"):
        path.write_bytes(b"")
    before = files(library.root / NAME)
    with pytest.raises(NotAllowed):
        library.delete(NAME, NOON, id="Ada+Grace")
    item = library.delete(NAME, NOON, id="")
    assert (item.title, item.alliance) == (NAME, "")
    assert library.undelete(item.id) == NAME
    assert files(library.root / NAME) == before


def test_where_something_is(library: Library) -> None:
    """By the id of an alliance or of a session."""
    assert library.path_in_trash("Ada+Grace") is None
    session_item = abandon(library)
    alliance_item = delete(library)
    assert library.path_in_trash("Ada+Grace") == library.root / TRASH / alliance_item.id / NAME
    assert library.path_in_trash("session-1") == library.root / TRASH / session_item.id / SESSION
    assert library.path_in_trash("") is None


def test_a_store_that_is_away_is_no_empty_trash(library: Library) -> None:
    """To be tried again: NotFound would say that it is gone for good."""
    item = delete(library)
    away = library.root.rename(library.root.with_name("away"))
    with pytest.raises(StoreError):
        library.undelete(item.id)
    with pytest.raises(StoreError):
        library.delete(NAME, NOON, id="Ada+Grace")
    assert not library.root.exists(), "the store could not be moved back"
    away.rename(library.root)
    assert library.undelete(item.id) == NAME


# Sessions


def test_an_abandoned_session_comes_back_with_its_older_saves(library: Library) -> None:
    """By another program too."""
    before, kept = library.load(NAME)[1], files(library.root / NAME)
    item = abandon(library)
    assert (item.kind, item.session, item.alliance) == (Kind.SESSION, "session-1", "Ada+Grace")
    assert [path for path in files(library.root / NAME) if path.startswith(SESSION)] == []
    assert library.load(NAME)[1] is None
    assert {f"{SESSION}.1", SESSION, RECORD} <= files(library.root / TRASH / item.id).keys()
    assert trash.undelete(Library(library.root), item) == NAME
    assert library.load(NAME)[1] == before
    assert files(library.root / NAME) == kept
    assert library.trash() == []


def test_only_the_session_that_was_seen_is_abandoned(library: Library) -> None:
    """Another one was begun meanwhile; or there are words in it that were not seen."""
    before = files(library.root / NAME)
    with pytest.raises(NotFound, match="not open any more"):
        sessions.abandon(library, NAME, NOON, "another")

    assert files(library.root / NAME) == before
    seen = library.session(NAME)
    sessions.answer(library, NAME, "tone", Side.LEFT, "not seen")
    with pytest.raises(ChangedMeanwhile, match="Ada’s answer to"):
        sessions.abandon(library, NAME, NOON, seen.id, doer=Doer(seen))
    assert library.session(NAME).answers["tone", Side.LEFT].text == "not seen"
    assert library.trash() == []


def test_a_session_stays_in_the_trash_while_another_is_open(library: Library) -> None:
    """And when its alliance is deleted; after that it comes back."""
    item = abandon(library)
    library.record(NAME).open_session(session(2))
    with pytest.raises(NotAllowed, match="open session already"):
        sessions.reopen(library, item.id)
    gone = delete(library)
    with pytest.raises(NotAllowed, match="alliance is not here"):
        sessions.reopen(library, item.id)
    assert {each.id for each in library.trash()} == {item.id, gone.id}
    library.undelete(gone.id)
    sessions.abandon(library, NAME, NOON, "session-2")
    assert sessions.reopen(library, item.id)[1].id == "session-1"


def test_a_session_finds_its_alliance_by_id(library: Library) -> None:
    """Its folder has another name by now, and another alliance is in the old one."""
    item = abandon(library)
    (library.root / NAME).rename(library.root / "renamed")
    library.add(replace(alliance(), id="another"), session(7))
    assert sessions.reopen(library, item.id)[0] == "renamed"
    assert library.load(NAME)[1] == session(7)


def test_a_damaged_session_stays_in_the_trash(library: Library) -> None:
    """It says which older save is good."""
    item = abandon(library)
    path = library.root / TRASH / item.id / SESSION
    path.write_bytes(b"")
    with pytest.raises(Damaged, match=rf"Rename {SESSION}\.1 there"):
        sessions.reopen(library, item.id)
    path.with_name(f"{SESSION}.1").rename(path)
    assert sessions.reopen(library, item.id)[1].choices[LEFT] == ("tone",)


# Faults


# Purging


def look(library: Library, *days: int) -> list[str]:
    """Purge so many days after noon; what is left, by name."""
    for each in days:
        library.purge(NOON + each * DAY)
    return [item.name for item in library.trash()]


def test_a_purge_removes_what_is_over_and_nothing_else(library: Library) -> None:
    """The first of two looks notes that the time is over, the next removes it."""
    delete(library)
    library.add(replace(alliance(), id="another"), session())
    look(library, 10)
    later = library.delete(NAME, NOON + 10 * DAY, id="another")
    assert look(library, 29, 30) == [NAME, NAME]
    assert look(library, 31) == [NAME]
    assert library.trash()[0].id == later.id
    assert look(library, 41, 42) == []
    assert not [*(library.root / TRASH).iterdir()]


def test_a_wrong_clock_begins_the_time_anew(library: Library) -> None:
    """It is kept longer, never shorter."""
    delete(library)
    assert look(library, -3000, 1, 4000, 2, 31) == [NAME]
    assert library.trash()[0].since == NOON + 2 * DAY
    assert look(library, 32, 33) == []


def test_looking_and_listing_change_nothing(library: Library) -> None:
    """Only a purge does."""
    delete(library)
    before = {path: path.stat().st_mtime_ns for path in library.root.rglob("*")}
    library.trash()
    assert [*library.check()] == []
    library.summaries()
    assert {path: path.stat().st_mtime_ns for path in library.root.rglob("*")} == before


def test_a_store_without_trash_is_not_touched(tmp_path: Path) -> None:
    """Neither is one that is not there."""
    for root in (tmp_path / "nothing", tmp_path):
        Library(root).purge(NOON)
    assert [*tmp_path.iterdir()] == []


def test_what_an_earlier_release_deleted_can_be_brought_back(library: Library) -> None:
    """It lies there without a record; its 30 days begin at the first look."""
    folder = library.root / TRASH / "0123"
    folder.mkdir(parents=True)
    (library.root / NAME).rename(folder / NAME)
    [item] = library.trash()
    assert (item.title, item.alliance, item.until) == ("Ada & Grace", "Ada+Grace", None)
    assert look(library, 100) == [NAME]
    [item] = library.trash()
    assert (item.title, item.since) == ("Ada & Grace", NOON + 100 * DAY)
    assert look(library, 130) == [NAME]
    assert library.undelete(item.id) == NAME


def test_what_killed_programs_left_is_cleared_away(library: Library) -> None:
    """A record of nothing, half a removal, half an import; none is offered."""
    item = delete(library)
    library.undelete(item.id)
    lone = library.root / TRASH / "lone"
    lone.mkdir()
    (lone / RECORD).write_text("{")
    for folder in (library.root / TRASH / ".gone" / NAME, library.root / INCOMING / "half" / NAME):
        folder.mkdir(parents=True)
        (folder / ALLIANCE).write_text("half")
    assert library.trash() == []
    library.purge(NOON)
    assert not [*(library.root / TRASH).iterdir()]
    assert not (library.root / INCOMING).exists()


RECORDS = [b"", b"{", b"[]", b"\xff", b"null", b'{"what": "alliance"}', b"[" * 100_000]
CHANGES: list[dict[str, object]] = [
    {"since": "2026-03-12T12:00:00"},
    {"since": "0001-01-01T00:00:00+14:00"},
    {"since": 3},
    {"looked": ["x"]},
    {"what": "everything"},
    {"name": None},
    {"partners": ["Ada"]},
    {"partners": {"a": 1}},
    {"partners": 5},
]


@pytest.mark.parametrize("harm", [*range(len(RECORDS)), *map(str, range(len(CHANGES)))])
def test_a_record_that_cannot_be_read_is_never_removed(library: Library, harm: int | str) -> None:
    """What it is of can still be brought back."""
    item = delete(library)
    path = library.root / TRASH / item.id / RECORD
    change = CHANGES[int(harm)] if isinstance(harm, str) else {}
    raw = json.dumps({**json.loads(path.read_bytes()), **change}).encode() if change else RECORDS[int(harm)]
    path.write_bytes(raw)
    assert look(library, 1, 30, 31, 40, 70) == [NAME]
    assert path.read_bytes() == raw
    [found] = library.trash()
    assert found.partners == Partners("Ada", "Grace")
    assert library.undelete(item.id) == NAME


def test_a_record_leads_nowhere_else(library: Library) -> None:
    """Its names are shown, never followed."""
    item = delete(library)
    path = library.root / TRASH / item.id / RECORD
    path.write_text(json.dumps({**json.loads(path.read_text()), "name": "../../../outside"}))
    (library.root / TRASH / "link").symlink_to(library.root.parent)
    assert [found.name for found in library.trash()] == [NAME]
    assert library.undelete(item.id) == NAME
    assert look(library, 1, 31, 33) == []
    assert library.root.exists()


# Checking


@pytest.mark.parametrize("act", [delete, abandon])
def test_a_check_looks_into_the_trash(library: Library, act: Callable[[Library], Trashed]) -> None:
    """At every file, under its place."""
    item = act(library)
    assert [*library.check()] == []
    file = SESSION if item.kind is Kind.SESSION else f"{NAME}/{ALLIANCE}"
    path = library.root / TRASH / item.id / file
    path.write_bytes(path.read_bytes()[:-9])
    [found] = library.check()
    assert (library.root / found.name / found.file) == path
    assert "is damaged" in found.problem


def test_an_alliance_with_a_damaged_session_is_deleted_as_it_is_listed(tmp_path: Path) -> None:
    library = Library(tmp_path / "store")
    name = library.add(alliance(), session()).name
    (library.root / name / SESSION).write_text("")
    [entry] = library.summaries()
    assert "damaged" in entry.problem
    assert library.find_id(entry.id) == name
    item = library.delete(name, NOON, id=entry.id)
    assert (item.alliance, item.partners) == ("Ada+Grace", Partners("Ada", "Grace"))
    assert library.undelete(item.id) == name
