"""A terminal's reports of its mouse, as Textual's events."""

from __future__ import annotations

import re

from textual import events
from textual.geometry import Offset, Size

_REPORT = re.compile(r"\x1b\[<(\d{1,3});(\d{1,4});(\d{1,4})([Mm])")
"""Button and keys held, column and row from 1, pressed or released (SGR encoding, mode 1006)."""
_MOTION, _WHEEL, _OTHER_BUTTONS = 32, 64, 128
_WHEELS = (events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollLeft, events.MouseScrollRight)


class Mouse:
    """Knows where the mouse was last."""

    def __init__(self) -> None:
        self._last = Offset()

    def event(self, report: str, size: Size) -> events.MouseEvent | None:
        """Return what a report says, on a screen of that size; None if that is nothing to act on."""
        if not (found := _REPORT.fullmatch(report)):
            return None
        code, column, row = map(int, found.groups()[:3])
        place = Offset(column - 1, row - 1)
        if code & _OTHER_BUTTONS or not size.region.contains_point(place):
            return None
        button = (code + 1) & 3
        kind: type[events.MouseEvent]
        if code & _WHEEL:
            kind, button = _WHEELS[code & 3], 0
        elif code & _MOTION or not button:
            kind = events.MouseMove
        else:
            kind = events.MouseDown if found[4] == "M" else events.MouseUp
        moved, self._last = place - self._last, place
        shift, meta, ctrl = (bool(code & bit) for bit in (4, 8, 16))
        return kind(None, *place, *moved, button, shift, meta, ctrl, *place)
