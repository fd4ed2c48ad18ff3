"""What changed between two texts and between two versions, as plain data.

Sentences are lined up first; what is left over between them is matched by the words it shares, and words are
compared only inside sentences that match. Nothing is ever lost: see the laws at `TextChange`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby, pairwise
from typing import Protocol

from alliance_tui.domain.align import Match, align, alike, joined, moved
from alliance_tui.domain.alliance import SIDES, Agreement, Answer, AnswerKey, Answers, AnswerState, Side, Version
from alliance_tui.domain.questions import Question, QuestionBank
from alliance_tui.domain.session import Session
from alliance_tui.domain.words import Prose, is_word, letters, read

_ISLAND = 2
"""Words: an unchanged stretch as short as this, between two changes, becomes part of them."""
_LONG = 4
"""Letters, a Chinese character counting as two: a sentence as long as this may be said to have moved."""


class Op(StrEnum):
    """What became of a stretch of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"


@dataclass(frozen=True)
class Span:
    """A stretch of text. EQUAL sides differ at most in white space; the other kinds have one side.

    A swap is a DELETE, then an INSERT. A MOVE comes twice: with `old` where it was, with `new` where it is.
    """

    op: Op
    old: str
    new: str


class Kind(StrEnum):
    """How an answer or an agreement changed. REWRITTEN is shown before/after, not word by word."""

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


@dataclass(frozen=True)
class TextChange:
    """How a text changed; `coarse` when it was too long or too repetitive to mark as finely as usual.

    Laws: the spans' `old` joined is the old text, their `new` the new; a text and itself give EQUAL alone;
    the other way round, as many INSERTs, DELETEs and MOVEs swap sides.
    """

    kind: Kind
    spans: tuple[Span, ...]
    coarse: bool = False


def compare_text(old: str, new: str) -> TextChange:
    """How one text became another. White space alone is no change; a text that begins or ends is all new or gone.

    Time grows with the length: about a second for 100,000 words.
    """
    a, b = read(old), read(new)
    if a.words == b.words:
        return TextChange(Kind.KEPT, _only(Span(Op.EQUAL, old, new)))
    if not a.words or not b.words:
        if a.words:
            return TextChange(Kind.REMOVED, _only(Span(Op.DELETE, old, ""), Span(Op.EQUAL, "", new)))
        return TextChange(Kind.NEW_ANSWER, _only(Span(Op.EQUAL, old, ""), Span(Op.INSERT, "", new)))
    marks = _marks(a, b)
    if marks.rewritten:
        return TextChange(Kind.REWRITTEN, _before_after(old, new), marks.coarse)
    spans = tuple(_tidy(_spans(marks)))
    moves_only = {span.op for span in spans} <= {Op.EQUAL, Op.MOVE}
    return TextChange(Kind.MOVED if moves_only else Kind.REWORDED, spans, marks.coarse)


@dataclass
class _Marks:
    """What becomes of each token. `stays` gives a token that is kept its new number, -1 to the others.

    A changed token belongs to a unit: above 0 a pair of matching sentences, below 0 a move, and 0 alone.
    """

    a: Prose
    b: Prose
    stays: list[int] = field(init=False)
    old_units: list[int] = field(init=False)
    new_units: list[int] = field(init=False)
    coarse: bool = False

    def __post_init__(self) -> None:
        self.stays = [-1] * len(self.a.words)
        self.old_units, self.new_units = [0] * len(self.a.words), [0] * len(self.b.words)

    def keep(self, i: int, j: int, size: int) -> None:
        """Say that these tokens stay."""
        self.stays[i : i + size] = range(j, j + size)

    @property
    def rewritten(self) -> bool:
        """Whether too little stays, in place or elsewhere, for the texts to be marked word by word."""
        if any(unit < 0 for unit in self.old_units):
            return False
        kept = [token for token, there in enumerate(self.stays) if there >= 0]
        count = sum(is_word(self.a.words[token]) for token in kept)
        words = (sum(map(is_word, prose.words)) for prose in (self.a, self.b))
        return not kept or _mostly_changed(count, *words)

    def turned(self) -> _Marks:
        """The same, the other way round."""
        turned = _Marks(self.b, self.a, coarse=self.coarse)
        turned.old_units, turned.new_units = self.new_units, self.old_units
        for i, j in enumerate(self.stays):
            if j >= 0:
                turned.stays[j] = i
        return turned


