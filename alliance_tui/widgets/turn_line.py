"""The line about a turn, below the question."""

from __future__ import annotations

import re
from datetime import datetime

from textual.widgets import Static

from alliance_tui.domain.session import Session
from alliance_tui.render.turns import STEP, turn_line
from alliance_tui.widgets.plain import plain

FIGURE = re.compile("[0-9]")


class TurnLine(Static):
    """Whose turn it is, how far the session is, and the time left for the turn."""

    _words = ""
    _state: object = None
    _at: datetime | None = None

    def show(self, session: Session, question: str, now: datetime, writing: bool, short: bool, anew: bool) -> bool:
        """Show the turn of a question; return True if the words changed.

        Unless `anew`, only another question, `writing` or `short` is shown at once; the time after `STEP` seconds.
        """
        state = question, writing, short
        recent = self._at and abs((now - self._at).total_seconds()) < STEP
        if recent and state == self._state and not anew:
            return False
        self._state, self._at = state, now
        before, self._words = self._words, turn_line(session, question, now, writing=writing, short=short)
        if self._words != before:
            # other figures alone need no layout
            self.update(plain(self._words), layout=FIGURE.sub("0", self._words) != FIGURE.sub("0", before))
        return self._words != before
