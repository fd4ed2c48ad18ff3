"""How long a text may be."""

from __future__ import annotations

import pytest

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.limits import LONGEST, within_limit


def test_what_is_too_long_is_refused_with_the_limit() -> None:
    """What was so long before may stay so, or become shorter."""
    assert within_limit("x" * LONGEST) == "x" * LONGEST
    with pytest.raises(NotAllowed, match=f"{LONGEST:,} characters"):
        within_limit("x" * (LONGEST + 1))
    before = "x" * (LONGEST + 9)
    assert within_limit(before[1:], before) == before[1:]
    with pytest.raises(NotAllowed):
        within_limit(f"{before}x", before)