def _mostly_changed(kept: int, old: int, new: int) -> bool:
    """Whether more than two thirds of the words changed (the field notes' figure), given three counts of words.

    A text that only grew or shrank is none such: its shorter side is still there.
    """
    return (old + new - 2 * kept) * 3 > (old + new) * 2 and kept * 3 < min(old, new) * 2


def _marks(a: Prose, b: Prose) -> _Marks:
    """Mark two texts, always in the same direction, so that the way back is the way there mirrored."""
    if (len(a.text), a.text) > (len(b.text), b.text):
        return _Marking(b, a).marks.turned()
    return _Marking(a, b).marks


class _Marking:
    """The marking of one pair of texts: sentences that stay, sentences that moved, words in what is left."""

    def __init__(self, a: Prose, b: Prose) -> None:
        """Do it all; the result is in `marks`."""
        self.marks = _Marks(a, b)
        numbers: dict[str, int] = {}
        self.old = [numbers.setdefault(word, len(numbers)) for word in a.words]
        self.new = [numbers.setdefault(word, len(numbers)) for word in b.words]
        self.is_word = [is_word(word) for word in numbers]
        self.units = 0
        olds, news = _sentence_keys(a, self.old), _sentence_keys(b, self.new)
        keys: dict[tuple[int, ...], int] = {}
        old = [keys.setdefault(key, len(keys)) for key in olds]
        new = [keys.setdefault(key, len(keys)) for key in news]
        spans = map(a.sentence, range(len(old)))
        weights = [letters(a.piece(tokens.start, tokens.stop)) for tokens in spans]
        stay = self._stay(old, new, weights, alike(olds, news))
        for match in stay:
            first = a.sentences[match.old]
            size = a.sentence(match.old + match.size - 1).stop - first
            self.marks.keep(first, b.sentences[match.new], size)
        moves = moved(old, new, stay, [weight >= _LONG for weight in weights])
        self._mark_moves(moves)
        self._mark_gaps(stay, moves)

    def _stay(self, old: list[int], new: list[int], weights: list[int], near: dict[int, int]) -> list[Match]:
        """The sentences that stay where they are, those that are nearly equal having had their say.

        Theirs counts double: out of place an equal sentence still says that it moved, an edit would be lost.
        """
        swayed = list(new)
        for n, m in near.items():
            swayed[m] = old[n]
        found = align(old, swayed, [weight * (1 + (n in near)) for n, weight in enumerate(weights)], grams=1)
        self.marks.coarse = found.coarse
        pairs = ((match.old + step, match.new + step) for match in found.matches for step in range(match.size))
        return joined([Match(n, m, 1) for n, m in pairs if old[n] == new[m]])

    def _mark_gaps(self, stay: list[Match], moves: list[Match]) -> None:
        """Compare what is left between sentences that stay."""
        gone = {n for move in moves for n in range(move.old, move.old + move.size)}
        come = {n for move in moves for n in range(move.new, move.new + move.size)}
        i = j = 0
        ends = Match(len(self.marks.a.sentences), len(self.marks.b.sentences), 0)
        for match in [*stay, ends]:
            left = [n for n in range(i, match.old) if n not in gone]
            right = [n for n in range(j, match.new) if n not in come]
            for olds, news in self._linked(left, right):
                self._mark_words(olds, news)
            i, j = match.old + match.size, match.new + match.size

    def _mark_moves(self, moves: list[Match]) -> None:
        """Give each move its own unit."""
        a, b = self.marks.a, self.marks.b
        for number, move in enumerate(moves, 1):
            for n in range(move.size):
                for token in a.sentence(move.old + n):
                    self.marks.old_units[token] = -number
                for token in b.sentence(move.new + n):
                    self.marks.new_units[token] = -number

    def _linked(self, left: list[int], right: list[int]) -> list[tuple[list[int], list[int]]]:
        """Groups of sentences that share words: one with one, or one split into several and the like."""
        if len(left) < 2 and len(right) < 2:
            return [(left, right)] if left and right else []
        a, b = self.marks.a, self.marks.b
        olds = [(token, n) for n in left for token in a.sentence(n)]
        news = [(token, n) for n in right for token in b.sentence(n)]
        found = align([self.old[token] for token, _ in olds], [self.new[token] for token, _ in news])
        self.marks.coarse |= found.coarse
        shared: Counter[tuple[int, int]] = Counter()
        for match in found.matches:
            for step in range(match.size):
                (token, n), (_, m) = olds[match.old + step], news[match.new + step]
                shared[n, m] += self.is_word[self.old[token]]
        of_old = Counter(n for token, n in olds if self.is_word[self.old[token]])
        of_new = Counter(n for token, n in news if self.is_word[self.new[token]])
        groups: list[tuple[list[int], list[int]]] = []
        for (n, m), count in sorted(shared.items()):
            few, many = sorted((of_old[n], of_new[m]))
            if not count or (count * 2 < few and count * 3 < many):
                continue
            if groups and (groups[-1][0][-1] == n or groups[-1][1][-1] == m):
                groups[-1][0].append(n)
                groups[-1][1].append(m)
            else:
                groups.append(([n], [m]))
        return [(sorted({*olds}), sorted({*news})) for olds, news in groups]

    def _mark_words(self, left: list[int], right: list[int]) -> None:
        """Compare the words of sentences that match."""
        marks = self.marks
        olds = [token for n in left for token in marks.a.sentence(n)]
        news = [token for n in right for token in marks.b.sentence(n)]
        found = align([self.old[token] for token in olds], [self.new[token] for token in news])
        marks.coarse |= found.coarse
        self.units += 1
        for token in olds:
            marks.old_units[token] = self.units
        for token in news:
            marks.new_units[token] = self.units
        kept = self._without_islands(found.matches, olds, news)
        count = sum(self._words(olds[match.old : match.old + match.size]) for match in kept)
        if not _mostly_changed(count, self._words(olds), sum(self.is_word[self.new[token]] for token in news)):
            for match in kept:
                for step in range(match.size):
                    marks.stays[olds[match.old + step]] = news[match.new + step]

    def _without_islands(self, matches: list[Match], olds: list[int], news: list[int]) -> list[Match]:
        """The matches without those of a word or two between changes, which would only litter.

        They stay between two insertions or two deletions, where every word of one text is still in place,
        and beside a change of punctuation alone, which is not worth marking a word for.
        """
        kept = []
        edges = [Match(0, 0, 0), *matches, Match(len(olds), len(news), 0)]
        gaps = [
            (olds[one.old + one.size : other.old], news[one.new + one.size : other.new])
            for one, other in pairwise(edges)
        ]
        for match, before, after in zip(matches, gaps, gaps[1:], strict=False):
            words = self._words(olds[match.old : match.old + match.size])
            swaps = any(before) and any(after) and (before[0] or after[0]) and (before[1] or after[1])
            if not swaps or words > _ISLAND or (words and not (self._wordy(before) and self._wordy(after))):
                kept.append(match)
        return kept

    def _wordy(self, gap: tuple[list[int], list[int]]) -> bool:
        """Whether a change has a word in it, on either side."""
        olds, news = gap
        return any(self.is_word[self.old[token]] for token in olds) or any(
            self.is_word[self.new[token]] for token in news
        )

    def _words(self, tokens: list[int]) -> int:
        """How many of these old tokens are words."""
        return sum(self.is_word[self.old[token]] for token in tokens)


