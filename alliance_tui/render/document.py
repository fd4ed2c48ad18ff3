"""An alliance for people to read, whole. User text is literal, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import join_parts, ordinal, review, session_state, today
from alliance_tui.render.times import day
from alliance_tui.render.version_page import ShownQuestion, version_page
from alliance_tui.text.characters import one_line

Parts = Iterator[RenderableType]
"""What is shown, one below the other."""
NAME = 16
"""The widest a column of names gets, in cells."""


def line(*parts: str, style: str = "") -> Text:
    """Join the parts that are not empty on one line."""
    return Text(join_parts(*map(one_line, parts)), style)


def document(alliance: Alliance, version: Version, session: Session | None, clock: Clock) -> Parts:
    """Return a whole version, or `session` as the version it would become if `version` was not signed."""
    page = version_page(alliance, version, clock, partial(day, today=today(clock)))
    yield line(page.title, page.partnership, style="bold")
    sitting = f"{ordinal(session.number)} {session_state(session, clock.in_zone(alliance.zone))}" if session else ""
    if page.signed:
        number = f"version {page.number} of {page.of}"
        yield line(number, f"signed {page.signed}", review(version.review, clock), page.place)
        yield from [Text(f"Beside this version: {sitting}", "italic")] if session else []
    elif session:
        yield line("not signed yet", sitting, page.place)
    for heading, agreements in (("Agreements", page.agreed), ("Proposed", page.proposed)):
        yield from [Text(f"\n{heading}", "bold")] if agreements else []
        for agreed in agreements:
            yield indented(Text.assemble(f"• {agreed.text}", (f"  ({agreed.note})", "dim")))
        yield from [indented(Text(page.said_yes, "dim"))] if agreements is page.agreed and agreements else []
    if page.slips:
        yield Text("\nSlips", "bold")
        for slip in page.slips:
            said = indented(Text(slip.what), Text(slip.repair, "dim"))
            yield indented(line(slip.day, slip.agreement, style="italic"), said)
    widest = min(NAME, max(map(cell_len, page.partners)))
    for part in page.parts:
        yield Text(f"\n{part.heading}", "bold")
        for asked in part.asked:
            yield indented(Text(asked.wording, "italic"), _answers(asked, widest))
    yield Text(f"\nQuestions: {page.credit}", "dim")


def indented(*parts: RenderableType) -> Padding:
    """Return the parts below each other, indented by two cells."""
    return Padding(Group(*parts), (0, 0, 0, 2))


def _answers(asked: ShownQuestion, widest: int) -> Table:
    """Return each side's answer to a question beside its name, which has at most `widest` cells."""
    table = Table.grid(padding=(0, 2, 0, 2))
    table.add_column(width=widest, overflow="fold")
    table.add_column(overflow="fold")
    for said in asked.said:
        if said.expected:
            words = Text(f"({said.instead})", "dim") if said.instead else Text(said.words)
            words.append(f"  ({said.short_note})" if said.since else "", "dim")
            table.add_row(Text(said.name, "bold"), words)
    return table
