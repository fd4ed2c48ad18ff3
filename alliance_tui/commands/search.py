"""`alliance search WORDS`: find words in every version, agreement and slip, and in open sessions."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line, print_note, print_page
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.finding import FoundIn, Searched
from alliance_tui.render.search import found_record, nothing_found, searched_record, summary
from alliance_tui.services.search import search
from alliance_tui.text.finding import Wanted


def run(request: Request) -> int:
    """Print what is found, as it is found. Alliances that can't be read go to stderr, with exit code 1."""
    args, library = request.args, request.library
    wanted = Wanted(" ".join(f'"{word}"' if " " in word else word for word in args.words))
    if not wanted:
        raise AllianceError("Say which words to find, like: alliance search harbour.")
    found: list[FoundIn] = []
    searched = Searched()
    for new in search(library, wanted, searched, library.find(args.name) if args.name else ""):
        found += new
        if new and not args.json:
            from alliance_tui.render.search_page import found_page  # with Rich, which JSON does without

            for each in new:
                print_page(found_page(each, wanted, request.clock))
    if args.json:
        known = [found_record(each) for each in found]
        print_json({"words": wanted.words, "searched": searched_record(searched), "alliances": known})
    else:
        print_line(summary(found, searched) if found else nothing_found(wanted, searched))
    for name, problem in searched.unreadable.items():
        print_note(f"{name}: {problem}")
    return 1 if searched.unreadable else 0
