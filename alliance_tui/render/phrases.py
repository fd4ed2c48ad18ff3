"""Short phrases about an alliance, worded in one way for all surfaces."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import OpenSession, Summary
from alliance_tui.domain.terms import AnswerState, Holder, Partners, Side, Stage
from alliance_tui.render.times import day, figure, hour, overtime, until
from alliance_tui.text.characters import one_line

if TYPE_CHECKING:  # lists do without the domain: it would take a quarter of the CPU of `alliance list` to import
    from alliance_tui.domain.alliance import Agreement, Answer, Pulse, Slip
    from alliance_tui.domain.session import Session

WITHOUT_WORDS = {AnswerState.SPOKEN: "spoken, not written down", AnswerState.PASSED: "passed"}
"""What is said of an answer without words, in their place."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def count(number: int, thing: str) -> str:
    """Return a number of things: "1 alliance", "3 alliances"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def join_parts(*parts: str) -> str:
    """Join the parts that are not empty with a dot between them."""
    return " · ".join(filter(None, parts))


def ordinal(number: int) -> str:
    """Return an ordinal number: "first" to "tenth", then "11th"."""
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def today(clock: Clock) -> date:
    """Return today's date in local time."""
    return clock.local(clock.now()).date()


def on(moment: datetime, clock: Clock) -> str:
    """Return the day of a moment: "12 Mar"."""
    return day(clock.local(moment).date(), today(clock))


def on_and_hour(moment: datetime, clock: Clock) -> str:
    """Return the time of a moment, with its day unless that is today: "13:39", "13:39 on 12 Mar"."""
    there = at_hour(moment, clock)
    return there if clock.local(moment).date() == today(clock) else f"{there} on {on(moment, clock)}"


def at_hour(moment: datetime, clock: Clock) -> str:
    """Return the hour of a moment, with its zone where it may not be the reader's: "14:30", "14:30 Berlin"."""
    return f"{hour(clock.local(moment))} {clock.zone(moment)}".rstrip()


def review(when: date | None, clock: Clock) -> str:
    """Return when the review is: "review in 9 days"; "" if no date was set."""
    return f"review {until(when, today(clock))}" if when else ""


PULSE_DUE = "pulse due"


def session_state(session: Session | OpenSession, clock: Clock) -> str:
    """Return the state of an open session: "session open · 41:10 left"."""
    now, time = clock.now(), session.countdown
    if time.started is None and session.stage is not Stage.SET_ASIDE:
        if session.planned is None:
            return "session prepared"
        return f"session planned for {on(session.planned, clock)}, {at_hour(session.planned, clock)}"
    at = time.last_reading(now)
    if session.stage is Stage.SET_ASIDE:
        state = "set aside"
    else:
        state = "paused" if time.paused else "open" if at == now else "left open"
    left = time.whole - time.elapsed(at)
    return f"session {state} · {overtime(-left) if left < 0 else f'{figure(left)} left'}"


def open_state(summary: Summary, clock: Clock) -> str:
    """Return the state of a listed alliance's session, its hours in the alliance's zone; "" if none is open."""
    return session_state(summary.session, clock.in_zone(summary.zone)) if summary.session else ""


def holder(agreement: Agreement, partners: Partners) -> str:
    """Return who is to keep an agreement: a partner's name, or "both"."""
    return holder_name(agreement.holder, partners)


def holder_name(of: Holder, partners: Partners) -> str:
    return "both" if of is Holder.BOTH else one_line(partners[Side(of)])


def verdicts(agreement: Agreement, partners: Partners) -> str:
    """Return the verdicts on an agreement: one word if they are equal, else "Ada living, Grace slipped"."""
    return agreement.shared_verdict or _each(agreement, partners, " ")


def _each(agreement: Agreement, partners: Partners, gap: str) -> str:
    said = agreement.verdicts
    return ", ".join(f"{one_line(partners[side])}{gap}{said[side]}" for side in Side if side in said)


def amendment_reason(agreement: Agreement) -> str:
    """Return why an agreement was amended; "" if no reason was given."""
    return f"because: {one_line(agreement.reason)}" if agreement.reason else ""


def judged(agreement: Agreement, partners: Partners) -> str:
    """Return the verdicts at a revisit on an agreement from last time, and what follows from them."""
    if agreement.shared_verdict:
        return f"both: {agreement.shared_verdict}{' — retired when you sign' if agreement.outgrown else ''}"
    if not agreement.verdicts:
        return "no verdict yet"
    each = _each(agreement, partners, ": ")
    if agreement.disputed:
        return f"{each} — {'talked about' if agreement.talked else 'talk about it'}"
    missing = next(side for side in Side if side not in agreement.verdicts)
    return f"{each}, {one_line(partners[missing])} has not said"


def repair(slip: Slip) -> str:
    """Return how a slip was repaired, or that it was not."""
    return f"repaired: {one_line(slip.repaired)}" if slip.repaired else "not repaired yet"


def pulse_words(pulse: Pulse, partners: Partners) -> str:
    """Return what a partner said between two sessions: "Ada’s pulse: slipped, “Mondays are full.”"."""
    words = f", “{one_line(pulse.words)}”" if pulse.words else ""
    return f"{one_line(partners[pulse.side])}’s pulse: {pulse.verdict}{words}"


def unwritten(answer: Answer | None) -> str:
    """Return what is shown in place of a text: that an answer was spoken or passed, or is missing; "" for a text."""
    if answer is None:
        return "no answer"
    return WITHOUT_WORDS.get(answer.state, "")
