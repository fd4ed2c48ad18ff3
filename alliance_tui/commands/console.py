"""Print on a terminal or to a pipe, and ask before a command changes something."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.render.json_text import dumps
from alliance_tui.render.streams import has_styles, is_unicode, styled, width_of
from alliance_tui.text.characters import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from alliance_tui.domain.session import Session

JSON_SCHEMA = 1
"""Grows by one when a key goes, or comes to mean something else; new keys may come at any time."""
NOTHING_CHANGED = "Nothing was changed."


def print_line(message: str, code: int = 0) -> int:
    """Print one line; return the exit code."""
    print(one_line(message))
    return code


def print_note(message: str) -> None:
    """Print one line beside the output, on stderr."""
    print(one_line(message), file=sys.stderr, flush=True)


def note_covered(session: Session | None) -> None:
    """Say on stderr that an open session that is printed has questions answered apart, whatever answers there are."""
    if session and session.apart:
        print_note("Some answers are covered until both are ready; they are not shown here.")


def print_json(data: Mapping[str, object]) -> int:
    """Print data for programs, with the number of its schema (docs/json.md); return the exit code."""
    print(dumps({"schema": JSON_SCHEMA, **data}, ascii_only=ascii_only()))
    return 0


def print_lines(lines: Iterable[tuple[str, str]]) -> int:
    """Print lines, each with its style where stdout shows bold and colours; return the exit code."""
    sys.stdout.write(styled(lines, colours()))
    return 0


def print_page(parts: Iterable[RenderableType]) -> int:
    """Print a page for people, as wide as the terminal is; return the exit code."""
    from alliance_tui.render.printing import print_rendered  # with Rich: 38 % of the CPU of `list`

    print_rendered(parts, sys.stdout, width())
    return 0


def read_words(what: str) -> str:
    """Return the words on stdin, for `what`; NotAllowed if there are none, or they are not UTF-8."""
    try:
        words = "" if sys.stdin is None else sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAllowed(f"What is on stdin is not UTF-8. {NOTHING_CHANGED} Save it as that.") from None
    if not words.strip():
        raise NotAllowed(f"There are no words on stdin for {what}. {NOTHING_CHANGED}")
    return words.strip("\n")


def ascii_only() -> bool:
    """Return True if stdout can't carry every character."""
    return not is_unicode(sys.stdout)


def colours() -> bool:
    """Return True if stdout shows bold and colours."""
    return has_styles(sys.stdout, os.environ)


def width() -> int:
    """Return the cells to a line of stdout."""
    return width_of(sys.stdout, os.environ)


def confirm(question: str, yes: bool) -> bool:
    """Ask, unless `yes` was given; NotAllowed when there is nobody to ask."""
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        raise NotAllowed(f"{NOTHING_CHANGED} Say --yes to do it where nobody can be asked.")
    try:
        return input(f"{one_line(question)} y/N ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
