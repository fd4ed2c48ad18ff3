"""What changed between two versions, as plain data. How their texts are compared is in `text/diff.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from alliance_tui.domain.alliance import Agreement, Alliance, Answer, AnswerState, Side, Version
from alliance_tui.domain.questions import Question, by_id
from alliance_tui.domain.session import Session
from alliance_tui.text.diff import TextChange, TextKind, compare_text
from alliance_tui.text.spans import Span


class Kind(StrEnum):
    """The kinds of change of an answer or an agreement. REWRITTEN is shown before/after, not word by word."""

    KEPT = "kept"
    REWORDED = "reworded"
    REWRITTEN = "rewritten"
    MOVED = "moved"
    NEW_ANSWER = "new-answer"
    REMOVED = "removed"
    ADDED = "added"
    RETIRED = "retired"
    REOPENED = "reopened"
    VERDICT_CHANGED = "verdict-changed"
    PROPOSED = "proposed"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ")


Compared = Version | Session
"""What both signed, or the open session with all that would be signed now."""


def open_version(session: Session, last: Version | None) -> Session:
    """Return the open session as the version it would become, to be compared with the last one."""
    return replace(session, answers=session.answers_to_sign(last))


def with_open(alliance: Alliance, session: Session | None) -> list[Compared]:
    """Return all versions, and the open session as the last."""
    return [*alliance.versions, *([open_version(session, alliance.latest)] if session else [])]


class _TextChange:
    """How a text changed, compared when somebody asks."""

    @property
    def texts(self) -> tuple[str, str]:
        """The old text and the new, "" for one that is not there."""
        raise NotImplementedError

    def kind_of(self, text: TextKind) -> Kind:
        """Return the kind of change, given how the text changed."""
        raise NotImplementedError

    @cached_property
    def _compared(self) -> TextChange:
        return compare_text(*self.texts)

    @property
    def kind(self) -> Kind:
        return self.kind_of(self._compared.kind)

    @property
    def spans(self) -> tuple[Span, ...]:
        return self._compared.spans

    @property
    def coarse(self) -> bool:
        return self._compared.coarse


@dataclass(frozen=True)
class AnswerChange(_TextChange):
    """How one partner's answer to one question changed; the question as the newer version words it.

    A text that was spoken or passed before is a NEW_ANSWER, one that is now is REMOVED. Spoken turned into
    passed, or back, is REWORDED without spans: nothing was written. `since` is no part of an answer here.
    """

    question: Question
    side: Side
    old: Answer | None
    new: Answer | None

    @property
    def texts(self) -> tuple[str, str]:
        return _written(self.old), _written(self.new)

    def kind_of(self, text: TextKind) -> Kind:
        """Return the kind of change of the words; where neither has any, of the ways the answer was given."""
        old, new = self.old, self.new
        if text is TextKind.KEPT and (old and old.state) != (new and new.state):
            return Kind.NEW_ANSWER if old is None else Kind.REMOVED if new is None else Kind.REWORDED
        return _kind(text)


@dataclass(frozen=True)
class AgreementChange(_TextChange):
    """How an agreement changed; `question` is the one it was distilled from, None if neither bank has it.

    A change of text has precedence: VERDICT_CHANGED means that only a verdict was given that differs from the older
    one; where none is given yet, nothing changed. A change of holder is REWORDED. One that both call outgrown counts
    as retired. PROPOSED is one of an open session that waits for a yes, or in whose place something is proposed.
    """

    id: str
    question: Question | None
    old: Agreement | None
    new: Agreement | None
    number: int
    """The older version's."""

    @property
    def agreement(self) -> Agreement:
        """The agreement in the newer version, or else in the older."""
        newest = self.new or self.old
        assert newest is not None  # one of the two versions has it
        return newest

    @property
    def texts(self) -> tuple[str, str]:
        return self.old.text if self.old else "", self.new.text if self.new else ""

    def kind_of(self, text: TextKind) -> Kind:
        """Return the kind of change. One that is only in the newer version, though older, is reopened."""
        old, new = self.old, self.new
        if new is None:
            return Kind.RETIRED
        if not new.stands:
            return Kind.PROPOSED
        if old is None:
            return Kind.REOPENED if new.since <= self.number else Kind.ADDED
        if old.outgrown is not new.outgrown:
            return Kind.REOPENED if old.outgrown else Kind.RETIRED
        if text is TextKind.KEPT and old.holder is not new.holder:
            return Kind.REWORDED
        judged = any(old.verdicts.get(side) is not verdict for side, verdict in new.verdicts.items())
        return Kind.VERDICT_CHANGED if text is TextKind.KEPT and judged else _kind(text)


Change = AnswerChange | AgreementChange


@dataclass(frozen=True)
class Comparison:
    """All answers and agreements of two versions, unchanged ones too.

    Answers go by the newer bank, then by the older for questions it has dropped, left before right;
    agreements likewise.
    """

    answers: tuple[AnswerChange, ...]
    agreements: tuple[AgreementChange, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, KEPT ones too, answers first."""
        return (*self.answers, *self.agreements)

    @cached_property
    def ledger(self) -> dict[Kind, int]:
        """The number of answers and agreements of each kind that occurs, in the order of kinds."""
        counts = Counter(change.kind for change in self.changes)
        return {kind: counts[kind] for kind in Kind if counts[kind]}

    @property
    def changed(self) -> tuple[Change, ...]:
        """All changes but KEPT, answers first."""
        return tuple(change for change in self.changes if change.kind is not Kind.KEPT)


def compare(old: Compared, new: Compared, before: Comparison | None = None) -> Comparison:
    """Compare all answers and agreements of two versions, matched by id.

    A text is compared when its change is asked for. `before`: an earlier comparison, from which answers that are as
    they were then are taken. KeyError when an answer belongs to a question that neither bank has.
    """
    questions = by_id((new.bank, old.bank))
    return Comparison(tuple(_answers(old, new, questions, before)), tuple(_agreements(old, new, questions)))


def compared(comparison: Comparison) -> Comparison:
    """Return a comparison with all its texts compared."""
    for change in comparison.changes:
        change.spans  # noqa: B018 (compares)
    return comparison


def _answers(
    old: Compared, new: Compared, questions: dict[str, Question], before: Comparison | None
) -> Iterator[AnswerChange]:
    places = {question: place for place, question in enumerate(questions)}
    known = {(change.question.id, change.side): change for change in before.answers} if before else {}
    for key in sorted(old.answers.keys() | new.answers.keys(), key=lambda key: (places[key[0]], key[1])):
        change = AnswerChange(questions[key[0]], key[1], old.answers.get(key), new.answers.get(key))
        yield known[key] if known.get(key) == change else change


def _written(answer: Answer | None) -> str:
    return answer.text if answer and answer.state is AnswerState.TEXT else ""


def _kind(text: TextKind) -> Kind:
    return Kind.NEW_ANSWER if text is TextKind.ADDED else Kind(text)


def _agreements(old: Compared, new: Compared, questions: dict[str, Question]) -> Iterator[AgreementChange]:
    olds = {agreement.id: agreement for agreement in old.agreements}
    news = {agreement.id: agreement for agreement in new.agreements}
    for id_, named in {**news, **olds, **news}.items():  # the newer ones come first, and give the question
        yield AgreementChange(id_, questions.get(named.question), olds.get(id_), news.get(id_), old.number)
