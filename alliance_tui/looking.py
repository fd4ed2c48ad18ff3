"""Commands that look over time: `alliance due` and `alliance history`."""

from __future__ import annotations

import os
import sys

from alliance_tui.domain.changes import Compared, standing
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.text import one_line
from alliance_tui.render import due as reminders
from alliance_tui.render.records import dumps
from alliance_tui.render.streams import is_unicode, width_of
from alliance_tui.storage.library import Library


def due(library: Library, clock: Clock, as_json: bool) -> int:
    """Print whose review is due, a line each, nothing when none is; what can't be read goes to stderr, with 1."""
    entries = library.entries()
    found = reminders.due(entries, clock)
    if as_json:
        print_json([reminders.record(each, clock) for each in found])
    else:
        for each in found:
            print(reminders.line(each, clock))
    problems = [entry for entry in entries if entry.problem]
    for entry in problems:
        print(f"{one_line(entry.name)}: {one_line(entry.problem)}", file=sys.stderr)
    return 1 if problems else 0


def print_json(data: object) -> None:
    """Print data for programs."""
    print(dumps(data, ascii_only=not is_unicode(sys.stdout)))


def history(library: Library, name: str, clock: Clock, as_json: bool) -> int:
    """Print what became of every answer and agreement, version by version, the open session last."""
    from alliance_tui.domain.history import history as history_of
    from alliance_tui.render import history as pictures

    alliance, session = library.load(name)
    columns: list[Compared] = [*alliance.versions]
    if session:
        columns.append(standing(session, alliance.latest))
    found = history_of(columns)
    if as_json:
        print_json(pictures.record(alliance, found))
        return 0
    if not alliance.versions:
        print(one_line(f"{alliance.partners} have signed no version yet, so there is no history to show."))
        return 0
    from alliance_tui.render.output import put

    width = width_of(sys.stdout, os.environ)
    put(pictures.picture(found, clock, width, not is_unicode(sys.stdout)), sys.stdout, width)
    return 0
