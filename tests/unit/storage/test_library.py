"""The library: one folder an alliance, found by name, unharmed by its neighbours, checked to the byte."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import Alliance, Answer, AnswerState, Partners
from alliance_tui.domain.errors import Damaged, NotAllowed, NotFound, SessionEnded, StoreAway, StoreError
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.domain.summary import summary_of
from alliance_tui.storage import disk, schema
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.check import check_alliance, check_forms
from alliance_tui.storage.cover import alliance_cover
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.library import FORMS, Library
from alliance_tui.storage.paths import LONGEST, folder_name
from tests.tables import write
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, alliance, chosen, discard_session, rich_session, save_form, session, version


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library in a store that is not there yet."""
    return Library(tmp_path / "store")


def add(library: Library, left: str = "Ada", right: str = "Grace") -> str:
    """Lay down an alliance of these two; returns its name."""
    return library.add(alliance(left, right), session(partners=Partners(left, right))).name


def signed(library: Library, versions: int) -> str:
    """An alliance with as many signed versions and no session; returns its name."""
    name = add(library)
    for number in range(1, versions + 1):
        library.record(name).add_version(version(number, f"words of version {number}"))
    discard_session(library, name)
    return name


def edited(library: Library, name: str, file: str, edit: Callable[[dict[str, Any]], object]) -> None:
    """Alter a file as somebody would who knows how it is written."""
    storage = DurableStorage(library.root / name / file, cover=alliance_cover if file == ALLIANCE else None)
    tables = storage.read()
    assert tables is not None
    edit(tables)
    write(storage, tables)