def _sentence_keys(prose: Prose, numbers: list[int]) -> list[tuple[int, ...]]:
    """The numbers of each sentence's tokens."""
    sentences = map(prose.sentence, range(len(prose.sentences)))
    return [tuple(numbers[tokens.start : tokens.stop]) for tokens in sentences]


def _spans(marks: _Marks) -> Iterator[Span]:
    """The marks as stretches of text, in order."""
    a, b, stays = marks.a, marks.b, marks.stays
    i = j = 0
    while i < len(stays) or j < len(b.words):
        start = i
        while i < len(stays) and stays[i] == j:
            i, j = i + 1, j + 1
        if i > start:
            yield Span(Op.EQUAL, a.piece(start, i), b.piece(j - (i - start), j))
        i_end = next((token for token in range(i, len(stays)) if stays[token] >= 0), len(stays))
        j_end = stays[i_end] if i_end < len(stays) else len(b.words)
        olds, news = _pieces(a, marks.old_units, i, i_end), _pieces(b, marks.new_units, j, j_end)
        if i and news and news[0][0] == marks.old_units[i - 1] > 0 and (not olds or olds[0][0] < 0):
            yield _arrival(*news.pop(0))  # it belongs to the sentence before, not behind what moved away
        yield from _woven(olds, news)
        i, j = i_end, j_end


