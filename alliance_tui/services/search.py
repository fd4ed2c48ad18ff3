"""Finding words in the alliances of a store, as they are found: for the command line and the library's screen.

It reads beside the program's own thread, with a library of its own, as one keyboard of both partners: what is covered
is neither found nor counted, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import NamedTuple

from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.finding import FoundIn, Searched, find_words
from alliance_tui.domain.summary import Summary
from alliance_tui.storage.catalogue import STEP
from alliance_tui.storage.library import Library
from alliance_tui.storage.word_scan import Stamps, scan, stamps
from alliance_tui.text.finding import Wanted


class Without(NamedTuple):
    """An alliance in which nothing was found: its files then, and how many slips it has."""

    stamps: Stamps
    slips: int


def search(
    library: Library, wanted: Wanted, searched: Searched, name: str = "", without: dict[str, Without] | None = None
) -> Iterator[list[FoundIn]]:
    """Find words in every version, agreement and slip of a store, or of one alliance, and in open sessions.

    Yields every some ms what was found since, the alliances saved last first, and counts in `searched`; StoreError
    when the store cannot be read, NotAllowed for somebody invited. It may run in any thread. `without`: the alliances
    in which searches that these words narrow have found nothing; those of this search are added.
    """
    without = {} if without is None else without
    library.viewer.require_host()
    own = Library(library.root)
    for summaries, searched.of in [([Summary(name)], 1)] if name else own.scan():
        found, until = [], monotonic() + STEP
        for summary in summaries:
            if here := _search(own, summary, wanted, searched, without):
                found.append(here)
            if monotonic() >= until:
                yield found
                found, until = [], monotonic() + STEP
        yield found


def _search(
    library: Library, summary: Summary, wanted: Wanted, searched: Searched, without: dict[str, Without]
) -> FoundIn | None:
    """Search one alliance; count it."""
    name, is_known = summary.name, summary.partners is not None and not summary.problem
    folder = library.root / name
    before, known = stamps(folder), without.get(name)
    if is_known and not (known and known.stamps == before):
        scanned = scan(folder, wanted.runs)
        known = None if scanned.may_have else Without(before, scanned.slips)
    if is_known and known:
        without[name] = known
        searched.alliances += 1
        searched.versions += summary.versions
        searched.sessions += summary.session is not None
        searched.slips += known.slips
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
    if not found.found:
        without[name] = Without(before, len(alliance.slips))
        return None
    return found