def bitten(path: Path) -> None:
    """Take a piece out of a file."""
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2] + raw[len(raw) // 2 + 1 :])


def findings(library: Library) -> list[tuple[str, str, str]]:
    """What a check finds, as name, file and problem."""
    return [(found.name, found.file, found.problem) for found in library.check()]


# New alliances


def test_a_library_that_is_not_there_is_empty(library: Library) -> None:
    """Looking makes nothing."""
    assert library.names() == []
    assert not [*library.summaries()]
    assert not [*library.check()]
    with pytest.raises(NotFound, match="no alliance “ada”"):
        library.find("ada")
    assert not library.root.exists()


def test_a_new_alliance_can_be_listed_and_opened(library: Library) -> None:
    """With its first session, by this library and by a fresh one."""
    added = library.add(alliance(), chosen())
    assert added == replace(alliance(), name="ada-and-grace")
    for reader in (library, Library(library.root)):
        assert reader.names() == ["ada-and-grace"]
        assert reader.load("ada-and-grace") == (added, chosen())
        assert reader.alliance("ada-and-grace") == added
        [entry] = reader.summaries()
        assert entry == summary_of(added, chosen())
    assert findings(library) == []


def test_two_alliances_of_the_same_names(library: Library) -> None:
    """Each has its own folder; neither's session is the other's."""
    names = [add(library) for _ in range(3)]
    assert names == ["ada-and-grace", "ada-and-grace-2", "ada-and-grace-3"]
    library.change_session(names[1], lambda now: now.choose(LEFT, "tone"))
    sessions = [library.load(entry.name)[1] for entry in library.summaries()]
    assert [len(session.choices[LEFT]) for session in sessions if session] == [0, 1, 0]


def test_other_folders_are_left_alone(library: Library) -> None:
    """What is no alliance is neither listed nor taken over."""
    (library.root / "ada-and-grace").mkdir(parents=True)
    (library.root / "notes.txt").write_text("mine")
    (library.root / ".hidden").mkdir()
    (library.root / ".hidden" / ALLIANCE).write_text("{}")
    assert add(library) == "ada-and-grace-2"
    assert library.names() == ["ada-and-grace-2"]
    assert [*(library.root / "ada-and-grace").iterdir()] == []


def test_only_the_owner_may_look(library: Library) -> None:
    """Folders 0700 and files 0600, whatever the umask; the store and what was put aside too."""
    before = os.umask(0)
    try:
        name = add(library)
        library.change_session(name, lambda now: now.choose(LEFT, "tone"))
        name = add(library)
        library.delete(name, NOON, id=library.alliance(name).id)
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [library.root, *library.root.rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {path.name for path in modes} >= {ALLIANCE, SESSION, ".trash"}


# Folder names


@pytest.mark.parametrize(
    ("left", "right", "folder"),
    [
        ("Ada", "Grace", "ada-and-grace"),
        ("Anne-Marie O'Neill", "J. R. Hartley", "anne-marie-o-neill-and-j-r-hartley"),
        ("Ines", "Tomás", "ines-and-tomás"),
        ("Ines", "Toma\u0301s", "ines-and-tomás"),
        ("王芳", "李雷", "王芳-and-李雷"),
        ("ليلى", "سمير", "ليلى-and-سمير"),
        ("Ольга", "Иван", "ольга-and-иван"),
        ("../..", "/etc/passwd", "and-etc-passwd"),
        ("..", ".", "and"),
        ("con", "NUL", "con-and-nul"),
        (".hidden", "x", "hidden-and-x"),
        ("-rf", "--", "rf-and"),
        ("😀", "👨‍👩‍👧 ❤️", "and"),
        ("a\x00b", "c\nd\te", "a-b-and-c-d-e"),
        ("[/]", "[red]x", "and-red-x"),
    ],
)
def test_folder_names(left: str, right: str, folder: str) -> None:
    """Letters and digits of any script, and nothing that means something to a shell or a file system."""
    assert folder_name(Partners(left, right)) == folder


@pytest.mark.parametrize("name", ["नमिता", "สมชาย ใจดี", "தமிழ்"])
def test_folder_names_in_scripts_with_vowel_signs(name: str) -> None:
    """A word stays a word."""
    assert folder_name(Partners(name, "x")) == f"{name.replace(' ', '-')}-and-x"


HOSTILE = ["../..", "con", ".hidden", "x" * 300, "王" * 300, "e\u0301" * 300, "😀", "..", ".trash", "a/b", "a\\b", "~"]


@pytest.mark.parametrize("name", HOSTILE, ids=[name[:6].encode("unicode_escape").decode() for name in HOSTILE])
def test_hostile_names_are_kept_and_stay_inside_the_store(library: Library, name: str) -> None:
    """The folder is tame, the names are as typed."""
    folders = [add(library, name, "B"), add(library, "A", name), add(library, name, "B")]
    assert library.names() == sorted(folders)
    assert {path.name for path in library.root.iterdir()} == {*folders, ".store.lock"}
    assert [*library.root.parent.iterdir()] == [library.root]
    assert library.alliance(folders[0]).partners == Partners(name, "B")
    assert library.load(folders[1])[1] == session(partners=Partners("A", name))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_names_give_a_tame_folder(left: str, right: str) -> None:
    """One path component, never hidden, never an option, never too long even with a number."""
    name = folder_name(Partners(left, right))
    assert name == Path(name).name
    assert name[0] not in ".-~"
    assert len(name.encode()) <= LONGEST
    assert name.isprintable()
    assert not {*name} & {*" /\\:*?\"<>|'`$"}


# Finding


@pytest.fixture
def full(library: Library) -> Library:
    """Four alliances, two of them of the same names."""
    for left, right in [("Ada", "Grace"), ("Ada", "Grace"), ("Adam", "Eve"), ("王芳", "李雷")]:
        add(library, left, right)
    return library


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ada-and-grace", "ada-and-grace"),
        ("ada-and-grace-2", "ada-and-grace-2"),
        ("ADA-AND-GRACE", "ada-and-grace"),
        ("adam", "adam-and-eve"),
        ("Adam & Eve", "adam-and-eve"),
        ("adam & e", "adam-and-eve"),
        ("王", "王芳-and-李雷"),
        ("王芳 & 李雷", "王芳-and-李雷"),
    ],
)
def test_finding_by_name_or_beginning(full: Library, wanted: str, found: str) -> None:
    """The folder's name first, then the partners', in any case, then the beginning of either."""
    assert full.find(wanted) == found


