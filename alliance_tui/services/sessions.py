"""Acts on an open session. Each is applied to what is on disk now and is saved when it returns.

An act changes only what its doer saw, and only if it still is as they saw it: with a `doer` the library compares, under
the lock, what the act would change with what the doer's screen shows, and raises ChangedMeanwhile where it differs.
Texts are never refused: both are kept. Without a doer, as in the demo, an act is applied to whatever there is.

`now` is the present moment, with a time zone. All return the session after the act, and raise NotAllowed
when the session's rules refuse it, NotFound when no session is open, StoreError when it can't be saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from alliance_tui.domain import covering
from alliance_tui.domain.agreements import require_agreed
from alliance_tui.domain.alliance import SIDES, Answer, AnswerState, Side, Version
from alliance_tui.domain.carry_over import change_bank
from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed
from alliance_tui.domain.limits import within_limit
from alliance_tui.domain.news import NewsKind
from alliance_tui.domain.ownership import require_own_answer
from alliance_tui.domain.rivals import Resolution
from alliance_tui.domain.seen_by import seen_by
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer, Step, content_changed, name_parts
from alliance_tui.domain.trash import Trashed
from alliance_tui.services.acts import Act, Merging, SeenText, told
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import clean

# Choose


choose = Act(Session.choose)


def deal(library: Library, name: str, order: Sequence[str], *, doer: Doer | None = None) -> Session:
    """Deal a set to each partner who is served from here; see `Session.deal`."""
    side = library.viewer.acts_as
    return library.change_session(name, lambda session: session.deal((side,) if side else SIDES, order), doer)


def move_turn(library: Library, name: str, question: str, by: int, *, doer: Doer | None = None) -> Session:
    """Move a turn `by` places later, or earlier if negative."""

    def act(session: Session) -> Session:
        if doer and session.turns != doer.seen.turns:
            raise ChangedMeanwhile("The turns changed on the other screen meanwhile. Look at them, then move again.")
        return told(library, session, session.move_turn(question, by), NewsKind.ORDER)

    return library.change_session(name, act, doer)


def begin(library: Library, name: str, now: datetime, alone: bool = False, *, doer: Doer | None = None) -> Session:
    """Begin the session; a side of two begins when the other has said so, too, and is not `alone`: is here."""
    side = library.viewer.acts_as

    def act(session: Session) -> Session:
        after = session.begin(now, side, alone)
        return told(library, session, after, NewsKind.BEGAN if after.countdown.started else None)

    return library.change_session(name, act, doer)


def wait_to_begin(library: Library, name: str, side: Side, *, doer: Doer | None = None) -> Session:
    """Take back that a partner is ready to begin."""
    _require_own_side(library, side)
    return library.change_session(name, lambda session: session.wait_to_begin(side), doer)


# Talk


def go_to(
    library: Library, name: str, question: str, now: datetime | None = None, *, doer: Doer | None = None
) -> Session:
    """Remember which question the partners are at; from `now` on, time counts for it."""
    return library.change_session(name, lambda session: session.go_to(question, now), doer)


leave_turn = Act(Session.leave_turn)


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

    Where another screen wrote since, both texts are kept. Without `over` it is written in any case. What its doer saw
    as covered is covered, whatever the other partner has done since.
    """
    written = clean(text)
    covered = bool(over and over.covered) or _was_to_be_covered(library, question, side, doer)

    def act(session: Session) -> Session:
        require_own_answer((question, side), library.viewer, session)
        given = session.answers.get((question, side))
        within_limit(written, given.text if given else "")
        seen, edit = (over.seen, over.edit) if over else (None, "")
        return session.write((question, side), written, seen, edit, covered)

    return library.change_session(name, act, doer, merges=True)


def _was_to_be_covered(library: Library, question: str, side: Side, doer: Doer | None) -> bool:
    """Return True if the doer's screen says that what they answer is covered, whatever was changed since."""
    return doer is not None and library.viewer.side is side and doer.seen.covers((question, side))


def _require_own_answer(library: Library, session: Session, question: str, side: Side, *_: object) -> None:
    """Raise NotAllowed for an answer of the other's, in words that tell nothing of it."""
    require_own_answer((question, side), library.viewer, session)


def _resolve(session: Session, question: str, side: Side, resolution: Resolution, edit: str) -> Session:
    return session.resolve((question, side), resolution, edit)


resolve = Act(_resolve, require=_require_own_answer)
"""Keep one of the texts that were written at the same time, or all of them."""


def mark(
    library: Library, name: str, question: str, side: Side, state: AnswerState | None, *, doer: Doer | None = None
) -> Session:
    """Mark an answer as spoken or passed; None removes the mark. Written words are never overwritten."""
    covered = _was_to_be_covered(library, question, side, doer)

    def act(session: Session) -> Session:
        require_own_answer((question, side), library.viewer, session)
        given = session.answers.get((question, side))
        if given and given.state is AnswerState.TEXT:
            raise NotAllowed("There are words here, and they stay. Delete them first if this was only said or passed.")
        return session.answer((question, side), Answer(state) if state else None, covered)

    return library.change_session(name, act, doer)


