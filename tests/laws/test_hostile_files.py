"""A file with a value of the wrong kind harms one entry of the list: the others are there, and no command faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.hostile_files import COMMANDS, FILES, NAME, OTHER, Trial, framed, sample


def test_a_hostile_file_harms_one_entry(tmp_path: Path) -> None:
    """Some of all there are, each with some commands; `python -m tests.hostile_files` tries the whole of it."""
    trial = Trial(tmp_path / "store")
    at = 0
    for hostile in sample(trial.files(), 150):
        words = [COMMANDS[(at + step) % len(COMMANDS)] for step in range(2)]
        at += 2
        assert [*trial.faults(hostile, words)] == [], hostile[:2]


def test_the_place_is_named_and_not_what_stands_there(tmp_path: Path) -> None:
    """With the file, and what to do."""
    trial = Trial(tmp_path / "store")
    path = change(trial, FILES[0], lambda tables: tables["versions"]["1"]["answers"][3].update(since="My mother"))
    entries = {entry.name: entry for entry in trial.library.summaries()}
    assert entries[OTHER].problem == ""
    assert entries[NAME].problem == (
        f"{path} is not as this program writes it (versions[0].answers[3].since is not a whole number from 1). "
        "Nothing was changed; restore the file from a backup, or move its folder out of the store."
    )


def test_a_later_release_may_add_keys_and_tables(tmp_path: Path) -> None:
    """In any record."""
    trial = Trial(tmp_path / "store")
    before = trial.library.load(NAME)

    def add(tables: Any) -> None:
        for table in [*tables.values()]:
            for record in table.values():
                record["later"] = ["x"]
        tables["journal"] = {"1": {"act": 1}}

    for file in FILES[:2]:
        change(trial, file, add)
    assert trial.library.load(NAME) == before


def test_a_text_is_read_as_it_stands(tmp_path: Path) -> None:
    """Though `clean` would change it: an import refuses that, a store shows it cleaned."""
    trial = Trial(tmp_path / "store")
    change(trial, FILES[1], lambda tables: [each.update(text="\x1b[2J") for each in tables["answers"].values()])
    session = trial.library.load(NAME)[1]
    assert session
    assert {answer.text for answer in session.answers.values()} == {"\x1b[2J"}


def change(trial: Trial, file: str, act: Callable[[Any], object]) -> Path:
    """Change the tables of a file, by hand; returns where it is."""
    path = trial.library.root / file
    tables = json.loads(path.read_bytes().partition(b"\n")[2])
    act(tables)
    path.write_bytes(framed(json.dumps(tables).encode()))
    return path
