"""SIGKILL at any instant of a save, and two programs at one file: what was acknowledged is there.

`ALLIANCE_KILLS` sets how many kills there are (40 in the ordinary run).
"""

import multiprocessing
import os
import random
import time
import uuid
from multiprocessing.connection import Connection
from pathlib import Path

from tinydb import TinyDB

from alliance_tui.storage import lock
from alliance_tui.storage.durable_storage import DurableStorage
from tests.tables import database
from tests.unit.samples import discard

KILLS = int(os.environ.get("ALLIANCE_KILLS", "40"))
ACTS = 300  # of each of the two writers

SPAWN = multiprocessing.get_context("forkserver")  # a fork of a clean process: quick, and without pytest's threads
SPAWN.set_forkserver_preload([__name__])


def save_on_and_on(path: Path, first: int, acks: Connection) -> None:
    """Save numbers from `first` on, each with a text much longer or shorter than the last, and say so each time."""
    storage = DurableStorage(path)
    lengths = random.Random(first)
    for number in range(first, first + 100_000):
        with storage.transaction() as buffer:
            db = TinyDB(storage=lambda b=buffer: b)
            db.upsert({"number": number, "text": "x" * lengths.choice([0, 10, 5_000, 80_000])}, lambda _: True)
            if number % 10 == 0:
                db.table("all").insert({"number": number})
        acks.send(number)


def acknowledged(acks: Connection) -> list[int]:
    """Everything that a dead writer had said."""
    numbers = []
    try:
        while acks.poll():
            numbers.append(acks.recv())
    except EOFError:
        pass
    return numbers


def test_kills_lose_no_acknowledged_save(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    chance = random.Random(0)
    present = 0
    for kill in range(KILLS):
        acks, their_end = SPAWN.Pipe(duplex=False)
        writer = SPAWN.Process(target=save_on_and_on, args=(path, present + 1, their_end))
        writer.start()
        their_end.close()
        said = [acks.recv()]
        time.sleep(chance.uniform(0, 0.02))
        writer.kill()
        writer.join()
        said += acknowledged(acks)
        acks.close()
        db = database(path)
        [document] = db.all()
        assert said[-1] <= document["number"] <= said[-1] + 1, f"kill {kill}"
        assert set(document["text"]) <= {"x"} and len(document["text"]) in (0, 10, 5_000, 80_000)
        present = document["number"]
        tens = [each["number"] for each in db.table("all")]
        assert tens == list(range(10, present + 1, 10))
    left = len(list(tmp_path.glob(".*.tmp")))
    print(f"{KILLS} kills, {present} saves, {left} of the kills in the middle of writing a file")
    discard(DurableStorage(path))
    assert not list(tmp_path.glob(".*.tmp"))


def act_on_and_on(path: Path, name: str, count: int) -> None:
    """Do `count` acts, each with an id of its own."""
    lock.PATIENCE = 120
    storage = DurableStorage(path)
    for number in range(count):
        with storage.transaction() as buffer:
            TinyDB(storage=lambda b=buffer: b).insert({"id": uuid.uuid4().hex, "name": name, "number": number})


def test_two_programs_lose_no_act(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    writers = [SPAWN.Process(target=act_on_and_on, args=(path, name, ACTS)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    documents = database(path).all()
    assert len({document["id"] for document in documents}) == 2 * ACTS == len(documents)
    for name in ("one", "two"):
        assert [each["number"] for each in documents if each["name"] == name] == list(range(ACTS))
    assert sorted(document.doc_id for document in documents) == list(range(1, 2 * ACTS + 1))
