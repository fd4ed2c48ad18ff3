"""Acts on the agreements of an open session, as those of `sessions`: a yes from each, and verdicts at a revisit."""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain import agreements as rules
from alliance_tui.domain.alliance import SIDES, Agreement, Holder
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.limits import within_limit
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer, Part, Step, require_seen
from alliance_tui.services.acts import Act, SeenText
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import one_line


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
    """Add an agreement distilled from a question, or reword the one with this id (see `domain.agreements`).

    Where another screen reworded it since, both wordings are kept, as two agreements (see `own_wording`).
    Without a doer, as in the demo, both have said yes.
    """
    line = within_limit(one_line(text))
    if not line:
        raise NotAllowed("An agreement needs its words: who does what, and what one would see.")
    edit = over.edit if over else ""
    side = library.viewer.acts_as
    waiting = SIDES if doer or side else ()

    def act(session: Session) -> Session:
        known = {kept.id: kept for kept in session.agreements}
        beside = own_wording(agreement, edit)
        present = known.get(beside) or known.get(agreement)
        if present is None:
            new = beside if over and over.seen else agreement or library.new_id()
            return session.agree(Agreement(new, line, question, holder, session.number, edit=edit, waiting=waiting))
        shown = rules.worded(present, side)
        words = replace(shown, holder=_holder(shown.holder, holder, over))
        if over is None or edit == shown.edit or shown.text in (over.seen, line):
            if line != shown.text:
                words = replace(words, text=line, edit=edit)
        elif line != over.seen:
            return session.agree(Agreement(beside, line, question, holder, session.number, edit=edit, waiting=waiting))
        return rules.reword(session, present.id, side, words, waiting)

    return library.change_session(name, act, doer, merges=True)


def _holder(present: Holder, wanted: Holder, over: SeenText | None) -> Holder:
    """Return the holder after an act: it is changed only by somebody who saw the present one."""
    seen = over.holder if over else None
    return present if seen and (wanted is seen or present is not seen) else wanted


def own_wording(agreement: str, edit: str) -> str:
    """Return the id of a wording that is kept beside the other screen's."""
    return f"{agreement}+{edit}"


def give_reason(library: Library, name: str, agreement: str, reason: str, *, doer: Doer | None = None) -> Session:
    """Set the reason why an agreement from last time is amended, or is proposed to be; an empty text removes it."""
    side, line = library.viewer.acts_as, within_limit(one_line(reason))

    def act(session: Session) -> Session:
        words = replace(rules.worded(session.agreement(agreement), side), reason=line)
        return rules.reword(session, agreement, side, words, ())

    return library.change_session(name, act, doer)


def withdraw(
    library: Library, name: str, agreement: str, typed: Step | None = None, *, doer: Doer | None = None
) -> Session:
    """Take an agreement out, or propose to (see `domain.agreements`); what was `typed` over it is undone first."""

    def act(session: Session) -> Session:
        before = typed.undone(session) if typed else session
        if typed and not any(kept.id == agreement for kept in before.agreements):
            return before
        return rules.withdraw(before, agreement, library.viewer.acts_as)

    return library.change_session(name, act, doer)


def consent(library: Library, name: str, agreement: str, *, doer: Doer | None = None) -> Session:
    """Say yes to one's own words for an agreement; one keyboard says it for both."""
    side = library.viewer.acts_as

    def act(session: Session) -> Session:
        proposes = side in session.agreement(agreement).proposals
        _require_words_seen(doer, session, [("proposal", agreement, str(side))] if proposes else _words(agreement))
        return rules.consent(session, agreement, side)

    return library.change_session(name, act, doer)


def adopt(library: Library, name: str, agreement: str, *, doer: Doer | None = None) -> Session:
    """Say yes to what the other partner proposes in the place of an agreement, or to the agreement itself."""

    def act(session: Session) -> Session:
        session.agreement(agreement)
        _require_words_seen(doer, session, _words(agreement))
        return rules.adopt(session, agreement, library.viewer.acts_as)

    return library.change_session(name, act, doer)


def _words(agreement: str) -> list[Part]:
    return [("agreement", agreement), ("reason", agreement)]


def _require_words_seen(doer: Doer | None, session: Session, words: list[Part]) -> None:
    """Raise ChangedMeanwhile if what the doer says yes to is not as they saw it."""
    if doer:
        require_seen(words, doer.seen, session)


judge = Act(Session.judge)
talk_about = Act(Session.talk_about)
