"""The minute between two sessions: each partner says by themselves which agreements are living, and which slipped.

A pulse is kept beside the slips, for both to see. It changes no verdict: those are given in a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from alliance_tui.domain.alliance import Agreement, Alliance, Pulse, Side, Verdict
from alliance_tui.domain.errors import NewerFormat, NotAllowed
from alliance_tui.domain.limits import within_limit
from alliance_tui.domain.session import Session, Stage
from alliance_tui.storage.library import Library
from alliance_tui.storage.record_files import NEWER
from alliance_tui.text.characters import one_line


def agreements_for_pulse(alliance: Alliance, session: Session | None) -> tuple[Agreement, ...]:
    """Return the agreements in force; NotAllowed, with the reason, if there is no pulse to give of them now."""
    if alliance.newer:
        raise NewerFormat(NEWER.format("this alliance"))
    if session and session.stage is Stage.OPEN:
        raise NotAllowed("Your session is open: there each of you says what is living and what slipped.")
    if alliance.latest is None:
        raise NotAllowed("Nothing is signed yet, so there is no agreement to give a pulse of.")
    if not alliance.latest.agreements:
        raise NotAllowed(f"Version {alliance.latest.number} has no agreement, so there is none to give a pulse of.")
    return alliance.latest.agreements


def noted_since(alliance: Alliance, side: Side, moment: str) -> set[tuple[str, str, str]]:
    """Return what a partner has said since a moment in ISO's form: of each pulse its agreement, verdict and line."""
    since = (each for each in alliance.pulses if each.side is side and each.at.isoformat() >= moment)
    return {(each.agreement, each.verdict, each.words) for each in since}


def give_pulse(library: Library, name: str, side: Side, said: Mapping[str, tuple[Verdict, str]], now: datetime) -> None:
    """Note what a partner says of agreements, by their ids: a verdict, and a line that may be empty."""
    pulses = (
        Pulse(agreement, side, now, verdict, within_limit(one_line(words)))
        for agreement, (verdict, words) in said.items()
    )
    library.record(name).add_pulses(side, tuple(pulses))
