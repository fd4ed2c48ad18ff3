"""Alliances as plain dicts and lists, for `--json`: exact text, ISO 8601 moments in UTC, lengths in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from alliance_tui.domain.alliance import SIDES, Agreement, Alliance, Answer, Partners, Pulse, Slip, Turn, Version
from alliance_tui.domain.changes import AnswerChange, Change, Compared, Comparison
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.questions import Question, QuestionBank, Section
from alliance_tui.domain.session import Session
from alliance_tui.domain.summary import OpenSession, Summary
from alliance_tui.domain.trash import Trashed
from alliance_tui.render.phrases import holder, today

Record = dict[str, Any]
Note = TypeVar("Note", Slip, Pulse)


def iso(when: date | None) -> str | None:
    """Return a day, or a moment in UTC, in ISO 8601; None for None."""
    if isinstance(when, datetime):
        when = when.astimezone(UTC)
    return when.isoformat() if when else None


def partners_record(partners: Partners | None) -> Record:
    """Return the names, None for those that could not be read."""
    return partners._asdict() if partners else {"left": None, "right": None}


def _fields(of: object, *names: str) -> Record:
    """Some fields of an object, under their own names."""
    return {name: getattr(of, name) for name in names}


# list


def summary_record(summary: Summary, clock: Clock) -> Record:
    if summary.partners is None:
        return {"name": summary.name, "problem": summary.problem}
    return {
        "name": summary.name,
        **summary.partners._asdict(),
        "partnership": summary.partnership,
        "versions": summary.versions,
        "signed": iso(summary.signed),
        "review": iso(summary.review),
        "pulse": [*summary.pulse_due(today(clock))],
        "session": session_record(summary.session, clock) if summary.session else None,
        "read_only": summary.newer,
        "zone": summary.zone,
        "to_repair": summary.unrepaired,
    }


def session_record(session: Session | OpenSession, clock: Clock) -> Record:
    """Return an open session's stage and time; the time left is that of when somebody was last present."""
    at = session.countdown.last_reading(clock.now())
    return {
        **_fields(session, "number", "stage"),
        "to_closing": int(session.countdown.to_closing(at)),
        "left": int(session.countdown.left(at)),
    }


# show


def version_record(alliance: Alliance, version: Version, session: Session | None, clock: Clock) -> Record:
    """Return a version, or an open session as the version it would become; `session` is the open one besides."""
    signed = any(version is known for known in alliance.versions)
    return {
        "name": alliance.name,
        **version.partners._asdict(),
        "partnership": alliance.partnership,
        "version": version.number if signed else None,
        "versions": len(alliance.versions),
        "signed": iso(version.signed) if signed else None,
        "review": iso(version.review),
        "place": version.place,
        "signatures": [
            {"side": side, "name": given.name, "at": iso(given.at)} for side, given in version.signatures.items()
        ],
        "bank": {**_fields(version.bank, "id", "title"), "credit": "; ".join(version.bank.credits)},
        "questions": [_asked(version, *each) for each in asked(version, version.all_turns)],
        "agreements": [agreement_record(agreement, version) for agreement in version.agreements],
        "slips": [slip_record(slip) for slip in before_next(alliance, version, alliance.slips)],
        "session": session_record(session, clock) if session else None,
        **_fields(version, "previous", "hash"),
    }


def asked(version: Compared, turns: Iterable[Turn]) -> list[tuple[Question, Turn | None]]:
    """Return the questions that were asked in `turns` or answered without a turn, each with its turn."""
    turn_of = {turn.question: turn for turn in turns}
    known = turn_of.keys() | {question for question, _ in version.answers}
    return [(question, turn_of.get(question.id)) for question in version.bank if question.id in known]


def _asked(version: Version, question: Question, turn: Turn | None) -> Record:
    return {
        "section": question.section,
        "question": question.id,
        "wording": question.text,
        "asker": turn.asker if turn else None,
        **{side: _answer(version.answers.get((question.id, side))) for side in SIDES},
    }


def _answer(answer: Answer | None) -> Record | None:
    return _fields(answer, "state", "text", "since") if answer else None


def agreement_record(agreement: Agreement, version: Compared) -> Record:
    return {
        "agreement": agreement.id,
        **_fields(agreement, "text", "question", "holder"),
        "holder_name": holder(agreement, version.partners),
        **_fields(agreement, "since", "verdicts", "reason"),
        "yes": [*agreement.yes],
        "proposals": {
            side: _fields(proposal, "text", "holder", "reason") for side, proposal in agreement.proposals.items()
        },
    }


def slip_record(slip: Slip) -> Record:
    return {"slip": slip.id, "agreement": slip.agreement, "at": iso(slip.at), **_fields(slip, "what", "repaired")}


def pulse_record(pulse: Pulse) -> Record:
    return {"side": pulse.side, "at": iso(pulse.at), **_fields(pulse, "verdict", "words")}


def before_next(alliance: Alliance, version: Version, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the slips or pulses from before the next version was signed; all for the version in force."""
    after = alliance.version(version.number + 1)
    return tuple(note for note in notes if after is None or note.at < after.signed)


# diff


def difference(comparison: Comparison, new: Compared) -> list[Record]:
    """Return how every answer and agreement changed, unchanged ones too; spans joined give the texts exactly."""
    asked = [*(change.question for change in comparison.answers), *new.bank]
    sections = {question.id: question.section for question in asked}
    return [_change(change, sections) for change in comparison.changes]


def _change(change: Change, sections: dict[str, Section]) -> Record:
    if isinstance(change, AnswerChange):
        place: Record = {"question": change.question.id, "side": change.side}
    else:
        place = {"question": change.agreement.question, "side": None, "agreement": change.id}
    return {
        "section": sections.get(place["question"]),
        **place,
        "kind": change.kind,
        "spans": [span._asdict() for span in change.spans],
    }


def column_record(column: Compared) -> Record:
    """Return a version, or the open session, as the head of a column."""
    signed = column.signed if isinstance(column, Version) else None
    return {"version": column.number, "signed": iso(signed), "open": signed is None}


# questions


def bank_record(bank: QuestionBank) -> Record:
    questions = [
        {"question": each.id, "section": each.section, "wording": each.text, "for": each.only}
        for each in bank.questions
    ]
    return {**_fields(bank, "id", "title", "credit", "adapted_from"), "questions": questions}


# undelete


def trash_record(item: Trashed) -> Record:
    """Return an item for `--json`."""
    return {
        "kind": item.kind,
        "name": item.name,
        **partners_record(item.partners),
        "deleted": iso(item.deleted),
        "until": iso(item.until),
    }
