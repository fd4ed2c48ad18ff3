"""The catalogue: a list of first lines equals a list of all that is read whole, whatever happened to the store."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_tui.domain.alliance import Partners, Slip
from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.errors import AllianceError, NewerFormat, NotFound
from alliance_tui.domain.summary import Summary, summary_of
from alliance_tui.domain.trash import Trashed
from alliance_tui.storage import catalogue
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.file_format import decode, digest, encode, parse_file, with_header
from alliance_tui.storage.library import Library
from alliance_tui.storage.presence import Presence
from alliance_tui.storage.record import Record
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, alliance, discard_session, rich_session, session, version

Act = Callable[[Library, str], object]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Five alliances."""
    library = Library(tmp_path / "store")
    for left in ("Ada", "Ines", "Mei", "Zoë", "王芳"):
        add(library, left)
    assert len(library.summaries()) == 5
    return library


def add(library: Library, left: str) -> str:
    """An alliance with a session that is open."""
    return library.add(alliance(left), replace(rich_session(), partners=Partners(left, "Grace"))).name


def read(root: Path) -> list[Summary]:
    """Every alliance, by reading all of them."""
    library = Library(root)
    return [_read(library, name) for name in library.names()]


def _read(library: Library, name: str) -> Summary:
    try:
        return summary_of(*library.load(name))
    except AllianceError as error:
        return Summary(name, newer=isinstance(error, NewerFormat), problem=str(error), id=library._owner(name)[0])


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The alliances that are read whole from now on."""
    found: list[str] = []
    load = Record.load

    def counted(self: Record) -> object:
        found.append(self.name)
        return load(self)

    monkeypatch.setattr(Record, "load", counted)
    return found


def set_back(path: Path) -> None:
    """Rewrite a file as the first release wrote it: without a cover."""
    content = parse_file(path.read_bytes())
    assert content.body is not None
    path.write_bytes(with_header(content.body, content.generation, form=1))


# What is read


@pytest.mark.parametrize("wanted", ["tomas", "TOMA\u0301S", "tomás-and"])
def test_a_name_is_found_with_and_without_its_accents(tmp_path: Path, wanted: str) -> None:
    """In either form of Unicode, by a partner's name or the folder's."""
    library = Library(tmp_path)
    name = library.add(alliance("Toma\u0301s"), rich_session()).name
    assert library.find(wanted) == name


@pytest.mark.parametrize(
    ("wanted", "hint"), [("tmoas", "Did you mean “"), ("tomás-und-grace", "Did you mean “"), ("zebra", "")]
)
def test_a_name_that_is_nearly_one_is_asked_back(tmp_path: Path, wanted: str, hint: str) -> None:
    """And one that is like no other is not."""
    library = Library(tmp_path)
    name = library.add(alliance("Tomás"), rich_session()).name
    with pytest.raises(NotFound) as error:
        library.find(wanted)
    wanted_hint = f"{hint}{name}”? " if hint else ""
    assert str(error.value) == (
        f"There is no alliance “{wanted}” in {tmp_path}. {wanted_hint}`alliance list` shows those there are."
    )


def test_a_list_reads_first_lines(library: Library, reads: list[str]) -> None:
    whole = read(library.root)
    del reads[:]
    for path in library.root.glob("*/*.json"):  # nothing else is there to be read
        head, _, body = path.read_bytes().partition(b"\n")
        path.write_bytes(head + b"\n" + bytes(len(body)))
    assert library.summaries() == whole
    assert reads == []


def test_an_open_session_is_listed_as_it_was_last_seen(library: Library) -> None:
    """Its time goes on in the list as it does when the alliance is opened."""
    name = "mei-and-grace"
    running = replace(rich_session(), partners=Partners("Mei", "Grace"), countdown=Countdown(600, 60).start(NOON))
    library.change_session(name, lambda _: running)
    Presence(library.root / name).touch(NOON + timedelta(minutes=3))
    [summary] = [each for each in library.summaries() if each.name == name]
    assert summary.session is not None
    assert summary.session.countdown.seen == NOON + timedelta(minutes=3)
    assert library.summaries() == read(library.root)


@pytest.mark.parametrize("file", [ALLIANCE, SESSION])
def test_an_alliance_without_a_cover_is_read_whole_once(library: Library, reads: list[str], file: str) -> None:
    """As long as the same program looks and nothing changes."""
    set_back(library.root / "mei-and-grace" / file)
    whole = read(library.root)
    del reads[:]
    for _ in range(2):
        assert library.summaries() == whole
        assert reads == ["mei-and-grace"]
    library.change_session("mei-and-grace", lambda now: replace(now, number=7))
    assert [summary.session.number for summary in library.summaries() if summary.session] == [1, 1, 7, 1, 1]


def test_what_is_saved_while_it_is_read_whole_is_read_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    load = Record.load
    set_back(library.root / "mei-and-grace" / ALLIANCE)

    def slow(self: Record) -> object:
        found = load(self)
        discard_session(Library(self.root), self.name)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Record, "load", slow)
        library.summaries()
    assert library.summaries() == read(library.root)


FORGED: dict[str, dict[str, object]] = {
    "no cover": {},
    "another kind": {"kind": "session"},
    "another shape": {"shape": 2},
    "no shape": {"shape": None},
    "a name that is none": {"left": " "},
    "a name that is no text": {"right": 5},
    "an id that is no text": {"id": ["x"]},
    "no id": {"id": ""},
    "a count that is none": {"versions": "7"},
    "a truth for a count": {"version": True},
    "a moment without a zone": {"created": "2026-03-12T12:00:00"},
    "a moment beyond the calendar": {"signed": "0001-01-01T00:00:00+00:00"},
    "no moment": {"created": None},
    "no day": {"review": "soon"},
    "half a character": {"left": "\ud800"},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_proved_cover_of_another_form_is_not_relied_on(library: Library, forged: dict[str, object]) -> None:
    """Whoever wrote it knows how to prove it: the file is read whole, and its body counts."""
    whole = read(library.root)
    path = library.root / "mei-and-grace" / ALLIANCE
    content = parse_file(path.read_bytes())
    assert content.body is not None
    assert content.cover is not None
    head = {"format": 2, "generation": 1, "sha256": digest(content.body, 1), "bytes": len(content.body)}
    cover = {**content.cover, **forged} if forged else {}
    line = json.dumps({**head, "cover": cover}, separators=(",", ":")).encode()
    proof = hashlib.sha256(line).hexdigest()
    path.write_bytes(line[:-1] + f',"proof":"{proof}"}}\n'.encode() + content.body + b"\n")
    listed = library.summaries()
    if list(forged) == ["left"] and forged["left"] == "\ud800":
        assert "damaged" in listed[2].problem  # it is not as this program writes it
    else:
        assert listed == whole


def test_a_cover_that_does_not_fit_the_files_length_is_not_relied_on(library: Library) -> None:
    path = library.root / "mei-and-grace" / ALLIANCE
    for raw in (path.read_bytes()[:-1], path.read_bytes() + b"\n"):
        path.write_bytes(raw)
        assert [summary.name for summary in library.summaries() if "damaged" in summary.problem] == ["mei-and-grace"]


def test_a_lost_session_is_no_session_that_is_not_open(library: Library) -> None:
    """With older saves beside, it is damage, whichever of them are left."""
    folder = library.root / "mei-and-grace"
    for number in range(4):
        library.change_session(folder.name, lambda now, number=number: replace(now, place=f"{number}"))  # type: ignore[misc]
    for lost in ("", ".1", ".2"):
        (folder / f"{SESSION}{lost}").unlink()
        assert [summary.name for summary in library.summaries() if "it is missing" in summary.problem] == [folder.name]
    (folder / f"{SESSION}.3").unlink()
    assert [summary.name for summary in library.summaries() if not summary.session] == [folder.name]


def test_a_cover_of_an_earlier_release_does_not_say_how_many_slips_there_are(
    library: Library, reads: list[str]
) -> None:
    """The list is right all the same, and reads nothing; who wants to know reads the file, once."""
    path = library.root / "mei-and-grace" / ALLIANCE
    slips = Slip("s1", "a1", NOON, "It slipped."), Slip("s2", "a1", NOON, "Again.", "By talking.")
    library.record("mei-and-grace").change_slips(lambda _: slips)
    content = parse_file(path.read_bytes())
    assert content.body is not None
    assert content.cover is not None
    assert content.cover.pop("unrepaired") == 1
    path.write_bytes(with_header(content.body, content.generation, content.cover))
    reads.clear()
    assert [each.unrepaired for each in library.summaries()] == [0, 0, None, 0, 0]
    assert not [*library.check()]
    assert reads == []
    assert library.whole("mei-and-grace").unrepaired == 1
    assert [each.unrepaired for each in library.summaries()] == [0, 0, 1, 0, 0]
    assert reads == ["mei-and-grace"]


# In steps


def test_a_look_goes_in_steps_with_what_was_saved_last_first(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can be shown while the others are looked at."""
    for at, name in enumerate(("zoë-and-grace", "ada-and-grace", "王芳-and-grace", "mei-and-grace", "ines-and-grace")):
        os.utime(library.root / name, (10**9 - at, 10**9 - at))
    monkeypatch.setattr(catalogue, "STEP", 0)
    steps = [*library.scan()]
    assert {step.of for step in steps} == {5}
    assert [summary.partners.left for step in steps for summary in step.summaries if summary.partners] == [
        "Zoë",
        "Ada",
        "王芳",
        "Mei",
        "Ines",
    ]
    assert max(len(step.summaries) for step in steps) == 1
    monkeypatch.setattr(catalogue, "STEP", 100)
    assert [len(step.summaries) for step in library.scan()] == [5]


