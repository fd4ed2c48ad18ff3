"""A version as plain text: lines as long as they were typed, for a mail, a print or the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from alliance_tui.render.version_page import ShownQuestion, VersionPage


def as_text(page: VersionPage) -> str:
    return "\n".join(_lines(page)) + "\n"


def _lines(page: VersionPage) -> Iterator[str]:
    yield page.title
    yield "=" * min(len(page.title), 72)
    yield from head(page)
    if page.agreed:
        yield from _headed("We agree")
        yield from (f"* {agreed.text}  ({agreed.note})" for agreed in page.agreed)
        yield from ("", page.said_yes)
    if page.proposed:
        yield from _headed("Proposed")
        yield from (f"* {proposed.text}  ({proposed.note})" for proposed in page.proposed)
    if page.slips:
        yield from _headed("Slips")
        for slip in page.slips:
            yield f"* {slip.day}: {slip.agreement}"
            yield from _set_in(f"{slip.what}\n{slip.repair}")
    for part in page.parts:
        yield from _headed(part.heading)
        for index, asked in enumerate(part.asked):
            yield from ("",) if index else ()
            yield from _asked(asked)
    yield ""
    yield f"Questions: {page.credit}"
    if page.hash:
        yield f"Fingerprint of this version: {page.hash}"


def head(page: VersionPage, typed: Callable[[str], str] = str, strong: str = "") -> Iterator[str]:
    """Yield the facts of a version, a line each; `typed` escapes typed text, `strong` marks the state."""
    if page.partnership:
        yield typed(page.partnership)
    yield f"{strong}{page.state}{strong}" + (f", signed {page.signed}" if page.signed else "")
    if page.place:
        yield f"Where: {typed(page.place)}"
    if page.review:
        yield f"Review on {page.review}"
    for name, day in page.signatures:
        yield f"Signed: {typed(name)}, {day}"


def _headed(heading: str) -> tuple[str, ...]:
    return "", heading, "-" * min(len(heading), 72), ""


def _asked(asked: ShownQuestion) -> Iterator[str]:
    """Yield a question, and each answer indented below it."""
    yield asked.wording
    for said in asked.said:
        note = f" ({said.note})" if said.note else ""
        yield f"  {said.name}{note}:"
        yield from _set_in(f"({said.instead})" if said.instead else said.words)


def _set_in(words: str) -> Iterator[str]:
    return (f"    {line}".rstrip() for line in words.split("\n"))