@pytest.mark.parametrize(("wanted", "fits"), [("ada", 3), ("Ada & Grace", 2), ("ada-and-grace-", 1), ("", 4)])
def test_what_fits_several_is_not_guessed(full: Library, wanted: str, fits: int) -> None:
    """The message names them, so that the next try works."""
    if fits == 1:
        assert full.find(wanted) == "ada-and-grace-2"
        return
    with pytest.raises(NotFound, match=f"fits {fits} alliances: ") as error:
        full.find(wanted)
    assert "ada-and-grace, ada-and-grace-2" in str(error.value)


@pytest.mark.parametrize("wanted", ["eve", "../store/ada-and-grace", "."])
def test_what_fits_none_is_said(full: Library, wanted: str) -> None:
    """And how to see what there is."""
    with pytest.raises(NotFound, match="alliance list"):
        full.find(wanted)


def test_a_damaged_alliance_is_still_found_by_its_folder(full: Library) -> None:
    """And the others by their names."""
    bitten(full.root / "ada-and-grace-2" / ALLIANCE)
    assert full.find("ada-and-grace-2") == "ada-and-grace-2"
    assert full.find("Ada & Grace") == "ada-and-grace"


# Sessions


def test_there_is_one_open_session_at_a_time(library: Library) -> None:
    """A second is refused and harms nothing."""
    name = add(library)
    with pytest.raises(NotAllowed, match="open session already"):
        library.record(name).open_session(session(2))
    assert library.load(name)[1] == session()


def test_changing_a_session_that_is_not_open(library: Library) -> None:
    """Signed or abandoned meanwhile, or of an alliance there is not."""
    name = signed(library, 1)
    with pytest.raises(NotFound, match="not open any more"):
        library.change_session(name, lambda now: now)
    with pytest.raises(StoreAway, match="nobody is not there"):
        library.change_session("nobody", lambda now: now)
    assert not (library.root / "nobody").exists()


def test_an_act_that_raises_changes_nothing(library: Library) -> None:
    """What it raises comes through."""
    name = add(library)

    def act(now: Session) -> Session:
        now.choose(LEFT, "tone")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        library.change_session(name, act)
    assert library.load(name)[1] == session()


def test_an_act_without_effect_is_not_a_save(library: Library) -> None:
    """The file is not touched."""
    name = add(library)
    path = library.root / name / SESSION
    before = path.stat().st_ino
    library.change_session(name, lambda now: replace(now))
    assert path.stat().st_ino == before


def test_acts_touch_nothing_but_their_session(full: Library) -> None:
    """No whole-library rewrite on any act."""
    before = {path: path.stat().st_ino for path in full.root.rglob("*.json")}
    full.change_session("adam-and-eve", lambda now: now.choose(LEFT, "tone"))
    after = {path: path.stat().st_ino for path in full.root.rglob("*.json")}
    assert [path for path in after if after[path] != before[path]] == [full.root / "adam-and-eve" / SESSION]


# Versions


def test_versions_are_chained(library: Library) -> None:
    """Each carries its own hash and that of the one before."""
    held = library.alliance(signed(library, 3))
    assert [kept.number for kept in held.versions] == [1, 2, 3]
    assert [kept.previous for kept in held.versions] == ["", held.versions[0].hash, held.versions[1].hash]
    assert len({kept.hash for kept in held.versions}) == 3
    assert held.latest is held.versions[2] is held.version(3)
    assert held.version(4) is None
    assert findings(library) == []


def test_a_session_becomes_a_version_once(library: Library) -> None:
    """The second time the one there is comes back."""
    name = add(library)
    first = library.record(name).add_version(version(1))
    assert library.record(name).add_version(version(1)) == first
    assert library.alliance(name).versions == (first,)


def test_after_a_crash_between_the_version_and_the_sessions_end_the_session_is_over(library: Library) -> None:
    """Nobody finds it open, whatever is left of its file; who only reads changes nothing."""
    name = library.add(alliance(), rich_session()).name
    library.record(name).add_version(replace(version(1), session=rich_session().id))
    after = Library(library.root)
    [entry] = after.summaries()
    assert entry.session is None
    assert entry.version == 1
    assert after.load(name)[1] is None
    assert (library.root / name / SESSION).exists()
    with pytest.raises(SessionEnded):
        after.change_session(name, lambda now: now.go_to("tone"))
    after.record(name).open_session(session(2))
    assert after.load(name)[1] == session(2)


