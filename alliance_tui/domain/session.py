"""The session: chosen questions, turns, answers, agreements, countdown, signatures.

The worksheet says: "Choose 3 or 4 questions per person. Take turns answering each others questions."
So each partner picks 3 or 4 to put to the other; turns alternate; a question both picked is one
mutual turn; Closing is asked of both, on top. Every act returns a new session.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import dropwhile
from typing import NamedTuple

from alliance_tui.domain.alliance import (
    SIDES,
    Agreement,
    Answer,
    AnswerKey,
    Answers,
    AnswerState,
    Partners,
    Rival,
    Side,
    Signature,
    Turn,
    Verdict,
    Version,
    closing_turns,
)
from alliance_tui.domain.choosing import FEWEST, MOST, alternate, deal
from alliance_tui.domain.countdown import Countdown, Gap
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.news import News, NewsKind, with_news
from alliance_tui.domain.questions import Question, QuestionBank, Section
from alliance_tui.domain.rivals import Resolution, resolved, written_over
from alliance_tui.domain.terms import Stage as Stage
from alliance_tui.domain.turn_times import TurnTime, TurnTimes


class SealKey(NamedTuple):
    """A partner's key for sealed answers: age's recipient, and the identity encrypted with a passphrase."""

    recipient: str
    identity: str


@dataclass(frozen=True)
class Session:
    """One sitting; it becomes version `number` when both have signed."""

    id: str
    number: int
    partners: Partners
    bank: QuestionBank
    place: str = ""
    planned: datetime | None = None
    stage: Stage = Stage.PREPARED
    countdown: Countdown = field(default_factory=Countdown)
    choices: dict[Side, tuple[str, ...]] = field(default_factory=lambda: dict.fromkeys(SIDES, ()))
    order: tuple[str, ...] = ()
    """The order of turns that the partners set; used as long as it has exactly the chosen questions."""
    current: str = ""
    """The id of the question that the partners are at."""
    answers: Answers = field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()
    signatures: dict[Side, Signature] = field(default_factory=dict)
    unsigned: str = ""
    """Why a signature was taken back, until it is given again."""
    review: date | None = None
    apart: tuple[str, ...] = ()
    """The ids of the questions whose answers are covered until both partners are ready, in the bank's order."""
    ready: dict[Side, tuple[str, ...]] = field(default_factory=dict)
    """Those of them for which a partner is ready."""
    begun: tuple[Side, ...] = ()
    """The partners who are ready to begin; with both, the countdown starts."""
    news: tuple[News, ...] = ()
    sealing: bool = False
    """True if covered answers are encrypted to their authors."""
    keys: dict[Side, SealKey] = field(default_factory=dict)
    times: TurnTimes = field(default_factory=TurnTimes)

    # Queries

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The chosen questions in the order they are asked."""
        turns = {turn.question: turn for turn in alternate(self.choices, self.bank)}
        in_force = sorted(self.order) == sorted(turns)
        return tuple(turns[question] for question in (self.order if in_force else turns))

    @cached_property
    def all_turns(self) -> tuple[Turn, ...]:
        """The chosen questions, then Closing's."""
        return (*self.turns, *closing_turns(self.bank))

    def turn(self, question: str) -> Turn | None:
        """Return the turn of a question; None if it was not chosen."""
        return next((turn for turn in self.all_turns if turn.question == question), None)

    def covers(self, key: AnswerKey) -> bool:
        """Return True if what this partner writes here now is covered from the other."""
        question, side = key
        given = self.answers.get(key)
        return given.covered if given else question in self.apart and question not in self.ready.get(side, ())

    def waits_for(self, turn: Turn, side: Side) -> bool:
        """Return True if the turn asks this partner, who has not answered: in words, spoken or passed."""
        return side in turn.answerers and (turn.question, side) not in self.answers

    def done(self, turn: Turn) -> bool:
        """Return True if everyone whom the turn asks has answered."""
        return not any(self.waits_for(turn, side) for side in SIDES)

    def turn_time(self, question: str, now: datetime) -> TurnTime | None:
        """Return what a turn has had of the time; None if it has not begun."""
        return self.times.of(question, self.countdown.elapsed(now))

    def share(self, question: str, now: datetime) -> float:
        """Return the seconds there are for a turn that begins now; 0 for a question without a turn.

        That is the time before the reserve, or for Closing's turns all of it, divided by the turns still to come.
        Covered answers do not count: a share that was larger by one would tell of it.
        """
        turn, known, time = self.turn(question), self._without_covered(), self.countdown
        if turn is None:
            return 0
        in_talk = turn in self.turns
        to_come = [each for each in (self.turns if in_talk else self.all_turns) if each == turn or not known.done(each)]
        return (time.to_closing(now) if in_talk else time.left(now)) / len(to_come)

    def next_turn(self, after: str, side: Side | None = None) -> Turn | None:
        """Return the next unfinished turn after a question, starting again from the first; None if all are done.

        With a side, only turns that wait for this partner's answer count.
        """
        later = dropwhile(lambda turn: turn.question != after, self.all_turns)
        whose = (side,) if side else SIDES
        unfinished = (turn for turn in (*later, *self.all_turns) if any(self.waits_for(turn, who) for who in whose))
        return next((turn for turn in unfinished if turn.question != after), None)

    def questions(self, section: Section) -> tuple[Question, ...]:
        """Return a section's questions: those with a turn in the order of turns, then the others."""
        place = {turn.question: index for index, turn in enumerate(self.all_turns)}
        return tuple(sorted(self.bank.section(section), key=lambda question: place.get(question.id, len(place))))

    def progress(self, section: Section) -> tuple[int, int]:
        """Return the number of turns done and of all turns of one section."""
        turns = [turn for turn in self.all_turns if self.bank[turn.question].section is section]
        return sum(self.done(turn) for turn in turns), len(turns)

    def missing_choices(self, side: Side) -> str:
        """Return how many questions a partner still has to choose, in words; "" if none."""
        missing = FEWEST - len(self.choices[side])
        return f"{'one' if missing == 1 else missing} more" if missing > 0 else ""

    def sections_without_choice(self) -> tuple[Section, ...]:
        """Return the sections from which nobody has chosen a question. That is allowed; the screen mentions it."""
        chosen = {self.bank[question].section for picks in self.choices.values() for question in picks}
        sections = dict.fromkeys(question.section for question in self.bank.choosable)
        return tuple(section for section in sections if section not in chosen)

    def answers_to_sign(self, last: Version | None) -> Answers:
        """Return all answers that would be signed now: this session's, else those of the last version."""
        return {**(last.answers if last else {}), **self.answers}

    @property
    def unjudged(self) -> tuple[Agreement, ...]:
        """Agreements from last time of which not both partners have said what they think."""
        return self.unjudged_by(None)

    def unjudged_by(self, side: Side | None) -> tuple[Agreement, ...]:
        """Return those of which this partner has not said what they think; None stands for either of both."""
        sides = (side,) if side else SIDES
        return tuple(kept for kept in self.revisited if any(who not in kept.verdicts for who in sides))

    @property
    def revisited(self) -> tuple[Agreement, ...]:
        """Agreements from last time, of which each partner says what they think."""
        return tuple(kept for kept in self.agreements if kept.since < self.number)

    @property
    def signed(self) -> bool:
        return all(side in self.signatures for side in SIDES)

    # Choose

    def choose(self, side: Side, question: str, wanted: bool = True) -> Session:
        """Pick a question for the partner; with `wanted` False, take the pick back."""
        if question not in {known.id for known in self.bank.choosable}:
            raise NotAllowed("The Closing questions are always asked; there is no need to choose them.")
        if wanted and self.bank[question].only is side:
            raise NotAllowed(f"This question is for {self.partners[side]}, so {self.partners[side.other]} picks it.")
        picks = self.choices[side]
        if wanted is (question in picks):
            return self
        if not wanted and len(picks) == FEWEST and self.countdown.started is not None:
            raise NotAllowed(f"The talk has begun with {FEWEST} at least. Choose another first, then take this back.")
        if wanted and len(picks) == MOST:
            raise NotAllowed(f"{self.partners[side]} has {MOST} already. Take one back to choose another.")
        ordered = tuple(sorted({*picks} ^ {question}, key=self.bank.position))  # one more, or one less
        return self._changed("the choice of questions", choices={**self.choices, side: ordered})

    def deal(self, sides: Iterable[Side], order: Sequence[str]) -> Session:
        """Add to these partners' picks until each has 3 or 4; `order` as for `choosing.deal`."""
        choices = dict(self.choices)
        for side in sides:
            pickable = [question for question in order if self.bank[question].only is not side]
            choices[side] = deal(choices[side], choices[side.other], pickable, self.bank)
        return self if choices == self.choices else self._changed("the choice of questions", choices=choices)

    def move_turn(self, question: str, by: int) -> Session:
        """Move a turn `by` places later (earlier if negative), at most to the end or the beginning."""
        order = [turn.question for turn in self.turns]
        if question not in order:
            raise NotAllowed("This question was not chosen, or was taken back meanwhile, so it has no turn to move.")
        index = order.index(question)
        order.insert(max(0, min(len(order) - 1, index + by)), order.pop(index))
        return replace(self, order=tuple(order))

    def begin(self, now: datetime, side: Side | None = None, alone: bool = False) -> Session:
        """Start the countdown; refused while a partner has not chosen 3 or 4.

        With a side, only note that it is ready to begin, unless the other is, too. `alone`: the other is not here.
        """
        for who in SIDES:
            if lack := self.missing_choices(who):
                name = self.partners[who]
                raise NotAllowed(f"{name} has chosen {len(self.choices[who])}; it takes {FEWEST} or {MOST}: {lack}.")
        if self.countdown.started is not None:
            return self
        if side and (alone or side.other not in self.begun):
            return replace(self, begun=(side,))
        begun = replace(self, stage=Stage.OPEN, countdown=self.countdown.start(now), begun=())
        return begun.go_to(self.turns[0].question, now)

    def wait_to_begin(self, side: Side) -> Session:
        """Take back that a partner is ready to begin."""
        return replace(self, begun=tuple(who for who in self.begun if who is not side))

    # Talk

    def go_to(self, question: str, now: datetime | None = None) -> Session:
        """Remember which question the partners are at; from `now` on, time counts for it."""
        self._require_asked(question)
        if now is None or self.countdown.started is None:
            return replace(self, current=question)
        times = self.times.go_to(question, self.countdown.elapsed(now), self.share(question, now))
        return replace(self, current=question, times=times)

    def leave_turn(self, question: str, now: datetime) -> Session:
        """Let time count for no question, if it counts for this one."""
        if self.times.at != question:
            return self
        return replace(self, times=self.times.go_to("", self.countdown.elapsed(now), 0))

    def without(self, gap: Gap) -> Session:
        """Make an absence a pause."""
        time = self.countdown.without(gap)
        return replace(self, countdown=time, times=self.times.within(time.elapsed(gap.end)))

    def answer(self, key: AnswerKey, answer: Answer | None, covered: bool = False) -> Session:
        """Set one partner's answer to one question; None takes it back.

        A new answer is covered where its question is answered apart, or was when its author began it: `covered`.
        """
        self._require_asked(key[0])
        answers = {kept: value for kept, value in self.answers.items() if kept != key}
        if answer and (answer.state is not AnswerState.TEXT or answer.text.strip()):
            before = self.answers.get(key)
            covers = before.covered if before else covered or key[0] in self.apart
            answers[key] = replace(answer, since=self.number, covered=covers)
        return self._changed(self.answer_name(key), answers=answers)

    def _require_asked(self, question: str) -> None:
        """Raise NotAllowed for a question that is gone, because somebody chose another bank before the beginning."""
        if question not in self.bank:
            raise NotAllowed("The questions were changed on the other screen, and this one is gone.")

    def answer_name(self, key: AnswerKey) -> str:
        question, side = key
        return f"{self.partners[side]}’s answer to “{self.bank[question].text}”"

    def write(self, key: AnswerKey, text: str, seen: str | None, edit: str, covered: bool = False) -> Session:
        """Set a text written over `seen` (None: without looking), in one edit; `covered` as for `answer`.

        Where another screen has put other words there since, both are kept: this text as a rival.
        """
        given = self.answers.get(key)
        unchanged = given and given.state is not AnswerState.TEXT and not text.strip()
        return self if unchanged else self.answer(key, written_over(given, Rival(edit, text), seen), covered)

    def resolve(self, key: AnswerKey, resolution: Resolution, edit: str) -> Session:
        """Keep one of the texts that were written at the same time, or all of them; `MINE` is that of `edit`’s author.

        The result gets a new edit, so that no screen that is still writing takes it for its own text.
        """
        given = self.answers.get(key)
        if given is None or not given.rivals:
            raise NotAllowed("There is one text here, and nothing to choose between.")
        return self.answer(key, resolved(given, resolution, edit))

    # Agree

    def agree(self, agreement: Agreement, what: str = "the agreements") -> Session:
        """Add an agreement, or replace the one with the same id; `what` names the change."""
        agreements = {kept.id: kept for kept in self.agreements} | {agreement.id: agreement}
        return self._changed(what, agreements=tuple(agreements.values()))

    def give_reason(self, agreement: str, reason: str) -> Session:
        """Set the reason why an agreement from last time is amended; an empty text removes it."""
        return self.agree(replace(self.agreement(agreement), reason=reason))

    def withdraw(self, agreement: str) -> Session:
        gone = self.agreement(agreement)
        return self._changed("the agreements", agreements=tuple(kept for kept in self.agreements if kept != gone))

    def agreement(self, id_: str) -> Agreement:
        """Return the agreement with this id; NotAllowed if it was taken out."""
        for kept in self.agreements:
            if kept.id == id_:
                return kept
        raise NotAllowed("This agreement was taken out on the other screen meanwhile. Nothing was changed.")

    def judge(self, agreement: str, side: Side, verdict: Verdict | None) -> Session:
        """Set one partner's verdict on an agreement from last time; None removes it."""
        kept = self.agreement(agreement)
        others = {who: said for who, said in kept.verdicts.items() if who is not side}
        verdicts = others if verdict is None else {**others, side: verdict}
        talked = kept.talked and verdicts == kept.verdicts
        return self.agree(replace(kept, verdicts=verdicts, talked=talked), "the verdict on an agreement")

    def talk_about(self, agreement: str, done: bool = True) -> Session:
        """Note that the partners have talked about their different verdicts; no signature is taken back."""
        kept = self.agreement(agreement)
        if not kept.disputed:
            raise NotAllowed("Your verdicts on this agreement do not differ. Nothing was changed.")
        talked = replace(kept, talked=done)
        return replace(self, agreements=tuple(talked if each is kept else each for each in self.agreements))

    # Close

    def set_review(self, review: date | None) -> Session:
        return self._changed("the review date", review=review)

    def sign(self, side: Side, now: datetime) -> Session:
        if self.countdown.started is None:
            raise NotAllowed("The session has not begun, so there is nothing to sign yet.")
        for key, answer in self.answers.items():
            if answer.rivals:
                where = self.answer_name(key)
                raise NotAllowed(f"There are two texts in {where}. Go there and take one of them, or both.")
        signatures = {**self.signatures, side: Signature(self.partners[side], now)}
        return replace(self, signatures=signatures, unsigned="", apart=(), ready={})

    def unsign(self, side: Side) -> Session:
        return replace(self, signatures={who: given for who, given in self.signatures.items() if who is not side})

    def to_version(self, last: Version | None) -> Version:
        """Return the session as a version, over the answers of the last one, without outgrown agreements."""
        return Version(
            number=self.number,
            session=self.id,
            partners=self.partners,
            bank=self.bank,
            turns=self.turns,
            answers={key: replace(answer, edit="") for key, answer in self.answers_to_sign(last).items()},
            agreements=tuple(replace(kept, edit="", talked=False) for kept in self.agreements if not kept.outgrown),
            signatures=self.signatures,
            review=self.review,
            place=self.place,
        )

    def renumbered(self, number: int) -> Session:
        """Return the session with another version number, for one that is restored after another was signed."""
        mine = self.number
        answers = {key: replace(answer, since=number) for key, answer in self.answers.items()}
        agreements = [replace(kept, since=number) if kept.since == mine else kept for kept in self.agreements]
        return replace(self, number=number, answers=answers, agreements=tuple(agreements))

    def noted(self, kind: NewsKind, side: Side | None) -> Session:
        """Return the session with one more of the news; those of nobody in particular are not told."""
        if side is None:
            return self
        return replace(self, news=with_news(self.news, kind, side))

    def set_aside(self, now: datetime) -> Session:
        """Set the session aside unsigned: everything is kept, and the countdown is paused."""
        still = self.countdown.pause(now) if self.countdown.running else self.countdown
        return replace(self, stage=Stage.SET_ASIDE, countdown=still)

    def take_up(self) -> Session:
        """Continue a session that was set aside; its countdown stays paused until resumed."""
        begun = self.countdown.started is not None
        return replace(self, stage=Stage.OPEN if begun else Stage.PREPARED)

    def _changed(self, what: str, **fields: object) -> Session:
        """Return the session with new fields; signatures to the old text are taken back."""
        return self.changed_to(replace(self, **fields), f"{what} changed")  # type: ignore[arg-type]  # replace() cannot check a dict

    def _without_covered(self) -> Session:
        return replace(self, answers={key: answer for key, answer in self.answers.items() if not answer.covered})

    def changed_to(self, changed: Session, why: str) -> Session:
        """Return the changed session; signatures to the old text are taken back for the reason `why`.

        They stay if only covered answers changed: nobody else has read those, nor hears of them by this.
        """
        if not self.signatures or changed._without_covered() == self._without_covered():
            return changed
        names = " and ".join(given.name for given in self.signatures.values())
        takes = "signatures were" if len(self.signatures) > 1 else "signature was"
        return replace(changed, signatures={}, unsigned=f"{names}: the {takes} taken back, because {why}.")
