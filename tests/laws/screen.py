"""One screen on a session: what it shows, which may be stale, and every act that it can do.

The judge is outside: each act says which words were typed by it and which words its doer knowingly removed. A word
that was acknowledged and that nobody knowingly removed has to be in the store.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from alliance_tui.domain.alliance import (
    SIDES,
    Agreement,
    AnswerKey,
    AnswerState,
    Holder,
    Proposal,
    Side,
    Verdict,
    Version,
    edit_id,
)
from alliance_tui.domain.errors import AllianceError, ChangedMeanwhile, NotFound, SessionEnded, StoreAway
from alliance_tui.domain.rivals import Resolution
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer, Step
from alliance_tui.services import agreements, alliances, countdown, drafts, sessions, slips, trash
from alliance_tui.services.acts import SeenText
from alliance_tui.services.alliances import Preparation
from alliance_tui.services.drafts import Form
from alliance_tui.storage.library import Library
from tests.laws.book import Told
from tests.unit.clock import NOON

QUESTIONS = ("tone", "hopes", "feedback")


@dataclass
class Outcome:
    """What an act did: words `typed`, words its doer saw and meant to be `removed`; `words` signed, `shown` to sign."""

    typed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    signed: set[str] | None = None
    shown: set[str] | None = None
    version: Version | None = None
    told: Told = field(default_factory=Told)
    undoable: Undoable | None = None
    """What can be undone of it."""
    undone: Undoable | None = None


@dataclass
class Undoable:
    """A step that can be undone, the words that it brought, and what is unsaid by undoing it."""

    step: Step
    typed: set[str]
    back: Told = field(default_factory=Told)


def words_of(text: str) -> set[str]:
    """The words of a text."""
    return set(text.split())


def shown_words(session: Session) -> set[str]:
    """Every word that a screen with this session shows."""
    texts = [each.text for answer in session.answers.values() for each in answer.texts]
    return words_of(" ".join(texts)).union(*map(agreement_words, session.agreements))


def agreement_words(agreement: Agreement) -> set[str]:
    """Every word of an agreement, and of what is proposed in its place."""
    worded: list[Agreement | Proposal] = [agreement, *agreement.proposals.values()]
    return words_of(" ".join(f"{each.text} {each.reason}" for each in worded))


def stored_words(root: Path) -> set[str]:
    """Every word in any file of the store but the copies of earlier saves."""
    found: set[str] = set()
    for path in {*root.rglob("*.json")} - {*root.rglob("trash.json")}:
        body = path.read_text("utf-8").split("\n", 1)[1]
        found |= _texts(json.loads(body))
    return found


def _texts(value: object) -> set[str]:
    if isinstance(value, str):
        return words_of(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(_texts, parts))


class Screen:
    """A screen by the name of `who`; `chance` decides what is done on it, a seed for what it decides."""

    def __init__(self, library: Library, name: str, who: str, chance: random.Random) -> None:
        self.library, self.name, self.who, self.chance = library, name, who, chance
        self.heard = ""
        """Why an act was refused."""
        self.count = 0
        self.seen: Session | None = None
        self.alliance = ""
        self.undoable: list[Undoable] = []
        self.editing: tuple[str, Side, str, str] | None = None
        """The question, side, edit and text of an answer that is being written."""
        self.dialog: tuple[str, Session, str, Undoable] | None = None
        """The agreement, what the dialog shows, its edit, and all that was done in it."""
        self.remove: Callable[[set[str]], None] = lambda _words: None
        """Is told of the words that an act is about to remove."""

    @property
    def acts(self) -> list[Callable[[datetime], Outcome]]:
        """Every act of the services that a screen of a session does."""
        return [
            self.look,
            *[self.write] * 10,
            *[self.agree, self.write_in_dialog, self.stop_writing, self.sign] * 3,
            self.stop_writing,
            self.empty_answer,
            self.resolve,
            self.mark,
            self.keep,
            self.agree,
            self.open_dialog,
            self.write_in_dialog,
            self.cancel_dialog,
            self.close_dialog,
            self.withdraw,
            self.give_reason,
            self.judge,
            *[self.consent] * 4,
            *[self.adopt] * 2,
            *[self.undo] * 4,
            *self.acts_apart,
            self.choose,
            self.move_turn,
            self.review,
            self.go_to,
            self.pause,
            self.resume,
            self.extend,
            self.set_aside,
            self.take_up,
            self.sign,
            self.unsign,
            self.slip,
            self.repair_slip,
            self.type_slip,
            self.rename,
            self.revisit,
            self.begin,
            self.abandon,
            self.delete,
            self.bring_back,
            self.bring_back,
        ]

    def act(self, now: datetime) -> Outcome:
        """Do something, as a screen does it that has not looked for a while."""
        if self.seen is None or self.chance.random() < 0.2:
            self.look(now)
        if self.seen is None:
            with suppress(AllianceError):
                return self.chance.choice([self.revisit, self.bring_back])(now)
            return Outcome()
        try:
            return self.chance.choice(self.acts)(now)
        except (SessionEnded, StoreAway, NotFound) as error:
            self.heard = str(error)
            self.end()
        except ChangedMeanwhile as error:
            self.heard = str(error)
            self.look(now)
        except AllianceError as error:
            self.heard = str(error)
        return Outcome()

    @property
    def acts_apart(self) -> list[Callable[[datetime], Outcome]]:
        """The acts of those who answer apart."""
        return []

    def end(self) -> None:
        """The session is over: nothing of it is on this screen any more."""
        self.seen, self.undoable, self.editing, self.dialog = None, [], None, None

    @property
    def session(self) -> Session:
        """What the screen shows."""
        assert self.seen is not None
        return self.seen

    @property
    def author(self) -> str:
        return self.who

    def word(self) -> str:
        """A word that nobody has typed before."""
        self.count += 1
        return f"{self.who}{self.count}"

    def edit(self) -> str:
        return edit_id(self.author, f"{self.count}-{self.chance.random()}")

    def field(self) -> tuple[str, Side]:
        """A field; mostly the same one, so that the two screens meet."""
        sides = [self.side] * 6 if self.side else [Side.LEFT] * 2
        return self.chance.choice(QUESTIONS[:2]), self.chance.choice([*SIDES, *sides])

    @property
    def side(self) -> Side | None:
        """The partner that this screen acts for; None for both."""
        return self.library.viewer.acts_as

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.side,) if self.side else SIDES

    def done(self, session: Session, doer: Doer, typed: set[str], undoable: bool = True) -> Undoable | None:
        """Show the session after an act; return what can be undone of it."""
        self.seen = session
        if not (doer.step and undoable):
            return None
        self.undoable.append(Undoable(doer.step, typed))
        return self.undoable[-1]

    # Acts

    def look(self, now: datetime) -> Outcome:
        """Show what is there now; who writes goes on with their own text."""
        try:
            alliance, session = self.library.load(self.name)
        except NotFound:
            self.end()
            return Outcome()
        if session is None or (self.seen and self.seen.id != session.id):
            self.end()
        self.alliance, self.seen = alliance.id, session
        return Outcome()

    def write(self, now: datetime) -> Outcome:
        """Write a word more, over what the screen shows, or over what one has written so far."""
        if self.editing is None:
            key = self.field()
            given = self.session.answers.get(key)
            text = given.on_screen(self.author).text if given else ""
            self.editing = (*key, self.edit(), text)
            over = text
        else:
            over = self.editing[3]
        question, side, edit, before = self.editing
        word, gone = self.word(), set[str]()
        text = f"{before} {word}".strip()
        if self.chance.random() < 0.1:  # some of it is deleted
            text, gone = word, words_of(before)
            self.remove(gone)
        doer = Doer(self.session)
        told = self.told_by_writing((question, side), text)
        try:
            after = sessions.answer(self.library, self.name, question, side, text, SeenText(over, edit), doer=doer)
        except (SessionEnded, StoreAway):
            self.keep_apart(edit, question, side, text)
            self.end()
            return Outcome({word}, told=told)
        self.editing = (question, side, edit, text)
        return Outcome({word}, gone, told=told, undoable=self.done(after, doer, {word}))

    def told_by_writing(self, key: AnswerKey, text: str) -> Told:
        """Say whether the words of a text are covered, by what the screen shows of its field."""
        given = self.session.answers.get(key)
        covered = given.covered if given else key[0] in self.session.apart
        if covered and self.library.viewer.side is key[1]:  # one keyboard is for both to see
            ready = key[0] in self.session.ready.get(key[1], ())
            return Told(covered=(key, words_of(text)), while_ready=ready)
        return Told(shown=words_of(text))

    def keep_apart(self, edit: str, question: str, side: Side, text: str) -> None:
        """Keep a text whose session has ended."""
        drafts.keep_text(self.library, self.name, self.alliance, self.session, question, side, text, edit)

    def stop_writing(self, now: datetime) -> Outcome:
        self.editing = None
        return Outcome()

    def empty_answer(self, now: datetime) -> Outcome:
        """Delete one's text to the last letter."""
        if self.editing is None:
            return Outcome()
        question, side, edit, before = self.editing
        self.remove(words_of(before))
        doer = Doer(self.session)
        after = sessions.answer(self.library, self.name, question, side, "", SeenText(before, edit), doer=doer)
        self.editing = (question, side, edit, "")
        return Outcome(removed=words_of(before), undoable=self.done(after, doer, set()))

    def resolve(self, now: datetime) -> Outcome:
        """Take one of two texts, or both."""
        rivalled = [key for key, answer in self.session.answers.items() if answer.rivals]
        if not rivalled:
            return Outcome()
        key, take = self.chance.choice(rivalled), self.chance.choice(list(Resolution))
        shown = self.session.answers[key].on_screen(self.author)
        others = words_of(" ".join(each.text for each in shown.rivals))
        removed = {Resolution.MINE: others, Resolution.THEIRS: words_of(shown.text), Resolution.BOTH: set[str]()}[take]
        self.remove(removed)
        doer = Doer(self.session)
        after = sessions.resolve(self.library, self.name, *key, take, self.edit(), doer=doer)
        self.done(after, doer, set())
        return Outcome(removed=removed)

    def mark(self, now: datetime) -> Outcome:
        state = self.chance.choice([AnswerState.SPOKEN, AnswerState.PASSED, None])
        return self.simple(sessions.mark, *self.field(), state)

    def keep(self, now: datetime) -> Outcome:
        return self.simple(sessions.keep, *self.field())

    def agree(self, now: datetime) -> Outcome:
        """Add an agreement."""
        word = self.word()
        doer = Doer(self.session)
        over = SeenText("", self.edit())
        question, holder = self.chance.choice(QUESTIONS), self.chance.choice(list(Holder))
        after = agreements.agree(self.library, self.name, question, word, holder, f"id-{word}", over, doer=doer)
        self.done(after, doer, {word})
        return Outcome({word})

    def open_dialog(self, now: datetime) -> Outcome:
        """Begin to reword an agreement, or to write a new one."""
        known = [agreement.id for agreement in self.session.agreements]
        self.dialog = (
            self.chance.choice([*known, f"new-{self.word()}"]),
            self.session,
            self.edit(),
            Undoable(Step(), set()),
        )
        return Outcome()

    def write_in_dialog(self, now: datetime) -> Outcome:
        """A word more in the dialog's line."""
        if self.dialog is None:
            return Outcome()
        id_, shown, edit, done = self.dialog
        before = next((self.worded(each).text for each in shown.agreements if each.id == id_), "")
        word, doer = self.word(), Doer(shown)
        holder = self.chance.choice(list(Holder))
        after = agreements.agree(
            self.library, self.name, "tone", f"{before} {word}", holder, id_, SeenText(before, edit), doer=doer
        )
        if any(each.id == agreements.own_wording(id_, edit) for each in after.agreements):
            id_ = agreements.own_wording(id_, edit)
        self.dialog = (id_, after, edit, Undoable(done.step.then(doer.step), {*done.typed, word}))
        self.seen = after
        return Outcome({word})

    def cancel_dialog(self, now: datetime) -> Outcome:
        """Take back what was done in the dialog."""
        if self.dialog is None:
            return Outcome()
        done, self.dialog = self.dialog[3], None
        return self.take_back(done)

    def close_dialog(self, now: datetime) -> Outcome:
        """Leave it as it stands; it is one step."""
        if self.dialog is not None:
            done, self.dialog = self.dialog[3], None
            if done.step:
                self.undoable.append(done)
        return Outcome()

    def withdraw(self, now: datetime) -> Outcome:
        """Take out an agreement that the screen shows, or what one proposes in its place, or propose that."""
        if not self.session.agreements:
            return Outcome()
        agreement = self.chance.choice(self.session.agreements)
        own = agreement.proposals.get(self.side) if self.side else None
        removed = words_of(f"{own.text} {own.reason}") if own else agreement_words(agreement)
        self.remove(removed)
        outcome = self.simple(agreements.withdraw, agreement.id)
        outcome.removed = removed - (set() if own or not self.stands(agreement.id) else agreement_words(agreement))
        if self.side and not own and self.stands(agreement.id):
            outcome.told.yes = {(self.side, ("", Holder.BOTH))}
        return outcome

    def stands(self, agreement: str) -> bool:
        return any(each.id == agreement for each in self.session.agreements)

    def worded(self, agreement: Agreement) -> Agreement | Proposal:
        """What this screen goes on from: the words that its partner proposes, or else those of the agreement."""
        own = agreement.proposals.get(self.side) if self.side else None
        return own if own and own.text else agreement

    def consent(self, now: datetime) -> Outcome:
        """Say yes to an agreement as it is shown, or stand by one's own words for it."""
        if not self.session.agreements:
            return Outcome()
        agreement = self.chance.choice(self.session.agreements)
        own = agreement.proposals.get(self.side) if self.side else None
        said = own or agreement
        removed = set() if self.side else agreement_words(agreement) - words_of(f"{agreement.text} {agreement.reason}")
        self.remove(removed)
        outcome = self.simple(agreements.consent, agreement.id)
        outcome.removed = removed - shown_words(self.session)
        outcome.told.yes = {(side, (said.text, said.holder)) for side in self.sides}
        return outcome

    def adopt(self, now: datetime) -> Outcome:
        """Say yes to what the other partner proposes, or else to the agreement."""
        if not self.session.agreements:
            return Outcome()
        agreement = self.chance.choice(self.session.agreements)
        proposed = next((each for side, each in agreement.proposals.items() if side is not self.side), None)
        said = proposed or agreement
        removed = agreement_words(agreement) - words_of(f"{said.text} {said.reason}" if said.text else "")
        self.remove(removed)
        outcome = self.simple(agreements.adopt, agreement.id)
        outcome.removed = removed - shown_words(self.session)
        outcome.told.yes = {(side, (said.text, said.holder)) for side in self.sides}
        outcome.told.adopts = agreement.id
        return outcome

    def give_reason(self, now: datetime) -> Outcome:
        if not self.session.agreements:
            return Outcome()
        agreement, word = self.chance.choice(self.session.agreements), self.word()
        removed = words_of(self.worded(agreement).reason)
        self.remove(removed)
        outcome = self.simple(agreements.give_reason, agreement.id, word, typed={word})
        outcome.typed, outcome.removed = {word}, removed - shown_words(self.session)
        return outcome

    def judge(self, now: datetime) -> Outcome:
        if not self.session.agreements:
            return Outcome()
        agreement = self.chance.choice(self.session.agreements)
        verdict = self.chance.choice([None, *Verdict])
        return self.simple(agreements.judge, agreement.id, self.chance.choice([*SIDES, *self.sides]), verdict)

    def undo(self, now: datetime) -> Outcome:
        """Take the last step back."""
        return self.take_back(self.undoable.pop()) if self.undoable else Outcome()

    def take_back(self, done: Undoable) -> Outcome:
        if not done.step:
            return Outcome()
        self.editing = None
        self.remove(done.typed)
        self.seen = sessions.undo(self.library, self.name, done.step, doer=Doer(self.session))
        return Outcome(removed=done.typed, undone=done)

    def choose(self, now: datetime) -> Outcome:
        side = self.chance.choice([*SIDES, *self.sides])
        question = self.chance.choice([*QUESTIONS, "conflict", "way-back"])
        return self.simple(sessions.choose, side, question, question not in self.session.choices[side])

    def move_turn(self, now: datetime) -> Outcome:
        if not self.session.turns:
            return Outcome()
        return self.simple(sessions.move_turn, self.chance.choice(self.session.turns).question, 1)

    def review(self, now: datetime) -> Outcome:
        return self.simple(sessions.set_review, date(2027, 1, self.chance.randint(1, 28)))

    def go_to(self, now: datetime) -> Outcome:
        return self.simple(sessions.go_to, self.chance.choice(QUESTIONS))

    def pause(self, now: datetime) -> Outcome:
        return self.simple(countdown.pause, now)

    def resume(self, now: datetime) -> Outcome:
        return self.simple(countdown.resume, now)

    def extend(self, now: datetime) -> Outcome:
        return self.simple(countdown.extend, now, 60)

    def set_aside(self, now: datetime) -> Outcome:
        return self.simple(sessions.set_aside, now)

    def take_up(self, now: datetime) -> Outcome:
        return self.simple(sessions.take_up)

    def sign(self, now: datetime) -> Outcome:
        """Sign what the screen shows."""
        if self.session.countdown.started is None or self.chance.random() < 0.5:
            return Outcome()
        last = self.library.alliance(self.name).latest
        doer = Doer(self.session)
        standing = self.session.answers_to_sign(last)
        shown = words_of(" ".join(answer.text for answer in standing.values())) | shown_words(self.session)
        gone = [each for each in self.session.agreements if each.outgrown]
        removed = words_of(" ".join(f"{each.text} {each.reason}" for each in gone))
        self.remove(removed)
        side = self.chance.choice([*SIDES, *self.sides])
        session, version = sessions.sign(self.library, self.name, side, now, doer=doer)
        if version is None and self.side is None and self.chance.random() < 0.5:
            self.seen = session  # the other partner signs at the same screen
            outcome = self.sign(now)
            outcome.told.signs = True
            return outcome
        if version is None:
            self.seen = session
            return Outcome(told=Told(signs=True))
        self.end()
        signed = words_of(" ".join([*(answer.text for answer in version.answers.values())]))
        signed |= words_of(" ".join(f"{each.text} {each.reason}" for each in version.agreements))
        return Outcome(removed=removed, signed=signed, shown=shown, version=version)

    def unsign(self, now: datetime) -> Outcome:
        return self.simple(sessions.unsign, self.chance.choice(SIDES))

    def slip(self, now: datetime) -> Outcome:
        """Note that a signed agreement slipped."""
        latest = self.library.alliance(self.name).latest
        if latest is None or not latest.agreements:
            return Outcome()
        word = self.word()
        slips.add_slip(self.library, self.name, self.chance.choice(latest.agreements).id, word, "", now)
        return Outcome({word})

    def repair_slip(self, now: datetime) -> Outcome:
        noted = self.library.alliance(self.name).slips
        if not noted:
            return Outcome()
        word = self.word()
        slips.add_repair(self.library, self.name, self.chance.choice(noted).id, word)
        return Outcome({word})

    def type_slip(self, now: datetime) -> Outcome:
        """Type into the form of a slip, going on from what was kept of it, and leave it."""
        about, word = drafts.slip("one"), self.word()
        seen = drafts.form(self.library, self.name, about)
        text = f"{seen.fields['what']} {word}" if seen else word
        drafts.save_form(self.library, self.name, about, Form(self.edit(), {"what": text}), seen)
        return Outcome({word})

    def rename(self, now: datetime) -> Outcome:
        """Correct what was settled."""
        alliance = self.library.alliance(self.name)
        ready = Preparation("Ada", "Grace", alliance.partnership, self.word())
        alliances.prepare(self.library, self.name, ready, Doer(self.session), alliance.partnership)
        return Outcome()

    def abandon(self, now: datetime) -> Outcome:
        """Put the session into the trash, if all of it is as the screen shows it."""
        doer = Doer(self.session)
        sessions.abandon(self.library, self.name, now, self.session.id, doer=doer)
        self.end()
        return Outcome()

    def delete(self, now: datetime) -> Outcome:
        """Put the alliance into the trash, with all that is in its folder."""
        self.library.delete(self.name, now, id=self.alliance)
        self.end()
        return Outcome()

    def bring_back(self, now: datetime) -> Outcome:
        """Bring the newest thing back out of the trash: an undo of the two above, on whichever screen."""
        for item in self.library.trash()[:1]:
            trash.undelete(self.library, item)
        return Outcome()

    def revisit(self, now: datetime) -> Outcome:
        """Open the next session and begin it."""
        with suppress(AllianceError):
            alliances.revisit(self.library, self.name)
        self.look(now)
        if self.seen and self.seen.countdown.started is None:
            with suppress(AllianceError):
                for side in self.sides:
                    for question in QUESTIONS:
                        sessions.choose(self.library, self.name, side, question, True)
            self.look(now)
        return Outcome()

    def begin(self, now: datetime) -> Outcome:
        """Begin, or say that one is ready to; or take that back."""
        if self.chance.random() < 0.2:
            return self.simple(sessions.wait_to_begin, self.chance.choice([*SIDES, *self.sides]))
        outcome = self.simple(sessions.begin, now, self.chance.random() < 0.1)
        outcome.told.begins = True
        return outcome

    def simple(self, act: Callable[..., Session], *args: object, typed: set[str] | None = None) -> Outcome:
        """An act on what the screen shows."""
        doer = Doer(self.session)
        after = act(self.library, self.name, *args, doer=doer)
        return Outcome(undoable=self.done(after, doer, typed or set()))


def later(now: datetime, chance: random.Random) -> datetime:
    """A moment soon after."""
    return now + timedelta(seconds=chance.randint(0, 60))


START = NOON
