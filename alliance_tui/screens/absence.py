"""Asks whether the time of an absence counts."""

from __future__ import annotations

from textual.widgets.option_list import Option

from alliance_tui.domain.countdown import Clock, Gap
from alliance_tui.render.phrases import on_and_hour
from alliance_tui.render.times import span
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.widgets.plain import plain

ANSWERS = {"count": "count them", "pause": "treat them as a pause", None: "only look: the clock stands till then"}


class AbsenceDialog(ListDialog[str | None]):
    """Returns "count" or "pause", None for somebody who only looks.

    It comes without a request, maybe in the midst of a text. So no letter answers it, and no answer is marked before
    an arrow marks one.
    """

    def __init__(self, gap: Gap, clock: Clock) -> None:
        passed = f"{span(gap.seconds)} have passed since {on_and_hour(gap.start, clock)}."
        words = f"{passed} Do they count, or were they a pause? ↓ or ↑ marks an answer."
        super().__init__("While you were away", words, [(each, Option(plain(ANSWERS[each]))) for each in ANSWERS])
        self.list.highlighted = None

    def allows(self, action: str) -> bool:
        return action != "move" and super().allows(action)
