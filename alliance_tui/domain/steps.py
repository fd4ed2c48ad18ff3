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

from alliance_tui.domain.alliance import SIDES, Agreement, Answer, AnswerState, Side
from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed, SessionEnded
from alliance_tui.domain.session import FEWEST, MOST, Session

Part = tuple[str, ...]
"""The kind of a part, then what it belongs to: ("answer", question, side), ("verdict", agreement, side)."""
Parts = Mapping[Part, Any]


def parts_of(session: Session) -> dict[Part, Any]:
    """Return every part of a session with its value."""
    found: dict[Part, Any] = {
        ("names",): session.partners,
        ("order",): session.order,
        ("review",): session.review,
        ("place",): session.place,
        ("planned",): session.planned,
        ("bank",): session.bank,
        ("time",): (session.countdown.length, session.countdown.reserve),
    }
    for (question, side), answer in session.answers.items():
        found["answer", question, side] = replace(answer, rivals=())
        for rival in answer.rivals:
            found["rival", question, side, rival.edit] = rival
    for agreement in session.agreements:
        found["agreement", agreement.id] = replace(agreement, verdicts={}, reason="")
        if agreement.reason:
            found["reason", agreement.id] = agreement.reason
        for side, verdict in agreement.verdicts.items():
            found["verdict", agreement.id, side] = verdict
    for side in SIDES:
        for question in session.choices[side]:
            found["choice", question, side] = True
    return found


@dataclass(frozen=True)
class Step:
    """The parts that an act changed. `before` and `after` have the same keys; None means no such part."""

    before: Parts = field(default_factory=dict)
    after: Parts = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    """Where agreements that the act removed stood in the list, from 0."""

    def __bool__(self) -> bool:
        return bool(self.before)

    @staticmethod
    def between(old: Session, new: Session) -> Step:
        """The step from one session to the next."""
        was, now = parts_of(old), parts_of(new)
        changed = [part for part in {**was, **now} if was.get(part) != now.get(part)]
        places = {
            agreement.id: at for at, agreement in enumerate(old.agreements) if ("agreement", agreement.id) in changed
        }
        return Step({part: was.get(part) for part in changed}, {part: now.get(part) for part in changed}, places)

    def then(self, later: Step) -> Step:
        """Join this step and a later one; parts that have their first value again are left out."""
        before, after = {**later.before, **self.before}, {**self.after, **later.after}
        changed = [part for part in before if before[part] != after[part]]
        return Step(
            {part: before[part] for part in changed},
            {part: after[part] for part in changed},
            {**later.places, **self.places},
        )

    def require_seen(self, seen: Session, now: Session) -> None:
        """Raise ChangedMeanwhile if a part that changes is not as the doer saw it; SessionEnded for another session."""
        if seen.id != now.id:
            raise SessionEnded
        shown = parts_of(seen)
        if stale := [part for part, value in self.before.items() if shown.get(part) != value]:
            raise ChangedMeanwhile(f"{named(stale, now)} changed on the other screen meanwhile. {_KEPT}")

    def undone(self, session: Session) -> Session:
        """Return the session without this step; ChangedMeanwhile if any part is not as the step left it."""
        now = parts_of(session)
        goes = {part[1] for part, value in self.before.items() if part[0] == "agreement" and value is None}
        about = [part for part in now if part[0] in _ABOUT_AGREEMENTS and part[1] in goes]  # what goes with them
        said_since = [part for part in about if part not in self.after]
        if changed := [part for part, value in self.after.items() if now.get(part) != value] + said_since:
            raise ChangedMeanwhile(
                f"{named(changed, session)} changed on the other screen since. Nothing was undone; all stays as it is."
            )
        before = _put(session, self.before, self.places)
        fewest = FEWEST if session.countdown.started else 0
        if any(
            not fewest <= len(picks) <= MOST for picks in before.choices.values() if before.choices != session.choices
        ):
            raise NotAllowed(f"Each of you has {FEWEST} or {MOST} questions, so this choice can’t be undone now.")
        return before


_ABOUT_AGREEMENTS = ("reason", "verdict")
_KEPT = "It is shown as it is now, and your key changed nothing. Look, then press it again if you still want to."


