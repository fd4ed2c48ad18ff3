"""`alliance due`: print whose review is due."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line, print_note
from alliance_tui.render import due


def run(request: Request) -> int:
    """Print a line for each review that is due, or one for all.

    Alliances that can't be read go to stderr, with exit code 1.
    """
    clock = request.clock
    summaries = request.library.summaries()
    found = due.due(summaries, clock, request.args.within)
    if request.args.json:
        print_json({"due": [due.due_record(each, clock) for each in found]})
    elif request.args.brief:
        if found:
            print_line(due.brief_line(found, clock))
    else:
        for each in found:
            print_line(due.due_line(each, clock))
    problems = [summary for summary in summaries if summary.problem]
    for summary in problems:
        print_note(f"{summary.name}: {summary.problem}")
    return 1 if problems else 0
