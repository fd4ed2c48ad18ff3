"""Who else is here, in a few words for the border of a pane."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from alliance_tui.domain.presence import Here
from alliance_tui.domain.terms import SIDES, Partners
from alliance_tui.text.characters import one_line

if TYPE_CHECKING:  # lists do without the domain: it would take a quarter of the CPU of `alliance list` to import
    from alliance_tui.domain.session import Session

GONE, HERE, SILENT, ELSEWHERE = "gone", "here", "line silent", "elsewhere"


def where(here: Here, session: Session, question: str) -> str:
    """Return where a program is, for somebody at `question`: "here", "writing at Closing 1", "line silent"."""
    if here.silent:
        return SILENT
    if here.question in ("", question):
        return here.doing or HERE
    return f"{here.doing} {_place(here.question, session)}".strip()


def who(here: Iterable[Here], partners: Partners) -> str:
    """Return whose programs are here: "Ada here"; "" if nobody has said who they are."""
    sides = {each.side for each in here}
    names = " and ".join(one_line(partners[side]) for side in SIDES if side in sides)
    return f"{names} {HERE}" if names else ""


def _place(question: str, session: Session) -> str:
    """Return which question of its section it is, in the order of the talk: "at Closing 1"."""
    if question not in session.bank:
        return ELSEWHERE
    section = session.bank[question].section
    number = [each.id for each in session.questions(section)].index(question) + 1
    return f"at {section.label} {number}"
