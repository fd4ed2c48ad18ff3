"""TinyDB over DurableStorage does what TinyDB does over its own storages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.storages import JSONStorage, MemoryStorage

from alliance_tui.storage.durable_storage import DurableStorage
from tests.tables import database

Open = Callable[[], TinyDB]

HARD_TEXT = 'ß 愛 🤝 e\u0301 \u202e \x1b[31m \u2028 "quoted" \\ line\nline\r\n\ttab \x00'


def openers(folder: Path) -> dict[str, Open]:
    """How to open one and the same store, by storage; MemoryStorage forgets, so it is opened but once."""
    memory = MemoryStorage()  # type: ignore[no-untyped-call]
    return {
        "durable": lambda: database(folder / "store.json"),
        "json": lambda: TinyDB(folder / "store.json", storage=JSONStorage, encoding="utf-8"),
        "memory": lambda: TinyDB(storage=lambda: memory),
    }


@pytest.fixture(params=["durable", "json", "memory"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Open the store under test, again and again."""
    return openers(tmp_path)[request.param]


@pytest.fixture
def db(reopen: Open) -> TinyDB:
    """An empty database."""
    return reopen()


def test_a_new_store_is_empty(db: TinyDB) -> None:
    assert db.all() == [] and db.tables() == set() and len(db) == 0


def test_insert_gives_ids_in_order(db: TinyDB) -> None:
    assert [db.insert({"n": 1}), db.insert({"n": 2})] == [1, 2]
    assert db.insert_multiple({"n": n} for n in (3, 4)) == [3, 4]
    assert [document["n"] for document in db] == [1, 2, 3, 4]


def test_update_upsert_and_remove(db: TinyDB) -> None:
    db.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
    assert db.update({"seen": True}, where("n") > 1) == [2, 3]
    assert db.upsert({"n": 1, "first": True}, where("n") == 1) == [1]
    assert db.upsert({"n": 9}, where("n") == 9) == [4]
    assert db.remove(where("n") == 2) == [2]
    assert db.all() == [{"n": 1, "first": True}, {"n": 3, "seen": True}, {"n": 9}]


def test_search_sees_what_an_update_changed(db: TinyDB) -> None:
    db.insert({"n": 1})
    assert db.search(where("n") == 1)
    db.update({"n": 2})
    assert not db.search(where("n") == 1) and db.get(where("n") == 2)


def test_truncate_empties_one_table(db: TinyDB) -> None:
    db.insert({"n": 1})
    db.table("other").insert({"n": 2})
    db.truncate()
    assert db.all() == [] and db.table("other").all() == [{"n": 2}]


def test_tables_are_apart_and_can_be_dropped(db: TinyDB) -> None:
    db.table("one").insert({"n": 1})
    db.table("two").insert({"n": 2})
    assert db.tables() == {"one", "two"}
    db.drop_table("one")
    assert db.tables() == {"two"}
    db.drop_tables()
    assert db.tables() == set()
    assert db.table("two").insert({"n": 3}) == 1


def test_everything_is_there_after_reopening(reopen: Open) -> None:
    db = reopen()
    db.insert_multiple([{"n": 1}, {"n": 2}])
    db.table("other").insert({"deep": {"list": [1, 2.5, None, True, "x"]}})
    db.remove(doc_ids=[1])
    again = reopen()
    assert again.all() == [{"n": 2}]
    assert again.table("other").all() == [{"deep": {"list": [1, 2.5, None, True, "x"]}}]
    assert again.insert({"n": 3}) == 3


def test_drop_tables_works_on_a_store_just_opened(reopen: Open) -> None:
    reopen().insert({"n": 1})
    reopen().drop_tables()
    assert reopen().tables() == set()


def test_text_comes_back_unchanged(reopen: Open) -> None:
    reopen().insert({HARD_TEXT: HARD_TEXT})
    assert reopen().all() == [{HARD_TEXT: HARD_TEXT}]


def test_ids_are_not_sorted_as_strings(reopen: Open) -> None:
    reopen().insert_multiple({"n": n} for n in range(1, 12))
    assert [document.doc_id for document in reopen()] == list(range(1, 12))


def test_closing_keeps_everything(tmp_path: Path) -> None:
    with database(tmp_path / "store.json") as db:
        db.insert({"n": 1})
    with database(tmp_path / "store.json") as db:
        assert db.all() == [{"n": 1}]


def test_what_was_read_is_nobody_elses(tmp_path: Path) -> None:
    db = database(tmp_path / "store.json")
    given = {"list": [1]}
    db.insert(given)
    given["list"].append(2)
    db.all()[0]["list"].append(3)
    assert db.all() == [{"list": [1]}]


def test_a_plain_tinydb_file_is_taken_over(tmp_path: Path) -> None:
    TinyDB(tmp_path / "store.json", storage=JSONStorage, indent=2).insert({"n": 1})
    storage = DurableStorage(tmp_path / "store.json")
    assert storage.read() == {"_default": {"1": {"n": 1}}}
    database(tmp_path / "store.json").insert({"n": 2})
    assert storage.read() == {"_default": {"1": {"n": 1}, "2": {"n": 2}}}
