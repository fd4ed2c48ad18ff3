"""What becomes of sealed answers between a session's file and the acts on it.

In the file a covered answer of a sealed session is ciphertext. An act is given its doer's own answers open, and the
other's once they are ready, as far as a key that was unlocked here opens them; after the act what is covered is sealed
again. What did not change keeps its ciphertext, and so does what this program can't open.
"""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.alliance import Answer, AnswerKey, AnswerState
from alliance_tui.domain.covering import is_ready, uncover_ready
from alliance_tui.domain.errors import NotAllowed, StoreError
from alliance_tui.domain.session import SealKey, Session
from alliance_tui.domain.terms import SIDES, Side
from alliance_tui.storage.fields import InvalidRecord
from alliance_tui.storage.keyring import Keyring, NotSealedHere
from alliance_tui.storage.schema import ANSWER

UNOPENED = (
    "What is sealed here can’t be opened: it is not what was sealed, or it was sealed with another key. "
    "Nothing was changed. Write the answer again, then uncover it."
)


class SealLocked(StoreError):
    """A covered answer can't be written, because the key to seal it with is not unlocked here."""

    def __init__(self) -> None:
        super().__init__(
            "This session is sealed, and your passphrase is needed before you write here. "
            "What you typed stays on the screen."
        )


class Sealing:
    """Opens and seals for one side; without one, nothing is opened or sealed."""

    def __init__(self, keyring: Keyring, side: Side | None) -> None:
        self._keyring = keyring
        self._side = side

    def opened(self, stored: Session) -> Session:
        """Return a stored session with the answers open that this side's program may open."""
        if self._side is None or not any(answer.seal for answer in stored.answers.values()):
            return stored
        return replace(stored, answers={key: self._open(stored, key, answer) for key, answer in stored.answers.items()})

    def _open(self, stored: Session, key: AnswerKey, answer: Answer) -> Answer:
        question, side = key
        if answer.seal is None or not (side is self._side or is_ready(stored, question, side)):
            return answer
        try:
            return self.open_answer(stored, key, answer) or answer
        except NotSealedHere:
            return answer

    def open_answer(self, stored: Session, key: AnswerKey, answer: Answer) -> Answer | None:
        """Return a sealed answer open; None if no key here opens it, NotSealedHere if it is not what was sealed."""
        value = self._keyring.open(answer.seal, _place(stored, key)) if answer.seal else None
        if value is None:
            return None
        try:
            ANSWER.check(value)
        except InvalidRecord:
            value = None
        if value is None:
            raise NotSealedHere  # outside, so that no traceback leads to the text
        return replace(ANSWER.read(value), since=answer.since, covered=True)

    def unopened(self, stored: Session, question: str) -> dict[Side, bool]:
        """Return whose answers to a question don't open here; True: because they are not what was sealed."""
        found = {}
        for side in SIDES:
            answer = stored.answers.get(key := (question, side))
            if answer and answer.seal:
                try:
                    if self.open_answer(stored, key, answer) is None:
                        found[side] = False
                except NotSealedHere:
                    found[side] = True
        return found

    def sealed(self, after: Session, opened: Session, stored: Session) -> Session:
        """Return what is to be stored of a session after an act: `opened` was given to the act.

        What both are ready for is uncovered, if all of it is open here. SealLocked if what changed can't be sealed.
        """
        if not (after.sealing or stored.sealing):
            return after
        after = uncover_ready(after)
        answers = {key: self._seal(key, answer, after, opened, stored) for key, answer in after.answers.items()}
        own = self._own_key(after)
        is_locked = own == self._own_key(stored) and not self._keyring.holds(own)
        if is_locked and any(answers.get(key) != answer for key, answer in stored.answers.items() if answer.seal):
            raise SealLocked
        return replace(after, answers=answers)

    def _own_key(self, session: Session) -> SealKey | None:
        return session.keys.get(self._side) if self._side else None

    def _seal(self, key: AnswerKey, answer: Answer, after: Session, opened: Session, stored: Session) -> Answer:
        kept = stored.answers.get(key)
        if answer.seal and not answer.covered:
            raise NotAllowed(UNOPENED) if self._keyring.holds(self._own_key(after)) else SealLocked
        if answer.seal or not answer.covered:
            return answer
        question, side = key
        is_unchanged = kept is not None and opened.answers[key] == answer
        if kept and is_unchanged and side is not self._side:
            return kept
        own, other = after.keys.get(side), after.keys.get(side.other)
        if own is None or side is not self._side or not self._keyring.holds(own):
            raise SealLocked
        shared = other.recipient if other and is_ready(after, question, side) else ""
        if kept and kept.seal and is_unchanged and kept.seal.shared == shared:
            return kept
        value = ANSWER.write(replace(answer, covered=False))
        seal = self._keyring.seal(value, _place(after, key), own.recipient, shared)
        return Answer(AnswerState.TEXT, since=answer.since, covered=True, seal=seal)


def _place(session: Session, key: AnswerKey) -> str:
    """Name the place of an answer: it is part of what is sealed, so that nobody can put it elsewhere."""
    return " ".join((session.id, *key))
