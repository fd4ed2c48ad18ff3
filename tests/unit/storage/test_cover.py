"""Covers: what a list needs, proved by the first line alone, and what `check` says of those that do not fit."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.countdown import Pause
from alliance_tui.domain.errors import Damaged, StoreError
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.check import COVER
from alliance_tui.storage.cover import alliance_cover, read_cover, session_cover
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.file_format import HEADER_LIMIT, decode, parse_file, with_header
from alliance_tui.storage.library import FORMS, Library
from alliance_tui.storage.timestamps import COVERED_COUNTDOWN
from tests.full import bits
from tests.tables import write
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, alliance, rich_session, save_form, session, version

NAME = "ada-and-grace"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An alliance with two versions and an open session."""
    library = Library(tmp_path / "store")
    library.add(alliance(), rich_session(3))
    for number in (1, 2):
        library.record(NAME).add_version(version(number))
    return library


@pytest.fixture
def path(library: Library) -> Path:
    """Its file."""
    return library.root / NAME / ALLIANCE


def tables_of(path: Path) -> dict[str, dict[str, Any]]:
    """What is in the body."""
    body = parse_file(path.read_bytes()).body
    assert body is not None
    return decode(body)


# What is in them


def test_the_alliances_cover(library: Library, path: Path) -> None:
    assert read_cover(path) == {
        "kind": "alliance",
        "id": "Ada+Grace",
        "left": "Ada",
        "right": "Grace",
        "partnership": "cofounders",
        "created": "2026-03-12T12:00:00+00:00",
        "versions": 2,
        "version": 2,
        "signed": "2026-03-12T12:00:00+00:00",
        "session": "session-2",
        "review": "2026-09-01",
        "unrepaired": 0,
        "pulsed": {"left": None, "right": None},
        "shape": 1,
    }


def test_the_cover_before_the_first_version(library: Library) -> None:
    name = library.add(alliance("Mei", "Noor"), session()).name
    found = read_cover(library.root / name / ALLIANCE)
    assert found is not None
    keys = ("versions", "version", "signed", "session", "review")
    assert [found[key] for key in keys] == [0, 0, None, "", None]


def test_the_later_signature_counts(path: Path) -> None:
    tables = tables_of(path)
    tables["versions"]["2"]["signatures"]["right"]["at"] = "2026-03-12T12:00:00.000001+00:00"
    assert alliance_cover(tables)["signed"] == "2026-03-12T12:00:00.000001+00:00"
    tables["versions"]["2"]["signatures"]["left"]["at"] = "2026-03-12T11:59:00-01:00"
    assert alliance_cover(tables)["signed"] == "2026-03-12T11:59:00-01:00"


def test_the_sessions_cover(library: Library) -> None:
    cover = read_cover(library.root / NAME / SESSION)
    assert cover is not None
    countdown = cover.pop("countdown")
    assert cover == {
        "kind": "session",
        "id": "session-3",
        "number": 3,
        "stage": "open",
        "planned": "2026-03-12T12:00:00+00:00",
        "review": "2026-09-01",
        "shape": 1,
    }
    assert "announced" not in countdown
    kept = COVERED_COUNTDOWN.read(countdown)
    assert kept == rich_session(3).countdown._replace(announced=frozenset())


def test_no_word_of_the_two_is_in_a_cover(library: Library) -> None:
    for file in (ALLIANCE, SESSION):
        head = (library.root / NAME / file).read_bytes().partition(b"\n")[0].decode()
        for word in ("Frank", "tired", "Gràcia", "taken back", "tone"):
            assert word not in head


def test_every_save_writes_its_cover(library: Library, path: Path) -> None:
    library.record(NAME).rename(Partners("Augusta", "王芳 [/]"), "friends")
    library.change_session(NAME, lambda now: now.go_to("hopes"))
    for file, make in ((ALLIANCE, alliance_cover), (SESSION, session_cover)):
        found = read_cover(path.with_name(file))
        assert found is not None
        assert found == make(tables_of(path.with_name(file)))
    found = read_cover(path)
    assert found is not None
    assert (found["left"], found["right"]) == ("Augusta", "王芳 [/]")


# Reading one


def test_only_the_first_line_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = path.read_bytes()
    head, _, body = raw.partition(b"\n")
    path.write_bytes(head + b"\n" + bytes(len(body)))
    read: list[str] = []
    real = os.open

    def opened(*args: Any, **kwargs: Any) -> int:
        read.append(Path(args[0]).name)
        return real(*args, **kwargs)

    monkeypatch.setattr("os.open", opened)
    found = read_cover(path)
    assert found is not None
    assert found["id"] == "Ada+Grace"
    assert read == [ALLIANCE]


def test_there_is_no_cover_to_be_had(tmp_path: Path) -> None:
    path = tmp_path / ALLIANCE
    assert read_cover(path) is None
    assert read_cover(tmp_path / "away" / ALLIANCE) is None
    for raw in (
        b"",
        b"\n",
        b"{}",
        b'{"alliance":{"1":{}}}',
        with_header(b"{}", 1, form=1),
        with_header(b"{}", 1),
        b"\0" * 10**6,
    ):
        path.write_bytes(raw)
        assert read_cover(path) is None
    path.write_bytes(b'{"format":3,"generation":1,"sha256":"","bytes":2,"cover":{"kind":"x"}}\n{}\n')
    assert read_cover(path) is None


