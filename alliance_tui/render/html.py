"""A version as one self-contained HTML page: for a screen, a phone or paper. No script, nothing from elsewhere.

Everything a person typed goes through `typed`; what else goes in is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources

from alliance_tui.domain.alliance import SIDES, Holder, Side
from alliance_tui.render.version_page import ShownAgreement, ShownAnswer, ShownQuestion, VersionPage
from alliance_tui.text.characters import clean

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Content security policy: nothing is loaded and nothing runs, even if foreign text got into the page."""
LONG = 1500
"""Characters from which an answer may go over two pages when printed."""


def typed(text: str) -> str:
    """Return what a person typed, escaped for HTML."""
    return escape(clean(text), quote=True)


def as_html(page: VersionPage, changes: str = "", over_time: str = "") -> str:
    """Return the page; `changes` is the part that `html_changes` makes, `over_time` that of `html_agreements`."""
    main = ("<main>", *_agreed(page), over_time, *_sections(page), changes, "</main>")
    return "\n".join((_head(page), *_masthead(page), *main, _foot(page), ""))


def _head(page: VersionPage) -> str:
    style = resources.files("alliance_tui.render").joinpath("html.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{typed(page.title)} · {page.state}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>"
    )


def _masthead(page: VersionPage) -> Iterator[str]:
    """Return the partners' names and the facts of this version."""
    yield "<header>"
    if page.partnership:
        yield f'<p class="kicker" dir="auto">{typed(page.partnership)}</p>'
    left, right = (f'<bdi class="{side}">{typed(page.partners[side])}</bdi>' for side in SIDES)
    yield f'<h1>{left} <span class="amp">&amp;</span> {right}</h1>\n<dl class="facts">'
    yield f"<div><dt>Alliance</dt><dd>{page.state}</dd></div>"
    for name, fact in (("Signed", page.signed), ("Where", page.place), ("Review", page.review)):
        if fact:
            yield f'<div><dt>{name}</dt><dd dir="auto">{typed(fact)}</dd></div>'
    yield "</dl>\n</header>"


def _agreed(page: VersionPage) -> Iterator[str]:
    yield from _canvas(page)
    if page.slips:
        yield '<section class="slips" aria-labelledby="slips">\n<h2 id="slips">Slips</h2>\n<ul>'
        for slip in page.slips:
            yield f'<li><p class="day">{slip.day}</p>\n<p class="kept" dir="auto">{typed(slip.agreement)}</p>'
            yield f'<p class="words" dir="auto">{typed(slip.what)}</p>'
            yield f'<p class="when" dir="auto">{typed(slip.repair)}</p></li>'
        yield "</ul>\n</section>"


def _sections(page: VersionPage) -> Iterator[str]:
    for number, part in enumerate(page.parts, 1):
        heading = f'<h2 id="part-{number}" dir="auto">{typed(part.heading)}</h2>'
        yield f'<section aria-labelledby="part-{number}">\n{heading}'
        for asked in part.asked:
            yield from _asked(asked)
        yield "</section>"


def _canvas(page: VersionPage) -> Iterator[str]:
    """Return the agreements by holder, on a printed page of their own, and the signatures."""
    yield '<section class="canvas" aria-labelledby="agreed">\n<h2 id="agreed">We agree</h2>'
    yield '<div class="holders">' if page.agreed else '<p class="none">No agreements are in force.</p>\n'
    for holder in (Holder.LEFT, Holder.BOTH, Holder.RIGHT):
        if held := [agreed for agreed in page.agreed if agreed.holder is holder]:
            name = "Both of us" if holder is Holder.BOTH else f"<bdi>{typed(held[0].holder_name)}</bdi>"
            yield f'<div class="holder by-{holder}">\n<h3>{name}</h3>\n<ul>'
            yield from (_agreement(agreed, agreed.beside) for agreed in held)
            yield "</ul>\n</div>"
    yield f'</div>\n<p class="beside" dir="auto">{typed(page.said_yes)}</p>' if page.agreed else ""
    if page.proposed:
        yield '<div class="holders"><div class="holder">\n<h3>Proposed</h3>\n<ul>'
        yield from (_agreement(proposed, proposed.note) for proposed in page.proposed)
        yield "</ul>\n</div></div>"
    if page.signatures:
        yield '<dl class="signatures">'
        for name, day in page.signatures:
            yield f'<div><dt dir="auto">{typed(name)}</dt><dd>signed {day}</dd></div>'
        yield "</dl>"
    yield "</section>"


def _agreement(shown: ShownAgreement, beside: str) -> str:
    said = f'<span class="beside">{typed(beside)}</span>' if beside else ""
    return f'<li><span dir="auto">{typed(shown.text)}</span>{said}</li>'


def _asked(asked: ShownQuestion) -> Iterator[str]:
    long = " long" if any(len(said.words) > LONG for said in asked.said) else ""
    yield f'<article class="question{long}">\n<h3 dir="auto">{typed(asked.wording)}</h3>'
    if asked.asker:
        yield f'<p class="asker">asked by <bdi>{typed(asked.asker)}</bdi></p>'
    yield '<div class="pair">'
    yield from (_side(side, said) for side, said in zip(SIDES, asked.said, strict=True))
    yield "</div>\n</article>"


def _side(side: Side, said: ShownAnswer) -> str:
    note = f' <span class="note">{said.note}</span>' if said.note else ""
    name = f"<h4><bdi>{typed(said.name)}</bdi>{note}</h4>"
    if said.instead:
        return f'<div class="side {side} silent">\n{name}\n<p class="instead">{said.instead}</p>\n</div>'
    return f'<div class="side {side}">\n{name}\n<p class="words" dir="auto">{typed(said.words)}</p>\n</div>'


def _foot(page: VersionPage) -> str:
    mark = f"<p>Fingerprint of this version: <code>{typed(page.hash)}</code></p>\n" if page.hash else ""
    return f"<footer>\n<p>Questions: {typed(page.credit)}</p>\n{mark}</footer>\n</body>\n</html>"