def test_a_new_session_after_a_version_is_not_taken_for_a_crash(library: Library) -> None:
    """It has an id of its own."""
    name = signed(library, 1)
    library.record(name).open_session(rich_session(2))
    assert library.load(name)[1] == rich_session(2)


def test_renaming_leaves_folder_and_signed_versions(library: Library) -> None:
    """What was signed was signed under that name."""
    name = signed(library, 1)
    library.record(name).rename(Partners("Augusta", "Grace"), "friends")
    renamed = library.alliance(name)
    assert (renamed.partners, renamed.partnership) == (Partners("Augusta", "Grace"), "friends")
    assert renamed.versions[0].partners == Partners("Ada", "Grace")
    assert library.find("augusta") == name == "ada-and-grace"
    assert findings(library) == []


@pytest.mark.parametrize("is_deleted", [True, False])
def test_no_act_makes_an_alliance_anew(full: Library, is_deleted: bool) -> None:
    """Deleted on the other terminal, or on a disk that is away: said, and nothing of it is made."""
    name = "adam-and-eve"
    if is_deleted:
        full.delete(name, NOON, id=full.alliance(name).id)
    else:
        away(full.root / name)
    with pytest.raises(StoreAway, match=r"adam-and-eve is not there now.*Nothing was changed"):
        full.record(name).record_reading(LEFT, 1)
    for act in (
        lambda: full.record(name).rename(Partners("A", "B"), ""),
        lambda: full.record(name).add_version(version(1)),
        lambda: full.record(name).change_slips(lambda slips: slips),
        lambda: full.record(name).open_session(session()),
        lambda: full.change_session(name, lambda now: now),
    ):
        with pytest.raises((StoreAway, NotFound)):
            act()
    assert not (full.root / name).exists()
    assert name not in full.names()


def away(folder: Path) -> None:
    """Take a folder out of the store."""
    folder.rename(folder.parent.parent / "away")


def test_an_alliance_that_lost_its_file_is_not_made_of_looks(full: Library) -> None:
    """Its folder alone is no alliance."""
    for file in (full.root / "adam-and-eve").iterdir():
        file.unlink()
    with pytest.raises(StoreError, match="was not saved"):
        full.record("adam-and-eve").record_reading(LEFT, 1)
    assert "adam-and-eve" not in full.names()


# Damage


@pytest.mark.parametrize("file", [ALLIANCE, SESSION])
def test_a_damaged_file_is_one_entry_and_harms_no_other(full: Library, file: str) -> None:
    """The entry says what happened; the others open as before; nothing is changed by looking."""
    path = full.root / "adam-and-eve" / file
    bitten(path)
    raw = path.read_bytes()
    entries = {entry.name: entry for entry in full.summaries()}
    assert list(entries) == full.names()
    broken = entries.pop("adam-and-eve")
    assert (broken.partners, broken.session) == (None, None)
    assert f"{file} in " in broken.problem
    assert "damaged" in broken.problem
    assert all(entry.partners and entry.session and not entry.problem for entry in entries.values())
    [(name, found, problem)] = findings(full)
    assert (name, found, problem) == ("adam-and-eve", file, broken.problem)
    assert path.read_bytes() == raw


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"alliance": {}}', '{"alliance": {"1": {"id": 3}}}', "ü"])
def test_a_file_that_is_no_alliance(full: Library, content: str) -> None:
    """Whatever it is, it is one entry with a problem, and one finding."""
    (full.root / "adam-and-eve" / ALLIANCE).write_text(content)
    problems = [entry.name for entry in full.summaries() if entry.problem]
    assert problems == ["adam-and-eve"]
    assert [(name, file) for name, file, _ in findings(full)] == [("adam-and-eve", ALLIANCE)]


def test_an_alliance_file_that_is_lost_is_not_overlooked(library: Library) -> None:
    """While older copies of it lie there, it is an entry with a problem, and a finding."""
    name = signed(library, 2)
    (library.root / name / ALLIANCE).unlink()
    assert library.names() == [name]
    [entry] = library.summaries()
    assert "older copies" in entry.problem
    assert [(found, file) for found, file, _ in findings(library)] == [(name, ALLIANCE)]


