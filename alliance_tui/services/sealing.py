"""Sealed answers: the passphrase of this program's side, and what keeps an answer sealed."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed
from alliance_tui.domain.session import SealKey, Session
from alliance_tui.domain.terms import Side
from alliance_tui.storage.library import Library

CHOSEN_MEANWHILE = "A passphrase was chosen on another screen of yours meanwhile. Type that one."


class Lock(StrEnum):
    """Whether this program can open and seal its own side's answers."""

    NONE = "none"
    """Nothing is sealed, or one keyboard serves both partners."""
    UNCHOSEN = "unchosen"
    LOCKED = "locked"
    OPEN = "open"


def lock_of(library: Library, session: Session) -> Lock:
    side = library.viewer.side
    if side is None or not session.sealing:
        return Lock.NONE
    key = session.keys.get(side)
    if key is None:
        return Lock.UNCHOSEN
    return Lock.OPEN if library.keyring.holds(key) else Lock.LOCKED


def unlock(library: Library, name: str, passphrase: str) -> Session:
    """Unlock this side's key in the open session, or make it; takes a second. WrongPassphrase, NotAllowed."""
    session, side = _sealed_session(library, name)
    key = session.keys.get(side)
    if key:
        library.keyring.unlock(key, passphrase)
        return settle(library, name)
    return _choose(library, name, side, passphrase, None)


def forget(library: Library, name: str, seen: SealKey, passphrase: str) -> Session:
    """Give up what a forgotten passphrase sealed, and choose another one; takes a second.

    What the other partner's program may open already stays. `seen` is the key that is given up.
    """
    return _choose(library, name, _sealed_session(library, name)[1], passphrase, seen)


def _choose(library: Library, name: str, side: Side, passphrase: str, seen: SealKey | None) -> Session:
    if not passphrase:
        raise NotAllowed("A passphrase needs a character at least. Nothing was changed.")
    key = library.keyring.new_key(passphrase)

    def act(session: Session) -> Session:
        if session.keys.get(side) != seen:
            raise ChangedMeanwhile(CHOSEN_MEANWHILE)
        answers = {
            (question, who): answer
            for (question, who), answer in session.answers.items()
            if who is not side or answer.seal is None or answer.seal.shared
        }
        return replace(session, keys={**session.keys, side: key}, answers=answers)

    return library.change_session(name, act)


def settle(library: Library, name: str) -> Session:
    """Seal to the other partner what this side is ready for, and uncover what both are, as far as it opens here."""
    return library.change_session(name, lambda session: session)


def may_settle(library: Library, session: Session) -> bool:
    """Return True if `settle` may have something to do."""
    side = library.viewer.side
    return side is not None and lock_of(library, session) is Lock.OPEN and bool(session.ready.get(side))


def what_keeps_sealed(library: Library, name: str, question: str) -> str:
    """Return what keeps the answers to a question sealed although both are ready, in words; "" if nothing does."""
    session, side = _sealed_session(library, name)
    words = []
    for who, is_altered in library.record(name).still_sealed(question).items():
        partner = session.partners[who]
        if is_altered:
            words.append(
                f"{partner}’s answer is not what was sealed: its file was altered. Nothing was uncovered. "
                f"{partner} writes it again."
            )
        elif who is side:
            words.append("Your answer is sealed still: your passphrase opens it.")
        else:
            words.append(f"{partner}’s answer is sealed still: it opens when {partner}’s program is here next.")
    return " ".join(words)


def _sealed_session(library: Library, name: str) -> tuple[Session, Side]:
    """Return the open session and this program's side; NotAllowed where nothing is sealed for it."""
    session, side = library.session(name), library.viewer.side
    if side is None or not session.sealing:
        raise NotAllowed("Nothing is sealed here for one of you alone, so there is no passphrase. Nothing was changed.")
    return session, side
