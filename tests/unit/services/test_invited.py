"""What somebody with an invited key for one side may not do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Alliance
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.steps import Doer
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import alliances, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.services.trash import undelete
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON
from tests.unit.samples import RIGHT

REFUSED = r"^An invited key can’t rename, abandon, delete or bring back\. Nothing was changed\.$"


@pytest.fixture
def host(tmp_path: Path) -> Library:
    """The store of whoever invited: an alliance, and another one in the trash."""
    library = Library(tmp_path / "store")
    for right in ("Grace", "Mei"):
        alliances.begin_alliance(library, Preparation("Ada", right, "cofounders", "Rosa’s"), NOON)
    library.delete("ada-and-mei", NOON, id=library.alliance("ada-and-mei").id)
    return library


def files(library: Library) -> dict[str, bytes]:
    """Every file of the store, but for the locks."""
    paths = (path for path in library.root.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path): path.read_bytes() for path in paths}


def prepare(library: Library, left: str = "Ada", right: str = "Grace", partnership: str = "cofounders") -> None:
    """Submit the form of the next session."""
    seen = library.session(NAME)
    ready = Preparation(left, right, partnership, "the café")
    alliances.prepare(library, NAME, ready, Doer(seen), "cofounders")


NAME = "ada-and-grace"
ACTS: dict[str, Callable[[Library, Alliance], object]] = {
    "rename the other": lambda library, _: prepare(library, left="Eve"),
    "rename oneself": lambda library, _: prepare(library, right="Gracie"),
    "say what they are": lambda library, _: prepare(library, partnership="friends"),
    "abandon": lambda library, _: sessions.abandon(library, NAME, NOON, library.session(NAME).id),
    "delete": lambda library, alliance: library.delete(NAME, NOON, id=alliance.id),
    "bring back": lambda library, _: undelete(library, library.trash()[0]),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_it_is_refused_and_nothing_is_changed(host: Library, act: Callable[[Library, Alliance], object]) -> None:
    """In one sentence; for a partner at a terminal of the host it is done."""
    guest = Library(host.root, viewer=Viewer(RIGHT, invited=True))
    before = files(host)
    with pytest.raises(NotAllowed, match=REFUSED):
        act(guest, host.alliance(NAME))
    assert files(host) == before
    act(Library(host.root, viewer=Viewer(RIGHT)), host.alliance(NAME))
    assert files(host) != before


def test_an_abandoned_session_is_not_brought_back(host: Library) -> None:
    """By somebody invited; the host brings it back."""
    item = sessions.abandon(host, NAME, NOON, host.session(NAME).id)
    with pytest.raises(NotAllowed, match=REFUSED):
        undelete(Library(host.root, viewer=Viewer(RIGHT, invited=True)), item)
    assert undelete(host, item) == NAME


def test_the_rest_of_a_session_is_prepared(host: Library) -> None:
    """The place, for one."""
    guest = Library(host.root, viewer=Viewer(RIGHT, invited=True))
    prepare(guest)
    assert host.session(NAME).place == "the café"
