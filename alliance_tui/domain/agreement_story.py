"""Agreements over time: what became of each from version to version, what was said of it, and when it slipped."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from operator import attrgetter

from alliance_tui.domain.alliance import SIDES, Agreement, Holder, Partners, Pulse, Side, Slip, Verdict, Version
from alliance_tui.domain.changes import Compared
from alliance_tui.text.diff import same_words

Note = Slip | Pulse
"""What was noted of an agreement between two versions."""


class Fate(StrEnum):
    """What became of an agreement in a version. REWORDED is another text or holder, PROPOSED waits for a yes."""

    ABSENT = "absent"
    NEW = "new"
    KEPT = "kept"
    REWORDED = "reworded"
    RETIRED = "retired"
    REOPENED = "reopened"
    PROPOSED = "proposed"


UNCHANGED = (Fate.ABSENT, Fate.KEPT)


@dataclass(frozen=True)
class Cell:
    """An agreement in one version."""

    fate: Fate
    agreement: Agreement | None = None
    """As the version has it; None where it has not."""
    notes: tuple[Note, ...] = ()
    """Those from after this version was signed and before the next was, in the order of time."""

    @property
    def in_force(self) -> bool:
        """True if the version has it, and both do not call it outgrown."""
        return self.fate not in (Fate.ABSENT, Fate.RETIRED)

    @property
    def verdicts(self) -> dict[Side, Verdict]:
        """What the partners said of it in the session of this version."""
        return self.agreement.verdicts if self.agreement else {}

    @property
    def slips(self) -> tuple[Slip, ...]:
        return tuple(note for note in self.notes if isinstance(note, Slip))

    @property
    def pulses(self) -> tuple[Pulse, ...]:
        return tuple(note for note in self.notes if isinstance(note, Pulse))

    @property
    def pulse(self) -> dict[Side, Verdict]:
        """What each partner said in their last pulse."""
        return {pulse.side: pulse.verdict for pulse in self.pulses}


ABSENT = Cell(Fate.ABSENT)


@dataclass(frozen=True)
class Event:
    """Something that is told of an agreement: a version that did more than keep it, or a slip or a pulse."""

    column: int
    """The index of the version; for a slip or pulse that of the version in force then."""
    note: Note | None = None
    before: Agreement | None = None
    """The agreement as it was before; None if it was not there."""


@dataclass(frozen=True)
class Story:
    """One agreement through all versions."""

    agreement: Agreement
    """As the newest version that has it words it."""
    cells: tuple[Cell, ...]

    @property
    def id(self) -> str:
        return self.agreement.id

    @property
    def in_force(self) -> bool:
        return self.cells[-1].in_force

    @property
    def slips(self) -> tuple[Slip, ...]:
        return tuple(slip for cell in self.cells for slip in cell.slips)

    @property
    def slipped(self) -> bool:
        """True if it ever slipped: a slip says so, a verdict, or a pulse."""
        said = [verdict for cell in self.cells for verdict in cell.verdicts.values()]
        said += [note.verdict for cell in self.cells for note in cell.pulses]
        return bool(self.slips) or Verdict.SLIPPED in said

    def concerns(self, side: Side) -> bool:
        """Return True if a partner has to keep it, alone or with the other."""
        return self.agreement.holder in (Holder(side), Holder.BOTH)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What is told of it, in the order of time."""
        return tuple(self._events())

    def _events(self) -> Iterator[Event]:
        before: Agreement | None = None
        for column, cell in enumerate(self.cells):
            if cell.fate not in UNCHANGED or cell.verdicts or (cell.agreement and cell.agreement.reason):
                yield Event(column, before=before)
            before = cell.agreement or before
            yield from (Event(column, note) for note in cell.notes)


@dataclass(frozen=True)
class Stories:
    """All agreements that ever were: those in force in their order, then others, the last retired first."""

    columns: tuple[Compared, ...]
    """The versions, and the open session as the last."""
    stories: tuple[Story, ...]

    @property
    def partners(self) -> Partners:
        return self.columns[-1].partners

    def lacks_verdict(self, story: Story, side: Side | None = None) -> bool:
        """Return True if a partner has not said what they think of an agreement from before the newest version.

        With `side` None, either of them.
        """
        kept = story.cells[-1].agreement
        judging = (side,) if side else SIDES
        return bool(kept and kept.since < self.columns[-1].number and not {*judging} <= kept.verdicts.keys())

    def changed_since(self, story: Story, number: int) -> bool:
        """Return True if anything is told of an agreement since a version was signed."""
        return any(self.columns[event.column].number > number - (1 if event.note else 0) for event in story.events)


def agreement_stories(columns: Sequence[Compared], notes: Iterable[Note]) -> Stories:
    """Return the agreements over versions in their order, an open session last.

    A slip or pulse of an agreement that no version has is left out.
    """
    kept = [{agreement.id: agreement for agreement in column.agreements} for column in columns]
    noted: defaultdict[tuple[str, int], list[Note]] = defaultdict(list)
    signed = [column.signed for column in columns if isinstance(column, Version)]
    for note in sorted(notes, key=attrgetter("at")):
        noted[note.agreement, max(0, bisect_right(signed, note.at) - 1)].append(note)
    ids = dict.fromkeys(id_ for agreements in reversed(kept) for id_ in agreements)
    return Stories(tuple(columns), tuple(_story(id_, kept, noted) for id_ in ids))


def _story(id_: str, kept: list[dict[str, Agreement]], noted: dict[tuple[str, int], list[Note]]) -> Story:
    cells: list[Cell] = []
    newest: Agreement | None = None
    old: Agreement | None = None
    for column, agreements in enumerate(kept):
        new = agreements.get(id_)
        fate = _fate(old, new, known=newest is not None)
        there = tuple(noted.get((id_, column), ()))
        cells.append(Cell(fate, new, there) if new or there or fate is not Fate.ABSENT else ABSENT)
        old, newest = new, new or newest
    assert newest is not None  # the ids are those of agreements
    return Story(newest, tuple(cells))


def _fate(old: Agreement | None, new: Agreement | None, known: bool) -> Fate:
    """Return what became of an agreement from one version to the next; `known`: an earlier version had it."""
    if new is None:
        return Fate.ABSENT if old is None or old.outgrown else Fate.RETIRED
    if not new.stands:
        return Fate.PROPOSED
    if new.outgrown:
        return Fate.RETIRED
    if old is None or old.outgrown:
        return Fate.REOPENED if known else Fate.NEW
    same = old.holder is new.holder and same_words(old.text, new.text)
    return Fate.KEPT if same else Fate.REWORDED
