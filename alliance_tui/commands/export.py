"""`alliance export NAME`: write an alliance to a file, or to stdout."""

from __future__ import annotations

import sys
from argparse import Namespace

from alliance_tui.commands import Request
from alliance_tui.commands.console import note_covered, print_line
from alliance_tui.services.export_import import ExportRequest, Format, export, format_of, save
from alliance_tui.storage.paths import path_meant


def run(request: Request) -> int:
    """Write the alliance: to stdout for `-`, to a new file here unless told."""
    args, library = request.args, request.library
    wanted = ExportRequest(_format(args), args.version, args.with_diff)
    raw, name = export(library, request.name, wanted, request.clock)
    alliance, session = library.load(request.name)
    note_covered(None if alliance.latest else session)
    if args.output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        return 0
    path = path_meant(name if args.output is None else args.output, "Nothing was written.")
    save(library, raw, path, args.force)
    return print_line(f"Written: {path}")


def _format(args: Namespace) -> Format:
    """Return the format asked for, or the one that the file's ending means; text on stdout, else HTML."""
    if args.format:
        return Format(args.format)
    if args.output == "-":
        return Format.TEXT
    return format_of(args.output) if args.output else Format.HTML
