"""Acts on a whole alliance: begin one, begin its next session, correct its names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from alliance_tui.domain.alliance import SIDES, Alliance, Partners, Version
from alliance_tui.domain.carry_over import change_bank, without_earlier
from alliance_tui.domain.countdown import LENGTH, RESERVE, Countdown
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.limits import within_limit
from alliance_tui.domain.news import NewsKind
from alliance_tui.domain.questions import QuestionBank
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.services.acts import told
from alliance_tui.storage import drafts
from alliance_tui.storage.bank_files import Offer, worksheet
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import one_line
from alliance_tui.text.search import folded

SHORTEST, LONGEST = 5 * 60, 24 * 60 * 60
"""Seconds a session may be set to last."""


@dataclass(frozen=True)
class Preparation:
    """What two people agree on before a session. `length` and `reserve` in seconds."""

    left: str
    right: str
    partnership: str = ""
    place: str = ""
    length: int = LENGTH
    reserve: int = RESERVE
    planned: datetime | None = None
    bank: QuestionBank | None = None
    """The question bank; None for the session's present one, or else the worksheet's."""
    zone: str | None = None
    """The zone of the alliance's hours, as `services.clock.parse_zone` gives it; None for the present one."""

    def checked(self) -> Preparation:
        """Return the same on single lines; NotAllowed, with the reason, when it can't be a session."""
        tidy = replace(
            self,
            left=within_limit(one_line(self.left)),
            right=within_limit(one_line(self.right)),
            partnership=within_limit(one_line(self.partnership)),
            place=within_limit(one_line(self.place)),
        )
        if not tidy.left or not tidy.right:
            raise NotAllowed("An alliance takes two names: one for each of you.")
        if folded(tidy.left) == folded(tidy.right):
            raise NotAllowed("Both names are the same. Add an initial, so that each of you is plain to see.")
        if not SHORTEST <= tidy.length <= LONGEST:
            raise NotAllowed("A session lasts between 5 minutes and 24 hours.")
        if not 0 <= tidy.reserve < tidy.length:
            raise NotAllowed("The time for Closing must be shorter than the session.")
        return tidy

    @property
    def partners(self) -> Partners:
        return Partners(self.left, self.right)


def begin_alliance(library: Library, preparation: Preparation, now: datetime) -> Alliance:
    """Save a new alliance with its first session; raise NotAllowed if the preparation is invalid."""
    ready = preparation.checked()
    alliance = Alliance(library.new_id(), "", ready.partners, ready.partnership, now, zone=ready.zone or "")
    added = library.add(alliance, _session(library, ready, None))
    drafts.drop_former(library, added.name)  # of another pair, whose folder had this name
    return added


def revisit(library: Library, name: str, offer: Offer | None = None) -> Session:
    """Open the next session of an alliance: last time's questions chosen, its agreements to be judged anew.

    Its questions are those offered, or last time's bank in last time's words.
    """
    alliance, _ = library.load(name)
    last = alliance.latest
    offered = offer or Offer(without_earlier(last.bank) if last else worksheet())
    ready = Preparation(
        alliance.partners.left,
        alliance.partners.right,
        place=last.place if last else "",
        length=offered.length,
        reserve=offered.reserve,
        bank=offered.bank,
    )
    session = _session(library, ready, last)
    library.record(name).open_session(session)
    return session


def prepare(
    library: Library, name: str, preparation: Preparation, doer: Doer | None = None, partnership: str = ""
) -> Session:
    """Change what was prepared, as long as the countdown has not started.

    ChangedMeanwhile if that, or the `partnership`, is not as the doer saw it; NotAllowed if an invited viewer renames.
    """
    ready = preparation.checked()
    seen = (doer.seen.partners, partnership) if doer else library.record(name).writable_cover()[1:3]
    library.record(name).rename(*seen, seen)
    if (ready.partners, ready.partnership) != seen:
        library.viewer.require_host()
    last = library.alliance(name).latest if ready.bank else None

    def change(session: Session) -> Session:
        if session.countdown.started is not None:
            raise NotAllowed("The session has begun. Its time can be extended; its length stays what it was.")
        if ready.bank and session.apart:  # what it keeps of the present bank would tell what was answered
            raise NotAllowed(
                "These questions are answered apart, so they stay for this session. Set them together first, with v "
                "among the questions; then take others."
            )
        countdown = Countdown(ready.length, ready.reserve)
        drawn = change_bank(session, ready.bank, last) if ready.bank else session
        after = replace(drawn, place=ready.place, countdown=countdown, planned=ready.planned)
        return told(library, session, after, NewsKind.PREPARED)

    library.change_session(name, change, doer)
    library.record(name).rename(ready.partners, ready.partnership, seen)
    if ready.zone is not None:
        library.record(name).set_zone(ready.zone)
    return library.session(name)


def _session(library: Library, ready: Preparation, last: Version | None) -> Session:
    bank = ready.bank or worksheet()
    session = Session(
        id=library.new_id(),
        number=last.number + 1 if last else 1,
        partners=ready.partners,
        bank=last.bank if last else bank,
        place=ready.place,
        planned=ready.planned,
        countdown=Countdown(ready.length, ready.reserve),
    )
    if last is None:
        return session
    choices = {side: tuple(turn.question for turn in last.turns if turn.asker in (side, None)) for side in SIDES}
    agreements = tuple(replace(agreement, verdicts={}, reason="") for agreement in last.agreements)  # to be judged anew
    return change_bank(replace(session, choices=choices, agreements=agreements), bank, last)
