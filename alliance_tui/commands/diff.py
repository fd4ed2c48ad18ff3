"""`alliance diff NAME [OLD NEW]`: print what changed between two versions, or since one in the open session."""

from __future__ import annotations

from argparse import Namespace

from alliance_tui.commands import Request
from alliance_tui.commands.console import ascii_only, colours, note_covered, print_json, print_line, print_page, width
from alliance_tui.commands.words import word_called
from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.changes import Kind
from alliance_tui.domain.diff_filter import PARTS, DiffFilter, apply_filter
from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.side_names import side_called
from alliance_tui.render import json_records
from alliance_tui.render.streams import WIDE
from alliance_tui.services.versions import compare_versions, version_to_compare


def run(request: Request) -> int:
    """Print what changed: between the last two versions unless told."""
    args = request.args
    alliance, session = request.library.load(request.name)
    numbers = args.versions or [version.number for version in alliance.versions[-2:]]
    if len(numbers) < 2:
        raise NotFound(f"A diff takes two versions; {alliance.partners} have signed {len(numbers) or 'none yet'}.")
    old, new = (version_to_compare(alliance, session, number) for number in numbers)
    note_covered(session if 0 in numbers else None)
    wanted = _filter(args, alliance.partners)
    comparison = apply_filter(compare_versions(old, new), wanted)
    if args.json:
        return print_json({"changes": json_records.difference(comparison, new)})
    if wanted and not comparison.changed:
        return print_line("Nothing of that changed.")
    from alliance_tui.render.diff import Style, difference  # with Rich: 29 % of the CPU of `diff --json`

    style = Style(args.inline or width() < WIDE, ascii_only(), signed=not colours())
    return print_page(difference(old, new, comparison, request.clock, style))


def _filter(args: Namespace, partners: Partners) -> DiffFilter:
    """Return what the options let through; AllianceError when one of them names nothing there is."""
    side = None if args.side is None else side_called(args.side, partners)
    return DiffFilter(word_called(args.section, PARTS), side, word_called(args.kind, Kind))
