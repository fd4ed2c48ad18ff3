"""The version that a person asks for by its number, what changed between two, and from each to the next."""

from __future__ import annotations

from alliance_tui.domain.agreement_story import Note, Stories, agreement_stories
from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.changes import Compared, Comparison, compare, open_version, with_open
from alliance_tui.domain.errors import AllianceError, NotFound
from alliance_tui.domain.history import History, history
from alliance_tui.domain.session import Session


def find_version(alliance: Alliance, number: int) -> Version:
    """Return the version with this number; NotFound when there is none."""
    if version := alliance.version(number):
        return version
    raise NotFound(
        f"{alliance.partners} have no version {number}: they have signed {len(alliance.versions) or 'none yet'}."
    )


def version_to_show(alliance: Alliance, session: Session | None, number: int | None) -> Version:
    """Return a version, at None the latest; at 0, or where nothing is signed yet, the session as it would be signed."""
    if number:
        return find_version(alliance, number)
    if alliance.latest and number is None:
        return alliance.latest
    if session:
        return session.to_version(alliance.latest)
    unsigned = "" if number == 0 else "have signed no version yet and "
    raise NotFound(f"{alliance.partners} {unsigned}have no session open.")


def version_to_compare(alliance: Alliance, session: Session | None, number: int) -> Compared:
    """Return a version, or at 0 the open session; NotFound when it is not there."""
    if number:
        return find_version(alliance, number)
    if session is None:
        raise NotFound(f"{alliance.partners} have no session open.")
    return open_version(session, alliance.latest)


def history_of(alliance: Alliance, session: Session | None) -> History:
    """Return what became of each answer and agreement from version to version, the open session last."""
    return history(with_open(alliance, session))


def compare_versions(old: Compared, new: Compared, before: Comparison | None = None) -> Comparison:
    """Compare two versions, as `compare`; AllianceError when neither has the wording of a question that is answered."""
    try:
        return compare(old, new, before)
    except KeyError as error:
        raise AllianceError(
            "A version answers a question whose wording it does not carry, so the two can't be compared. "
            "Nothing was changed; `alliance check` says whether the file was altered."
        ) from error


def stories_of(alliance: Alliance, session: Session | None) -> Stories:
    """Return the agreements over all versions, the open session last."""
    notes: tuple[Note, ...] = (*alliance.slips, *alliance.pulses)
    return agreement_stories([*alliance.versions, *([session] if session else [])], notes)
