"""`alliance backup FILE`: write all alliances of the store into one file, or to stdout."""

from __future__ import annotations

import sys

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_line
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.render.phrases import count
from alliance_tui.services.export_import import save
from alliance_tui.storage.backup import backup
from alliance_tui.storage.paths import path_meant


def run(request: Request) -> int:
    """Write the backup and say how much is in it; to stdout for `-`, and nothing else."""
    args, library = request.args, request.library
    if args.file == "-":
        if sys.stdout.isatty():
            raise NotAllowed("A backup is not for a terminal to show: alliance backup - > alliances.zip")
        sys.stdout.flush()
        sys.stdout.buffer.write(backup(library, request.clock.now())[0])
        return 0
    path = path_meant(args.file, "Nothing was written.")
    raw, alliances = backup(library, request.clock.now())
    save(library, raw, path, args.force)
    return print_line(f"Written: {path}, with {count(alliances, 'alliance')}. `alliance restore` brings them back.")
