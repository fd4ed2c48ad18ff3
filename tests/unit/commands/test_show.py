"""`alliance show` and slips."""

from __future__ import annotations

import json
from datetime import timedelta

from alliance_tui.services import slips
from tests.unit.clock import NOON
from tests.unit.test_cli import Cli


def test_show_tells_of_slips(alliance: Cli) -> None:
    """When, of what, what happened, how it was repaired; of an earlier version those of its own time."""
    name = alliance.two_versions()
    chain = alliance.library.alliance(name).versions
    agreement = chain[0].agreements[0].id
    slips.add_slip(alliance.library, name, agreement, "Three days [/] late.", "", NOON)
    slips.add_slip(alliance.library, name, agreement, "Late again.", "Tea.", chain[1].signed + timedelta(days=9))
    out = alliance("show", "ada")
    assert "12 Mar · Grace tells Ada the same day.\n    Three days [/] late.\n    not repaired yet\n" in out
    assert "Late again.\n    repaired: Tea.\n" in out
    first = alliance("show", "ada", "--version", "1")
    assert "Three days [/] late." in first
    assert "Late again." not in first
    shown = json.loads(alliance("show", "ada", "--json"))["slips"]
    assert [(slip["agreement"], slip["what"], slip["repaired"]) for slip in shown] == [
        (agreement, "Three days [/] late.", ""),
        (agreement, "Late again.", "Tea."),
    ]


def test_show_the_open_session(alliance: Cli) -> None:
    """By its word, as for a diff."""
    name = alliance.two_versions()
    alliance("show", name, "--version", "open", code=1)
    assert "have no session open" in alliance.err
    alliance.revisit(name)
    assert "not signed yet · third session" in alliance("show", name, "--version", "open")
