"""Repair an alliance whose files are damaged: find what is wrong, and restore good copies."""

from __future__ import annotations

from dataclasses import dataclass

from alliance_tui.domain.errors import Damaged
from alliance_tui.storage.catalogue import DRAFTS, SESSION
from alliance_tui.storage.check import check_alliance, check_forms
from alliance_tui.storage.library import FORMS, Library
from alliance_tui.storage.repair import damaged_files, restore_backup


@dataclass(frozen=True)
class Diagnosis:
    """The damaged files of an alliance, problems that no copy repairs, and the damaged backups of whole files."""

    damages: tuple[Damaged, ...]
    unrepairable: tuple[str, ...]
    backups: tuple[str, ...] = ()

    @property
    def repairable(self) -> tuple[Damaged, ...]:
        """The damages for which there is a good copy."""
        return tuple(damage for damage in self.damages if damage.good and not damage.hindrance)


def words_on(damage: Damaged) -> str:
    """Return what is wrong with a file, and what would be done about it."""
    folder, file = damage.path.parent, damage.path.name
    wrong = f"{folder.name}/{file} is damaged: {damage.why}."
    if damage.hindrance:
        return f"{wrong} Nothing was changed. {damage.hindrance}"
    if damage.good:
        return (
            f"{wrong} Generation {damage.generation}, in {damage.good.name}, is good and would be put back; "
            "the damaged file would be kept beside it. What was saved after that generation is not in it."
        )
    advice = f"Put {file} back into {folder} from a backup of your own."
    if file == SESSION:
        advice += " Or go on without this session: move it and its copies out of that folder; signed versions stay."
    elif file == DRAFTS:
        advice += " Or go on without the texts that were kept in it: move it and its copies out of that folder."
    return f"{wrong} There is no good copy of it here, so it can't be repaired. Nothing was changed. {advice}"


def diagnose(library: Library, name: str) -> Diagnosis:
    """Read every file of an alliance; `name` is "" for what belongs to none.

    NewerFormat when a later release wrote one, StoreError when one can't be read.
    """
    if damages := tuple(damaged_files(library, name)):
        return Diagnosis(damages, ())
    findings = [*(check_alliance(library.root, name) if name else check_forms(library.root / FORMS))]
    beyond, backups = (
        tuple(f"{finding.file}: {finding.problem}" for finding in findings if finding.backup is about_backup)
        for about_backup in (False, True)
    )
    return Diagnosis((), beyond, backups)


def repair(damage: Damaged) -> str:
    """Restore the good copy; return what was done. Raises what `restore_backup` raises."""
    kept = restore_backup(damage.path)
    where = f"The damaged file is kept: {kept}" if kept else "There was no damaged file to keep"
    return f"{damage.path.parent.name}/{damage.path.name} is back, as generation {damage.generation} had it. {where}."
