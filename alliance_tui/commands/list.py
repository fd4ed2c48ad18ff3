"""`alliance list`: print the alliances of the store."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line, print_lines, width
from alliance_tui.render.listing import listing


def run(request: Request) -> int:
    """Print every alliance; in JSON, those that can't be read come last."""
    library, clock = request.library, request.clock
    summaries = library.summaries()
    if request.args.json:
        from alliance_tui.render import json_records  # 29 ms, 40 % of the CPU of a short list in text

        readable_first = sorted(summaries, key=lambda summary: bool(summary.problem))
        return print_json([json_records.summary_record(summary, clock) for summary in readable_first])
    if not summaries:
        return print_line(f"No alliances in {library.root} yet. `alliance` begins one, `alliance demo` shows a sample.")
    return print_lines(listing(summaries, clock, width()))
