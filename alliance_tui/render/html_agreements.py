"""The agreements over time as a part of the HTML page: a table of versions, and the story of each agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from alliance_tui.domain.agreement_story import Cell, Fate, Stories, Story
from alliance_tui.domain.alliance import SIDES, Holder, Side, Verdict
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.agreement_story import GLYPHS, StoryLine, fate_word, legend, owner, story_lines, title
from alliance_tui.render.html import typed
from alliance_tui.render.html_changes import marked
from alliance_tui.render.people import MARKS, NO_VERDICT, SLIP, verdict_sign
from alliance_tui.render.times import long_day
from alliance_tui.text.characters import one_line

ACROSS = 5
"""The most versions beside each other, so that a table fits a page of paper."""


def html_agreements(stories: Stories, clock: Clock) -> str:
    """Return the part; "" if there is but one version and no pulse, or nothing was agreed."""
    is_told = len(stories.columns) > 1 or any(story.cells[0].pulses for story in stories.stories)
    return "\n".join(_lines(stories, clock)) if is_told and stories.stories else ""


def _lines(stories: Stories, clock: Clock) -> Iterator[str]:
    yield '<section class="over-time" aria-labelledby="over-time">\n<h2 id="over-time">Agreements over time</h2>'
    for first in range(0, len(stories.columns), ACROSS):
        yield from _table(stories, range(first, min(first + ACROSS, len(stories.columns))), clock)
    meanings = ("".join(_toned(*stretch) for stretch in entry) for entry in legend(stories))
    yield f'<p class="legend">{"".join(f"<span>{each}</span> " for each in meanings)}</p>'
    for story in stories.stories:
        if any(event.note or _tells(story.cells[event.column]) for event in story.events):
            yield from _story(stories, story, clock)
    yield "</section>"


def _toned(words: str, tone: str) -> str:
    return f'<span class="{tone}">{typed(words)}</span>' if tone else typed(words)


def _table(stories: Stories, columns: range, clock: Clock) -> Iterator[str]:
    yield '<table>\n<thead><tr><th scope="col">Agreement</th><th scope="col">Whose</th>'
    yield "".join(f'<th scope="col">{title(stories.columns[column], clock)}</th>' for column in columns)
    yield "</tr></thead>\n<tbody>"
    for story in stories.stories:
        marks, name = owner(story, stories)
        yield f'<tr><th scope="row" dir="auto">{typed(one_line(story.agreement.text))}</th>'
        yield f'<td class="{story.agreement.holder}">{marks} <bdi>{typed(name)}</bdi></td>'
        yield "".join(_cell(stories, story, column, clock) for column in columns) + "</tr>"
    yield "</tbody>\n</table>"


def _cell(stories: Stories, story: Story, column: int, clock: Clock) -> str:
    """Return the cell of a version: what became of the agreement, in words, the verdicts and the slips."""
    cell = story.cells[column]
    glyph, tone = GLYPHS[cell.fate]
    words = fate_word(cell.fate) or ("kept" if cell.fate is Fate.KEPT else "")
    parts = [f'<span class="{tone}">{glyph} {words}</span>'] if words else []
    parts += [_signs(cell.verdicts, stories)] if cell.verdicts else []
    parts += [f'<span class="gone">{SLIP} {_day(slip.at, clock)}</span>' for slip in cell.slips]
    parts += [f'<span class="muted">pulse</span> {_signs(cell.pulse, stories)}'] if cell.pulses else []
    of = f' data-of="{title(stories.columns[column], clock)}"' if parts else ""
    return f"<td{of}>{'<br>'.join(parts)}</td>"


def _signs(verdicts: Mapping[Side, Verdict], stories: Stories) -> str:
    """Return both partners' verdicts as signs that say what they mean."""
    said = []
    for side in SIDES:
        verdict, name = verdicts.get(side), typed(one_line(stories.partners[side]))
        sign = verdict_sign(side, verdict) if verdict else NO_VERDICT
        label = f"{name}: {verdict or 'no verdict'}"
        said.append(f'<span class="{side}" role="img" aria-label="{label}" title="{label}">{sign}</span>')
    return " ".join(said)


def _tells(cell: Cell) -> bool:
    """Return True if there is more to tell of a cell than the table has."""
    return cell.fate in (Fate.REWORDED, Fate.REOPENED) or bool(cell.agreement and cell.agreement.reason)


def _story(stories: Stories, story: Story, clock: Clock) -> Iterator[str]:
    holder, (marks, name) = story.agreement.holder, owner(story, stories)
    gone = "" if story.in_force else ' <span class="note">no longer in force</span>'
    yield f'<article class="story side {holder}">\n<h3>{marks} <bdi>{typed(name)}</bdi>{gone}</h3>'
    yield f'<p class="kept" dir="auto">{typed(one_line(story.agreement.text))}</p>\n<ul>'
    told = [*story_lines(stories, story, clock, _day)]
    for number, line in enumerate(told):
        when = f'<span class="when">{line.when}</span> ' if line.when else ""
        yield f"{'<li>' if line.when else ''}{when}{_words(stories, line)}"
        if number + 1 == len(told) or told[number + 1].when:
            yield "</li>"
    yield "</ul>\n</article>"


def _words(stories: Stories, line: StoryLine) -> str:
    if line.verdicts:
        said = []
        for side in SIDES:
            name = f"{MARKS[Holder(side)]} <bdi>{typed(one_line(stories.partners[side]))}</bdi>"
            said.append(f'<span class="{side}">{name}</span> {line.verdicts.get(side, "has not said")}')
        return f"<p>{' · '.join(said)}</p>"
    words = "".join(map(marked, line.words))
    return f'<p dir="auto"{" class=beside" if line.aside else ""}>{words}</p>'


def _day(moment: datetime, clock: Clock) -> str:
    return long_day(clock.local(moment).date())