@dataclass
class Doer:
    """Who does an act: what their screen shows and, after the save, the step that the act made."""

    seen: Session
    step: Step = field(default_factory=Step)


def content_changed(seen: Session, now: Session) -> tuple[Part, ...]:
    """The parts of what would be signed that differ between two sessions."""
    return tuple(Step.between(seen, now).before)


def named(parts: Iterable[Part], session: Session) -> str:
    """Name parts in words, each thing once: “Grace’s answer to “…” and the review date”."""
    names = list(dict.fromkeys(_name(part, session) for part in parts))
    named = " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} other things"
    return named[:1].upper() + named[1:]


_NAMES = {
    "names": "your names",
    "order": "the order of turns",
    "review": "the review date",
    "place": "the place",
    "planned": "the planned hour",
    "bank": "the questions to choose from",
    "time": "the session’s length",
}


def _name(part: Part, session: Session) -> str:
    kind, *rest = part
    if kind in _NAMES:
        return _NAMES[kind]
    question = rest[0]
    if kind in ("agreement", "reason", "verdict"):
        of = next((kept.question for kept in session.agreements if kept.id == rest[0]), "")
        about = f" from “{session.bank[of].text}”" if of in session.bank else ""
        what = {"agreement": "an agreement", "reason": "the reason for an agreement"}.get(kind, "")
        return f"{what or f'{session.partners[Side(rest[1])]}’s verdict on an agreement'}{about}"
    asked = f"“{session.bank[question].text}”" if question in session.bank else "a question"
    whose = f"{session.partners[Side(rest[1])]}’s"
    return f"{whose} choice of {asked}" if kind == "choice" else f"{whose} answer to {asked}"


def _put(session: Session, values: Parts, places: Mapping[str, int]) -> Session:
    """Return the session with these parts, without those that are None; signatures to other words are taken back."""
    parts = parts_of(session)
    for part, value in values.items():
        if value is None:
            parts.pop(part, None)
        else:
            parts[part] = value
    new = replace(
        session,
        answers=_answers(parts),
        agreements=_agreements(session, parts, places),
        choices={side: _choices(parts, side) for side in SIDES},
        order=parts["order",],
        review=parts.get(("review",)),
        place=parts["place",],
        planned=parts.get(("planned",)),
        bank=parts["bank",],
        countdown=session.countdown._replace(length=parts["time",][0], reserve=parts["time",][1]),
    )
    return session.changed_to(new, "something was undone")


def _answers(parts: Parts) -> dict[tuple[str, Side], Answer]:
    answers: dict[tuple[str, Side], Answer] = {}
    for part, value in parts.items():
        if part[0] == "answer":
            answers[part[1], Side(part[2])] = value
    for part, value in parts.items():
        if part[0] == "rival":
            key = part[1], Side(part[2])
            given = answers.get(key)
            if given is None:  # a text never goes with its rival
                answers[key] = Answer(AnswerState.TEXT, value.text, edit=value.edit)
            else:
                answers[key] = replace(given, rivals=(*given.rivals, value))
    return answers


def _agreements(session: Session, parts: Parts, places: Mapping[str, int]) -> tuple[Agreement, ...]:
    """Return the agreements in their order; those that come back stand where they stood."""
    known = [agreement.id for agreement in session.agreements]
    ids = [id_ for id_ in known if ("agreement", id_) in parts]
    back = [part[1] for part in parts if part[0] == "agreement" and part[1] not in known]
    for id_ in sorted(back, key=lambda each: places.get(each, len(ids))):
        ids.insert(places.get(id_, len(ids)), id_)
    return tuple(
        replace(
            parts["agreement", id_],
            reason=parts.get(("reason", id_), ""),
            verdicts={side: parts["verdict", id_, side] for side in SIDES if ("verdict", id_, side) in parts},
        )
        for id_ in ids
    )


def _choices(parts: Parts, side: Side) -> tuple[str, ...]:
    bank = parts["bank",]
    picked = [part[1] for part in parts if part[0] == "choice" and part[2] == side and part[1] in bank]
    return tuple(sorted(picked, key=bank.position))
