"""How alliances and sessions are laid down as TinyDB tables, and read back.

`alliance.json` has the tables `alliance` (one document), `versions`, `slips` and `looks`; `session.json` has `session`
(one document), `answers` and `agreements`. Moments are ISO 8601 in UTC, lengths are seconds.
"""

from __future__ import annotations

import hashlib
import json
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from alliance_tui.domain.alliance import (
    Agreement,
    Alliance,
    Answer,
    Answers,
    AnswerState,
    Holder,
    Partners,
    Rival,
    Side,
    Signature,
    Slip,
    Turn,
    Verdict,
    Version,
)
from alliance_tui.domain.questions import Question, QuestionBank, Section
from alliance_tui.domain.session import Session, Stage
from alliance_tui.storage.timestamps import countdown_from_record, countdown_to_record, maybe_moment, moment

Record = dict[str, Any]
Tables = dict[str, list[Record]]


_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def fingerprint(record: Mapping[str, Any]) -> str:
    """SHA-256 of a version's record, its own `hash` left out: sorted keys, no white space, UTF-8."""
    before = _SORTED({key: value for key, value in record.items() if key < "bank"})[1:-1]
    bank = f'"bank":{_bank_text(record["bank"])}' if "bank" in record else ""
    after = _SORTED({key: value for key, value in record.items() if key > "bank" and key != "hash"})[1:-1]
    text = ",".join(filter(None, (before, bank, after)))
    return hashlib.sha256(f"{{{text}}}".encode()).hexdigest()


def _bank_text(bank: Record) -> str:
    """Write a bank, which is most of a version, and nearly always the bank of the version before."""
    try:
        return _text_of_marshalled(marshal.dumps(bank, 2))
    except ValueError:  # it has words of the domain's enumerations, which no file has
        return _SORTED(bank)


@lru_cache(4)
def _text_of_marshalled(bank: bytes) -> str:
    return _SORTED(marshal.loads(bank))


def seal(version: Version) -> Version:
    """The version with its hash."""
    return replace(version, hash=fingerprint(version_to_record(version)))


# Alliance


def alliance_to_record(alliance: Alliance) -> Record:
    """The alliance without its versions."""
    return {
        "id": alliance.id,
        "left": alliance.partners.left,
        "right": alliance.partners.right,
        "partnership": alliance.partnership,
        "created": moment(alliance.created),
    }


def alliance_from_records(
    name: str,
    record: Record,
    versions: Iterable[Record],
    slips: Iterable[Record] = (),
    looks: Iterable[Record] = (),
) -> Alliance:
    """An alliance, `name` being its folder."""
    return Alliance(
        id=record["id"],
        name=name,
        partners=Partners(record["left"], record["right"]),
        partnership=record["partnership"],
        created=datetime.fromisoformat(record["created"]),
        versions=tuple(version_from_record(version) for version in versions),
        slips=tuple(slip_from_record(slip) for slip in slips),
        looks={Side(look["side"]): look["version"] for look in looks},
    )


def slip_to_record(slip: Slip) -> Record:
    """A slip."""
    return {
        "id": slip.id,
        "agreement": slip.agreement,
        "at": moment(slip.at),
        "what": slip.what,
        "repaired": slip.repaired,
    }


def slip_from_record(record: Record) -> Slip:
    """A slip; KeyError, TypeError or ValueError when the record is not one."""
    return Slip(
        id=record["id"],
        agreement=record["agreement"],
        at=datetime.fromisoformat(record["at"]),
        what=record["what"],
        repaired=record["repaired"],
    )


def version_to_record(version: Version) -> Record:
    """A signed version, whole."""
    return {
        "number": version.number,
        "session": version.session,
        "left": version.partners.left,
        "right": version.partners.right,
        "place": version.place,
        "review": version.review.isoformat() if version.review else None,
        "bank": _bank_to_record(version.bank),
        "turns": [{"question": turn.question, "asker": turn.asker} for turn in version.turns],
        "answers": _answers_to_records(version.answers),
        "agreements": [_agreement_to_record(agreement) for agreement in version.agreements],
        "signatures": _signatures_to_record(version.signatures),
        "previous": version.previous,
        "hash": version.hash,
    }


def version_from_record(record: Record) -> Version:
    """A signed version; KeyError, TypeError or ValueError when the record is not one."""
    return Version(
        number=record["number"],
        session=record["session"],
        partners=Partners(record["left"], record["right"]),
        place=record["place"],
        review=_date(record["review"]),
        bank=_bank_from_record(record["bank"]),
        turns=tuple(Turn(turn["question"], Side(turn["asker"]) if turn["asker"] else None) for turn in record["turns"]),
        answers=_answers_from_records(record["answers"]),
        agreements=tuple(_agreement_from_record(agreement) for agreement in record["agreements"]),
        signatures=_signatures_from_record(record["signatures"]),
        previous=record["previous"],
        hash=record["hash"],
    )


