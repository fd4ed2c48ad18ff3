"""Acts on an open session. Each is applied to what is on disk now and is saved when it returns.

`now` is the present moment, with a time zone. All return the session after the act, and raise NotAllowed
when the session's rules refuse it, NotFound when no session is open, StoreError when it can't be saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Holder, Side, Verdict, Version
from alliance_tui.domain.carrying import draw_on
from alliance_tui.domain.countdown import Countdown, Gap, Milestone
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.text import clean, one_line, within_limit
from alliance_tui.domain.trash import Trashed
from alliance_tui.storage.library import Library


def refresh(library: Library, name: str) -> Session:
    """The session as it is on disk now."""
    return library.change_session(name, lambda session: session)


# Choose


def choose(library: Library, name: str, side: Side, question: str) -> Session:
    """Pick a question to put to the partner, or take the pick back."""
    return library.change_session(name, lambda session: session.choose(side, question))


def move_turn(library: Library, name: str, question: str, by: int) -> Session:
    """Put a turn `by` places later, or earlier when negative."""
    return library.change_session(name, lambda session: session.move_turn(question, by))


def begin(library: Library, name: str, now: datetime) -> Session:
    """Start the countdown with the first turn."""
    return library.change_session(name, lambda session: session.begin(now))


# Talk


def go_to(library: Library, name: str, question: str) -> Session:
    """Remember which question the two are at."""
    return library.change_session(name, lambda session: session.go_to(question))


@dataclass(frozen=True)
class Over:
    """What a text is written over: what was `seen` in the field, in which `spell` of writing."""

    seen: str
    spell: str


def answer(library: Library, name: str, question: str, side: Side, text: str, over: Over | None = None) -> Session:
    """Write down what a partner says; an empty text takes the answer back.

    Where another terminal wrote since, both texts are kept. Without `over` it is written in any case.
    """
    written = clean(text)

    def act(session: Session) -> Session:
        given = session.answers.get((question, side))
        within_limit(written, given.text if given else "")
        return session.write((question, side), written, *_over(over))

    return library.change_session(name, act)


def _over(over: Over | None) -> tuple[str | None, str]:
    return (over.seen, over.spell) if over else (None, "")


def join_rivals(library: Library, name: str, question: str, side: Side) -> Session:
    """Put texts that were written over each other below each other."""
    return library.change_session(name, lambda session: session.join_rivals((question, side)))


def mark(library: Library, name: str, question: str, side: Side, state: AnswerState | None) -> Session:
    """Say that an answer was spoken or passed; None takes that back. Written words are never overwritten."""

    def act(session: Session) -> Session:
        given = session.answers.get((question, side))
        if given and given.state is AnswerState.TEXT:
            raise NotAllowed("There are words here, and they stay. Delete them first if this was only said or passed.")
        return session.answer((question, side), Answer(state) if state else None)

    return library.change_session(name, act)


def put_back(library: Library, name: str, question: str, side: Side, given: Answer | None) -> Session:
    """Set an answer to what it was before: an undo."""
    return library.change_session(name, lambda session: session.answer((question, side), given))


def keep(library: Library, name: str, question: str, side: Side) -> Session:
    """Say again what was said last time."""

    def act(session: Session) -> Session:
        last = library.alliance(name).latest
        before = last.answers.get((question, side)) if last else None
        if before is None:
            raise NotAllowed("There is no answer from last time to keep.")
        if (question, side) in session.answers:
            raise NotAllowed("There is an answer already; it stays. Take it back first to keep last time’s instead.")
        return session.answer((question, side), before)

    return library.change_session(name, act)


# Agree


def agree(
    library: Library,
    name: str,
    question: str,
    text: str,
    holder: Holder,
    agreement: str = "",
    over: Over | None = None,
) -> Session:
    """Add an agreement distilled from a question, or reword the one with this id.

    Where another terminal reworded it since, both wordings are kept, as two agreements.
    """
    line = within_limit(one_line(text))
    if not line:
        raise NotAllowed("An agreement needs its words: who does what, and what one would see.")

    def act(session: Session) -> Session:
        seen, spell = _over(over)
        mine = f"{agreement}+{spell}"
        known = {kept.id: kept for kept in session.agreements}
        if mine in known:
            return session.agree(replace(known[mine], text=line, holder=holder))
        if agreement in known:
            if seen is None or known[agreement].text in (seen, line):
                return session.agree(replace(known[agreement], text=line, holder=holder))
            return session.agree(Agreement(mine, line, question, holder, session.number))
        fresh = agreement or library.new_id()
        return session.agree(Agreement(fresh, line, question, holder, session.number))

    return library.change_session(name, act)


def give_reason(library: Library, name: str, agreement: str, reason: str) -> Session:
    """Say why an agreement from last time is amended; an empty reason takes it back."""
    words = within_limit(one_line(reason))

    def act(session: Session) -> Session:
        return session.set_agreements(
            tuple(replace(kept, reason=words) if kept.id == agreement else kept for kept in session.agreements)
        )

    return library.change_session(name, act)


def withdraw(library: Library, name: str, agreement: str) -> Session:
    """Take an agreement out."""
    return library.change_session(name, lambda session: session.withdraw(agreement))


def restore_agreements(library: Library, name: str, agreements: tuple[Agreement, ...]) -> Session:
    """Set the agreements to what they were before: an undo."""
    return library.change_session(name, lambda session: session.set_agreements(agreements))


def judge(library: Library, name: str, agreement: str, side: Side, verdict: Verdict | None) -> Session:
    """Say what a partner thinks of an agreement from last time."""
    return library.change_session(name, lambda session: session.judge(agreement, side, verdict))


# The countdown


def _time(library: Library, name: str, act: Callable[[Countdown], Countdown]) -> Session:
    return library.change_session(name, lambda session: replace(session, countdown=act(session.countdown)))


def be_there(library: Library, name: str, now: datetime, seen: datetime) -> Session:
    """Note that somebody is at the session, last at the reading `seen`; an absence since is left to be asked about."""

    def act(time: Countdown) -> Countdown:
        current = time._replace(seen=max(seen, time.seen or seen))
        return current if current.gap(now) else current.note(now)

    return _time(library, name, act)


def pause(library: Library, name: str, now: datetime) -> Session:
    """Stand still."""
    return _time(library, name, lambda time: time.pause(now))


def resume(library: Library, name: str, now: datetime) -> Session:
    """Go on after a pause."""
    return _time(library, name, lambda time: time.resume(now))


def extend(library: Library, name: str, now: datetime, seconds: int) -> Session:
    """Add time, as both agreed; it is logged in the session."""
    return _time(library, name, lambda time: time.extend(now, seconds))


def count_gap(library: Library, name: str, now: datetime) -> Session:
    """Let the time of an absence count."""
    return _time(library, name, lambda time: time.note(now))


def pause_gap(library: Library, name: str, gap: Gap, now: datetime) -> Session:
    """Treat an absence as a pause."""
    return _time(library, name, lambda time: time.without(gap).note(now))


def announce(library: Library, name: str, milestones: tuple[Milestone, ...]) -> Session:
    """Remember what the countdown has said."""
    return _time(library, name, lambda time: time.announce(milestones))


# Close


def set_review(library: Library, name: str, review: date | None) -> Session:
    """Say when the two will come back."""
    return library.change_session(name, lambda session: session.set_review(review))


def sign(library: Library, name: str, side: Side, now: datetime) -> tuple[Session, Version | None]:
    """Put a partner's name to what stands; with the second signature it becomes a version.

    The version is written first and the session removed after it, so that a crash loses neither.
    """
    return library.sign_session(name, lambda session: session.sign(side, now))


def unsign(library: Library, name: str, side: Side) -> Session:
    """Take a signature back."""
    return library.change_session(name, lambda session: session.unsign(side))


def set_aside(library: Library, name: str, now: datetime) -> Session:
    """Stop without signing; everything is kept."""
    return library.change_session(name, lambda session: session.set_aside(now))


def take_up(library: Library, name: str) -> Session:
    """Go on with a session that was set aside."""
    return library.change_session(name, lambda session: session.take_up())


def abandon(
    library: Library, name: str, now: datetime, session: str, check: Callable[[Session], None] = lambda _: None
) -> Trashed:
    """End a session without a version: it goes into the trash; returns what `reopen` takes.

    `session` is the id of the one that was seen. `check` is given the session as it is on disk now, under its lock, and
    may refuse.
    """
    return library.trash_session(name, now, id=session, check=check)


def reopen(library: Library, item: str) -> tuple[str, Session]:
    """Bring a session back out of the trash: an undo of `abandon`; returns its alliance's folder, and the session."""

    def follow(session: Session, last: Version | None) -> Session:
        """Number it after what was signed meanwhile."""
        if last is None or last.number < session.number:
            return session
        return draw_on(session.renumbered(last.number + 1), session.bank, last)

    return library.restore_session(item, follow)