def test_no_damage_to_a_first_line_gives_a_cover(path: Path) -> None:
    """A cover never is what was not saved."""
    whole = path.read_bytes()
    length = whole.index(b"\n") + 1
    for place in range(length):
        for damaged in (whole[:place], *(_flipped(whole, place, bit) for bit in bits(place))):
            path.write_bytes(damaged)
            assert read_cover(path) is None


def _flipped(whole: bytes, place: int, bit: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]


def test_a_cover_of_another_save_is_refused(path: Path) -> None:
    head, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(head.replace(b'"generation":3', b'"generation":4') + b"\n" + rest)
    assert read_cover(path) is None
    with pytest.raises(Damaged):
        DurableStorage(path).read()


@pytest.mark.parametrize("cover", ['["a"]', "null", '{"a":NaN}', '{"a":"\\ud800"}', "[" * 5000, '{"a":1,"a":2}'])
def test_a_cover_that_is_none_is_no_fault(path: Path, cover: str) -> None:
    path.write_text(f'{{"format":2,"generation":1,"sha256":"","bytes":2,"cover":{cover},"proof":""}}\n{{}}\n')
    assert read_cover(path) is None
    with pytest.raises(Damaged):
        DurableStorage(path).read()


def test_a_link_is_not_followed(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))
    assert read_cover(path) is None


def test_a_cover_that_is_too_long_is_left_out(library: Library) -> None:
    """The file is saved, read and found to be well all the same."""
    pauses = tuple(Pause(NOON, NOON) for _ in range(2000))
    long = rich_session(3).countdown._replace(pauses=pauses)
    library.change_session(NAME, lambda now: replace(now, countdown=long))
    path = library.root / NAME / SESSION
    assert len(path.read_bytes().partition(b"\n")[0]) < HEADER_LIMIT
    assert read_cover(path) is None
    assert library.load(NAME)[1] == replace(rich_session(3), countdown=long)
    assert not [*library.check()]


# Wrong shapes


def _no_alliance(tables: dict[str, Any]) -> None:
    del tables["alliance"]


def _no_names(tables: dict[str, Any]) -> None:
    del tables["alliance"]["1"]["left"]


def _wrong_moment(tables: dict[str, Any]) -> None:
    tables["versions"]["2"]["signatures"]["left"]["at"] = 7


def _mixed_moments(tables: dict[str, Any]) -> None:
    tables["versions"]["2"]["signatures"]["left"]["at"] = "2026-03-12T12:00:00"


def _no_document(tables: dict[str, Any]) -> None:
    tables["versions"]["2"] = None


@pytest.mark.parametrize("edit", [_no_alliance, _no_names, _wrong_moment, _mixed_moments, _no_document])
def test_tables_of_a_wrong_shape_are_not_saved(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """A sentence, not a fault, and the file is as it was."""
    tables = tables_of(path)
    edit(tables)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="in a shape that this program can't read, and was not saved") as caught:
        write(DurableStorage(path, cover=alliance_cover), tables)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert path.read_bytes() == before


@pytest.mark.parametrize("record", [{}, {"id": 1}, None, [], 7, "x"])
def test_no_session_brings_about_a_fault(record: object) -> None:
    with pytest.raises(ValueError, match="not of this shape"):
        session_cover({"session": {"1": record}})
    assert session_cover({}) == session_cover({"session": {}}) == {}


# Checking


def test_check_finds_a_cover_that_does_not_fit(library: Library, path: Path) -> None:
    """Sealed by somebody who knows how; the next save mends it."""
    for file in (ALLIANCE, SESSION):
        place = path.with_name(file)
        content = parse_file(place.read_bytes())
        assert content.body is not None
        assert content.cover is not None
        place.write_bytes(with_header(content.body, content.generation, {**content.cover, "id": "other"}))
    before = path.read_bytes()
    assert [(found.file, found.problem) for found in library.check()] == [(ALLIANCE, COVER), (SESSION, COVER)]
    assert path.read_bytes() == before
    library.record(NAME).record_reading(LEFT, 2)
    library.change_session(NAME, lambda now: now.go_to("hopes"))
    assert not [*library.check()]


def test_check_finds_backups_that_are_damaged(library: Library, path: Path) -> None:
    """Of every file, saying that the file itself is whole; nothing is changed by it."""
    library.change_session(NAME, lambda now: now.go_to("hopes"))
    for number in range(2):
        save_form(library, {"left": str(number)})
    spoilt = [path.with_name(f"{ALLIANCE}.2"), path.with_name(f"{SESSION}.1"), library.root / f"{FORMS}.1"]
    for copy in spoilt:
        copy.write_bytes(copy.read_bytes()[:-1])
    before = {file: file.read_bytes() for file in library.root.rglob("*.*")}
    findings = [*library.check()]
    assert [(found.name, found.file) for found in findings] == [(copy.parent.name, copy.name) for copy in spoilt]
    for found, copy in zip(findings, spoilt, strict=True):
        whole = copy.name[:-2]
        assert found.backup
        assert f"This backup of {whole} is damaged" in found.problem
        assert f"{whole} itself is whole" in found.problem
    assert {file: file.read_bytes() for file in library.root.rglob("*.*")} == before


def test_an_older_store_is_well(library: Library, path: Path) -> None:
    """A file of format 1 needs no cover."""
    for file in (ALLIANCE, SESSION):
        place = path.with_name(file)
        content = parse_file(place.read_bytes())
        assert content.body is not None
        place.write_bytes(with_header(content.body, content.generation, form=1))
    assert not [*library.check()]
    assert json.loads(path.read_bytes().partition(b"\n")[0])["format"] == 1
