"""An alliance for people to read, whole. User text is literal, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliance_tui.domain.alliance import SIDES, Alliance, Side, Slip, Version
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.questions import SECTIONS, Question
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import (
    because,
    holder,
    on,
    ordinal,
    repair,
    review,
    session_state,
    unwritten,
    verdicts,
)
from alliance_tui.render.records import known_at, questions
from alliance_tui.text.characters import clean, one_line

NAME = 16
"""The widest a column of names gets, in cells."""


def line(*parts: str, style: str = "") -> Text:
    """Parts on one line, those that are empty left out."""
    return Text(" · ".join(one_line(part) for part in parts if part), style)


# show


def review_of(version: Version | None, clock: Clock) -> str:
    """When the two will come back, if they said so."""
    return review(version.review, clock) if version else ""


def document(alliance: Alliance, version: Version, session: Session | None, clock: Clock) -> RenderableType:
    """A version whole, or `session` as the version it would become when `version` was not signed."""
    parts: list[RenderableType] = [*_head(alliance, version, session, clock)]
    if version.agreements:
        parts += [Text("\nAgreements", "bold"), _agreements(version)]
    if slips := known_at(alliance, version):
        parts += [Text("\nSlips", "bold"), *(_slip(alliance, slip, clock) for slip in slips)]
    asked = [*questions(version)]
    for section in SECTIONS:
        here = [question for question in asked if question.section is section]
        if here:
            parts.append(Text(f"\n{one_line(version.bank.heading(section))}", "bold"))
            parts += [Padding(_question(version, question), (0, 0, 0, 2)) for question in here]
    parts.append(Text(f"\nQuestions: {one_line('; '.join(version.bank.credits))}", "dim"))
    return Group(*parts)


def _head(alliance: Alliance, version: Version, session: Session | None, clock: Clock) -> Iterator[Text]:
    """Whose it is, which version, and whether a session is open beside it."""
    yield line(str(version.partners), alliance.partnership, style="bold")
    if version.signatures and version in alliance.versions:
        of_all = f"version {version.number} of {len(alliance.versions)}"
        yield line(of_all, f"signed {on(version.signed, clock)}", review_of(version, clock), version.place)
        if session:
            yield Text(f"Beside this version: {ordinal(session.number)} {session_state(session, clock)}", "italic")
    elif session:
        yield line("not signed yet", f"{ordinal(session.number)} {session_state(session, clock)}", version.place)


def _agreements(version: Version) -> RenderableType:
    """Each agreement with its holder and what the partners say of it."""
    lines: list[RenderableType] = []
    for agreement in version.agreements:
        said = line(
            holder(agreement, version.partners), verdicts(agreement, version.partners), because(agreement)
        ).plain
        lines.append(Text.assemble((f"• {one_line(agreement.text)}", ""), (f"  ({said})", "dim")))
    return Padding(Group(*lines), (0, 0, 0, 2))


def _slip(alliance: Alliance, slip: Slip, clock: Clock) -> RenderableType:
    """A slip: when, of which agreement, what happened and how it was repaired."""
    agreement = alliance.agreement(slip.agreement)
    head = line(on(slip.at, clock), agreement.text if agreement else "", style="italic")
    said = Group(Text(clean(slip.what)), Text(repair(slip), "dim"))
    return Padding(Group(head, Padding(said, (0, 0, 0, 2))), (0, 0, 0, 2))


def _question(version: Version, question: Question) -> RenderableType:
    """The wording, and under it what each side said."""
    table = Table.grid(padding=(0, 2, 0, 2))
    widest = max(cell_len(one_line(version.partners[side])) for side in SIDES)
    table.add_column(width=min(widest, NAME), overflow="fold")
    table.add_column(overflow="fold")
    for side in _speakers(version, question):
        table.add_row(Text(one_line(version.partners[side]), "bold"), _said(version, question, side))
    return Group(Text(one_line(question.text), "italic"), table)


def _speakers(version: Version, question: Question) -> Iterable[Side]:
    """The sides that were asked, and those that answered all the same."""
    turns = [turn for turn in version.turns if turn.question == question.id]
    asked = {side for turn in turns for side in turn.answerers} or (
        {*SIDES} if question in version.bank.closing else set()
    )
    return [side for side in SIDES if side in asked or (question.id, side) in version.answers]


def _said(version: Version, question: Question, side: Side) -> Text:
    """One answer, with the version it dates from when that is an earlier one."""
    answer = version.answers.get((question.id, side))
    said = Text(f"({unwritten(answer)})", "dim") if unwritten(answer) else Text(clean(answer.text) if answer else "")
    if answer and answer.since < version.number:
        said.append(f"  (from v{answer.since})", "dim")
    return said
