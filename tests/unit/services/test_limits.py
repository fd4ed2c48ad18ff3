"""A field takes so much and no more, whoever asks; what was there stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Holder, Side
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.limits import LONGEST
from alliance_tui.services import agreements, alliances, drafts, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.services.drafts import Form
from alliance_tui.storage.library import Library
from tests.e2e.session import lay_down

LONG = "x" * (LONGEST + 1)
ACTS: dict[str, Callable[[Library, str], object]] = {
    "answer": lambda library, name: sessions.answer(library, name, "hopes", Side.LEFT, LONG),
    "agreement": lambda library, name: agreements.agree(library, name, "hopes", LONG, Holder.BOTH),
    "place": lambda library, name: alliances.prepare(library, name, Preparation("Ada", "Grace", place=LONG)),
    "form": lambda library, name: drafts.save_form(library, name, drafts.PREPARE, Form("a:1", {"place": LONG}), None),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_more_is_refused_and_nothing_is_lost(act: Callable[[Library, str], object], tmp_path: Path) -> None:
    """The limit is named."""
    library = Library(tmp_path / "store")
    name = lay_down(tmp_path / "store", begun=False)
    sessions.answer(library, name, "hopes", Side.LEFT, "There before")
    before = library.load(name)
    with pytest.raises(NotAllowed, match=f"{LONGEST:,} characters"):
        act(library, name)
    assert library.load(name) == before


def test_as_much_as_fits_is_taken(tmp_path: Path) -> None:
    """To the last character."""
    library = Library(tmp_path / "store")
    name = lay_down(tmp_path / "store")
    session = sessions.answer(library, name, "hopes", Side.LEFT, LONG[1:])
    assert session.answers["hopes", Side.LEFT].text == LONG[1:]
