"""`alliance undelete [NAME]`: bring back what was deleted or abandoned; without NAME, list the trash."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line
from alliance_tui.domain.trash import newest_that_fits
from alliance_tui.render.json_records import trash_record
from alliance_tui.render.trash import brought_back, listing
from alliance_tui.services.trash import undelete


def run(request: Request) -> int:
    """Bring back the newest item of that name."""
    library = request.library
    items = library.trash()
    if request.args.json:
        return print_json({"trash": [trash_record(item) for item in items]})
    if request.args.name is None:
        for line in listing(items, request.clock):
            print_line(line)
        return 0
    item = newest_that_fits(items, request.args.name)
    return print_line(brought_back(item, undelete(library, item)))