def _reword(tables: dict[str, Any]) -> None:
    tables["versions"]["1"]["answers"][0]["text"] = "what I never said"


def _backdate(tables: dict[str, Any]) -> None:
    tables["versions"]["2"]["signatures"]["left"]["at"] = "2020-01-01T00:00:00+00:00"


def _change_question(tables: dict[str, Any]) -> None:
    tables["versions"]["2"]["bank"]["questions"][0]["text"] = "What do you assume?"


@pytest.mark.parametrize(("edit", "number"), [(_reword, 1), (_backdate, 2), (_change_question, 2)])
def test_a_version_altered_by_hand_is_found(full: Library, edit: Callable[[dict[str, Any]], None], number: int) -> None:
    """An answer, a date, a question's wording."""
    name = signed(full, 2)
    edited(full, name, ALLIANCE, edit)
    assert findings(full) == [(name, ALLIANCE, f"Version {number} was altered after it was signed.")]


def test_a_version_altered_and_sealed_again_breaks_the_chain(library: Library) -> None:
    """A new hash for the old version does not fit the next."""
    name = signed(library, 2)

    def forge(tables: dict[str, Any]) -> None:
        record = tables["versions"]["1"]
        record["answers"][0]["text"] = "what I never said"
        record["hash"] = schema.fingerprint(record)

    edited(library, name, ALLIANCE, forge)
    assert findings(library) == [(name, ALLIANCE, "Version 2 does not follow from the version before it.")]


def test_a_version_taken_out_is_found(library: Library) -> None:
    """By its number and by the chain."""
    name = signed(library, 3)
    edited(library, name, ALLIANCE, lambda tables: tables["versions"].pop("2"))
    assert findings(library) == [
        (name, ALLIANCE, "Version 2 is numbered 3."),
        (name, ALLIANCE, "Version 2 does not follow from the version before it."),
    ]


def _forget_stage(tables: dict[str, Any]) -> None:
    del tables["session"]["1"]["stage"]


def _unknown_side(tables: dict[str, Any]) -> None:
    tables["answers"]["1"]["side"] = "middle"


def _no_answers(tables: dict[str, Any]) -> None:
    del tables["answers"]


@pytest.mark.parametrize("edit", [_forget_stage, _unknown_side, _no_answers])
def test_a_session_of_the_wrong_shape_is_found(full: Library, edit: Callable[[dict[str, Any]], None]) -> None:
    """It is a problem of that one, says which file, and quotes none of its words."""
    name = full.add(alliance("Mei", "Noor"), rich_session()).name
    edited(full, name, SESSION, edit)
    [(found, file, problem)] = findings(full)
    assert (found, file) == (name, SESSION)
    assert str(full.root / name / SESSION) in problem
    assert "Nothing was changed" in problem
    assert "Frank" not in problem
    assert [entry.name for entry in full.summaries() if entry.problem] == [name]


def test_a_session_of_a_newer_release_is_found_in_its_file(library: Library) -> None:
    """The finding names session.json."""
    name = add(library)
    path = library.root / name / SESSION
    head, rest = path.read_bytes().split(b"\n", 1)
    header = {**json.loads(head), "format": 99, "sha256": "0" * 64}
    path.write_bytes(json.dumps(header, separators=(",", ":")).encode() + b"\n" + rest)
    [(_, file, problem)] = findings(library)
    assert "newer release" in problem
    assert file == SESSION


# Two terminals


def test_two_libraries_acting_in_turn_lose_nothing(library: Library) -> None:
    """Each act is applied to what is on disk, not to what was last seen."""
    other = Library(library.root)
    name = add(library)
    terminals = [library, other]
    for number, question in enumerate(("tone", "hopes", "requests", "feedback")):
        said = partial(Session.answer, key=(question, LEFT), answer=Answer(AnswerState.TEXT, f"words {number}"))
        terminals[number % 2].change_session(name, said)
    kept = [library.load(name)[1], other.load(name)[1]]
    assert kept[0] == kept[1]
    assert kept[0] is not None
    assert [answer.text for answer in kept[0].answers.values()] == [f"words {number}" for number in range(4)]


