"""Question banks that a person names, and the problems that make one unusable."""

from __future__ import annotations

from alliance_tui.domain.errors import AllianceError
from alliance_tui.storage.bank_check import Problem
from alliance_tui.storage.question_banks import FoundBank, QuestionBanks, bank_folder


def banks_preferring(wanted: str) -> QuestionBanks:
    """Return the banks with the wanted one first; raise AllianceError if it can't be used."""
    folder = bank_folder()
    found = QuestionBanks(folder).find(wanted)
    if found.offer is None:
        raise AllianceError(f"{file_or_built_in(found)} can’t be used. {'; '.join(map(str, problems_of(found)))}")
    return QuestionBanks(folder, found.file or found.offer.bank.id)


def file_or_built_in(bank: FoundBank) -> str:
    """Return a bank's file, or that it comes with the program."""
    return str(bank.file) if bank.file else "a built-in bank"


def problems_of(bank: FoundBank) -> list[Problem]:
    """Return the problems that make a bank unusable, without mere advice."""
    return [problem for problem in bank.problems if not problem.note]
