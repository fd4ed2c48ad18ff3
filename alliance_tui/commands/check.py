"""`alliance check`: read every file and say whether all is well."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line
from alliance_tui.render.phrases import count
from alliance_tui.storage.mounts import network_warning


def run(request: Request) -> int:
    """Print each finding, with exit code 1; without any, how much there is."""
    library = request.library
    findings = [*library.check()]
    if request.args.json:
        return print_json({"findings": [each._asdict() for each in findings]}) or bool(findings)
    for finding in findings:
        print_line(f"{finding.name}/{finding.file}: {finding.problem}")
    if warning := network_warning(library.root):
        print_line(warning)
    if findings:
        return 1
    names, trash = library.names(), len(library.trash())
    in_trash = f", {trash} in the trash" if trash else ""
    nowhere = "" if library.root.exists() else f" (there is nothing at {library.root} yet)"
    versions = sum(summary.versions for summary in library.summaries())
    return print_line(f"{count(len(names), 'alliance')}, {count(versions, 'version')}{in_trash}: all is well{nowhere}")