# The index of earlier releases


def test_the_index_of_an_earlier_release_is_removed(library: Library) -> None:
    """It holds names. So do the temporary files of a program that was killed."""
    stale = [library.root / name for name in (".index", "..index.0123456789abcdef.tmp")]
    others = [library.root / name for name in (".indexes", "index", "..index.0123456789abcdef.tmp.1")]
    for path in (*stale, *others):
        path.write_text("Ada & Grace")
    assert len(library.summaries()) == 5
    assert not any(path.exists() for path in stale)
    assert all(path.exists() for path in others)


def test_an_index_that_cannot_be_removed_is_passed_over(library: Library) -> None:
    (library.root / ".index").mkdir()
    assert library.summaries() == read(library.root)


def test_a_link_in_the_place_of_the_index_is_not_followed(library: Library) -> None:
    outside = library.root.parent / "outside"
    outside.write_text("mine")
    (library.root / ".index").symlink_to(outside)
    assert library.summaries() == read(library.root)
    assert outside.read_text() == "mine"


# Which folder holds an alliance


def test_the_folder_of_an_id_is_found_with_and_without_covers(library: Library, reads: list[str]) -> None:
    del reads[:]
    assert library.find_id("Mei+Grace") == "mei-and-grace"
    assert library.find_id("Nobody+Grace") == ""
    assert reads == []
    set_back(library.root / "mei-and-grace" / ALLIANCE)
    assert library.find_id("Nobody+Grace") == ""
    assert reads == []
    assert library.find_id("Mei+Grace") == "mei-and-grace"