def _pieces(prose: Prose, units: list[int], first: int, end: int) -> list[tuple[int, str]]:
    """Units and their texts in a stretch that does not stay."""
    pieces = []
    for unit, tokens in groupby(range(first, end), key=units.__getitem__):
        run = list(tokens)
        pieces.append((unit, prose.piece(run[0], run[-1] + 1)))
    return pieces


def _woven(olds: list[tuple[int, str]], news: list[tuple[int, str]]) -> Iterator[Span]:
    """Old and new pieces between two that stay, each swap together."""
    coming = deque(news)
    waiting = {unit for unit, _ in news if unit > 0}
    for unit, text in olds:
        while unit in waiting and coming[0][0] != unit:
            yield _arrival(*coming.popleft())
        yield Span(Op.MOVE if unit < 0 else Op.DELETE, text, "")
        if unit >= 0 and coming and coming[0][0] == unit:
            waiting.discard(unit)
            yield _arrival(*coming.popleft())
    for piece in coming:
        yield _arrival(*piece)


def _arrival(unit: int, text: str) -> Span:
    """A piece that is new here."""
    return Span(Op.MOVE if unit < 0 else Op.INSERT, "", text)


def _tidy(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans with the white space after a swap left out of its marks."""
    held: list[Span] = []
    for span in spans:
        if span.op is Op.EQUAL and [one.op for one in held] == [Op.DELETE, Op.INSERT]:
            old, new = held[0].old.rstrip(), held[1].new.rstrip()
            gap, new_gap = held[0].old[len(old) :], held[1].new[len(new) :]
            if gap and new_gap:
                held = [Span(Op.DELETE, old, ""), Span(Op.INSERT, "", new)]
                span = Span(Op.EQUAL, gap + span.old, new_gap + span.new)
        if span.op is Op.INSERT and held and held[-1].op is Op.DELETE:
            yield from held[:-1]
            held = [held[-1], span]
            continue
        yield from held
        held = [span]
    yield from held


def _before_after(old: str, new: str) -> tuple[Span, ...]:
    """Both texts whole."""
    return _only(Span(Op.DELETE, old, ""), Span(Op.INSERT, "", new))


def _only(*spans: Span) -> tuple[Span, ...]:
    """The spans that hold something."""
    return tuple(span for span in spans if span.old or span.new)


class Compared(Protocol):
    """What `compare` looks at: a Version is one, and so is `Standing`."""

    @property
    def number(self) -> int:
        """The version's number, or that of the version to be."""

    @property
    def bank(self) -> QuestionBank:
        """The questions with their wording."""

    @property
    def answers(self) -> Answers:
        """Every answer that holds."""

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """Every agreement, in order."""


@dataclass(frozen=True)
class Standing:
    """What an open session would sign now."""

    number: int
    bank: QuestionBank
    answers: Answers
    agreements: tuple[Agreement, ...]


def standing(session: Session, last: Version | None) -> Standing:
    """The open session over what stands from the last version, ready to be compared with it."""
    return Standing(session.number, session.bank, session.standing(last), session.agreements)


@dataclass(frozen=True)
class AnswerChange:
    """How one partner's answer to one question changed; the question as the newer version words it.

    A text that was spoken or passed before is a NEW_ANSWER, one that is now is REMOVED. Spoken turned into
    passed, or back, is REWORDED without spans: nothing was written. `since` is no part of an answer here.
    """

    question: Question
    side: Side
    kind: Kind
    spans: tuple[Span, ...]
    old: Answer | None
    new: Answer | None
    coarse: bool = False


@dataclass(frozen=True)
class AgreementChange:
    """How an agreement changed; `question` is the id of the one it was distilled from.

    Its words come first: VERDICT_CHANGED says that only what the partners think of it is another. A change
    of holder is REWORDED. One that both call outgrown counts as retired.
    """

    id: str
    question: str
    kind: Kind
    spans: tuple[Span, ...]
    old: Agreement | None
    new: Agreement | None
    coarse: bool = False


@dataclass(frozen=True)
class Comparison:
    """All answers and agreements of two versions, unchanged ones too.

    Answers go by the newer bank, then by the older for questions it has dropped, left before right;
    agreements likewise.
    """

    answers: tuple[AnswerChange, ...]
    agreements: tuple[AgreementChange, ...]

    @cached_property
    def ledger(self) -> dict[Kind, int]:
        """How many answers and agreements there are of each kind that occurs, in the order of kinds."""
        changes: tuple[AnswerChange | AgreementChange, ...] = (*self.answers, *self.agreements)
        counts = Counter(change.kind for change in changes)
        return {kind: counts[kind] for kind in Kind if counts[kind]}

    @property
    def changed(self) -> tuple[AnswerChange | AgreementChange, ...]:
        """Everything that was not kept as it was, answers first."""
        return (*self.changed_answers, *self.changed_agreements)

    @property
    def changed_answers(self) -> tuple[AnswerChange, ...]:
        """The answers that were not kept as they were."""
        return tuple(change for change in self.answers if change.kind is not Kind.KEPT)

    @property
    def changed_agreements(self) -> tuple[AgreementChange, ...]:
        """The agreements that were not kept as they were."""
        return tuple(change for change in self.agreements if change.kind is not Kind.KEPT)


def compare(old: Compared, new: Compared) -> Comparison:
    """Everything that was said and agreed in two versions, lined up by id.

    KeyError when an answer belongs to a question that neither bank has.
    """
    return Comparison(tuple(_answers(old, new)), tuple(_agreements(old, new)))


def _answers(old: Compared, new: Compared) -> Iterator[AnswerChange]:
    """The answers in order."""
    questions = {question.id: question for question in (*new.bank, *old.bank)}
    questions |= {question.id: question for question in new.bank}
    given = {question for question, _ in (*old.answers, *new.answers)}
    if strays := given - questions.keys():
        raise KeyError(min(strays))
    for question in questions.values():
        for side in SIDES:
            key: AnswerKey = (question.id, side)
            before, after = old.answers.get(key), new.answers.get(key)
            if before is not None or after is not None:
                change = _compare_answers(before, after)
                yield AnswerChange(question, side, change.kind, change.spans, before, after, change.coarse)


def _compare_answers(old: Answer | None, new: Answer | None) -> TextChange:
    """How an answer changed: in words where both are text, otherwise in kind."""
    texts = [answer.text if answer and answer.state is AnswerState.TEXT else None for answer in (old, new)]
    if texts[0] is not None and texts[1] is not None:
        return compare_text(texts[0], texts[1])
    spans = (Span(Op.DELETE, texts[0] or "", ""), Span(Op.INSERT, "", texts[1] or ""))
    if old is None or texts[1] is not None:
        kind = Kind.NEW_ANSWER
    elif new is None or texts[0] is not None:
        kind = Kind.REMOVED
    else:
        kind = Kind.KEPT if old.state is new.state else Kind.REWORDED
    return TextChange(kind, _only(*spans))


def _agreements(old: Compared, new: Compared) -> Iterator[AgreementChange]:
    """The agreements in order."""
    olds = {agreement.id: agreement for agreement in old.agreements}
    news = {agreement.id: agreement for agreement in new.agreements}
    for id_ in {**news, **olds}:
        before, after = olds.get(id_), news.get(id_)
        text = compare_text(before.text if before else "", after.text if after else "")
        named = after or before
        assert named is not None  # the id came from one of the two
        kind = _agreement_kind(before, after, text.kind, old.number)
        yield AgreementChange(id_, named.question, kind, text.spans, before, after, text.coarse)


def _agreement_kind(old: Agreement | None, new: Agreement | None, text: Kind, number: int) -> Kind:
    """What became of an agreement, given what became of its words and the older version's number.

    One that is not in the older version, though it was made by then, had been retired and is reopened.
    """
    if new is None:
        return Kind.RETIRED
    if old is None:
        return Kind.REOPENED if new.since <= number else Kind.ADDED
    if old.outgrown is not new.outgrown:
        return Kind.REOPENED if old.outgrown else Kind.RETIRED
    if text is Kind.KEPT and old.holder is not new.holder:
        return Kind.REWORDED
    return Kind.VERDICT_CHANGED if text is Kind.KEPT and old.verdicts != new.verdicts else text