def test_alliances_made_on_two_terminals(library: Library) -> None:
    """Each sees the other's."""
    other = Library(library.root)
    assert [add(library), add(other), add(library)] == ["ada-and-grace", "ada-and-grace-2", "ada-and-grace-3"]
    assert other.names() == library.names()


@pytest.fixture
def numbers() -> Iterator[str]:
    """Ids in order."""
    return (f"id-{number}" for number in range(100))


def test_ids_come_in_from_outside(tmp_path: Path, numbers: Iterator[str]) -> None:
    """So that pictures and samples are the same each time; without, each is new."""
    library = Library(tmp_path, lambda: next(numbers))
    assert [library.new_id(), library.new_id()] == ["id-0", "id-1"]
    assert len({Library(tmp_path).new_id() for _ in range(10)}) == 10


def test_a_store_that_is_a_file_is_a_plain_error(tmp_path: Path) -> None:
    """What happened and what to do."""
    (tmp_path / "store").write_text("not a folder")
    with pytest.raises(StoreError, match=r"cannot be read .*--store"):
        Library(tmp_path / "store").names()


def test_the_alliance_knows_its_versions(library: Library) -> None:
    """None before the first is signed."""
    fresh: Alliance = library.alliance(add(library))
    assert (fresh.latest, fresh.version(1), fresh.versions) == (None, None, ())


