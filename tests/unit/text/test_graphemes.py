"""What people see as one character, as `regex` and its data of Unicode have it."""

from __future__ import annotations

from itertools import accumulate, pairwise

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from alliance_tui.text.grapheme_table import RANGES
from alliance_tui.text.graphemes import cluster_at, cluster_ends, clusters
from tests import make_tables
from tests.unit.text.prose import EXAMPLES

KINDS = [[chr(int(part, 16)) for each in ranges.split() for part in each.split("-")] for ranges in RANGES.values()]
"""The first and last characters of each range: what combines."""
COMBINING = st.lists(st.one_of([*map(st.sampled_from, KINDS), st.sampled_from("a 漢가각é")]), max_size=12).map("".join)
TEXTS = COMBINING | st.text(max_size=30)


def test_the_table_is_that_of_unicode() -> None:
    """Every character."""
    assert make_tables.TABLE.read_text() == make_tables.table()


@EXAMPLES
@given(TEXTS)
@example("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f🇩🇪🇫1️⃣👩🏽\u200d🚀")
@example("नमस्ते ที่น้ำ ខ្មែរ 한국어 \u1112\u1161\u11ab e\u0301\r\n")
def test_clusters(text: str) -> None:
    """Extended grapheme clusters."""
    wanted = regex.findall(r"\X", text)
    assert clusters(text) == wanted
    assert [*cluster_ends(text)] == [*accumulate(map(len, wanted))]


@EXAMPLES
@given(TEXTS)
def test_one_cluster_is_found_without_the_rest(text: str) -> None:
    """From any place in it, as in all of the text."""
    for start, end in pairwise([0, *cluster_ends(text)]):
        assert {cluster_at(text, place) for place in range(start, end)} == {(start, end)}


def test_a_long_run_of_signs_takes_no_time() -> None:
    """Each sign is looked at once; tried again from each place, these would take minutes."""
    for signs in ("\u094d", "\u0915\u094d", "\u200d", "👩\u200d", "\u0600", "\u1100"):
        assert "".join(clusters(signs * 50_000)) == signs * 50_000
