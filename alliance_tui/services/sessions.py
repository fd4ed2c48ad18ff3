"""Acts on an open session. Each is applied to what is on disk now and is saved when it returns.

An act changes only what its doer saw, and only if it still is as they saw it: with a `doer` the library compares, under
the lock, what the act would change with what the doer's screen shows, and raises ChangedMeanwhile where it differs.
Texts are never refused: both are kept. Without a doer, as in the demo, an act is applied to whatever there is.

`now` is the present moment, with a time zone. All return the session after the act, and raise NotAllowed
when the session's rules refuse it, NotFound when no session is open, StoreError when it can't be saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeVarTuple

from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Holder, Side, Version
from alliance_tui.domain.carry_over import change_bank
from alliance_tui.domain.countdown import Countdown, Gap
from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed
from alliance_tui.domain.limits import within_limit
from alliance_tui.domain.session import Resolution, Session
from alliance_tui.domain.steps import Doer, Step, content_changed, name_parts
from alliance_tui.domain.trash import Trashed
from alliance_tui.storage.library import Library
from alliance_tui.storage.presence import Presence
from alliance_tui.text.characters import clean, one_line

Given = TypeVarTuple("Given")


class Act(Generic[*Given]):
    """An act that needs the session and what is given with it, and nothing else."""

    merges = False

    def __init__(self, change: Callable[[Session, *Given], Session]) -> None:
        """`change` returns the session after the act."""
        self._change = change

    def __call__(self, library: Library, name: str, *given: *Given, doer: Doer | None = None) -> Session:
        return library.change_session(name, lambda session: self._change(session, *given), doer, merges=self.merges)


class Merging(Act[*Given]):
    """An act that decides itself what becomes of what its doer has not seen."""

    merges = True


# Choose


choose = Act(Session.choose)


def move_turn(library: Library, name: str, question: str, by: int, *, doer: Doer | None = None) -> Session:
    """Move a turn `by` places later, or earlier if negative."""

    def act(session: Session) -> Session:
        if doer and session.turns != doer.seen.turns:
            raise ChangedMeanwhile("The turns changed on the other screen meanwhile. Look at them, then move again.")
        return session.move_turn(question, by)

    return library.change_session(name, act, doer)


begin = Act(Session.begin)


# Talk


go_to = Act(Session.go_to)


@dataclass(frozen=True)
class SeenText:
    """What was `seen` in a field when an `edit` of it began (see `edit_id`)."""

    seen: str
    edit: str
    holder: Holder | None = None
    """The agreement's holder, as it was seen."""


def answer(
    library: Library,
    name: str,
    question: str,
    side: Side,
    text: str,
    over: SeenText | None = None,
    *,
    doer: Doer | None = None,
) -> Session:
    """Save a partner's answer; an empty text takes it back.

    Where another screen wrote since, both texts are kept. Without `over` it is written in any case.
    """
    written = clean(text)

    def act(session: Session) -> Session:
        given = session.answers.get((question, side))
        within_limit(written, given.text if given else "")
        return session.write((question, side), written, *((over.seen, over.edit) if over else (None, "")))

    return library.change_session(name, act, doer, merges=True)


@Act
def resolve(session: Session, question: str, side: Side, resolution: Resolution, edit: str) -> Session:
    """Keep one of the texts that were written at the same time, or all of them."""
    return session.resolve((question, side), resolution, edit)


@Act
def mark(session: Session, question: str, side: Side, state: AnswerState | None) -> Session:
    """Mark an answer as spoken or passed; None removes the mark. Written words are never overwritten."""
    given = session.answers.get((question, side))
    if given and given.state is AnswerState.TEXT:
        raise NotAllowed("There are words here, and they stay. Delete them first if this was only said or passed.")
    return session.answer((question, side), Answer(state) if state else None)


def keep(library: Library, name: str, question: str, side: Side, *, doer: Doer | None = None) -> Session:
    """Use the answer of last time again."""
    last = library.alliance(name).latest

    def act(session: Session) -> Session:
        before = last.answers.get((question, side)) if last else None
        if before is None:
            raise NotAllowed("There is no answer from last time to keep.")
        if (question, side) in session.answers:
            raise NotAllowed("There is an answer already; it stays. Take it back first to keep last time’s instead.")
        return session.answer((question, side), before)

    return library.change_session(name, act, doer)


@Merging
def undo(session: Session, step: Step) -> Session:
    """Undo a step; raise ChangedMeanwhile if any part of it has changed since."""
    return step.undone(session)


# Agree