def test_a_new_alliances_folder_is_on_the_disk_before_its_files(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the store's, where that is new: a power cut must not take the folder with the saves in it."""
    waited: list[tuple[int, set[str]]] = []
    fsync = os.fsync

    def counted(descriptor: int) -> None:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            waited.append((found.st_ino, {*os.listdir(descriptor)}))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", counted)
    name = add(library)
    parent, root, folder = (path.stat().st_ino for path in (library.root.parent, library.root, library.root / name))
    assert [inode for inode, _ in waited] == [parent, root, folder, folder]
    assert waited[1][1] == {name, ".store.lock"}


def test_a_save_waits_for_the_disk_twice(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """For its file and for its folder, once each; never for the index."""
    name = add(library)
    library.change_session(name, lambda now: now.choose(LEFT, "tone"))
    waited: list[str] = []
    fsync = os.fsync

    def counted(descriptor: int) -> None:
        waited.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", counted)
    library.change_session(name, lambda now: now.choose(LEFT, "hopes"))
    assert waited == ["file", "folder"]
    library.summaries()
    assert waited == ["file", "folder"]


# What is read


def test_a_check_reads_each_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those in the trash too, and of the files that are there as their own backups."""
    library = Library(tmp_path / "store")
    for left in ("Ada", "Mei"):
        name = library.add(alliance(left), replace(rich_session(2), partners=Partners(left, "Grace"))).name
        library.record(name).add_version(version(1))
        library.change_session(name, lambda now: now.go_to("hopes"))
    save_form(library, {"left": "Noor"})
    library.delete("mei-and-grace", NOON, id="Mei+Grace")
    library.trash_session("ada-and-grace", NOON, id="session-2")
    library.record("ada-and-grace").open_session(session(2))
    read: list[str] = []
    real = disk._read_regular_file

    def slurp(path: Path) -> bytes | None:
        if (raw := real(path)) is not None and path.name != "trash.json":
            read.append(str(path.relative_to(library.root)))
        return raw

    monkeypatch.setattr(disk, "_read_regular_file", slurp)
    assert not [*library.check()]
    there = [str(path.relative_to(library.root)) for path in library.root.rglob("*.json*")]
    own = [each for each in there if not each.endswith((".lock", "trash.json"))]
    aside = [each for each in own if each.startswith(".trash") and "session.json." in each and "mei" not in each]
    assert sorted(read) == sorted({*own} - {*aside})


def test_one_alliance_is_checked_alone(tmp_path: Path) -> None:
    library = Library(tmp_path / "store")
    for left in ("Ada", "Mei"):
        add(library, left)
        (library.root / f"{left.lower()}-and-grace" / ALLIANCE).write_text("")
    assert {found.name for found in library.check()} == {"ada-and-grace", "mei-and-grace"}
    assert {found.name for found in check_alliance(library.root, "mei-and-grace")} == {"mei-and-grace"}
    assert not [*check_forms(library.root / FORMS)]


def without_history(library: Library, name: str) -> None:
    """Leave nothing but the first line of an alliance's file readable."""
    path = library.root / name / ALLIANCE
    head, _, body = path.read_bytes().partition(b"\n")
    path.write_bytes(head + b"\n" + bytes(len(body)))


def test_a_session_act_reads_the_alliances_first_line(tmp_path: Path) -> None:
    library = Library(tmp_path / "store")
    name = library.add(alliance(), rich_session(2)).name
    library.record(name).add_version(version(1))
    without_history(library, name)
    seen = Library(library.root).change_session(name, lambda now: now.go_to("hopes"))
    assert seen.partners == Partners("Ada", "Grace")
    doer = Doer(seen)
    library.change_session(name, lambda now: now.choose(LEFT, "conflict"), doer)
    library.record(name).sign_session(lambda now: now.sign(LEFT, NOON))
    library.trash_session(name, NOON, id=seen.id)
    library.record(name).open_session(rich_session(2))
    with pytest.raises(NotAllowed, match="Another version was signed"):
        discard_session(library, name)
        library.record(name).open_session(rich_session(1))


def test_a_session_that_was_signed_is_over_by_the_first_line(tmp_path: Path) -> None:
    library = Library(tmp_path / "store")
    name = library.add(alliance(), rich_session(1)).name
    library.record(name).add_version(version(1))
    without_history(library, name)
    with pytest.raises(SessionEnded):
        library.change_session(name, lambda now: now.go_to("hopes"))


@pytest.mark.parametrize("harm", ["first line", "length", "cover of another"])
def test_a_session_act_does_not_rely_on_an_unproved_first_line(tmp_path: Path, harm: str) -> None:
    library = Library(tmp_path / "store")
    name = library.add(alliance(), rich_session(2)).name
    path = library.root / name / ALLIANCE
    raw = path.read_bytes()
    path.write_bytes(
        {
            "first line": raw.replace(b'"left":"Ada"', b'"left":"Eve"', 1),
            "length": raw[:-1],
            "cover of another": (path.with_name(SESSION)).read_bytes().partition(b"\n")[0] + b"\n" + raw,
        }[harm]
    )
    before = path.with_name(SESSION).read_bytes()
    with pytest.raises(Damaged, match="it is not what was saved"):
        library.change_session(name, lambda now: now.go_to("hopes"))
    assert path.with_name(SESSION).read_bytes() == before


def test_ones_own_save_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until another program saves; what was read once is not read again either."""
    library, other = Library(tmp_path / "store"), Library(tmp_path / "store")
    name = library.add(alliance(), rich_session()).name
    library.load(name)
    read: list[str] = []
    real = disk._read_regular_file

    def slurp(path: Path) -> bytes | None:
        read.append(path.name)
        return real(path)

    after = library.change_session(name, lambda now: now.go_to("hopes"))
    monkeypatch.setattr(disk, "_read_regular_file", slurp)
    assert library.load(name)[1] == library.session(name) == after
    assert read == []
    theirs = other.change_session(name, lambda now: now.go_to("conflict"))
    del read[:]
    assert library.session(name) == theirs
    assert read == [SESSION]
    other.record(name).rename(Partners("Augusta", "Grace"), "")
    assert library.session(name).partners == Partners("Augusta", "Grace")


def test_what_was_read_last_is_what_is_there(tmp_path: Path) -> None:
    """Whoever replaces, edits or removes a file, and after a save that changes nothing."""
    library = Library(tmp_path / "store")
    name = library.add(alliance(), rich_session()).name
    path = library.root / name / SESSION
    older = path.read_bytes()
    after = library.change_session(name, lambda now: now.go_to("hopes"))
    assert library.change_session(name, lambda now: now) == library.session(name) == after
    path.write_bytes(older)
    assert library.session(name) == rich_session()
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Damaged):
        library.session(name)
    discard_session(library, name)
    with pytest.raises(SessionEnded):
        library.session(name)
    (library.root / name / ALLIANCE).unlink()
    with pytest.raises(NotFound):
        library.alliance(name)
