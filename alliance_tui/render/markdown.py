"""A version as Markdown (CommonMark): typed text shows as it was typed, even if it contains Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alliance_tui.render.plain_text import head
from alliance_tui.render.version_page import ShownQuestion, VersionPage

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=#?\w)")
"""What CommonMark, tables, strikes and formulas are made of, wherever it stands; `&` only where an entity may begin."""
_AT_START = re.compile(r"([-+=])|(\d{1,9})([.)])")
"""What makes a list or a heading at a line's beginning."""
_SPACES = re.compile(r"^[ \t]+|[ \t]{2,}|\t")


def literal(text: str) -> str:
    """Return one line of text as Markdown that shows exactly this text."""
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    if start := _AT_START.match(escaped):
        at = start.start(1) if start[1] else start.start(3)
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return _SPACES.sub(_keep_spaces, escaped)


def _keep_spaces(run: re.Match[str]) -> str:
    """Return spaces in a form that Markdown keeps; a line may still break at the last of a run."""
    width = len(run[0].expandtabs(4))
    return "&nbsp;" * width if run.start() == 0 else "&nbsp;" * (width - 1) + " "


def as_markdown(page: VersionPage) -> str:
    return "\n".join(_lines(page)) + "\n"


def _lines(page: VersionPage) -> Iterator[str]:
    yield f"# {literal(page.title)}"
    yield ""
    yield "  \n".join(head(page, literal, "**"))
    if page.agreed:
        yield "\n## We agree\n"
        yield from (f"- {literal(agreed.text)} — *{literal(agreed.note)}*" for agreed in page.agreed)
        yield f"\n{literal(page.said_yes)}"
    if page.proposed:
        yield "\n## Proposed\n"
        yield from (f"- {literal(proposed.text)} — *{literal(proposed.note)}*" for proposed in page.proposed)
    if page.slips:
        yield "\n## Slips"
        for slip in page.slips:
            yield f"\n**{slip.day}** {literal(slip.agreement)}\n"
            yield from (f"> {line}".rstrip() for line in (*_quoted(slip.what), "", literal(slip.repair)))
    for part in page.parts:
        yield f"\n## {literal(part.heading)}"
        for asked in part.asked:
            yield from _asked(asked)
    yield "\n---\n"
    yield f"Questions: {literal(page.credit)}"
    if page.hash:
        yield f"\nFingerprint of this version: `{page.hash}`"


def _asked(asked: ShownQuestion) -> Iterator[str]:
    """Return a question, and each answer as a quotation under its partner's name."""
    yield f"\n### {literal(asked.wording)}"
    for said in asked.said:
        note = f" ({said.note})" if said.note else ""
        yield f"\n**{literal(said.name)}**{note}\n"
        lines = (f"*({said.instead})*",) if said.instead else _quoted(said.words)
        yield from (f"> {line}".rstrip() for line in lines)


def _quoted(words: str) -> Iterator[str]:
    """Return the lines of a text; line breaks and empty lines are kept."""
    lines = words.strip("\n").split("\n")
    blank = True
    for index, line in enumerate(lines):
        if not line.strip(" \t"):
            yield "" if not blank else "&nbsp;\n> "
            blank = True
            continue
        follows = index + 1 < len(lines) and bool(lines[index + 1].strip(" \t"))
        yield literal(line.rstrip(" \t")) + ("\\" if follows else "")
        blank = False
