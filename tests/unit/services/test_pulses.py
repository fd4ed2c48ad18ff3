"""Pulses: added to the record by whose they are, taken along by exports, and due after four weeks."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Pulse, Side, Verdict
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.finding import Kind, find_words
from alliance_tui.domain.summary import Summary, summary_of
from alliance_tui.domain.terms import SIDES, Partners, Pulsed
from alliance_tui.domain.viewer import Viewer
from alliance_tui.render.search import rows
from alliance_tui.services import agreements, alliances, export_import, sessions, slips
from alliance_tui.services.pulses import agreements_for_pulse, give_pulse
from alliance_tui.storage.fields import InvalidRecord
from alliance_tui.storage.library import Library
from alliance_tui.text.finding import Wanted
from tests.ui.driver import Room
from tests.unit.clock import NOON

LATER = NOON + timedelta(days=3)
NAME = "ada-and-grace"
ADA, GRACE = SIDES
LIVING = {"early": (Verdict.LIVING, "")}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A store with an alliance that has signed two agreements."""
    room = Room(tmp_path)
    name = room.begun()
    room.agree(name, "Grace tells Ada the same day.", agreement="early")
    room.agree(name, "We walk.", agreement="walk")
    sessions.set_review(room.library, name, NOON.date() + timedelta(days=92))
    room.sign(name)
    return room


def test_a_pulse_is_in_the_record(room: Room) -> None:
    """Beside versions, verdicts and slips, which stay as they were; words in one line."""
    before = room.library.alliance(NAME).versions
    give_pulse(room.library, NAME, ADA, {"early": (Verdict.SLIPPED, " Late\n again.\x1b ")}, LATER)
    slips.add_slip(room.library, NAME, "early", "Late.", "", LATER)
    give_pulse(room.library, NAME, GRACE, LIVING, LATER)
    after = Library(room.library.root).alliance(NAME)
    assert (
        after.pulses
        == after.pulses_since(after.latest)
        == (
            Pulse("early", ADA, LATER, Verdict.SLIPPED, "Late again.␛"),
            Pulse("early", GRACE, LATER, Verdict.LIVING),
        )
    )
    assert after.versions == before
    assert len(after.slips) == 1
    assert list(room.library.check()) == []


@pytest.mark.parametrize("invited", [True, False])
def test_only_for_ones_own_side(room: Room, invited: bool) -> None:
    room.library.viewer = Viewer(GRACE, invited=invited)
    give_pulse(room.library, NAME, GRACE, LIVING, LATER)
    with pytest.raises(NotAllowed, match="terminal of your own"):
        give_pulse(room.library, NAME, ADA, LIVING, LATER)
    assert [pulse.side for pulse in room.library.alliance(NAME).pulses] == [GRACE]


def test_two_programs_keep_what_the_other_noted(room: Room) -> None:
    """Though each has read the record before the other's pulse."""
    others = [Library(room.library.root) for _ in SIDES]
    for library in others:
        library.alliance(NAME)
    for library, side in zip(others, SIDES, strict=True):
        give_pulse(library, NAME, side, LIVING, LATER)
    assert [pulse.side for pulse in room.library.alliance(NAME).pulses] == [*SIDES]


def test_when_there_is_none_to_give(room: Room) -> None:
    """Nothing signed, nothing agreed, or a session in which verdicts are given; one that is only prepared is none."""
    library = room.library
    assert [kept.id for kept in agreements_for_pulse(*library.load(NAME))] == ["early", "walk"]
    alliances.revisit(library, NAME)
    assert agreements_for_pulse(*library.load(NAME))
    sessions.begin(library, NAME, LATER)
    with pytest.raises(NotAllowed, match="session is open"):
        agreements_for_pulse(*library.load(NAME))
    for kept in ("early", "walk"):
        agreements.withdraw(library, NAME, kept)
    room.sign(NAME)
    with pytest.raises(NotAllowed, match="Version 2 has no agreement"):
        agreements_for_pulse(*library.load(NAME))
    with pytest.raises(NotAllowed, match="Nothing is signed"):
        agreements_for_pulse(*library.load(room.prepared("Ines", "Tomás")))


