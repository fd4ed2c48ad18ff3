"""Searching a store: found as a reader finds it, and nothing that is covered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.finding import Searched
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import sessions, slips
from alliance_tui.services.search import Without, search
from alliance_tui.storage.file_format import encode
from alliance_tui.storage.library import Library
from alliance_tui.storage.word_scan import Scanned, scan
from alliance_tui.text.finding import Wanted
from tests.ui.driver import Room
from tests.unit.samples import LEFT, RIGHT
from tests.unit.text.prose import EXAMPLES


def find(library: Library, words: str, name: str = "") -> tuple[dict[str, list[str]], Searched]:
    """The kinds of what is found by alliance, and how much was searched."""
    searched = Searched()
    found = [each for step in search(library, Wanted(words), searched, name) for each in step]
    return {each.name: [hit.kind for hit in each.found] for each in found}, searched


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Two alliances, one of them with an open session and a slip."""
    room = Room(tmp_path)
    name = room.begun()
    room.say(name, "tone", "Warm, and by the harbour.")
    room.agree(name, "We meet at the Café each Friday.", agreement="friday")
    room.sign(name)
    slips.add_slip(room.library, name, "friday", "The harbour was closed.", "We met on Monday.", room.clock.now())
    room.revisited(name)
    room.signed("Ines", "Tomás", tone="Slow.")
    return room


def test_every_version_agreement_and_slip(room: Room) -> None:
    found, searched = find(room.library, "harbour")
    assert found == {"ada-and-grace": ["slip", "answer"]}
    assert (searched.alliances, searched.versions, searched.sessions, searched.slips) == (2, 2, 1, 1)
    assert find(room.library, "monday")[0] == {"ada-and-grace": ["repair"]}
    assert find(room.library, "cafe friday")[0] == {"ada-and-grace": ["agreement"]}
    assert find(room.library, "slow")[0] == {"ines-and-tomás": ["answer"]}


def test_what_is_counted_does_not_depend_on_what_is_found(room: Room) -> None:
    """Whether a file was opened or only looked through."""
    one, other = (find(room.library, words)[1] for words in ("harbour", "nowhere"))
    assert one == other
    assert find(room.library, "harbour", "ines-and-tomás")[1].alliances == 1


def test_words_that_narrow_a_search_pass_over_what_it_has_ruled_out(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless it has been saved since; they are counted all the same."""
    without: dict[str, Without] = {}
    assert not any(search(room.library, Wanted("harbours"), Searched(), without=without))
    assert {*without} == {"ada-and-grace", "ines-and-tomás"}
    room.say("ada-and-grace", "conflict", "Two harbours, far apart.")
    seen, searched = [], Searched()

    def scan_and_note(folder: Path, runs: Sequence[str]) -> Scanned:
        seen.append(folder.name)
        return scan(folder, runs)

    monkeypatch.setattr("alliance_tui.services.search.scan", scan_and_note)
    found = [each for step in search(room.library, Wanted("harbours far"), searched, without=without) for each in step]
    assert [each.name for each in found] == seen == ["ada-and-grace"]
    assert searched == find(room.library, "nowhere")[1]


def test_an_alliance_is_opened_for_the_beginning_of_a_word_alone(tmp_path: Path) -> None:
    (tmp_path / "alliance.json").write_bytes(encode({"versions": {"1": {"text": "A lake.\nHarbour; über"}}}))
    may_have = {words for words in ("ake", "harb", "arb", "über", "ber") if scan(tmp_path, Wanted(words).runs).may_have}
    assert may_have == {"harb", "über"}


def test_one_alliance_alone(room: Room) -> None:
    assert find(room.library, "slow", "ada-and-grace")[0] == {}
    assert find(room.library, "slow", "ines-and-tomás")[0] == {"ines-and-tomás": ["answer"]}


def test_what_is_covered_is_not_found_by_anybody(room: Room) -> None:
    """Not by its author's program either: it searches for whoever looks."""
    name = "ada-and-grace"
    sessions.set_apart(room.library, name, ["tone", "hopes"], True)
    before = find(room.library, "secret"), find(room.library, "hopes")
    own = Library(room.library.root, viewer=Viewer(LEFT))
    for question in ("tone", "hopes"):
        sessions.answer(own, name, question, LEFT, "A secret.")
    assert (find(room.library, "secret"), find(room.library, "hopes")) == before
    assert find(own, "secret")[0] == {}
    for side in (LEFT, RIGHT):
        sessions.say_ready(Library(room.library.root, viewer=Viewer(side)), name, "tone", side, True)
    assert find(room.library, "secret")[0] == {name: ["answer"]}


def test_a_damaged_alliance_is_named_and_the_others_are_searched(room: Room) -> None:
    for file in (room.library.root / "ines-and-tomás").glob("alliance.json*"):
        file.write_text("{")
    found, searched = find(room.library, "harbour")
    assert [*found] == ["ada-and-grace"] and [*searched.unreadable] == ["ines-and-tomás"]


def test_somebody_invited_searches_no_store(room: Room) -> None:
    invited = Library(room.library.root, viewer=Viewer(LEFT, invited=True))
    with pytest.raises(NotAllowed):
        find(invited, "harbour")


@EXAMPLES
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(), st.data())
def test_no_alliance_with_the_words_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, text: str, more: str, data: st.DataObject
) -> None:
    """Whatever they are, in the file as it is saved."""
    wanted = Wanted(data.draw(st.sampled_from([text, *text.split(), text[:3]])))
    if wanted.places(f"{more}{text}{more}"):
        folder = tmp_path_factory.mktemp("alliance")
        try:
            body = encode({"versions": {"1": {"text": f"{more}{text}{more}"}}})
        except Exception:  # what can't be saved is in no file
            return
        (folder / "alliance.json").write_bytes(body)
        assert scan(folder, wanted.runs).may_have