def agree(
    library: Library,
    name: str,
    question: str,
    text: str,
    holder: Holder,
    agreement: str = "",
    over: SeenText | None = None,
    *,
    doer: Doer | None = None,
) -> Session:
    """Add an agreement distilled from a question, or reword the one with this id.

    Where another screen reworded it since, both wordings are kept, as two agreements (see `own_wording`).
    """
    line = within_limit(one_line(text))
    if not line:
        raise NotAllowed("An agreement needs its words: who does what, and what one would see.")
    edit = over.edit if over else ""

    def holder_after(present: Agreement) -> Holder:
        """Return the holder: it is changed only by somebody who saw the present one."""
        seen = over.holder if over else None
        return present.holder if seen and (holder is seen or present.holder is not seen) else holder

    def act(session: Session) -> Session:
        known = {kept.id: kept for kept in session.agreements}
        apart = own_wording(agreement, edit)
        present = known.get(apart) or known.get(agreement)
        if present and (over is None or edit == present.edit or present.text in (over.seen, line)):
            wording = present if present.text == line else replace(present, text=line, edit=edit)
            return session.agree(replace(wording, holder=holder_after(present)))
        if present and over and over.seen == line:
            return session.agree(replace(present, holder=holder_after(present)))
        taken_out = over is not None and bool(over.seen) and not present
        new = apart if present or taken_out else agreement or library.new_id()
        return session.agree(Agreement(new, line, question, holder, session.number, edit=edit))

    return library.change_session(name, act, doer, merges=True)


def own_wording(agreement: str, edit: str) -> str:
    """Return the id of a wording that is kept beside the other screen's."""
    return f"{agreement}+{edit}"


@Act
def give_reason(session: Session, agreement: str, reason: str) -> Session:
    """Set the reason why an agreement from last time is amended; an empty text removes it."""
    return session.give_reason(agreement, within_limit(one_line(reason)))


withdraw = Act(Session.withdraw)
judge = Act(Session.judge)


# The countdown


def _on_time(change: Callable[[Countdown, *Given], Countdown]) -> Act[*Given]:
    """Return the act that changes the countdown so."""
    return Act(lambda session, *given: replace(session, countdown=change(session.countdown, *given)))


make_up = _on_time(Countdown.make_up)
announce = _on_time(Countdown.announce)


class _AsShown(Generic[*Given]):
    """An act on the countdown that its doer saw; CountdownChanged where the other screen was first."""

    def __init__(self, change: Callable[[Countdown, *Given, Countdown | None], Countdown]) -> None:
        """`change` returns the countdown after the act; it is given what its doer saw, last."""
        self._act = _on_time(change)

    def __call__(self, library: Library, name: str, *given: *Given, doer: Doer | None = None) -> Session:
        return self._act(library, name, *given, doer.seen.countdown if doer else None, doer=doer)


pause = _AsShown(Countdown.pause)
resume = _AsShown(Countdown.resume)
extend = _AsShown(Countdown.extend)


def count_gap(library: Library, name: str, now: datetime, *, doer: Doer | None = None) -> Session:
    """Count the time of an absence."""
    _end_absence(library, name, library.change_session(name, lambda session: session, doer), now)
    return library.session(name)


def pause_gap(library: Library, name: str, gap: Gap, now: datetime, *, doer: Doer | None = None) -> Session:
    """Treat an absence as a pause."""
    session = _on_time(Countdown.without)(library, name, gap, doer=doer)
    _end_absence(library, name, session, now)
    return session


def _end_absence(library: Library, name: str, session: Session, now: datetime) -> None:
    Presence(library.root / name).answered(session.countdown.reading(now))


# Close


set_review = Act(Session.set_review)


@Merging
def propose_review(session: Session, review: date) -> Session:
    """Set a review date to start from, unless there is one, or somebody has signed without one."""
    return session if session.review or session.signatures else session.set_review(review)


def _require_seen(doer: Doer | None, session: Session, advice: str) -> None:
    """Raise ChangedMeanwhile if anything that would be signed is not as the doer saw it."""
    if doer and (changed := content_changed(doer.seen, session)):
        raise ChangedMeanwhile(f"{name_parts(changed, session)} changed on the other screen. {advice}")


def sign(
    library: Library, name: str, side: Side, now: datetime, *, doer: Doer | None = None
) -> tuple[Session, Version | None]:
    """Sign what the doer saw, for a partner; the second signature makes it a version.

    ChangedMeanwhile, naming what changed, if it is not; nothing is signed then.
    """

    def act(session: Session) -> Session:
        _require_seen(doer, session, "Nothing was signed. It is shown as it is now; read it, then sign again.")
        return session.sign(side, now)

    return library.record(name).sign_session(act, doer)


unsign = Act(Session.unsign)
set_aside = Act(Session.set_aside)
take_up = Act(Session.take_up)


def abandon(library: Library, name: str, now: datetime, session: str, *, doer: Doer | None = None) -> Trashed:
    """End a session without a version: it goes into the trash; returns what `reopen` takes.

    `session` is the id of the one that was seen; ChangedMeanwhile if anything in it is not as the doer saw it.
    """
    advice = "Nothing was abandoned. Look at it first."
    return library.trash_session(name, now, id=session, check=lambda present: _require_seen(doer, present, advice))


def reopen(library: Library, item: str) -> tuple[str, Session]:
    """Bring a session back out of the trash: an undo of `abandon`; returns its alliance's folder, and the session."""

    def follow(session: Session, last: Version | None) -> Session:
        """Number it after what was signed meanwhile."""
        if last is None or last.number < session.number:
            return session
        return change_bank(session.renumbered(last.number + 1), session.bank, last)

    return library.restore_session(item, follow)
