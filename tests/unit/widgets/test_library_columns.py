"""Rows of the library, as small pictures of text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alliance_tui.domain.arrangement import Order
from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.summary import OpenSession, Summary
from alliance_tui.domain.terms import Partners, Stage
from alliance_tui.widgets.library_columns import LibraryColumns
from tests.unit.clock import NOON, FakeClock

TODAY = date(2026, 3, 12)
OPEN = OpenSession(4, None, Stage.OPEN, Countdown().start(NOON))
ADA = Summary("a", Partners("Ada", "Grace"), "cofounders", version=3, signed=NOON, review=TODAY, session=OPEN)
ROWS = [
    ADA._replace(unrepaired=1),
    Summary("b", Partners("王芳", "Tomás"), "coach and client", version=1, signed=NOON - timedelta(365)),
    Summary("c", Partners("Mei", "Noor" * 20), "mentor pair", review=TODAY + timedelta(9)),
    Summary("d", problem="It is damaged. Nothing was changed."),
]
PICTURES = {
    118: """
Partners                                Partnership       Last signed ↓    Next
◆ Ada & ● Grace                         cofounders        v3  12 Mar       session open · 90:00 left · ! review today
                                                                           ↯ 1 to repair
◆ 王芳 & ● Tomás                        coach and client  v1  12 Mar 2025
◆ Mei & ● NoorNoorNoorNoorNoorNoorNoo…  mentor pair       not signed yet   review in 9 days
✗ d
  It is damaged. Nothing was changed.
""",
    86: """
Partners                                Last signed ↓    Next
◆ Ada & ● Grace                         v3  12 Mar       session open · 90:00 left
                                                         ! review today
                                                         ↯ 1 to repair
◆ 王芳 & ● Tomás                        v1  12 Mar 2025
◆ Mei & ● NoorNoorNoorNoorNoorNoorNoo…  not signed yet   review in 9 days
✗ d
  It is damaged. Nothing was changed.
""",
    37: """
◆ Ada & ● Grace
  v3 signed 12 Mar
  session open · 90:00 left
  ! review today · ↯ 1 to repair
◆ 王芳 & ● Tomás
  v1 signed 12 Mar 2025
◆ Mei & ● NoorNoorNoorNoorNoorNoorNo…
  not signed yet · review in 9 days
✗ d
  It is damaged. Nothing was changed.
""",
}


@pytest.mark.parametrize("room", PICTURES)
def test_rows(room: int) -> None:
    """What there is no room for goes on below where it began; what the partners are is left out first."""
    columns = LibraryColumns(FakeClock())
    columns.fit(ROWS)
    drawn = [columns.row(each, room).plain for each in ROWS]
    assert columns.heights(ROWS, room) == [row.count("\n") + 1 for row in drawn]
    heading = columns.heading(Order.SIGNED, room)
    shown = "\n".join([*([heading.plain] if heading else []), *drawn])
    assert "\n".join(line.rstrip() for line in shown.splitlines()) == PICTURES[room].strip()
