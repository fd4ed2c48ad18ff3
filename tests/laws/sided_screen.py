"""A screen of one partner's own program, or of both's, on which answers are given apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.errors import AllianceError, NotAllowed
from alliance_tui.domain.steps import Doer
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import alliances, drafts, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.bank_files import worksheet
from alliance_tui.storage.library import Library
from alliance_tui.storage.question_banks import QuestionBanks
from tests.laws.book import Told
from tests.laws.screen import QUESTIONS, Outcome, Screen, words_of


class SidedScreen(Screen):
    """See `Screen`; the library's viewer says whose it is."""

    closing = False
    """True while its people bring the session to an end."""

    @property
    def acts(self) -> list[Callable[[datetime], Outcome]]:
        if not self.closing:
            return super().acts
        begin = self.say_ready if self.session.countdown.started else self.begin
        return [
            self.look,
            self.uncover,
            self.say_ready,
            self.resolve,
            begin,
            *[self.adopt, self.consent, self.sign] * 3,
        ]

    @property
    def acts_apart(self) -> list[Callable[[datetime], Outcome]]:
        return [
            *[self.set_apart] * 3,
            *[self.say_ready] * 6,
            *[self.uncover] * 2,
            *[self.use_kept] * 3,
            self.drop_kept,
            self.serve_both,
            self.change_bank,
            *[self.begin] * 3,
        ]

    def own_field(self) -> tuple[str, Side]:
        """A question, and mostly one's own side; something covered where there is."""
        covered = [key for key, answer in self.session.answers.items() if answer.covered]
        question, side = self.chance.choice(covered) if covered and self.closing else self.field()
        return question, self.library.viewer.side or side if self.chance.random() < 0.9 else side

    def write(self, now: datetime) -> Outcome:
        """A text that is refused is kept apart, as the screens do it."""
        try:
            return super().write(now)
        except NotAllowed as refusal:
            self.heard = str(refusal)
            if self.editing is None:
                raise
            question, side, edit, text = self.editing
            self.editing = None
            self.keep_apart(edit, question, side, text)
            raise

    def set_apart(self, now: datetime) -> Outcome:
        """Have a question, or all, answered apart from now on, or together."""
        question = self.chance.choice(QUESTIONS[:2])
        wanted = question not in self.session.apart
        questions = [each.id for each in self.session.bank] if self.chance.random() < 0.2 else [question]
        outcome = self.simple(sessions.set_apart, questions, wanted)
        outcome.told.apart = {each: wanted for each in questions if each in self.session.bank}
        return outcome

    def say_ready(self, now: datetime) -> Outcome:
        key = self.own_field()
        wanted = self.chance.random() < 0.85
        outcome = self.simple(sessions.say_ready, *key, wanted)
        outcome.told.ready = {key: wanted}
        return outcome

    def uncover(self, now: datetime) -> Outcome:
        key = self.own_field()
        outcome = self.simple(sessions.uncover, *key)
        outcome.told.uncovers = key
        outcome.told.ready = {key: True}
        return outcome

    def use_kept(self, now: datetime) -> Outcome:
        """Add a kept text to the session, beside its own."""
        texts = drafts.kept_texts(self.library, self.name)
        if not texts:
            return Outcome()
        text = self.chance.choice(texts)
        self.seen = self.library.session(self.name)
        told = self.told_by_writing((text.question, text.side), text.text) if text.side else Told()
        self.seen = drafts.use_text(self.library, self.name, text)
        return Outcome(told=told)

    def drop_kept(self, now: datetime) -> Outcome:
        """Discard a kept text that is shown."""
        texts = drafts.kept_texts(self.library, self.name)
        if not texts:
            return Outcome()
        text = self.chance.choice(texts)
        self.remove(words_of(text.text))
        drafts.drop_text(self.library, self.name, text)
        return Outcome(removed=words_of(text.text) if text not in drafts.kept_texts(self.library, self.name) else set())

    def serve_both(self, now: datetime) -> Outcome:
        """Go on for both, the other's program being gone, or for oneself again."""
        viewer = self.library.viewer
        if viewer.side and self.chance.random() < 0.5:
            self.library.viewer = viewer._replace(serves_both=not viewer.serves_both)
        return Outcome()

    def change_bank(self, now: datetime) -> Outcome:
        """Draw on other questions, before the session has begun."""
        alliance = self.library.alliance(self.name)
        bank = self.chance.choice([worksheet(), *(each.bank for each in QuestionBanks().offers())])
        ready = Preparation("Ada", "Grace", alliance.partnership, "", bank=bank)
        self.seen = alliances.prepare(self.library, self.name, ready, Doer(self.session), alliance.partnership)
        return Outcome()

    def held(self) -> str:
        """All that is in this screen's memory of what the program has given it."""
        steps = [each.step for each in self.undoable]
        return repr((self.seen, steps, self.dialog, self.heard))


def told_to(root: Path, name: str, viewer: Viewer) -> str:
    """All that the program gives a viewer who opens the alliance anew."""
    library = Library(root, viewer=viewer)
    found = []
    for look in (library.load, library.read, lambda name: drafts.kept_texts(library, name)):
        try:
            found.append(repr(look(name)))
        except AllianceError as error:
            found.append(str(error))
    return "\n".join(found)
