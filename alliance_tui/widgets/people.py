"""The two persons on the screen: each a shape and a colour."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.domain.terms import Holder, Partners, Side
from alliance_tui.render.people import MARKS
from alliance_tui.widgets.plain import plain


def mark(holder: Holder | Side, style: str = "") -> Content:
    """Return the shape of a person, or of both, in their colour."""
    return plain(MARKS[Holder(holder)], f"${holder} {style}".strip())


def person(side: Side, partners: Partners, style: str = "bold") -> Content:
    """Return a partner's mark and name."""
    return Content.assemble(mark(side), " ", plain(partners[side], f"${side} {style}".strip()))


def held_by(holder: Holder, partners: Partners) -> Content:
    """Return the mark and name of whoever keeps an agreement."""
    name = "both" if holder is Holder.BOTH else partners[Side(holder)]
    return Content.assemble(mark(holder), " ", plain(name, f"${holder}"))


def pair_of(partners: Partners) -> Content:
    """Return both partners, as a heading."""
    return Content.assemble(person(Side.LEFT, partners), plain(" & ", "$both"), person(Side.RIGHT, partners))
