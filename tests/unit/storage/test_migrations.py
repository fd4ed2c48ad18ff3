"""Tables of an earlier shape: read as the present one, written so at the next act, the old file kept."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.errors import NewerFormat
from alliance_tui.storage import migrations, schema
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.library import Library
from alliance_tui.storage.migrations import MIGRATIONS, Tables, migrated, shape_of, stamped
from tests.unit.samples import alliance, rich_session, version


def shout(tables: Tables) -> Tables:
    """A made-up migration: what the partnership is, in capitals."""
    records = [{**record, "partnership": record["partnership"].upper()} for record in tables.get("alliance", [])]
    return {**tables, "alliance": records} if records else tables


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An alliance with a version and a session, in the first shape."""
    library = Library(tmp_path / "store")
    name = library.add(alliance(), rich_session(2)).name
    library.record(name).add_version(version(1))
    return library


NAME = "ada-and-grace"


def test_there_is_one_shape_so_far() -> None:
    """So nothing is stamped, and nothing changed."""
    tables: Tables = {"alliance": [schema.alliance_to_record(alliance())]}
    assert MIGRATIONS == ()
    assert shape_of(tables) == 1
    assert migrated(tables) == stamped(tables) == tables


def test_each_migration_is_applied_once_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """And changes nothing of what it was given."""

    def add(word: str) -> migrations.Migration:
        return lambda tables: {"words": [*tables["words"], {"word": word}]}

    three = (add("two"), add("three"), add("four"))
    first: Tables = {"words": [{"word": "one"}]}
    before = copy.deepcopy(first)
    monkeypatch.setattr(migrations, "MIGRATIONS", three[:1])
    second = migrated(first)
    monkeypatch.setattr(migrations, "MIGRATIONS", three)
    fourth = migrated(first)
    assert [record["word"] for record in fourth["words"]] == ["one", "two", "three", "four"]
    assert shape_of(fourth) == 4
    assert migrated(fourth) == migrated(second) == fourth
    assert first == before


@pytest.mark.parametrize("number", [2, 99, "2", None, 0, 1, -1])
def test_a_later_or_unknown_shape_is_not_read(number: object) -> None:
    """It can't be understood."""
    with pytest.raises(NewerFormat, match=r"newer release\. Nothing was changed\. Update"):
        migrated({"alliance": [], "schema": [{"number": number}]})


def test_an_older_store_is_read_anew_and_written_at_the_next_act(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking changes no byte; an act keeps the old file as `.1`, and the chain of hashes holds."""
    path = library.root / NAME / ALLIANCE
    before = path.read_bytes()
    monkeypatch.setattr(migrations, "MIGRATIONS", (shout,))
    assert library.load(NAME)[0].partnership == "COFOUNDERS"
    assert not [*library.check()]
    assert path.read_bytes() == before
    library.record(NAME).rename(Partners("Ada", "Grace"), "a pair")
    assert path.with_name(f"{ALLIANCE}.1").read_bytes() == before
    stored = DurableStorage(path).read()
    assert stored is not None
    assert stored["schema"] == {"1": {"number": 2}}
    assert library.load(NAME)[0].partnership == "a pair"  # not shouted again
    assert not [*library.check()]


def test_a_session_is_stamped_too(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the act that changes it; an earlier release then leaves it alone."""
    with monkeypatch.context() as later:
        later.setattr(migrations, "MIGRATIONS", (shout,))
        library.change_session(NAME, lambda session: session.go_to("hopes"))
        assert library.load(NAME)[1] is not None
    path = library.root / NAME / SESSION
    before = path.read_bytes()
    library = Library(library.root)  # another program, which has read nothing yet
    with pytest.raises(NewerFormat):
        library.load(NAME)
    with pytest.raises(NewerFormat):
        library.change_session(NAME, lambda session: session.go_to("tone"))
    [entry] = library.summaries()
    assert entry.newer
    assert path.read_bytes() == before
