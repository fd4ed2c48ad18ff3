"""The library's list: what it lists of the summaries it has taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.arrangement import Only
from alliance_tui.domain.summary import Summary
from alliance_tui.domain.terms import Partners
from alliance_tui.text.search import loose
from alliance_tui.widgets.library_list import LibraryList
from tests.unit.clock import FakeClock

names = st.text("aá b-", max_size=4)
stores = st.lists(st.builds(Partners, names, names), max_size=6).map(
    lambda pairs: [Summary(f"f{at}", pair, unrepaired=at % 2) for at, pair in enumerate(pairs)]
)


@given(stores, stores, st.lists(st.tuples(names, st.sampled_from([Only.ALL, Only.SLIPPED]))))
def test_what_is_listed_has_every_word_and_fits_the_filter(
    first: list[Summary], second: list[Summary], steps: list[tuple[str, Only]]
) -> None:
    """After other words, another filter, or other summaries, too."""
    rows = LibraryList(FakeClock())
    for summaries in (first, second):
        rows.take(summaries)
        for rows.search, rows.only in steps:
            rows.fill()
            words = loose(rows.search).split()
            fitting = [each for each in rows.summaries if all(word in each.search_text for word in words)]
            assert rows.listed == [each for each in fitting if rows.only is Only.ALL or each.unrepaired]