@pytest.mark.parametrize("id", ["Zoë", 'a"b', "a\\b", "a/b"])
def test_the_folder_of_an_id_that_json_may_write_in_more_ways_is_found(tmp_path: Path, id: str) -> None:
    library = Library(tmp_path / "store")
    name = library.add(replace(alliance(), id=id), rich_session()).name
    path = library.root / name / ALLIANCE
    assert library.find_id(id) == name
    set_back(path)
    assert library.find_id(id) == name
    tables = parse_file(path.read_bytes()).body
    assert tables is not None
    path.write_bytes(json.dumps(decode(tables), ensure_ascii=True).encode())
    assert library.find_id(id) == name


def test_an_id_in_a_first_line_that_was_not_saved_is_not_believed(library: Library) -> None:
    path = library.root / "mei-and-grace" / ALLIANCE
    path.write_bytes(path.read_bytes().replace(b"Mei+Grace", b"Eva+Grace"))
    assert library.find_id("Eva+Grace") == ""


# Any history


def delete(library: Library, name: str) -> Trashed:
    """Delete an alliance, whether it can be read or not."""
    return library.delete(name, NOON, id=library._owner(name)[0])


def _files(library: Library, name: str) -> Iterator[Path]:
    yield from sorted((library.root / name).glob("*.json"))


