"""Where a program is that has an alliance's session open: what its screen shows, and what is done there."""

from __future__ import annotations

from typing import NamedTuple

from alliance_tui.domain.terms import Side

WRITING, CHOOSING, REVIEWING = "writing", "choosing", "reviewing"
DOINGS = ("", WRITING, CHOOSING, REVIEWING)


class Here(NamedTuple):
    """A program with the session open. Nothing in it is anything that was written."""

    side: Side | None = None
    """Whose program it is; None if it serves both, or if that is not known."""
    question: str = ""
    """The id of the question in view; "" elsewhere than in the talk."""
    doing: str = ""
    """One of `DOINGS`."""
    silent: bool = False
    """True if its terminal has not answered for some seconds."""
