"""`alliance pulse`, and where others tell of what was given there."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from alliance_tui.commands import interactive
from alliance_tui.domain.alliance import Holder, Side, Verdict
from alliance_tui.services import agreements, sessions
from alliance_tui.services.pulses import give_pulse
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, RIGHT
from tests.unit.test_cli import Cli, Opened


def agreed(alliance: Cli) -> tuple[str, str]:
    """An alliance that has signed one agreement, to be reviewed in three months: its name, and the agreement's id."""
    name = alliance.begin()
    agreements.agree(alliance.library, name, "tone", "We walk on Fridays.", Holder.BOTH)
    sessions.set_review(alliance.library, name, NOON.date() + timedelta(days=92))
    alliance.sign(name)
    return name, alliance.library.alliance(name).versions[0].agreements[0].id


def test_it_opens_for_one_side_and_says_what_was_noted(
    alliance: Cli, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other notes meanwhile is not counted; where nothing was noted, nothing is said."""
    name, kept = agreed(alliance)
    assert alliance("pulse", "ada", "--as", "Grace") == ""
    assert (opened.opening, opened.side, opened.pulse) == (name, RIGHT, True)

    def give(*args: object, side: Side, pulse: bool) -> int:
        assert pulse
        for each in (LEFT, side):
            give_pulse(alliance.library, name, each, {kept: (Verdict.LIVING, "")}, NOON)
        return 0

    monkeypatch.setattr(interactive, "run_app", give)
    assert alliance("pulse", name, "--as", "right") == (
        f"Noted, of 1 agreement. `alliance agreements {name}` shows it.\n"
    )


def test_refusals_open_nothing(alliance: Cli, opened: Opened) -> None:
    """With the reason, and what can be done."""
    name, _ = agreed(alliance)
    alliance("pulse", name, code=2)
    assert "--as" in alliance.err
    alliance("pulse", name, "--as", "Zoe", code=1)
    assert "is neither of Ada, on the left" in alliance.err
    alliance("pulse", "nobody", "--as", "Ada", code=1)
    assert "There is no alliance “nobody”" in alliance.err
    alliance("pulse", alliance.begin("Ines", "Tomás"), "--as", "Ines", code=1)
    assert "session is open" in alliance.err
    alliance.revisit(name)
    alliance("pulse", name, "--as", "Ada", code=1)
    assert "session is open" in alliance.err
    assert opened.roots == []


def test_it_is_told_over_time(alliance: Cli) -> None:
    """For people and for programs; what slipped by a pulse has slipped."""
    name, kept = agreed(alliance)
    give_pulse(alliance.library, name, RIGHT, {kept: (Verdict.SLIPPED, "It rained.")}, NOON + timedelta(days=2))
    out = alliance("agreements", name, "--only", "slipped")
    assert "pulse –  ●▲" in out
    assert "14 Mar       Grace’s pulse: slipped, “It rained.”" in out
    [[cell]] = [each["cells"] for each in json.loads(alliance("agreements", name, "--json"))["agreements"]]
    at = "2026-03-14T12:00:00+00:00"
    assert cell["pulses"] == [{"side": "right", "at": at, "verdict": "slipped", "words": "It rained."}]


def test_due_says_from_whom(alliance: Cli) -> None:
    """Beside the review, in lists and in the greeting."""
    name, kept = agreed(alliance)
    alliance.clock.set(NOON + timedelta(days=27))
    assert alliance("due") == alliance("due", "--brief") == alliance("list", "--names", "--due") == ""
    alliance.clock.set(NOON + timedelta(days=28))
    assert alliance("due") == (
        f"Ada & Grace: pulse due from Ada and Grace, review in 64 days · alliance pulse {name} --as WHO\n"
    )
    give_pulse(alliance.library, name, LEFT, {kept: (Verdict.LIVING, "")}, alliance.clock.now())
    assert alliance("due").endswith(f"pulse due from Grace, review in 64 days · alliance pulse {name} --as right\n")
    assert (
        alliance("due", "--brief") == "Alliance: Ada & Grace, pulse due from Grace, review in 64 days · alliance due\n"
    )
    assert "pulse due · review in 64 days" in alliance("list", "--due")
    [due] = json.loads(alliance("due", "--json"))["due"]
    [listed] = json.loads(alliance("list", "--json"))["alliances"]
    assert due["pulse"] == listed["pulse"] == ["right"]
    alliance.clock.set(NOON + timedelta(days=92))
    assert alliance("due").startswith("Ada & Grace: review today")
