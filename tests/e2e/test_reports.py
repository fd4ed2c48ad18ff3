"""Only keys are keys: what a terminal reports changes neither the screen nor the store, and the next key acts.

ALLIANCE_REPORTS=20000 for many at random over every screen; fewer in the ordinary run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES
from alliance_tui.services import countdown
from alliance_tui.storage.library import Library
from tests.e2e.conftest import OpenTerminal
from tests.e2e.fuzz import everything
from tests.e2e.session import Sitting, lay_down
from tests.e2e.test_leaving_by_force import wait_until
from tests.e2e.test_sizes import TOUR, Stop, visit
from tests.e2e.witness import Witness, press_redraw
from tests.full import FULL
from tests.reports import BEL, KINDS, MOUSE_REPORTS, SEVEN_BIT, ST, of_kind, places, places_behind_escape, random_report

REPORTS = int(os.environ.get("ALLIANCE_REPORTS", "480"))
BATCH = 200
LEFT = SIDES[0]
NAME = "ada-and-grace"
NO_MOUSE = "--no-mouse"
"""A program that did not ask for the mouse drops what the mouse does."""


def prepare(store: Path) -> None:
    """A session whose clock stands still, after two versions."""
    assert lay_down(store, versions=2) == NAME
    countdown.pause(Library(store), NAME, datetime.now(UTC))


def seat(alliance: Path, store: Path, terminal: OpenTerminal, *options: str) -> Sitting:
    """The program before that session."""
    prepare(store)
    return Sitting(terminal, [alliance, "--store", store, *options], 100, 30)


# Where one can be


def see_stored(store: Path) -> None:
    """Wait until what was typed is stored, which takes a moment."""
    wait_until(lambda: "Before" in everything(store), "the text in the store")


def in_library(sitting: Sitting, store: Path) -> None:
    """Nothing to do."""


def moving(sitting: Sitting, store: Path) -> None:
    """In the session."""
    sitting.open()
    sitting.see("▌1", "enter write")


def writing(sitting: Sitting, store: Path) -> None:
    """In the session, with the caret behind a word."""
    moving(sitting, store)
    sitting.mark_side(LEFT)
    sitting.write("Before")
    see_stored(store)


def signing(sitting: Sitting, store: Path) -> None:
    """On the review, with the question whether Grace signs."""
    moving(sitting, store)
    sitting.review()
    sitting.terminal.press("right")
    sitting.see("signing", "Grace signs")


def signing_last(sitting: Sitting, store: Path) -> None:
    """There, after Ada has signed: with Grace's signature the session is over."""
    moving(sitting, store)
    sitting.review()
    sitting.sign_first(LEFT)
    sitting.see("Now Grace")
    sitting.see_no_more("Now Grace")  # a notice, which goes by itself
    sitting.terminal.press("right")
    sitting.see("signing", "Grace signs")


def deleting(sitting: Sitting, store: Path) -> None:
    """In the question whether to delete an alliance."""
    sitting.terminal.press("D")
    sitting.see("y  delete")


def in_form(sitting: Sitting, store: Path) -> None:
    """In a field of the form for a new alliance."""
    sitting.new_alliance()
    sitting.type("Before")
    sitting.see("Before")
    see_stored(store)


def searching(sitting: Sitting, store: Path) -> None:
    """In the search of the library."""
    sitting.terminal.press("/")
    sitting.type("Ad")
    sitting.see("Ad")


def agreeing(sitting: Sitting, store: Path) -> None:
    """In the dialog for an agreement."""
    moving(sitting, store)
    sitting.start_agreement("Before")
    see_stored(store)


PLACES: dict[str, Callable[[Sitting, Path], None]] = {
    "library": in_library,
    "moving": moving,
    "writing": writing,
    "signing": signing,
    "signing last": signing_last,
    "deleting": deleting,
    "form": in_form,
    "search": searching,
    "agreement": agreeing,
}

NEXT_KEYS: dict[str, tuple[bytes, Callable[[str], bool]]] = {
    "library": (b"D", lambda screen: "y  delete" in screen),
    "moving": (b"2", lambda screen: "▌2 Atmosphere" in screen),
    "writing": (b"x", lambda screen: "Beforex" in screen),
    "signing": (b"q", lambda screen: "signing" not in screen),
    "signing last": (b"\r", lambda screen: "signed by both" in screen),
    "deleting": (b"n", lambda screen: "y  delete" not in screen),
    "form": (b"x", lambda screen: "Beforex" in screen),
    "search": (b"x", lambda screen: "Adx" in screen),
    "agreement": (b"x", lambda screen: "Beforex" in screen),
}
"""A key for each place, and what is to be seen once it has acted."""


