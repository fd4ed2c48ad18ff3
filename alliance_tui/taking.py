"""What `alliance export` and `alliance import` do with files, streams and words."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.text import one_line
from alliance_tui.render.phrases import count
from alliance_tui.services.exchange import Format, Wanted, exported, format_of, save, take_in
from alliance_tui.storage.library import Library
from alliance_tui.storage.paths import path_meant


def export(library: Library, args: Namespace, clock: Clock) -> int:
    """Write an alliance to a file, or to stdout for `-`; returns the exit code."""
    wanted = Wanted(_format(args), args.version, args.with_diff)
    raw, name = exported(library, library.find(args.name), wanted, clock)
    if args.output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        return 0
    path = path_meant(name if args.output is None else args.output, "Nothing was written.")
    save(library, raw, path, args.force)
    print(one_line(f"Written: {path}"))
    return 0


def _format(args: Namespace) -> Format:
    """The format asked for, or the one that the file's ending means; text on stdout, else a page."""
    if args.format:
        return Format(args.format)
    if args.output == "-":
        return Format.TEXT
    return format_of(args.output) if args.output else Format.HTML


def bring_in(library: Library, file: str) -> int:
    """Import an alliance; returns the exit code."""
    name = take_in(library, Path(file))
    alliance = library.alliance(name)
    versions = count(len(alliance.versions), "version")
    print(one_line(f"{alliance.partners} are here as {name}, with {versions}. Every hash fits."))
    return 0