# Session


def session_to_tables(session: Session) -> Tables:
    """The open session as three tables; the partners' names stay in `alliance.json`."""
    record = {
        "id": session.id,
        "number": session.number,
        "bank": _bank_to_record(session.bank),
        "place": session.place,
        "planned": moment(session.planned),
        "stage": session.stage,
        "choices": {side: list(picks) for side, picks in session.choices.items()},
        "order": list(session.order),
        "current": session.current,
        "countdown": countdown_to_record(session.countdown),
        "signatures": _signatures_to_record(session.signatures),
        "unsigned": session.unsigned,
        "review": session.review.isoformat() if session.review else None,
    }
    return {
        "session": [record],
        "answers": _answers_to_records(session.answers),
        "agreements": [_agreement_to_record(agreement) for agreement in session.agreements],
    }


def session_from_tables(partners: Partners, tables: Tables) -> Session:
    """The open session; KeyError, TypeError or ValueError when the tables do not hold one."""
    record = tables["session"][0]
    return Session(
        id=record["id"],
        number=record["number"],
        partners=partners,
        bank=_bank_from_record(record["bank"]),
        place=record["place"],
        planned=maybe_moment(record["planned"]),
        stage=Stage(record["stage"]),
        choices={Side(side): tuple(picks) for side, picks in record["choices"].items()},
        order=tuple(record["order"]),
        current=record["current"],
        countdown=countdown_from_record(record["countdown"]),
        answers=_answers_from_records(tables["answers"]),
        agreements=tuple(_agreement_from_record(agreement) for agreement in tables["agreements"]),
        signatures=_signatures_from_record(record["signatures"]),
        unsigned=record["unsigned"],
        review=_date(record["review"]),
    )


# Parts


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _bank_to_record(bank: QuestionBank) -> Record:
    record: Record = {
        "id": bank.id,
        "title": bank.title,
        "credit": bank.credit,
        "adapted_from": bank.adapted_from,
        "headings": dict(bank.headings),
        "questions": [
            {"id": question.id, "section": question.section, "text": question.text} for question in bank.questions
        ],
    }
    if bank.earlier:  # only then: what was signed without it keeps its hash
        record["earlier"] = [_bank_to_record(earlier) for earlier in bank.earlier]
    return record


def _bank_from_record(record: Record) -> QuestionBank:
    bank = _one_bank(record)
    return replace(bank, earlier=tuple(_one_bank(earlier) for earlier in record.get("earlier", [])))


def _one_bank(record: Record) -> QuestionBank:
    return QuestionBank(
        id=record["id"],
        title=record["title"],
        credit=record["credit"],
        adapted_from=record["adapted_from"],
        headings={Section(section): heading for section, heading in record["headings"].items()},
        questions=tuple(
            Question(question["id"], Section(question["section"]), question["text"]) for question in record["questions"]
        ),
    )


def _answers_to_records(answers: Answers) -> list[Record]:
    return [{"question": question, "side": side, **_answer(answer)} for (question, side), answer in answers.items()]


def _answer(answer: Answer) -> Record:
    record: Record = {"state": answer.state, "text": answer.text, "since": answer.since}
    if answer.edit:
        record["edit"] = answer.edit
    if answer.rivals:  # "spell" is what the first release calls an edit
        record["rivals"] = [{"spell": rival.edit, "text": rival.text} for rival in answer.rivals]
    return record


def _answers_from_records(records: Iterable[Record]) -> Answers:
    return {
        (record["question"], Side(record["side"])): Answer(
            AnswerState(record["state"]),
            record["text"],
            record["since"],
            tuple(Rival(rival["spell"], rival["text"]) for rival in record.get("rivals", [])),
            record.get("edit", ""),
        )
        for record in records
    }


def _agreement_to_record(agreement: Agreement) -> Record:
    record: Record = {
        "id": agreement.id,
        "text": agreement.text,
        "question": agreement.question,
        "holder": agreement.holder,
        "since": agreement.since,
        "verdicts": dict(agreement.verdicts),
    }
    if agreement.reason:
        record["reason"] = agreement.reason
    if agreement.edit:
        record["edit"] = agreement.edit
    return record


def _agreement_from_record(record: Record) -> Agreement:
    return Agreement(
        id=record["id"],
        text=record["text"],
        question=record["question"],
        holder=Holder(record["holder"]),
        since=record["since"],
        verdicts={Side(side): Verdict(verdict) for side, verdict in record["verdicts"].items()},
        reason=record.get("reason", ""),
        edit=record.get("edit", ""),
    )


def _signatures_to_record(signatures: Mapping[Side, Signature]) -> Record:
    return {side: {"name": given.name, "at": moment(given.at)} for side, given in signatures.items()}


def _signatures_from_record(record: Record) -> dict[Side, Signature]:
    return {Side(side): Signature(given["name"], datetime.fromisoformat(given["at"])) for side, given in record.items()}