def see_next_key(sitting: Sitting, place: str) -> None:
    """Press the place's key and see it act."""
    key, acted = NEXT_KEYS[place]
    sitting.terminal.send(key)
    sitting.see_that(acted, f"{key!r} acting: {place}")


# The rows of the issue that this test was written for

ROWS = {
    "DA1": b"\x1b[?62;22c",
    "DA2": b"\x1b[>41;354;0c",
    "XTVERSION": b"\x1bP>|tmux 3.5a\x1b\\",
    "OSC 10": b"\x1b]10;rgb:cdcd/d6d6/f4f4\x1b\\",
    "OSC 11": b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "OSC 11, then XTVERSION": b"\x1b]11;rgb:2828/2c2c/3434\x1b\\\x1bP>|ghostty 1.1.3\x1b\\",
    "title": b"\x1b]l Delete me y \x1b\\",
    "surplus 0n": b"\x1b[0n",
    "release": b"\x1b[97;1:3u",
    "no code point": b"\x1b[99999999;1u",
}
SEEN_AT = ("library", "moving", "writing", "signing", "signing last") if FULL else ("library", "moving", "writing")


@pytest.mark.parametrize("place", SEEN_AT)
def test_what_was_once_taken_for_keys(place: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Each row: whole, and three times."""
    sitting = seat(alliance, store, terminal)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    for name, data in ROWS.items():
        witness.deliver(data)
        witness.confirm(f"{name} in {place}")
        witness.deliver(data * 3)
        witness.confirm(f"{name} three times in {place}")
    see_next_key(sitting, place)


@pytest.mark.parametrize("place", ["library", "moving"])
def test_a_letter_with_its_alternates_is_no_fault(
    place: str, alliance: Path, store: Path, terminal: OpenTerminal
) -> None:
    """A key of another layout, which may even be the one that quits."""
    sitting = seat(alliance, store, terminal)
    PLACES[place](sitting, store)
    sitting.terminal.send(b"\x1b[1081:113;1;1081u")
    sitting.terminal.wait_quiet(0.5)
    assert sitting.terminal.poll() in (None, 0)
    assert "fault" not in sitting.screen


@pytest.mark.parametrize("place", PLACES if FULL else ("writing", "signing last"))
def test_each_kind_of_report(place: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """All the recorded ones of it at once, the 8-bit forms too."""
    sitting = seat(alliance, store, terminal, NO_MOUSE)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    for kind in KINDS:
        reports = of_kind(kind)
        witness.deliver(b"".join(report.data for report in reports))
        witness.confirm(f"{kind} in {place}: {[report.data for report in reports]}")
    see_next_key(sitting, place)


# Cuts

CUT = [*SEVEN_BIT, *MOUSE_REPORTS] if FULL else [of_kind(kind)[0] for kind in KINDS[::3]]
CUT_AT = ("library", "moving", "writing") if FULL else ("writing",)


@pytest.mark.parametrize("place", CUT_AT)
def test_cut_at_every_position(place: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """In two, and byte by byte."""
    sitting = seat(alliance, store, terminal, NO_MOUSE)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    for report in CUT:
        data = report.data
        for at in places(data):
            witness.deliver_cut(data, at)
        witness.deliver(data, apart=0)
        witness.deliver_cut(data, *places(data))
        witness.confirm(f"{report}, cut, in {place}")
    see_next_key(sitting, place)


@pytest.mark.parametrize("place", CUT_AT)
def test_cut_behind_an_escape(place: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Two reads, one at once after the other: less than what makes an ESC the Escape key."""
    sitting = seat(alliance, store, terminal, NO_MOUSE)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    for report in CUT:
        for at in places_behind_escape(report.data):
            witness.deliver(report.data[:at], report.data[at:], apart=0)
        witness.confirm(f"{report}, cut behind an escape, in {place}")
    see_next_key(sitting, place)


LATE = [b"\x1b[?62;22c", b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", b"\x1bP>|tmux 3.5a\x1b\\", b"\x1b]lDelete me y\x1b\\"]
LATE += [b"\x1b_Gi=31;OK\x1b\\", b"\x1b[121;1:3u", b"\x1b[27;3;110~", b"\x1b[8;24;80t", b"\x1b[?2026;2$y"]


@pytest.mark.parametrize("pause", [0.3, 2.0])
@pytest.mark.parametrize("place", CUT_AT)
def test_the_rest_comes_late(place: str, pause: float, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """By a third of a second, or two seconds, behind what begins a report."""
    sitting = seat(alliance, store, terminal)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    chance = random.Random(f"{place} {pause}")
    for data in LATE if FULL else LATE[: 4 if pause < 1 else 1]:
        for at in (
            {2, len(data) // 2, chance.choice(places(data)[1:])} if FULL else {chance.choice((2, len(data) // 2))}
        ):
            witness.deliver(data[:at], data[at:], apart=pause)
            witness.confirm(f"{data!r}, cut at {at}, in {place}")
    see_next_key(sitting, place)


@pytest.mark.parametrize("place", CUT_AT)
def test_the_end_of_a_string_comes_late(place: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """The second half of the terminator is no key."""
    sitting = seat(alliance, store, terminal)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    for data in (each for each in LATE if each.endswith(ST)):
        witness.deliver(data[:-1], data[-1:], apart=0.3)
        witness.confirm(f"{data!r}, cut in its end, in {place}")
    see_next_key(sitting, place)


@pytest.mark.parametrize("place", ["library", "moving"])
def test_an_escape_long_before_the_rest(place: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """It is the Escape key by then, which leads from the session to the library; the rest is still no letters."""
    sitting = seat(alliance, store, terminal)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    for data in LATE:
        witness.deliver(data[:1], data[1:], apart=0.3)
        if place == "moving":
            moving(sitting, store)
        witness.confirm(f"{data!r}, cut behind its escape, in {place}")
    see_next_key(sitting, place)


@pytest.mark.parametrize("data", LATE if FULL else LATE[::4], ids=ascii)
def test_an_escape_long_before_the_rest_while_writing(
    data: bytes, alliance: Path, store: Path, terminal: OpenTerminal
) -> None:
    """It ends the writing, and nothing else happens."""
    sitting = seat(alliance, store, terminal)
    writing(sitting, store)
    question = sitting.question
    Witness(sitting, store).deliver(data[:1], data[1:], apart=0.3)
    sitting.see_no_more("writing")
    sitting.terminal.press("ctrl+l")
    sitting.terminal.wait_quiet(0.3)
    assert sitting.question == question
    see_next_key(sitting, "moving")
    see_kept(store, "Before")


def kept(store: Path) -> list[str]:
    """The answers of the open session that are in the store."""
    session = Library(store).load(NAME)[1]
    assert session
    return [answer.text for answer in session.answers.values()]


def see_kept(store: Path, *texts: str) -> None:
    """Wait until these are the answers in the store: they are saved a moment after they were typed."""
    wait_until(lambda: kept(store) == list(texts), f"{texts} to be stored instead of {kept(store)}")


def test_reports_amid_typing(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """What is typed before and behind a report is text, the report is not."""
    sitting = seat(alliance, store, terminal)
    writing(sitting, store)
    expected = "Before"
    for number, data in enumerate([*ROWS.values(), *LATE]):
        before, behind = f" {number}", f"e{number}"
        sitting.terminal.send(before.encode() + data + behind.encode())
        expected += before + behind
        sitting.see(behind)
    sitting.stop_writing()
    see_kept(store, expected)


# Pastes


def test_a_report_within_a_bracketed_paste_is_text(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """It may be what somebody wants to show; the brackets say so."""
    sitting = seat(alliance, store, terminal)
    writing(sitting, store)
    expected = "Before"
    for number, data in enumerate(data for name, data in ROWS.items() if "then" not in name):
        pasted = b" one " + data.replace(ST, BEL) + b" two%d." % number
        sitting.terminal.send(b"\x1b[200~" + pasted + b"\x1b[201~")
        sitting.see(f"two{number}.", "writing")
        expected += pasted.decode().replace("\x1b", "␛").replace("\x07", "␇")
    sitting.stop_writing()
    see_kept(store, expected)


def test_reports_about_a_bracketed_paste(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Directly before and behind it, in one write and cut."""
    sitting = seat(alliance, store, terminal)
    writing(sitting, store)
    expected = "Before"
    for number, data in enumerate(LATE):
        sent = data + b"\x1b[200~ y%dD\x1b[201~" % number + data
        witness = Witness(sitting, store)
        if number % 2:
            witness.deliver_cut(sent, *places(sent)[:: max(1, len(sent) // 9)])
        else:
            witness.deliver(sent)
        sitting.see(f"y{number}D", "writing")
        expected += f" y{number}D"
    sitting.stop_writing()
    see_kept(store, expected)


# Escape and the key behind it


@pytest.mark.parametrize(
    "pieces", [(b"abc\x1bn",), (b"abc", b"\x1bn"), (b"abc\x1b", b"n"), (b"abc", b"\x1b", b"n")], ids=ascii
)
def test_escape_and_the_next_key(
    pieces: tuple[bytes, ...], alliance: Path, store: Path, terminal: OpenTerminal
) -> None:
    """Writing ends, then the key acts, however close they come."""
    sitting = seat(alliance, store, terminal)
    moving(sitting, store)
    question = sitting.question
    sitting.start_writing()
    Witness(sitting, store).deliver(*pieces, apart=0.02)
    sitting.see_no_more("writing")
    sitting.see_that(lambda screen: sitting.asked(screen) not in ("", question), "the next turn")
    see_kept(store, "abc")


DIALOGS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "form": (b"?", ("Keys", "esc back")),
    "search": (b"D", ("y  delete",)),
    "agreement": (b"2", ("▌2 Atmosphere",)),
    "signing": (b"q", ("Library", "enter open")),
    "deleting": (b"b", ("Designing an alliance",)),
}
"""A place that Escape leaves, a key for where it leads, and what that shows."""


@pytest.mark.parametrize("place", DIALOGS)
def test_escape_and_the_next_key_in_dialogs(place: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """The dialog is closed, then the key acts on what was below it."""
    sitting = seat(alliance, store, terminal)
    PLACES[place](sitting, store)
    key, shown = DIALOGS[place]
    sitting.terminal.send(b"\x1b" + key)
    sitting.see(*shown)


NO_TEXT = {
    "escape, enter": b"\x1b\r",
    "alt+enter in CSI u": b"\x1b[13;3u",
    "alt+enter by modifyOtherKeys": b"\x1b[27;3;13~",
    "alt+up": b"\x1b[1;3A",
    "alt+up by an escape": b"\x1b\x1b[A",
    "alt+down in application mode": b"\x1b\x1bOB",
    "alt+left": b"\x1b[1;3D",
    "alt+right of kitty": b"\x1b[1;3:1C",
    "alt+page up": b"\x1b[5;3~",
    "alt+n in CSI u": b"\x1b[110;3u",
    "alt+n by modifyOtherKeys": b"\x1b[27;3;110~",
}


def test_keys_with_alt_type_nothing(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Not a letter, not a line; what is written stays."""
    sitting = seat(alliance, store, terminal)
    writing(sitting, store)
    for name, data in NO_TEXT.items():
        if "writing" not in sitting.screen:
            sitting.start_writing()
        sitting.terminal.send(data)
        sitting.terminal.wait_quiet(0.3)
        assert sitting.alive, name
    press_redraw(sitting.terminal)
    assert [text for text in kept(store) if text] == ["Before"]


# Other forms of real keys

TYPED = {
    b"\x1b[97u": "a",
    b"\x1b[98;1u": "b",
    b"\x1b[99;1:1u": "c",
    b"\x1b[100;1:2u": "d",
    b"\x1b[101:69;2u": "E",
    b"\x1b[102:70;2;70u": "F",
    b"\x1b[103;1;103u": "g",
    b"\x1b[72;2u": "H",
    b"\x1b[27;2;73~": "I",
    b"\x1b[49:33;2;33u": "!",
    b"\x1b[1081::113;1;1081u": "й",
    b"\x1b[1081:113;1;1081u": "й",
    b"\x1b[1081:1049:113;2;1049u": "Й",
    b"\x1b[108;65u": "l",
    b"\x1b[109;129u": "m",
    b"\x1b[32u": " ",
    b"\x1b[27;2;32~": " ",
    b"\x1b[120;1;120u": "x",
}
"""What is to be read once each came: kitty's forms and modifyOtherKeys', shifted, with text, with locks on."""


def test_escape_codes_of_letters_are_text(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Whole and cut, while writing."""
    sitting = seat(alliance, store, terminal)
    writing(sitting, store)
    expected = "Before"
    witness = Witness(sitting, store)
    for data, text in TYPED.items():
        witness.deliver(data, b".")
        witness.deliver_cut(data, *places(data))
        witness.deliver(b",")
        expected += f"{text}.{text},"
    sitting.see(expected[-6:])
    sitting.stop_writing()
    see_kept(store, expected)


@dataclass(frozen=True)
class Acting:
    """A key in its other forms, where it acts and what it does there."""

    name: str
    place: str
    forms: tuple[bytes, ...]
    acted: Callable[[str], bool]


ACTING = [
    Acting("enter", "moving", (b"\x1b[13u", b"\x1b[13;1:1u", b"\x1b[27;1;13~"), lambda screen: "writing" in screen),
    Acting(
        "escape", "writing", (b"\x1b[27u", b"\x1b[27;1:1u", b"\x1b[27;1;27~"), lambda screen: "writing" not in screen
    ),
    Acting("backspace", "writing", (b"\x1b[127u", b"\x1b[127;1:2u"), lambda screen: "Befor " in screen + " "),
    Acting(
        "ctrl+p",
        "moving",
        (b"\x10", b"\x1b[112;5u", b"\x1b[112;5:1u", b"\x1b[27;5;112~", b"\x1b[1079::112;5u"),
        lambda screen: "Search for commands" in screen,
    ),
    Acting("D", "library", (b"\x1b[100:68;2u", b"\x1b[68;2u", b"\x1b[27;2;68~"), lambda screen: "y  delete" in screen),
    Acting("a", "moving", (b"\x1b[97u", b"\x1b[97;1;97u", b"\x1b[97;129u"), lambda screen: "whose doing" in screen),
    Acting("right", "moving", (b"\x1b[C", b"\x1bOC", b"\x1b[1;1:1C"), lambda screen: Sitting.marked(screen, "Grace")),
    Acting("n", "deleting", (b"\x1b[110u", b"\x1b[110;1:1;110u"), lambda screen: "y  delete" not in screen),
]


@pytest.mark.parametrize("each", ACTING, ids=lambda each: f"{each.name} {each.place}")
def test_escape_codes_of_keys_act(each: Acting, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Each form as the key itself would."""
    lay_down(store, versions=2)
    for form in each.forms if FULL else each.forms[1:2]:
        sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
        if each.place == "writing":
            moving(sitting, store)
            sitting.mark_side(LEFT)
            sitting.start_writing()
            sitting.terminal.press("end", "ctrl+u")
            sitting.type("Before")
            sitting.see("Before")
        else:
            PLACES[each.place](sitting, store)
        if each.name == "right":
            sitting.mark_side(LEFT)
        sitting.terminal.send(form)
        sitting.see_that(each.acted, f"{form!r} acting as {each.name}")
        sitting.terminal.close()


# At random, everywhere

BEYOND = [
    Stop("search", ("/",), ("enter list",), page=False),
    Stop("talk again", ("escape", "enter"), ("▌", "enter write")),
    Stop("writing", ("enter",), ("writing",), page=False),
    Stop("overview again", ("escape", "q", "v"), ("Versions", "v2  signed")),
    Stop("history", ("h",), ("history", "enter what changed")),
    Stop("slips", ("q", "s"), ("enter choose",), page=False),
    Stop("slip", ("enter",), ("What happened", "ctrl+g note it"), page=False),
    Stop("diff again", ("escape", "q", "d"), ("v1", "read there")),
    Stop("filter", ("f",), ("Show only",), page=False),
    Stop("the end", ("escape", "q", "q"), ("Library", "enter open")),
]
"""What the tour of all sizes leaves out."""
EVERY_SCREEN = [*TOUR, *BEYOND]


def test_reports_at_random_over_every_screen(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Whole and cut, two hundred at a time."""
    seed = int(os.environ.get("ALLIANCE_SEED", "1"))
    chance = random.Random(seed)
    sitting = seat(alliance, store, terminal, NO_MOUSE)
    for number, stop in enumerate(EVERY_SCREEN):
        visit(sitting, stop)
        press_redraw(sitting.terminal)
        witness = Witness(sitting, store)
        left = REPORTS * (number + 1) // len(EVERY_SCREEN) - REPORTS * number // len(EVERY_SCREEN)
        while left > 0:
            batch = [random_report(chance, mouse=True) for _ in range(min(left, BATCH))]
            left -= len(batch)
            data = b"".join(batch)
            cuts = chance.sample(places(data), min(len(batch), len(data) // 8)) if chance.random() < 0.5 else []
            witness.deliver_cut(data, *cuts)
            witness.confirm(f"{batch} cut at {sorted(cuts)}, seed {seed}, on {stop.name}")
    assert sitting.quit() == 0