def _replaced(path: Path, raw: bytes) -> None:
    """Put other bytes in a file's place, its times as they were."""
    times = path.stat()
    beside = path.with_name("other")
    beside.write_bytes(raw)
    os.utime(beside, ns=(times.st_atime_ns, times.st_mtime_ns))
    beside.replace(path)


def _bite(library: Library, name: str) -> None:
    """One bit in a first line is another."""
    for path in _files(library, name):
        if raw := path.read_bytes():
            at = len(raw.partition(b"\n")[0]) // 2
            _replaced(path, raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])


def _cut(library: Library, name: str) -> None:
    for path in _files(library, name):
        _replaced(path, path.read_bytes()[:-100])


def _old(library: Library, name: str) -> None:
    for path in _files(library, name):
        with contextlib.suppress(ValueError, AssertionError):
            set_back(path)


def _lose(library: Library, name: str) -> None:
    for path in _files(library, name):
        path.unlink()
        break


def _swap(library: Library, name: str) -> None:
    """Two folders change places."""
    other, aside = library.root / library.names()[0], library.root / ".aside"
    (library.root / name).rename(aside)
    if other.name != name:
        other.rename(library.root / name)
    aside.rename(other)


def _copy(library: Library, name: str) -> None:
    """One alliance's file lies in the place of another's, times and all."""
    shutil.copy2(library.root / name / ALLIANCE, library.root / library.names()[0] / "copied")
    (library.root / library.names()[0] / "copied").replace(library.root / library.names()[0] / ALLIANCE)


def _bare(library: Library, name: str) -> None:
    """A file without a header, as TinyDB itself writes it."""
    path = library.root / name / ALLIANCE
    path.write_bytes(path.read_bytes().partition(b"\n")[2])


def _newer(library: Library, name: str) -> None:
    path = library.root / name / SESSION
    path.write_bytes(
        with_header(encode({}), 1).replace(b'"format":2', b'"format":9').replace(b'"sha256":"', b'"sha256":"0')
    )


ACTS: dict[str, Act] = {
    "add": lambda library, _: add(library, "Eve"),
    "change": lambda library, name: library.change_session(name, lambda now: now.choose(LEFT, "tone")),
    "rename": lambda library, name: library.record(name).rename(Partners("Augusta", "Grace"), "friends"),
    "version": lambda library, name: library.record(name).add_version(version(1)),
    "sign": lambda library, name: library.record(name).add_version(replace(version(1), session=rich_session().id)),
    "discard": discard_session,
    "open": lambda library, name: library.record(name).open_session(session(2)),
    "delete": delete,
    "undelete": lambda library, name: library.undelete(delete(library, name).id),
    "bite": _bite,
    "cut": _cut,
    "old": _old,
    "lose": _lose,
    "swap": _swap,
    "copy": _copy,
    "bare": _bare,
    "newer": _newer,
    "lose the folder": lambda library, name: shutil.rmtree(library.root / name),
    "look": lambda library, _: next(library.scan(), None),
}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 9), st.booleans()), max_size=10))
def test_listing_is_reading_everything(history: list[tuple[str, int, bool]]) -> None:
    """After every act of any history, by this program and by others that come and go."""
    with tempfile.TemporaryDirectory() as folder:
        staying = Library(Path(folder) / "store")
        for left in ("Ada", "Ines", "Mei"):
            add(staying, left)
        for act, which, elsewhere in history:
            acting = Library(staying.root) if elsewhere else staying
            if names := acting.names():
                with contextlib.suppress(AllianceError, OSError):
                    ACTS[act](acting, names[which % len(names)])
            everything = read(staying.root)
            assert Library(staying.root).summaries() == everything, act
            assert staying.summaries() == everything, act