def test_out_of_a_store_and_into_another(room: Room, tmp_path: Path) -> None:
    """As JSON, whole; on a page, with the agreement, in the version that was in force then and none later."""
    give_pulse(room.library, NAME, ADA, {"early": (Verdict.SLIPPED, "<b>Late")}, LATER)
    raw = export_import.export_json(room.library, room.library.alliance(NAME))
    (file := tmp_path / "file.json").write_bytes(raw)
    other = Library(tmp_path / "other")
    export_import.import_file(other, file)
    assert other.alliance(NAME).pulses == room.library.alliance(NAME).pulses
    room.revisited(NAME)
    room.sign(NAME)
    give_pulse(room.library, NAME, GRACE, LIVING, room.clock.advance(60))

    def page(number: int) -> str:
        wanted = export_import.ExportRequest(export_import.Format.HTML, number)
        return export_import.export(room.library, NAME, wanted, room.clock)[0].decode()

    assert "Ada’s pulse: slipped, “&lt;b&gt;Late”" in page(1)
    assert 'aria-label="Ada: slipped"' in page(1)
    assert "Grace’s pulse" not in page(1)
    assert "Grace’s pulse: living" in page(2)


def test_one_that_is_not_of_this_form_is_refused_in_an_import(room: Room, tmp_path: Path) -> None:
    give_pulse(room.library, NAME, ADA, LIVING, LATER)
    given = json.loads(export_import.export_json(room.library, room.library.alliance(NAME)))
    given["pulses"][0]["side"] = "both"
    (file := tmp_path / "file.json").write_text(json.dumps(given))
    with pytest.raises(InvalidRecord, match=r"pulses\[0\].side is none of left, right"):
        export_import.import_file(Library(tmp_path / "other"), file)


def test_lists_know_of_it_by_the_cover(room: Room) -> None:
    """As they would from the whole file."""
    give_pulse(room.library, NAME, ADA, LIVING, LATER)
    (listed,) = room.library.summaries()
    assert listed.pulsed == Pulsed(LATER.date(), None)
    assert listed == summary_of(*room.library.load(NAME))


SIGNED = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("review", "left", "day", "due"),
    [
        (92, None, 27, ()),
        (92, None, 28, (ADA, GRACE)),
        (92, 27, 28, (GRACE,)),
        (92, 27, 54, (GRACE,)),
        (92, 27, 55, (ADA, GRACE)),
        (92, -5, 28, (ADA, GRACE)),
        (92, None, 91, (ADA, GRACE)),
        (92, None, 92, ()),
        (14, None, 6, ()),
        (14, None, 7, (ADA, GRACE)),
        (14, 7, 13, (GRACE,)),
        (None, None, 300, ()),
    ],
)
def test_when_it_is_due(review: int | None, left: int | None, day: int, due: tuple[Side, ...]) -> None:
    """Four weeks after the signature or one's last pulse, half of the time to the review if that is less; not after."""

    def at(days: int | None) -> date | None:
        return None if days is None else SIGNED + timedelta(days=days)

    pulsed = Pulsed(at(left), None)
    summary = Summary("a", Partners("Ada", "Grace"), signed=NOON, review=at(review), pulsed=pulsed)
    today = SIGNED + timedelta(days=day)
    assert summary.pulse_due(today) == due
    assert summary._replace(pulsed=None).pulse_due(today) == ()


def test_not_due_in_a_session(room: Room) -> None:
    alliances.revisit(room.library, NAME)
    (listed,) = room.library.summaries()
    assert listed.pulse_due(SIGNED + timedelta(days=40)) == ()
    assert listed._replace(session=None).pulse_due(SIGNED + timedelta(days=40)) == (ADA, GRACE)


def test_its_words_are_found(room: Room) -> None:
    """With whose they are and when, beside the agreement; a pulse without words is nothing to find."""
    give_pulse(
        room.library, NAME, GRACE, {"walk": (Verdict.SLIPPED, "It rained."), "early": (Verdict.LIVING, "")}, LATER
    )
    found = find_words(*room.library.load(NAME), Wanted("rained"))
    [row] = rows(found, Wanted("rained"), room.clock)
    assert (row.where, row.when, row.line) == ("Grace’s pulse · We walk.", "15 Mar", "It rained.")
    [each] = found.found
    assert (each.kind, each.at, each.side, each.first) == (Kind.PULSE, "walk", GRACE, 1)
