"""A version as plain text: lines as long as they were typed, for a mail, a print or the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

from alliance_tui.render.version_page import Agreed, Asked, VersionPage


def as_text(page: VersionPage) -> str:
    """The whole version."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: VersionPage) -> Iterator[str]:
    """The lines from top to bottom."""
    yield page.title
    yield "=" * min(len(page.title), 72)
    yield from head(page)
    if page.agreed:
        yield from _headed("We agree")
        yield from (f"* {agreed.text}  ({beside(agreed)})" for agreed in page.agreed)
    if page.slips:
        yield from _headed("Slips")
        for slip in page.slips:
            yield f"* {slip.day}: {slip.agreement}"
            yield from (f"    {line}".rstrip() for line in (*slip.what.split("\n"), slip.repair))
    for part in page.parts:
        yield from _headed(part.heading)
        for index, asked in enumerate(part.asked):
            yield from ("",) if index else ()
            yield from _asked(asked)
    yield ""
    yield f"Questions: {page.credit}"
    if page.hash:
        yield f"Fingerprint of this version: {page.hash}"


def head(page: VersionPage) -> Iterator[str]:
    """What there is to know of a version, a line each."""
    if page.partnership:
        yield page.partnership
    yield f"{page.state}, signed {page.signed}" if page.signed else page.state
    if page.place:
        yield f"Where: {page.place}"
    if page.review:
        yield f"Review on {page.review}"
    for name, day in page.signatures:
        yield f"Signed: {name}, {day}"


def beside(agreed: Agreed) -> str:
    """Whose doing an agreement is, what the two say of it, and why it was amended."""
    return " · ".join(filter(None, (agreed.holder, agreed.beside)))


def _headed(heading: str) -> tuple[str, ...]:
    """A heading with its line, room above it."""
    return "", heading, "-" * min(len(heading), 72), ""


def _asked(asked: Asked) -> Iterator[str]:
    """A question, and each answer set in below it."""
    yield asked.wording
    for said in asked.said:
        note = f" ({said.note})" if said.note else ""
        yield f"  {said.name}{note}:"
        words = f"({said.instead})" if said.instead else said.words
        yield from (f"    {line}".rstrip() for line in words.split("\n"))
