"""Basic types of the domain: the two partners, their sides, the states of answers, agreements and sessions.

Lists of alliances need only these, so they do not import the rest of the domain.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from alliance_tui.text.search import folded, loose

T = TypeVar("T")


class Side(StrEnum):
    """A partner's place on the screen, which never changes."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


SIDES = tuple(Side)


class Partners(NamedTuple):
    """The two names. A tuple, because every entry of a list has one."""

    left: str
    right: str

    def __getitem__(self, side: Side) -> str:  # type: ignore[override]
        return self.left if side is Side.LEFT else self.right

    def __str__(self) -> str:
        return f"{self.left} & {self.right}"


class Pulsed(NamedTuple):
    """The day of each partner's last pulse, None before the first."""

    left: date | None = None
    right: date | None = None


class AnswerState(StrEnum):
    """The state of an answer: written, spoken and on purpose not written, or passed."""

    TEXT = "text"
    SPOKEN = "spoken"
    PASSED = "passed"


class Holder(StrEnum):
    """Who is to keep an agreement."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Verdict(StrEnum):
    """A partner's verdict on an agreement at a revisit."""

    LIVING = "living"
    SLIPPED = "slipped"
    OUTGROWN = "outgrown"


class Stage(StrEnum):
    """The stages of a session."""

    PREPARED = "prepared"
    OPEN = "open"
    SET_ASIDE = "set-aside"


def called(wanted: str, names: Iterable[tuple[str, T]]) -> list[T]:
    """Return the things that are called `wanted`, in whatever case; each once.

    Where there is none, those called so but for accents, then those whose names begin so, in the end but for accents.
    """
    known = [*names]
    for fits in (str.__eq__, str.startswith):
        for form in (folded, loose):
            key = form(wanted)
            if found := [thing for name, thing in known if fits(form(name), key)]:
                return [*dict.fromkeys(found)]
    return []
