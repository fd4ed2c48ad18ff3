"""Steps: what one act changed in a session, part by part.

A part is the smallest thing that a person says or decides: one answer, one verdict, one pick. An act changes only parts
that its doer saw as they still are, and an undo is an act like others. So both are one comparison of parts.

Not parts: what follows from other parts (signatures taken back), what no person says (milestones announced, the
question that a screen is at), and the countdown and its stage, whose acts compare what they need themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from alliance_tui.domain.alliance import SIDES, Agreement, Answer, AnswerKey, Answers, AnswerState, Side
from alliance_tui.domain.choosing import FEWEST, MOST
from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed, SessionEnded
from alliance_tui.domain.session import Session

Part = tuple[str, ...]
"""The kind of a part, then what it belongs to: ("answer", question, side), ("verdict", agreement, side)."""
Parts = Mapping[Part, Any]


def parts_of(session: Session) -> dict[Part, Any]:
    found: dict[Part, Any] = {(name,): getattr(session, name) for name in _FIELDS}
    found["time",] = (session.countdown.length, session.countdown.reserve)
    for (question, side), answer in session.answers.items():
        found["answer", question, side] = replace(answer, rivals=())
        for rival in answer.rivals:
            found["rival", question, side, rival.edit] = rival
    for agreement in session.agreements:
        found["agreement", agreement.id] = replace(
            agreement, verdicts={}, reason="", waiting=(), proposals={}, talked=False
        )
        if agreement.talked:
            found["talked", agreement.id] = True
        if agreement.reason:
            found["reason", agreement.id] = agreement.reason
        for side, verdict in agreement.verdicts.items():
            found["verdict", agreement.id, side] = verdict
        for side, proposal in agreement.proposals.items():
            found["proposal", agreement.id, side] = proposal
        found |= {("yes", agreement.id, side): True for side in agreement.yes}
    found |= {("choice", question, side): True for side in SIDES for question in session.choices[side]}
    found |= {("apart", question): True for question in session.apart}
    found |= {("ready", question, side): True for side in SIDES for question in session.ready.get(side, ())}
    return found


@dataclass(frozen=True)
class Step:
    """The parts that an act changed. `before` and `after` have the same keys; None means no such part."""

    before: Parts = field(default_factory=dict)
    after: Parts = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    """The places of the agreements in the list before, from 0."""

    def __bool__(self) -> bool:
        return bool(self.before)

    @staticmethod
    def _of(before: Parts, after: Parts, places: Mapping[str, int]) -> Step:
        changed = [part for part in {**before, **after} if before.get(part) != after.get(part)]
        return Step({part: before.get(part) for part in changed}, {part: after.get(part) for part in changed}, places)

    @staticmethod
    def between(old: Session, new: Session) -> Step:
        places = {agreement.id: at for at, agreement in enumerate(old.agreements)}
        return Step._of(parts_of(old), parts_of(new), places)

    def then(self, later: Step) -> Step:
        """Return this step and a later one as one; parts that have their first value again are left out."""
        before, after = {**later.before, **self.before}, {**self.after, **later.after}
        return Step._of(before, after, {**later.places, **self.places})

    def require_seen(self, seen: Session, now: Session) -> None:
        """Raise ChangedMeanwhile if a part that changes is not as the doer saw it; SessionEnded for another session."""
        require_seen(self.before, seen, now)

    def undone(self, session: Session) -> Session:
        """Return the session without this step; ChangedMeanwhile if any part is not as the step left it."""
        now = parts_of(session)
        removed = {part for part, value in self.before.items() if value is None}
        removed_with = [part for part in now if (_GOES_WITH.get(part[0], ""), *part[1:2]) in removed]
        changed = [part for part in (*self.after, *removed_with) if now.get(part) != self.after.get(part)]
        if changed:
            raise ChangedMeanwhile(
                f"{name_parts(changed, session)} changed on the other screen since. "
                "Nothing was undone; all stays as it is."
            )
        before = _with_parts(session, {**now, **self.before}, self.places)
        fewest = FEWEST if session.countdown.started else 0
        counts = [len(picks) for picks in before.choices.values()]
        if before.choices != session.choices and not fewest <= min(counts) <= max(counts) <= MOST:
            raise NotAllowed(f"Each of you has {FEWEST} or {MOST} questions, so this choice can’t be undone now.")
        return before


def require_seen(parts: Iterable[Part], seen: Session, now: Session) -> None:
    """Raise ChangedMeanwhile if any of these parts is not as it was seen; SessionEnded for another session."""
    if seen.id != now.id:
        raise SessionEnded
    shown, present = parts_of(seen), parts_of(now)
    if stale := [part for part in parts if shown.get(part) != present.get(part)]:
        raise ChangedMeanwhile(f"{name_parts(stale, now)} changed on the other screen meanwhile. {_KEPT}")


_GOES_WITH = {**dict.fromkeys(("reason", "verdict", "yes", "proposal", "talked"), "agreement"), "ready": "apart"}
"""The kinds of parts that go when another of the same thing does."""
_KEPT = "It is shown as it is now, and your key changed nothing. Look, then press it again if you still want to."


@dataclass
class Doer:
    """Who does an act: what their screen shows and, after the save, the step that the act made."""

    seen: Session
    step: Step = field(default_factory=Step)


def content_changed(seen: Session, now: Session) -> tuple[Part, ...]:
    """Return the parts that differ between two sessions and would be signed."""
    return tuple(part for part in Step.between(seen, now).before if part[0] not in _NOT_SIGNED)


def only_words_differ(seen: Session, now: Session, key: AnswerKey) -> bool:
    """Return True if two sessions differ in nothing but the words of one answer, which has some in both."""
    was, given = seen.answers.get(key), now.answers.get(key)
    if not (was and given and was.text and given.text):
        return False
    as_before = replace(given, text=was.text, edit=was.edit)
    return replace(now, answers={**now.answers, key: as_before}) == seen


_NOT_SIGNED = {"apart", "ready", "talked"}


def name_parts(parts: Iterable[Part], session: Session) -> str:
    """Describe parts in words, each thing once: “Grace’s answer to “…” and the review date”.

    What goes with another part is not named beside it.
    """
    parts = tuple(parts)
    told = (part for part in parts if (_GOES_WITH.get(part[0]), *part[1:2]) not in parts)
    names = list(dict.fromkeys(_name(part, session) for part in told))
    named = " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} other things"
    return named[:1].upper() + named[1:]


_FIELDS = {
    "partners": "your names",
    "order": "the order of turns",
    "review": "the review date",
    "place": "the place",
    "planned": "the planned hour",
    "bank": "the questions to choose from",
}
"""Fields of a session that are a part each."""
_NAMES = {
    **_FIELDS,
    "time": "the session’s length",
    "agreement": "an agreement{source}",
    "reason": "the reason for an agreement{source}",
    "verdict": "{whose} verdict on an agreement{source}",
    "yes": "{whose} yes to an agreement{source}",
    "proposal": "{whose} proposal for an agreement{source}",
    "talked": "whether you have talked about an agreement{source}",
    "apart": "whether {question} is answered apart",
    "ready": "whether {who} is ready for {question}",
    "choice": "{whose} choice of {question}",
    "answer": "{whose} answer to {question}",
    "rival": "{whose} answer to {question}",
}


def _name(part: Part, session: Session) -> str:
    kind, about, side, *_ = (*part, "", "")
    question = next((kept.question for kept in session.agreements if kept.id == about), about)
    wording = f"“{session.bank[question].text}”" if question in session.bank else ""
    return _NAMES[kind].format(
        whose=f"{session.partners[Side(side)]}’s" if side else "",
        who=session.partners[Side(side)] if side else "",
        question=wording or "a question",
        source=f" from {wording}" if wording else "",
    )


def _with_parts(session: Session, values: Parts, places: Mapping[str, int]) -> Session:
    """Return the session with exactly these parts; signatures to another text are taken back."""
    parts = {part: value for part, value in values.items() if value is not None}
    length, reserve = parts["time",]
    asked = [question.id for question in parts["bank",]]
    fields: dict[str, Any] = {name: parts.get((name,)) for name in _FIELDS}
    new = replace(
        session,
        answers=_answers(parts),
        agreements=_agreements(session, parts, places),
        choices={side: tuple(pick for pick in asked if ("choice", pick, side) in parts) for side in SIDES},
        countdown=session.countdown._replace(length=length, reserve=reserve),
        apart=tuple(question for question in asked if ("apart", question) in parts),
        ready=_ready(parts),
        **fields,
    )
    return session.changed_to(new, "something was undone")


def _ready(parts: Parts) -> dict[Side, tuple[str, ...]]:
    ready = {side: tuple(part[1] for part in parts if part[0] == "ready" and part[2] == side) for side in SIDES}
    return {side: questions for side, questions in ready.items() if questions}


def _answers(parts: Parts) -> Answers:
    answers: Answers = {(part[1], Side(part[2])): value for part, value in parts.items() if part[0] == "answer"}
    for part, rival in parts.items():
        if part[0] == "rival":
            key = part[1], Side(part[2])
            if given := answers.get(key):
                answers[key] = replace(given, rivals=(*given.rivals, rival))
            else:  # a text never goes with its rival
                answers[key] = Answer(AnswerState.TEXT, rival.text, edit=rival.edit)
    return answers


def _agreements(session: Session, parts: Parts, places: Mapping[str, int]) -> tuple[Agreement, ...]:
    """Return the agreements in their order; restored ones get their old places."""
    ids = [agreement.id for agreement in session.agreements]
    back = [part[1] for part in parts if part[0] == "agreement" and part[1] not in ids]
    for id_ in sorted(back, key=places.__getitem__):
        ids.insert(places[id_], id_)
    return tuple(
        replace(
            parts["agreement", id_],
            reason=parts.get(("reason", id_), ""),
            verdicts=_of_sides(parts, "verdict", id_),
            proposals=_of_sides(parts, "proposal", id_),
            talked=("talked", id_) in parts,
            waiting=tuple(side for side in SIDES if ("yes", id_, side) not in parts),
        )
        for id_ in ids
        if ("agreement", id_) in parts
    )


def _of_sides(parts: Parts, kind: str, about: str) -> dict[Side, Any]:
    """Return what each partner has of this kind."""
    return {side: parts[kind, about, side] for side in SIDES if (kind, about, side) in parts}
