"""`alliance agreements NAME`: print what became of each agreement, version by version."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import ascii_only, print_json, print_line, print_page, width
from alliance_tui.commands.words import word_called
from alliance_tui.domain.agreement_filter import StoryFilter
from alliance_tui.domain.side_names import side_called
from alliance_tui.render.agreement_story import agreements_record
from alliance_tui.services.over_time import narrowed
from alliance_tui.services.versions import stories_of

FILTERS = (StoryFilter.SLIPPED, StoryFilter.NO_VERDICT, StoryFilter.SINCE, StoryFilter.RETIRED)


def run(request: Request) -> int:
    """Print the agreements over time, those of the open session last; only some of them, if told."""
    alliance, session = request.library.load(request.name)
    side = None if request.args.side is None else side_called(request.args.side, alliance.partners)
    found = narrowed(stories_of(alliance, session), alliance, side, word_called(request.args.only, FILTERS))
    if request.args.json:
        return print_json(agreements_record(alliance, found))
    if not found.columns:
        return print_line(f"{alliance.partners} have signed no version yet and have no session open.")
    if (side or request.args.only) and not found.stories:
        return print_line("No agreement of this kind.")
    from alliance_tui.render.agreement_table import over_time  # with Rich: 29 % of the CPU of `agreements --json`

    clock = request.clock.in_zone(alliance.zone)
    return print_page(over_time(found, clock, width(), ascii_only()))
