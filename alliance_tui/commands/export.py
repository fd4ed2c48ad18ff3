"""`alliance export NAME`: write an alliance to a file, or to stdout; with `--all`, each to a file in a folder."""

from __future__ import annotations

import sys
from argparse import Namespace

from alliance_tui.commands import Request
from alliance_tui.commands.console import note_covered, print_line, print_note
from alliance_tui.domain.errors import AllianceError
from alliance_tui.services.export_import import ExportRequest, Format, export, format_of, save
from alliance_tui.storage.disk import file_errors, make_folder
from alliance_tui.storage.library import Library
from alliance_tui.storage.paths import path_meant


def run(request: Request) -> int:
    """Write the alliance: to stdout for `-`, to a new file here unless told."""
    args, library = request.args, request.library
    if args.all:
        return _export_all(request)
    wanted = ExportRequest(_format(args), args.version, args.with_diff)
    raw, name = export(library, request.name, wanted, request.clock)
    _note_covered(library, request.name, args.version)
    if args.output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        return 0
    path = path_meant(name if args.output is None else args.output, "Nothing was written.")
    save(library, raw, path, args.force)
    return print_line(f"Written: {path}")


def _export_all(request: Request) -> int:
    """Write every alliance to a file in a folder; return 1 if there is one that can't be."""
    args, library = request.args, request.library
    folder = path_meant(args.output, "Nothing was written.")
    with file_errors(folder, "could not be made", "Nothing was written."):
        make_folder(folder)
    wanted = ExportRequest(Format(args.format or Format.HTML), args.version, args.with_diff)
    code = 0
    for name in library.names():
        try:
            raw, file = export(library, name, wanted, request.clock)
            path = save(library, raw, folder / file, args.force)
            _note_covered(library, name, args.version)
        except AllianceError as error:
            code = 1
            print_note(f"{name}: {error}")
        else:
            print_line(f"Written: {path}")
    return code


def _note_covered(library: Library, name: str, number: int | None) -> None:
    alliance, session = library.load(name)
    note_covered(session if number == 0 or not alliance.latest else None)


def _format(args: Namespace) -> Format:
    """Return the format asked for, or the one that the file's ending means; text on stdout, else HTML."""
    if args.format:
        return Format(args.format)
    if args.output == "-":
        return Format.TEXT
    return format_of(args.output) if args.output else Format.HTML
