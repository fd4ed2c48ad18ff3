"""Question banks as a person names them: one to prefer for a run, and what keeps one from being used."""

from __future__ import annotations

from alliance_tui.domain.errors import AllianceError
from alliance_tui.storage.bank_check import Problem
from alliance_tui.storage.question_banks import FoundBank, QuestionBanks, bank_folder


def shelf_preferring(wanted: str) -> QuestionBanks:
    """Return the banks with the wanted one first; AllianceError when that can't be used."""
    folder = bank_folder()
    found = QuestionBanks(folder).find(wanted)
    if found.offer is None:
        raise AllianceError(f"{file_or_built_in(found)} can’t be used. {'; '.join(map(str, faults(found)))}")
    return QuestionBanks(folder, found.file or found.offer.bank.id)


def file_or_built_in(bank: FoundBank) -> str:
    """Return a bank's file, or that it comes with the program."""
    return str(bank.file) if bank.file else "a built-in bank"


def faults(bank: FoundBank) -> list[Problem]:
    """Return what keeps a bank from being used, without the advice on it."""
    return [problem for problem in bank.problems if not problem.note]
