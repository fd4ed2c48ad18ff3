"""What changed since the version before, as a part of the HTML page: <ins> and <del>, told apart without colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from alliance_tui.domain.alliance import Agreement, Answer, Version
from alliance_tui.domain.changes import AnswerChange, Change, Comparison, Kind
from alliance_tui.render.change_kinds import COME, GONE, answered, beside, ledger
from alliance_tui.render.change_marks import Column, Mark, Piece, pieces
from alliance_tui.render.html import typed
from alliance_tui.render.phrases import holder, unwritten
from alliance_tui.text.characters import one_line

ELEMENTS = {
    Mark.GONE: ("del", ""),
    Mark.COME: ("ins", ""),
    Mark.MOVED_AWAY: ("del", ' class="moved"'),
    Mark.MOVED_HERE: ("ins", ' class="moved"'),
}
LEGEND = (
    "<span><del>taken out</del></span><span><ins>put in</ins></span>"
    '<span><del class="moved">moved away</del> <ins class="moved">moved here</ins></span>'
)


def html_changes(old: Version, new: Version, comparison: Comparison) -> str:
    return "\n".join(_lines(old, new, comparison))


def _lines(old: Version, new: Version, comparison: Comparison) -> Iterator[str]:
    yield '<section class="changes" aria-labelledby="changed">'
    yield f'<h2 id="changed">What changed since version {old.number}</h2>'
    if not comparison.changed:
        yield '<p class="none">Nothing: the two versions say the same.</p>'
    else:
        yield f'<p class="ledger">{ledger(comparison, " · ")}</p>\n<p class="legend">{LEGEND}</p>'
    groups = [(question, [*changes]) for question, changes in groupby(comparison.changed, key=answered)]
    for question, changes in sorted(groups, key=lambda group: group[0] is not None):  # agreements first
        heading = f'<h3 dir="auto">{typed(one_line(question.text))}</h3>' if question else "<h3>Agreements</h3>"
        yield f'<article class="question">\n{heading}\n<div class="pair one">'
        yield from (_change(old, new, change) for change in changes)
        yield "</div>\n</article>"
    yield "</section>"


def _change(old: Version, new: Version, change: Change) -> str:
    if isinstance(change, AnswerChange):
        side, name = str(change.side), one_line(new.partners[change.side])
    else:
        side = str(change.agreement.holder)
        name = "Both of us" if side == "both" else holder(change.agreement, new.partners)
    head = f'<h4><bdi>{typed(name)}</bdi> <span class="kind">· {change.kind.label}</span></h4>'
    gone = " gone" if change.kind in GONE else ""
    return f'<div class="side {side}{gone}">\n{head}\n{"".join(_texts(old, new, change))}\n</div>'


def _texts(old: Version, new: Version, change: Change) -> Iterator[str]:
    """Return both versions as one marked text, or one after the other if too much changed."""
    if change.kind in COME:
        yield _whole(change.new, "ins")
    elif change.kind in GONE:
        yield _whole(change.old, "del")
        yield _whole(change.new, "ins") if isinstance(change, AnswerChange) else ""
    elif change.kind is Kind.REWRITTEN or not change.spans:
        yield f'<div class="was"><p class="when">− before</p>{_whole(change.old, "del")}</div>'
        yield f'<div class="now"><p class="when">+ after</p>{_whole(change.new, "ins")}</div>'
    else:
        yield f'<p class="words" dir="auto">{_marked(change)}</p>'
    *was, _ = beside(old, change, Column.OLD)
    *now, why = beside(new, change, Column.NEW)
    if why:
        yield f'<p class="when" dir="auto">{typed(why)}</p>'
    for before, after in zip(was, now, strict=True):
        yield f'<p class="when">{typed(before)} → {typed(after)}</p>' if before else ""


def _whole(subject: Answer | Agreement | None, element: str) -> str:
    """Return all that one version says, unmarked: the label tells how it changed."""
    instead = "" if isinstance(subject, Agreement) else unwritten(subject)
    if subject is None or instead:
        return f'<p class="instead">{instead}</p>'
    return f'<p class="words" dir="auto"><{element} class="whole">{typed(subject.text)}</{element}></p>'


def _marked(change: Change) -> str:
    """Return the text of both versions; added, removed and moved words are in elements of their own."""
    return "".join(map(marked, pieces(change.spans, Column.BOTH)))


def marked(piece: Piece) -> str:
    """Return a stretch of text, in the element of its mark."""
    if piece.mark is Mark.NONE:
        return typed(piece.text)
    element, attributes = ELEMENTS[piece.mark]
    return f"<{element}{attributes}>{typed(piece.text)}</{element}>"
