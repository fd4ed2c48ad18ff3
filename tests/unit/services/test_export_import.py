"""Out of one store and into another: byte for byte, or not at all."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import (
    Agreement,
    Alliance,
    Answer,
    AnswerState,
    Holder,
    Partners,
    Signature,
    Slip,
    Turn,
    Verdict,
)
from alliance_tui.domain.errors import AllianceError, NewerFormat, NotAllowed, NotFound, StoreError
from alliance_tui.services.export_import import (
    ExportRequest,
    Format,
    export,
    export_json,
    format_of,
    import_file,
    save,
    save_below,
)
from alliance_tui.storage import catalogue, cover, external_files, schema
from alliance_tui.storage.external_files import FileThere
from alliance_tui.storage.fields import InvalidRecord
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import clean, one_line
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import CORPUS, LEFT, RIGHT, alliance, discard_session, rich_session, session, version

Change = Callable[[Any], object]


def filled(root: Path, *texts: str, left: str = "Ada", right: str = "Grace", place: str = "here") -> Library:
    """A store with one alliance, a version for each text, a slip, and an open session that is not to travel."""
    library = Library(root)
    added = library.add(replace(alliance(left, right), id="the-id"), session())
    discard_session(library, added.name)
    for number, text in enumerate(texts, 1):
        signed = replace(version(number, text), session=f"s{number}", partners=Partners(left, right), place=place)
        library.record(added.name).add_version(signed)
    library.record(added.name).change_slips(lambda _: (Slip("slip", "one", NOON, texts[0], "talked"),))
    library.record(added.name).open_session(session(len(texts) + 1))
    return library


def only(library: Library) -> Alliance:
    """The one alliance of a store."""
    (name,) = library.names()
    return library.alliance(name)


def round_trip(library: Library, folder: Path) -> tuple[bytes, bytes, Library]:
    """What is exported, what is exported again after an import into an empty store, and that store."""
    first = export_json(library, only(library))
    file = folder / "file.json"
    file.write_bytes(first)
    other = Library(folder / "other")
    import_file(other, file)
    return first, export_json(other, only(other)), other


def test_a_whole_alliance_travels(tmp_path: Path) -> None:
    """Every version and slip with its hash; the open session does not."""
    library = filled(tmp_path / "store", *CORPUS.values())
    first, second, other = round_trip(library, tmp_path)
    assert first == second
    ours, theirs = only(library), only(other)
    assert theirs == replace(ours, name=theirs.name)
    assert [each.hash for each in theirs.versions] == [each.hash for each in ours.versions]
    assert other.load(theirs.name)[1] is None
    assert [*other.check()] == []
    assert stat.S_IMODE((other.root / theirs.name / "alliance.json").stat().st_mode) == 0o600


TEXTS = st.text(st.characters(), max_size=60).map(clean)
LINES = TEXTS.map(one_line)
NAMES = LINES.filter(bool)
IDS = st.text("abcdefgh-+0123", min_size=1, max_size=12)
VERDICTS = st.dictionaries(st.sampled_from([LEFT, RIGHT]), st.sampled_from(Verdict))
ASKED = st.sampled_from([question.id for question in version().bank])
ANSWERS = st.dictionaries(
    st.tuples(ASKED, st.sampled_from([LEFT, RIGHT])),
    st.builds(Answer, st.sampled_from(AnswerState), TEXTS),
    max_size=4,
)
AGREEMENTS = st.lists(
    st.builds(Agreement, IDS, LINES, ASKED, st.sampled_from(Holder), st.just(1), VERDICTS, LINES),
    max_size=3,
    unique_by=lambda agreement: agreement.id,
)
TURNS = st.lists(
    st.builds(Turn, ASKED, st.sampled_from([LEFT, RIGHT, None])), max_size=3, unique_by=lambda turn: turn.question
)


@given(
    st.lists(st.tuples(ANSWERS, AGREEMENTS, TURNS, TEXTS), min_size=1, max_size=3),
    NAMES,
    NAMES,
    st.lists(st.builds(Slip, IDS, IDS, st.just(NOON), TEXTS, TEXTS), max_size=2, unique_by=lambda slip: slip.id),
)
def test_any_alliance_travels_byte_for_byte(contents: list[Any], left: str, right: str, slips: list[Slip]) -> None:
    """Out, in, and out again."""
    with TemporaryDirectory() as folder:
        library = Library(Path(folder) / "store")
        name = library.add(replace(alliance(left, right), id="id"), session()).name
        for number, (answers, agreements, turns, place) in enumerate(contents, 1):
            signed = replace(
                version(number),
                session=f"s{number}",
                answers=answers,
                agreements=tuple(agreements),
                turns=tuple(turns),
                place=place,
                signatures={LEFT: Signature(left, NOON), RIGHT: Signature(right, NOON)},
            )
            library.record(name).add_version(signed)
        library.record(name).change_slips(lambda _: tuple(slips))
        first, second, _ = round_trip(library, Path(folder))
        assert first == second


def test_the_sample_travels(tmp_path: Path) -> None:
    """The real thing, each of the three."""
    sample = Library(Path(__file__).parents[3] / "data" / "sample")
    for name in sample.names():
        first = export_json(sample, sample.alliance(name))
        (tmp_path / "file.json").write_bytes(first)
        other = Library(tmp_path / name)
        assert export_json(other, other.alliance(import_file(other, tmp_path / "file.json"))) == first


# What is there already


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    """Another alliance of people of the same names; neither is touched."""
    library = filled(tmp_path / "store", "theirs")
    (tmp_path / "file.json").write_bytes(export_json(library, only(library)))
    other = Library(tmp_path / "other")
    other.add(replace(alliance(), id="another"), session())
    before = (other.root / "ada-and-grace" / "alliance.json").read_bytes()
    assert import_file(other, tmp_path / "file.json") == "ada-and-grace-2"
    assert (other.root / "ada-and-grace" / "alliance.json").read_bytes() == before
    assert [*other.check()] == []


def test_the_same_alliance_comes_once(tmp_path: Path) -> None:
    """Even under another name; nothing is left behind."""
    library = filled(tmp_path / "store", "ours")
    file = tmp_path / "file.json"
    file.write_bytes(export_json(library, only(library)))
    library.record("ada-and-grace").rename(Partners("Ada L.", "Grace"), "")
    with pytest.raises(NotAllowed, match="here already, as ada-and-grace"):
        import_file(library, file)
    assert library.names() == ["ada-and-grace"]
    assert not (library.root / ".trash").exists()
    assert not (library.root / ".incoming").exists()


def test_who_has_read_what_does_not_travel(tmp_path: Path) -> None:
    """It stays out of the file; what an earlier release exported with it comes in all the same."""
    library = filled(tmp_path / "store", "Words.")
    library.record(only(library).name).record_reading(LEFT, 1)
    first, again, _ = round_trip(library, tmp_path)
    assert first == again
    assert b"looks" not in first
    file = tmp_path / "earlier.json"
    file.write_text(json.dumps({**json.loads(first), "looks": [{"side": "left", "version": 1}]}))
    import_file(Library(tmp_path / "third"), file)


def test_an_import_looks_into_few_folders_and_into_those_whose_names_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = filled(tmp_path / "store", "ours")
    file = tmp_path / "file.json"
    file.write_bytes(export_json(library, only(library)))
    other = Library(tmp_path / "other")
    for left in ("Ada", "Eva", "Ina", "Mia", "Zoe"):
        other.add(replace(alliance(left), id=left), session(partners=Partners(left, "Grace")))
    read: list[str] = []

    def is_ruled_out(id: bytes, path: str) -> bool:
        read.append(Path(path).parent.name)
        return cover.is_ruled_out(id, path)

    monkeypatch.setattr(catalogue, "is_ruled_out", is_ruled_out)
    monkeypatch.setattr(catalogue, "OTHERS", 2)
    assert import_file(other, file) == "ada-and-grace-2"
    assert read[0] == "ada-and-grace"
    assert len(read) == 3
    monkeypatch.setattr(catalogue, "OTHERS", 0)
    with pytest.raises(NotAllowed, match="here already, as ada-and-grace-2"):
        import_file(other, file)


# Hostile files


@pytest.fixture
def document(tmp_path: Path) -> Any:
    """An export of two versions, as data."""
    library = filled(tmp_path / "store", "first", "second")
    return json.loads(export_json(library, only(library)))


def refused(folder: Path, raw: bytes) -> str:
    """Why a file is not imported; nothing is changed by it."""
    file = folder / "hostile.json"
    file.write_bytes(raw)
    empty = Library(folder / "empty")
    with pytest.raises(StoreError) as error:
        import_file(empty, file)
    assert not empty.root.exists(), "something was left behind"
    message = str(error.value)
    assert message.endswith("Nothing was changed.")
    assert clean(message) == message
    return message


def sealed(document: Any) -> Any:
    """With hashes that fit again: as a forger who knows how would leave it."""
    previous = ""
    for record in document["versions"]:
        record["previous"] = previous
        record["hash"] = previous = schema.fingerprint(record)
    return document


def _at(path: str, value: object) -> Change:
    """Put a value at a place like versions.0.answers.0.text."""

    def change(document: Any) -> None:
        *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
        for step in way:
            document = document[step]
        document[last] = value

    return change


FIELDS: dict[str, tuple[str, Change]] = {
    "no mark": ("alliance_export is missing", lambda d: d.pop("alliance_export")),
    "a mark of another type": ("alliance_export is not a whole number", _at("alliance_export", "1")),
    "a true mark": ("alliance_export is not a whole number", _at("alliance_export", True)),
    "an id of another type": ("alliance.id is not text", _at("alliance.id", 7)),
    "an id of two lines": ("alliance.id is no id", _at("alliance.id", "a\nb")),
    "no name": ("alliance.left is empty", _at("alliance.left", " ")),
    "no alliance": ("alliance is missing", lambda d: d.pop("alliance")),
    "an alliance of lists": ("alliance is not an object", _at("alliance", [])),
    "a day for a moment": ("alliance.created is not a moment", _at("alliance.created", "2026-03-12")),
    "a moment long ago": ("alliance.created is not a moment", _at("alliance.created", "0001-01-01T00:00:00+14:00")),
    "more than is known": ("alliance.extra is not known", _at("alliance.extra", 1)),
    "more at the top": ("more is not known", _at("more", {})),
    "no version": ("versions is empty", _at("versions", [])),
    "versions in an object": ("versions is not a list", _at("versions", {"1": {}})),
    "a version that is none": ("versions[1] is not an object", _at("versions.1", None)),
    "a number as text": ("versions[0].number is not a whole number", _at("versions.0.number", "1")),
    "half a number": ("versions[0].number is not a whole number", _at("versions.0.number", 1.0)),
    "a number too high": ("versions[1].number is not 2", _at("versions.1.number", 3)),
    "a text of numbers": ("versions[1].answers[0].text is not text", _at("versions.1.answers.0.text", 5)),
    "an escape code": ("versions[1].answers[0].text holds", _at("versions.1.answers.0.text", "\x1b]0;x\x07")),
    "half a character": ("versions[1].answers[0].text holds", _at("versions.1.answers.0.text", "\ud800")),
    "bidi": ("versions[0].place holds", _at("versions.0.place", "a\u202eb")),
    "a side of nobody": ("versions[0].answers[0].side is none of", _at("versions.0.answers.0.side", "middle")),
    "an unhashable side": ("versions[0].answers[0].side is none of", _at("versions.0.answers.0.side", [])),
    "an unhashable id": ("versions[0].answers[0].question is not text", _at("versions.0.answers.0.question", {})),
    "a state of nothing": ("versions[0].answers[0].state is none of", _at("versions.0.answers.0.state", "")),
    "a question of nowhere": (
        "versions[0].answers[0].question is not in the bank",
        _at("versions.0.answers.0.question", "x"),
    ),
    "an answer twice": (
        "versions[0].answers[1] is there twice",
        lambda d: d["versions"][0]["answers"].append(d["versions"][0]["answers"][0]),
    ),
    "from the future": ("versions[0].answers[0].since is a later version", _at("versions.0.answers.0.since", 2)),
    "rivals": ("answers[0].rivals has no place", _at("versions.0.answers.0.rivals", [{"spell": "a", "text": "b"}])),
    "no signature": ("versions[0].signatures.left is missing", lambda d: d["versions"][0]["signatures"].pop("left")),
    "a third signature": ("signatures.both is not known", _at("versions.0.signatures.both", {})),
    "a day that is none": ("versions[0].review is not a day", _at("versions.0.review", "2026-02-30")),
    "a day written otherwise": ("versions[0].review is not written as", _at("versions.0.review", "20260901")),
    "a bank without questions": ("bank.questions is missing", lambda d: d["versions"][0]["bank"].pop("questions")),
    "a section of nowhere": ("questions[0].section is none of", _at("versions.0.bank.questions.0.section", "x")),
    "a verdict of nobody": ("verdicts.middle is not known", _at("versions.0.agreements.0.verdicts.middle", "living")),
    "a field in an answer": ("answers[0].html is not known", _at("versions.0.answers.0.html", "<b>")),
    "a session twice": ("versions[1] is there twice", _at("versions.1.session", "s1")),
    "a slip without words": ("slips[0].what is missing", lambda d: d["slips"][0].pop("what")),
    "a slip of numbers": ("slips[0].what is not text", _at("slips.0.what", 3)),
}


@pytest.mark.parametrize(("why", "change"), FIELDS.values(), ids=FIELDS.keys())
def test_the_field_is_named(tmp_path: Path, document: Any, why: str, change: Change) -> None:
    """Whoever forged it knew how to make the hashes fit."""
    change(document)
    if isinstance(document.get("versions"), list) and all(isinstance(each, dict) for each in document["versions"]):
        with suppress(UnicodeEncodeError):
            sealed(document)
    assert why in refused(tmp_path, json.dumps(document).encode())


ALTERED: dict[str, tuple[str, Change]] = {
    "a word": ("versions[0].hash does not fit", _at("versions.0.answers.0.text", "other")),
    "a hash": ("versions[1].hash does not fit", _at("versions.1.hash", "0" * 64)),
    "the chain": ("versions[1].previous is not the hash", _at("versions.1.previous", "")),
    "a version left out": ("versions[0].number is not 1", lambda d: d["versions"].pop(0)),
    "the order": ("versions[0].number is not 1", lambda d: d["versions"].reverse()),
}


@pytest.mark.parametrize(("why", "change"), ALTERED.values(), ids=ALTERED.keys())
def test_what_was_altered_is_found(tmp_path: Path, document: Any, why: str, change: Change) -> None:
    """By the hashes."""
    change(document)
    assert why in refused(tmp_path, json.dumps(document).encode())


RAW = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n ", "it is empty"),
    "not JSON": (b'{\n"alliance_export": 1,\n oops}', "line 3, column 2"),
    "cut off": (b'{"alliance_export": 1, "alliance": {"id": "x', "line 1"),
    "not UTF-8": (b'{\n\n"x": "\xff"}', "line 3 is not UTF-8"),
    "a list": (b"[1, 2]", "alliance_export is missing"),
    "a word": (b'"alliance"', "alliance_export is missing"),
    "NaN": (b'{"alliance_export": NaN}', "NaN stands in it"),
    "Infinity": (b'{"alliance_export": 1, "x": -Infinity}', "-Infinity stands in it"),
    "deep": (b'{"alliance_export": 1, "alliance": ' + b"[" * 200_000, "nested too deeply"),
    "deep but whole": (b'{"alliance_export": 1, "x": ' + b"[" * 900 + b"]" * 900 + b"}", "alliance is missing"),
    "a long number": (b'{"alliance_export": ' + b"9" * 5000 + b"}", "longer than any number"),
    "a key twice": (b'{"alliance_export": 1, "alliance": {"id": "a", "id": "b"}}', "alliance.id is given twice"),
    "a mark twice": (b'{"alliance_export": 1, "alliance_export": 1}', "alliance_export is given twice"),
    "a wild key": (b'{"alliance_export": 1, "\\u001b[2J' + b"k" * 500 + b'": 1}', "alliance is missing"),
    "a store's file": (b'{"format":1,"generation":3}\n{}', "line 2"),
    "a page": (b"<!DOCTYPE html><html>", "line 1, column 1"),
}


@pytest.mark.parametrize(("raw", "why"), RAW.values(), ids=RAW.keys())
def test_the_line_or_field_is_named(tmp_path: Path, raw: bytes, why: str) -> None:
    """For what is no export at all."""
    assert why in refused(tmp_path, raw)


def test_a_later_form_is_said_to_be_one(tmp_path: Path) -> None:
    """Whatever else is in it."""
    message = refused(tmp_path, b'{"alliance_export": 2, "unheard": "of"}')
    assert "a newer release wrote it" in message
    with pytest.raises(NewerFormat):
        import_file(Library(tmp_path / "empty"), tmp_path / "hostile.json")


def test_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end."""
    monkeypatch.setattr(external_files, "LARGEST", 1 << 20)
    assert "larger than 1 MiB" in refused_plainly(tmp_path, b" " * ((1 << 20) + 1))


