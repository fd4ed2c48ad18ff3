"""The question banks there are: built in, in the folder of the user's configuration, and one named for this run."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from platformdirs import user_config_path

from alliance_tui.domain.carry_over import without_earlier
from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.questions import QuestionBank
from alliance_tui.storage.bank_check import Problem, check
from alliance_tui.storage.bank_files import BUILT_IN, Offer, built_in_text, read_offer
from alliance_tui.storage.paths import expanded

LARGEST = 1 << 18
"""Bytes of a bank's file at most."""


@dataclass(frozen=True)
class FoundBank:
    """A bank that can be chosen, or the problems that make it unusable. `file` is None if it is built in."""

    file: Path | None
    offer: Offer | None
    problems: tuple[Problem, ...] = ()


def bank_folder() -> Path:
    """Return the folder of the user's own banks."""
    return user_config_path("alliance", appauthor=False) / "banks"


class QuestionBanks:
    """All banks. They are read again at each use, because a file may be changed while the program runs."""

    def __init__(self, folder: Path | None = None, given: Path | str | None = None) -> None:
        """`folder` holds the user's own banks, None for none; `given` is a file, or the id of a bank, to prefer."""
        self.folder = folder
        self.given = given

    def all(self) -> list[FoundBank]:
        """Return the built-in banks, then the user's by the names of their files; a given file before them all."""
        taken = built_in_ids()
        given = [read_bank(self.given, taken)] if isinstance(self.given, Path) else []
        known = {*map(_key, given)}
        own_ones = []
        for file in self._files():
            found = read_bank(file, taken)
            if _key(found) in known:
                continue
            own_ones.append(found)
            if found.offer:
                taken[found.offer.bank.id] = file.name
        built_in = (FoundBank(None, read_offer(built_in_text(file))) for file in BUILT_IN)
        return [*given, *built_in, *own_ones]

    def unusable(self) -> list[str]:
        """Return the names of the files that are no valid bank."""
        return [each.file.name for each in self.all() if each.file and not each.offer]

    def offers(self, again: QuestionBank | None = None, now: QuestionBank | None = None) -> list[Offer]:
        """Return what can be chosen, the one to begin with first: one asked for, that of last time, or the worksheet.

        `again` is the last version's bank, if there is one, `now` that of a prepared session; both can be chosen
        even when their files are gone.
        """
        offers = {id_: each.offer for id_, each in self._usable().items() if each.offer}
        for bank in (again, now):
            if bank:
                offers.setdefault(bank.id, Offer(without_earlier(bank)))
        everyones = [offer for offer in offers.values() if not offer.revisit]
        if isinstance(self.given, Path):
            first = next(iter(offers.values()))
        else:
            first = offers.get(self.given or (again.id if again else ""), everyones[0])
        open_ = [*offers.values()] if again else [first, *everyones]
        return [first, *(offer for offer in open_ if offer is not first)]

    def find(self, wanted: str) -> FoundBank:
        """Return the bank a person means: its id, its file, or the beginning of its id; NotFound if there is none."""
        usable = self._usable()
        path = Path(expanded(wanted))
        if wanted in usable:
            return usable[wanted]
        is_file = os.path.isfile(path)  # noqa: PTH113 (it raises nothing, whatever the name)
        if is_file or path.suffix == ".toml" or len(path.parts) > 1:
            return read_bank(path, built_in_ids())
        fits = [id_ for id_ in usable if id_.startswith(wanted)]
        if len(fits) == 1:
            return usable[fits[0]]
        raise NotFound(f"There is no question bank “{wanted}”. There are {', '.join(usable)}; a file’s name does, too.")

    def _usable(self) -> dict[str, FoundBank]:
        """Return the banks that can be used, by their ids."""
        return {each.offer.bank.id: each for each in self.all() if each.offer}

    def _files(self) -> list[Path]:
        """Return the files in the folder; none when it can't be read."""
        return sorted(self.folder.glob("[!.]*.toml")) if self.folder else []


def read_bank(file: Path, taken: dict[str, str]) -> FoundBank:
    """Read a file as a bank, or say what is wrong with it; `taken` are ids it can't have."""
    try:
        if not S_ISREG(file.stat().st_mode):
            return _unread(file, "this is not a file")
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        return _unread(file, f"this can’t be read: {error.strerror}")
    except ValueError:  # a NUL in its name
        return _unread(file, "this is not a file")
    if len(raw) > LARGEST:
        return _unread(file, f"this is larger than {LARGEST // 1024} KB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _unread(file, "this is not UTF-8; save it as that", line)
    problems = check(text, taken)
    is_sound = all(problem.note for problem in problems)
    return FoundBank(file, read_offer(text) if is_sound else None, problems)


def _unread(file: Path, why: str, line: int = 1) -> FoundBank:
    return FoundBank(file, None, (Problem(line, why),))


def built_in_ids() -> dict[str, str]:
    """Return the ids that a user's bank can't have, with their owner."""
    return {read_offer(built_in_text(file)).bank.id: "a built-in bank" for file in BUILT_IN}


def _key(bank: FoundBank) -> str:
    """Return a key that is equal for two entries of the same bank."""
    return bank.offer.bank.id if bank.offer else os.path.realpath(bank.file or "")
