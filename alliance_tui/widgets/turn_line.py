"""The line about a turn, below the question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import Partners
from alliance_tui.render.phrases import join_parts
from alliance_tui.render.turns import Words, place_of_turn, time_of_turn, whose_turn
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.unwrapped import Unwrapped

UNTOLD = dict.fromkeys(["countdown", "turns", "all_turns"])
"""What changes each second, and what follows from the rest of a session."""


def with_people(words: Words, partners: Partners) -> Content:
    """Return words with the partners among them, each with mark and colour."""
    parts = (person(part, partners, "") if isinstance(part, Side) else plain(part, "$text-muted") for part in words)
    return Content("").join(parts)


class TurnLine(Unwrapped):
    """Whose turn it is; at the right, which of them it is and how long it has had."""

    DEFAULT_CSS = """
    TurnLine { height: 1; }
    """
    _told: object = None
    _shown: object = None
    _forms: tuple[tuple[Content, Content], ...] = ()

    def show(self, session: Session, question: str, now: datetime, writing: bool) -> None:
        """Show the turn of a question; while it is written in, it does not count as answered."""
        time = time_of_turn(session, question, now)
        told = {**vars(session), **UNTOLD}, question, writing, time
        if told == self._told:  # by far the most often, as it is shown each second
            return
        self._told = told
        forms = tuple(self._make_forms(session, question, time, writing))
        before, self._shown = self._shown, [(words.plain, words.spans) for form in forms for words in form]
        self._forms = forms
        if self._shown != before:
            self.refresh()

    @staticmethod
    def _make_forms(session: Session, question: str, time: str, writing: bool) -> Iterator[tuple[Content, Content]]:
        """Yield what is at the left and at the right, from the fullest to the barest."""
        for short, brief in ((False, False), (True, False), (True, True)):
            who = whose_turn(session, question, writing=writing, short=short)
            facts = join_parts(place_of_turn(session, question, brief), time)
            yield with_people(who, session.partners), plain(facts, "$text-muted")

    def rows(self) -> list[Content]:
        width = self.content_size.width
        left = right = Content("")
        for left, right in self._forms:
            if left.cell_length + right.cell_length + 2 <= width:
                break
        room = width - right.cell_length - 2
        return [left.truncate(max(0, room), ellipsis=True, pad=True) + "  " + right if room > 0 else right]