def refused_plainly(folder: Path, raw: bytes) -> str:
    """Why a file is not read."""
    (folder / "file.json").write_bytes(raw)
    with pytest.raises(AllianceError) as error:
        import_file(Library(folder / "empty"), folder / "file.json")
    return str(error.value)


@pytest.mark.parametrize("name", ["", "missing.json", "/dev/zero"])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    """A folder, nothing, a device."""
    with pytest.raises(NotFound, match="Nothing was changed"):
        import_file(Library(tmp_path / "empty"), tmp_path / name)


@given(st.data())
def test_one_change_anywhere_is_refused_plainly(data: st.DataObject) -> None:
    """Whatever value is put wherever: it is refused, or the store is whole with it; never a crash."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        library = filled(folder / "store", "first", "second")
        document = json.loads(export_json(library, only(library)))
        place = document
        while True:
            key = data.draw(st.sampled_from([*(place if isinstance(place, dict) else range(len(place)))]))
            within = place[key]
            if not isinstance(within, dict | list) or not within or data.draw(st.booleans()):
                break
            place = within
        values: tuple[Any, ...] = (
            None,
            True,
            -1,
            0,
            2**70,
            0.5,
            "",
            "x",
            "\ud800",
            "\x00",
            [],
            {},
            [[]],
            {"a": 1},
            deepcopy(document),
        )
        place[key] = data.draw(st.sampled_from(values))
        (folder / "file.json").write_text(json.dumps(document))
        other = Library(folder / "other")
        try:
            import_file(other, folder / "file.json")
        except (InvalidRecord, NewerFormat):
            assert not other.root.exists()
        else:
            assert [*other.check()] == []


# Files


def test_formats_by_their_endings() -> None:
    """And a name that says nothing."""
    assert [format_of(f"x.{ending}") for ending in ("html", "MD", "txt", "json", "ics")] == [
        Format.HTML,
        Format.MARKDOWN,
        Format.TEXT,
        Format.JSON,
        Format.ICS,
    ]
    with pytest.raises(NotAllowed, match="--format"):
        format_of("x.pdf")


def test_a_file_is_private_and_never_overwritten_unasked(tmp_path: Path) -> None:
    """Whole or not at all; nothing half-written stays beside it."""
    library, file = Library(tmp_path / "store"), tmp_path / "x.html"
    assert save(library, b"one", file, False) == file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(FileThere):
        save(library, b"two", file, False)
    assert file.read_bytes() == b"one"
    save(library, b"two", file, True)
    assert file.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path: Path) -> None:
    """A folder, a link, wherever it leads."""
    library = Library(tmp_path / "store")
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(FileThere):
            save(library, b"x", tmp_path / name, False)
        with pytest.raises(NotAllowed, match="no ordinary file"):
            save(library, b"x", tmp_path / name, True)
    assert (tmp_path / "mine").read_text() == "mine"
    with pytest.raises(StoreError, match="could not be written"):
        save(library, b"x", tmp_path / "nowhere" / "x", False)


def test_the_stores_own_files_are_safe(tmp_path: Path) -> None:
    """Though somebody says that they may be replaced; what is written below the store has a folder of its own."""
    library = filled(tmp_path / "store", "x")
    (tmp_path / "way").symlink_to(library.root)
    for folder in (library.root, library.root / "ada-and-grace", tmp_path / "way" / "ada-and-grace"):
        with pytest.raises(NotAllowed, match="among the store"):
            save(library, b"x", folder / "alliance.json", True)
    assert library.names() == ["ada-and-grace"]
    assert [*library.check()] == []


def test_below_the_store_a_file_has_a_folder_of_its_alliance(tmp_path: Path) -> None:
    """Its name is of the format, and it replaces nothing, however it is asked for."""
    library = filled(tmp_path / "store", "x")
    folder = library.root / "exports" / "ada-and-grace"
    assert save_below(library, "ada-and-grace", b"x", "a.html", Format.HTML) == folder / "a.html"
    for file in ("../a.html", "/tmp/a.html", "..", ".", ""):
        with pytest.raises(NotAllowed, match="no folder"):
            save_below(library, "ada-and-grace", b"x", file, Format.HTML)
    for file in ("alliance.json", "a", ".html", "a.html.md", "a.html\n"):
        with pytest.raises(NotAllowed, match=r"must end in \.html"):
            save_below(library, "ada-and-grace", b"x", file, Format.HTML)
    with pytest.raises(NotAllowed, match="Choose another name"):
        save_below(library, "ada-and-grace", b"y", "a.html", Format.HTML)
    assert [path.read_bytes() for path in folder.iterdir()] == [b"x"]


def test_no_export_is_taken_for_an_alliance(tmp_path: Path) -> None:
    """Though it is called like one's file."""
    library = filled(tmp_path / "store", "x")
    save_below(library, "ada-and-grace", b"x", "alliance.json", Format.JSON)
    (library.root / "exports" / "alliance.json").write_bytes(b"x")
    assert library.names() == ["ada-and-grace"]
    assert [entry.problem for entry in library.summaries()] == [""]
    assert [*library.check()] == []


def test_what_there_is_nothing_of(tmp_path: Path) -> None:
    """No version, no date, no version before."""
    library, clock = Library(tmp_path / "store"), FakeClock()
    name = library.add(alliance(), session()).name
    for wanted in (
        ExportRequest(Format.JSON),
        ExportRequest(Format.ICS),
        ExportRequest(Format.HTML, 1),
        ExportRequest(Format.TEXT, 3),
    ):
        with pytest.raises(NotFound):
            export(library, name, wanted, clock)
    assert export(library, name, ExportRequest(Format.HTML), clock)[1] == "ada-and-grace-draft.html"
    discard_session(library, name)
    with pytest.raises(NotFound):
        export(library, name, ExportRequest(Format.HTML), clock)
    library.record(name).add_version(replace(rich_session().to_version(None), signatures=version().signatures))
    with pytest.raises(NotFound, match="none before it"):
        export(library, name, ExportRequest(Format.HTML, 1, diff=True), clock)
    with pytest.raises(NotAllowed, match="whole"):
        export(library, name, ExportRequest(Format.JSON, 1), clock)
    with pytest.raises(NotAllowed, match="Only the HTML page"):
        export(library, name, ExportRequest(Format.TEXT, 1, diff=True), clock)
