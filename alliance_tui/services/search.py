"""Finding words in the alliances of a store, as they are found: for the command line and the library's screen.

It reads beside the program's own thread, with a library of its own, as one keyboard of both partners: what is covered
is neither found nor counted, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.finding import FoundIn, Searched, find_words
from alliance_tui.domain.summary import Summary
from alliance_tui.storage.catalogue import STEP
from alliance_tui.storage.library import Library
from alliance_tui.storage.word_scan import scan
from alliance_tui.text.finding import Wanted


def search(library: Library, wanted: Wanted, searched: Searched, name: str = "") -> Iterator[list[FoundIn]]:
    """Find words in every version, agreement and slip of a store, or of one alliance, and in open sessions.

    Yields every some ms what was found since, the alliances saved last first, and counts in `searched`; StoreError
    when the store cannot be read, NotAllowed for somebody invited. It may run in any thread.
    """
    library.viewer.require_host()
    own = Library(library.root)
    for summaries, searched.of in [([Summary(name)], 1)] if name else own.scan():
        found, until = [], monotonic() + STEP
        for summary in summaries:
            if here := _search(own, summary, wanted, searched):
                found.append(here)
            if monotonic() >= until:
                yield found
                found, until = [], monotonic() + STEP
        yield found


def _search(library: Library, summary: Summary, wanted: Wanted, searched: Searched) -> FoundIn | None:
    """Search one alliance; count it."""
    name, is_known = summary.name, summary.partners is not None and not summary.problem
    scanned = scan(library.root / name, wanted.runs)
    if is_known and not scanned.may_have:
        searched.alliances += 1
        searched.versions += summary.versions
        searched.sessions += summary.session is not None
        searched.slips += scanned.slips
        return None
    try:
        alliance, session = library.load(name)
    except AllianceError as error:
        searched.unreadable[name] = str(error)
        return None
    searched.alliances += 1
    searched.versions += len(alliance.versions)
    searched.sessions += session is not None
    searched.slips += len(alliance.slips)
    found = find_words(alliance, session, wanted)
    return found if found.found else None
