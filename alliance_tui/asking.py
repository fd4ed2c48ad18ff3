"""`alliance questions`: what the question banks ask, and whether one of one's own can be used; `--bank`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.text import one_line
from alliance_tui.render.phrases import count
from alliance_tui.render.streams import width_of
from alliance_tui.storage.bank_check import Problem
from alliance_tui.storage.banks import TEMPLATE, built_in_text
from alliance_tui.storage.shelf import Shelf, Shelved, bank_folder, built_in_ids, read_bank


def shelf_with(wanted: str | None) -> Shelf:
    """The banks for one run of the app, one of them to be preferred; AllianceError when that can't be used."""
    folder = bank_folder()
    if wanted is None:
        return Shelf(folder)
    found = Shelf(folder).find(wanted)
    if found.offer is None:
        raise AllianceError(f"{_named(found)} can’t be used. {'; '.join(map(str, _faults(found.problems)))}")
    return Shelf(folder, found.file or found.offer.bank.id)


def questions(wanted: str | None) -> int:
    """Print one bank; or which there are, and the questions of the first."""
    shelf = Shelf(bank_folder())
    if wanted is not None:
        return _one(shelf.find(wanted))
    shelved = shelf.all()
    for each in shelved:
        for line in _entry(each):
            _say(line)
    _say(f"Your own are in {shelf.folder}. `alliance questions --template` prints one to start from.")
    print()
    return _one(next(each for each in shelved if each.offer))


def check(file: str) -> int:
    """Say everything that is wrong with a file; 1 if it can't be used."""
    found = read_bank(Path(file), built_in_ids())
    for problem in found.problems:
        _say(str(problem))
    if found.offer is None:
        return 1
    bank = found.offer.bank
    return _say(f"{one_line(bank.title)}: {count(len(bank.questions), 'question')}, and it can be used")


def template() -> int:
    """Print a bank with the format explained in it."""
    print(built_in_text(TEMPLATE), end="")
    return 0


def _entry(shelved: Shelved) -> Iterator[str]:
    """What the list says of a bank."""
    if shelved.offer is None:
        faults = _faults(shelved.problems)
        yield f"{_named(shelved)}: can’t be used. {faults[0]}"
        if len(faults) > 1:
            yield f"  and {len(faults) - 1} more: alliance questions --check {_named(shelved)}"
        return
    bank = shelved.offer.bank
    about = [bank.title, count(len(bank.questions), "question"), f"{shelved.offer.length // 60} minutes"]
    about += ["for a revisit"] if shelved.offer.revisit else []
    yield f"{bank.id}: {' · '.join([*about, _named(shelved) if shelved.file else 'built in'])}"


def _one(shelved: Shelved) -> int:
    """Print a bank with its questions; what is wrong with it if it is none."""
    if shelved.offer is None:
        for problem in _faults(shelved.problems):
            _say(f"{_named(shelved)}: {problem}")
        return 1
    from alliance_tui.render.output import put
    from alliance_tui.render.question_list import question_list

    width = width_of(sys.stdout, os.environ)
    put(question_list(shelved.offer.bank), sys.stdout, width)
    return 0


def _named(shelved: Shelved) -> str:
    return str(shelved.file) if shelved.file else "a built-in bank"


def _faults(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if not problem.note]


def _say(message: str) -> int:
    """Print a line."""
    print(one_line(message) if message[:1] != " " else f"  {one_line(message)}")
    return 0