def keep(library: Library, name: str, question: str, side: Side, *, doer: Doer | None = None) -> Session:
    """Use the answer of last time again."""
    last, covered = library.alliance(name).latest, _was_to_be_covered(library, question, side, doer)

    def act(session: Session) -> Session:
        require_own_answer((question, side), library.viewer, session)
        before = last.answers.get((question, side)) if last else None
        if before is None:
            raise NotAllowed("There is no answer from last time to keep.")
        if (question, side) in session.answers:
            raise NotAllowed("There is an answer already; it stays. Take it back first to keep last time’s instead.")
        return session.answer((question, side), before, covered)

    return library.change_session(name, act, doer)


# Apart, then together


def set_apart(
    library: Library, name: str, questions: Iterable[str], wanted: bool = True, *, doer: Doer | None = None
) -> Session:
    """Have questions answered apart from now on, or together."""
    side, asked = library.viewer.acts_as, tuple(questions)

    def act(session: Session) -> Session:
        if side and not wanted and any(covering.is_ready(session, each, side.other) for each in asked):
            raise NotAllowed(
                f"{session.partners[side.other]} is ready here and waits for you. Say that you are ready, too; "
                "then it is uncovered. Nothing was changed."
            )
        return covering.set_apart(session, asked, wanted)

    return library.change_session(name, act, doer)


choose_apart = Act(covering.choose_apart)
choose_together = Act(covering.choose_together)


def _require_author(library: Library, _session: Session, _question: str, side: Side, *_: object) -> None:
    """Raise NotAllowed for anybody but an answer's author, in the same words whatever is covered."""
    if library.viewer.side is not side:
        raise NotAllowed("Each of you says that at a terminal of your own. Nothing was changed.")


say_ready = Merging(covering.say_ready, require=_require_author)
uncover = Merging(covering.uncover, require=_require_author)


_NEWS_OF = {("review",): NewsKind.REVIEW, ("order",): NewsKind.ORDER}


def undo(library: Library, name: str, step: Step, *, doer: Doer | None = None) -> Session:
    """Undo a step; raise ChangedMeanwhile if any part of it has changed since."""
    news = next((kind for part, kind in _NEWS_OF.items() if part in step.before), None)

    def act(session: Session) -> Session:
        return told(library, session, covering.uncover_ready(step.undone(session)), news)

    return library.change_session(name, act, doer, merges=True)


# Close


set_review = Act(Session.set_review, NewsKind.REVIEW)


@Merging
def propose_review(session: Session, review: date) -> Session:
    """Set a review date to start from, unless there is one, or somebody has signed without one."""
    return session if session.review or session.signatures else session.set_review(review)


def _require_seen(library: Library, doer: Doer | None, session: Session, advice: str) -> None:
    """Raise ChangedMeanwhile if anything that would be signed is not as the doer saw it."""
    if doer and (changed := content_changed(doer.seen, seen_by(session, library.viewer.side))):
        raise ChangedMeanwhile(f"{name_parts(changed, session)} changed on the other screen. {advice}")


def sign(
    library: Library, name: str, side: Side, now: datetime, *, doer: Doer | None = None
) -> tuple[Session, Version | None]:
    """Sign what the doer saw, for a partner; the second signature makes it a version.

    ChangedMeanwhile, naming what changed, if it is not; nothing is signed then.
    """

    _require_own_side(library, side)

    def act(session: Session) -> Session:
        covering.require_uncovered(session)
        require_agreed(session)
        _require_seen(library, doer, session, "Nothing was signed. It is shown as it is now; read it, then sign again.")
        return told(library, session, session.sign(side, now), NewsKind.SIGNED)

    return library.record(name).sign_session(act, doer)


def unsign(library: Library, name: str, side: Side, *, doer: Doer | None = None) -> Session:
    """Take a partner's signature back."""
    _require_own_side(library, side)
    return library.change_session(name, lambda session: session.unsign(side), doer)


def _require_own_side(library: Library, side: Side) -> None:
    """Raise NotAllowed for what the other partner says: their signature, and that they are ready to begin."""
    if library.viewer.acts_as not in (None, side):
        raise NotAllowed("Each of you says that at a terminal of your own. Nothing was changed.")


set_aside = Act(Session.set_aside, NewsKind.SET_ASIDE)
take_up = Act(Session.take_up)


def abandon(library: Library, name: str, now: datetime, session: str, *, doer: Doer | None = None) -> Trashed:
    """End a session without a version: it goes into the trash; returns what `reopen` takes.

    `session` is the id of the one that was seen; ChangedMeanwhile if anything in it is not as the doer saw it.
    """
    advice = "Nothing was abandoned. Look at it first."
    return library.trash_session(
        name, now, id=session, check=lambda present: _require_seen(library, doer, present, advice)
    )


def reopen(library: Library, item: str) -> tuple[str, Session]:
    """Bring a session back out of the trash: an undo of `abandon`; returns its alliance's folder, and the session."""

    def follow(session: Session, last: Version | None) -> Session:
        """Number it after what was signed meanwhile."""
        if last is None or last.number < session.number:
            return session
        return change_bank(session.renumbered(last.number + 1), session.bank, last)

    return library.restore_session(item, follow)
