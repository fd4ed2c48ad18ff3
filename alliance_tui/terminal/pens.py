"""Pens, which are the attributes of characters, and the shortest sequence from one to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
"""What ends an attribute; the rest, as a frame or a second underline, end by a reset alone."""


class Pen(NamedTuple):
    """Attributes, foreground and background as codes of ECMA-48's SGR, and a link."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    link: str = ""


PLAIN = Pen()
"""How a terminal draws after a reset."""


@lru_cache(4096)
def pen_of(style: Style | None, system: ColorSystem) -> Pen:
    """Return the pen that Textual's own output would draw a style with."""
    if style is None:
        return PLAIN
    ansi = Strip.render_ansi(style, system)
    attributes, foreground, background = set[str](), "", ""
    codes = iter(ansi.split(";") if ansi else ())
    for code in codes:
        if code in ("38", "48"):
            kind = next(codes)
            whole = ";".join([code, kind, *(next(codes) for _ in range(3 if kind == "2" else 1))])
            foreground, background = (whole, background) if code == "38" else (foreground, whole)
        elif code == "39" or (len(code) == 2 and code[0] in "39"):
            foreground = "" if code == "39" else code
        elif code == "49" or (len(code) == 2 and code[0] == "4") or code[:2] == "10":
            background = "" if code == "49" else code
        else:
            attributes.add(code)
    link = f"id={style.link_id};{style.link}" if style.link else ""
    return Pen(frozenset(attributes), foreground, background, link)


@lru_cache(4096)
def change(old: Pen | None, new: Pen) -> str:
    """Return the sequences from one pen to another; None stands for an unknown pen."""
    whole = ["0", *sorted(new.attributes), *filter(None, [new.foreground, new.background])]
    codes = ";".join(whole) if len(whole) > 1 else ""
    sequence = f"\x1b[{codes}m"
    if old is not None and (steps := _steps(old, new)) is not None and len(steps) <= len(codes):
        sequence = f"\x1b[{steps}m" if steps else ""
    if new.link != (old.link if old else ""):
        sequence += f"\x1b]8;{new.link or ';'}\x1b\\"
    return sequence


def _steps(old: Pen, new: Pen) -> str | None:
    """Return the codes that change what differs; None where only a reset does."""
    gone = old.attributes - new.attributes
    if not gone <= OFF.keys():
        return None
    ends = {OFF[code] for code in gone}
    again = {code for code in new.attributes if OFF.get(code) in ends}
    codes = [*sorted(ends), *sorted(again | (new.attributes - old.attributes))]
    if new.foreground != old.foreground:
        codes.append(new.foreground or "39")
    if new.background != old.background:
        codes.append(new.background or "49")
    return ";".join(codes)
