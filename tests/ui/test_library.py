"""The library: empty, searched, and everything done from it."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from datetime import date
from math import inf
from pathlib import Path
from random import Random

import pytest

from alliance_tui.domain.alliance import Side, Slip
from alliance_tui.domain.errors import StoreError
from alliance_tui.domain.viewer import Viewer
from alliance_tui.screens import library_preview, library_scan, library_words
from alliance_tui.screens.about import AboutScreen
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.library_scan import LibraryScan
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.trash import TrashDialog
from alliance_tui.screens.version import VersionScreen
from alliance_tui.services import sessions
from alliance_tui.storage import catalogue
from alliance_tui.storage.file_format import parse_file, with_header
from alliance_tui.storage.library import Library
from alliance_tui.storage.record import Record
from alliance_tui.storage.settings import Settings
from tests.ui.driver import Desk, Room


def three(room: Room) -> None:
    """Three alliances, the last one the newest."""
    for left, right in (("Ada", "Grace"), ("Ines", "Tomás"), ("Mei", "Noor")):
        room.signed(left, right, hopes=f"What {left} hopes.")
        room.clock.advance(86400)


def marked(desk: Desk) -> str:
    """The folder of the marked alliance."""
    entry = desk.on(LibraryScreen).rows.marked_summary
    return entry.name if entry else ""


async def test_empty(room: Room) -> None:
    """What this is, and two keys; keys of what isn't there are not offered and do nothing."""
    async with room.desk() as desk:
        await desk.see("Design your alliance.", "n   begin", "s   look at the sample first")
        for word in ("open", "delete", "diff", "revisit", "search", "undo"):
            assert word not in desk.footer
        await desk.press("enter", "D", "d", "r", "v", "slash", "u", "j", "k")
        desk.on(LibraryScreen)
        await desk.press("n")
        await desk.see_screen(PrepareScreen)


async def test_sample_is_a_store_of_its_own(room: Room) -> None:
    """The user's own store stays as it is: empty."""
    async with room.desk() as desk:
        await desk.press("s")
        await desk.see("3 alliances · the sample", "◆ Ada & ● Grace", "◆ Ines & ● Tomás", "◆ Mei & ● Noor")
        assert "sample" not in desk.footer
        await desk.open()
    assert not room.library.root.exists()


async def test_background(room: Room) -> None:
    """What an alliance is, and the credit."""
    async with room.desk((100, 60)) as desk:
        await desk.press("b")
        await desk.see_screen(AboutScreen)
        await desk.see("living document", "zestWELLNESS", "nlp-leadership-coaching.com")
        await desk.press("q")
        await desk.see_screen(LibraryScreen)


async def test_an_alliance_is_one_row(room: Room) -> None:
    """At 100 columns, whatever its session's state."""
    name = room.begun()
    sessions.set_aside(room.library, name, room.clock.now())
    async with room.desk() as desk:
        assert next(line for line in desk.lines() if "Ada" in line).endswith("session set aside · 90:00 left")


async def test_search_as_you_type(room: Room) -> None:
    """By any part of a name, several words, without regard to case and accents; enter keeps it, escape ends it."""
    three(room)
    async with room.desk() as desk:
        await desk.see("3 alliances")
        await desk.press("slash")
        await desk.type("to")
        await desk.see("1 of 3 alliances", "◆ Ines & ● Tomás")
        assert "◆ Ada & ● Grace" not in desk.text()
        await desk.press("ctrl+u")
        for name in ("tomas", "TOMA\u0301S"):
            await desk.type(name)
            await desk.see("1 of 3 alliances", "◆ Ines & ● Tomás")
            await desk.press("ctrl+u")
        await desk.type("GR ad")
        await desk.see("1 of 3 alliances", "◆ Ada & ● Grace")
        await desk.press("enter")
        assert marked(desk) == "ada-and-grace"
        await desk.press("enter")
        await desk.see_screen(AllianceScreen)
        await desk.press("q")
        await desk.see("1 of 3 alliances")
        await desk.press("escape")
        await desk.see("3 alliances", "◆ Mei & ● Noor")
        await desk.press("slash")
        await desk.type("nobody")
        await desk.see("0 of 3 alliances", "No name has “nobody”.")
        await desk.press("enter", "enter", "d", "D")
        desk.on(LibraryScreen)


async def test_pages_of_a_long_list(room: Room) -> None:
    """A page at a time, and to both ends, where it stops; in the search they are the field's keys."""
    for number in range(30):
        room.prepared(f"Ada {number:02}")
    async with room.desk((60, 16)) as desk:
        rows = desk.on(LibraryScreen).rows
        marked = []
        for key in ("pagedown", "pagedown", "space", "pageup", "end", "pagedown", "home", "pageup"):
            await desk.press(key)
            marked.append(rows.marked or 0)
        first, second, third, fourth, *ends = marked
        assert 0 < first < second < third <= 29
        assert fourth < third
        assert ends == [29, 29, 0, 0]
        await desk.press("slash")
        await desk.type("Ada 1")
        await desk.press("home", "X")
        assert desk.on(LibraryScreen).search.value == "XAda 1"


async def test_newest_first_open_sessions_above(room: Room) -> None:
    """And the mark moves with j, k and the arrows, and stays where it was."""
    three(room)
    room.begun("Zoë", "Xu")
    async with room.desk() as desk:
        await desk.see("◆ Zoë & ● Xu")
        order = [line.lstrip(" ▌").split("  ")[0] for line in desk.lines() if "◆" in line]
        assert order == ["◆ Zoë & ● Xu", "◆ Mei & ● Noor", "◆ Ines & ● Tomás", "◆ Ada & ● Grace"]
        await desk.press("j", "down", "k", "j")
        assert marked(desk) == "ines-and-tomás"
        await desk.open()
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        assert marked(desk) == "ines-and-tomás"


async def test_open_goes_on_or_shows_what_is_in_force(room: Room) -> None:
    """Enter; from the page of the alliance to a version and back."""
    room.signed(hopes="To build it well.")
    room.clock.advance(86400)
    room.begun("Ines", "Tomás")
    async with room.desk((100, 60)) as desk:
        await desk.open()
        desk.on(SectionScreen)
        await desk.press("q", "j")
        await desk.open()
        await desk.see_screen(AllianceScreen)
        await desk.see("No agreements are in force.", "v1  signed 12 Mar")
        await desk.press("enter")
        await desk.see_screen(VersionScreen)
        await desk.see("version 1 · signed by Ada and Grace", "To build it well.")
        await desk.press("n")
        await desk.see_notice("There is no newer version.")
        await desk.press("q", "q")
        await desk.see_screen(LibraryScreen)


async def test_revisit(room: Room) -> None:
    """Prepares the next session; with one open, goes on with that."""
    name = room.signed()
    room.clock.advance(86400)
    async with room.desk() as desk:
        await desk.press("r")
        await desk.see_screen(PrepareScreen)
        await desk.see("Ada", "Grace")
        assert room.session(name).number == 2
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)
        await desk.see("session prepared")
        await desk.press("v")
        await desk.see_screen(AllianceScreen)
        await desk.press("r")
        await desk.see("second session")
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
    assert room.session(name).number == 2


async def test_diff_takes_two_versions(room: Room) -> None:
    """One is not enough; with two it opens."""
    room.signed()
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see_notice("A diff takes two signed versions")
    room.library.delete("ada-and-grace", room.clock.now(), id=room.library.alliance("ada-and-grace").id)
    room.signed_twice("It is warm here.", "It is cold here.")
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see_screen(DiffScreen)
        await desk.see("It is cold here.")
        await desk.press("q")
        await desk.see_screen(LibraryScreen)


async def test_delete_and_undo(room: Room) -> None:
    """After a question; u brings it back with everything in it."""
    three(room)
    async with room.desk() as desk:
        await desk.press("j", "D")
        await desk.see("Delete Ines & Tomás?")
        await desk.press("n")
        await desk.see_screen(LibraryScreen)
        assert len(room.library.names()) == 3
        await desk.press("D", "y")
        await desk.see_notice("Deleted.")
        await desk.see("2 alliances")
        assert room.library.names() == ["ada-and-grace", "mei-and-noor"]
        await desk.press("u")
        await desk.see("3 alliances")
    assert len(room.library.names()) == 3
    assert len(room.versions("ines-and-tomás")) == 1


async def test_deleted_outlives_the_program(room: Room) -> None:
    """Another run offers it, also where there is no alliance left."""
    name = room.signed()
    async with room.desk() as desk:
        await desk.press("delete")
        await desk.press("y")
        await desk.see("Design your alliance.", "1 in the trash")
    assert room.library.names() == []
    async with room.desk() as desk:
        await desk.press("U")
        await desk.see("◆ Ada & ● Grace · alliance ada-and-grace · deleted 12 Mar · kept until 11 Apr")
        await desk.press("enter")
        await desk.see_notice("The alliance is back.")
        await desk.see("1 alliance")
    assert len(room.versions(name)) == 1


async def test_deleting_acts_on_the_alliance_that_was_marked(room: Room) -> None:
    """The dialog was open while the other screen put another alliance in its folder: that one stays."""
    name = room.signed()
    async with room.desk() as desk:
        await desk.press("D")
        await desk.see("Delete Ada & Grace?")
        other = Library(room.library.root)
        item = other.delete(name, room.clock.now(), id=other.alliance(name).id)
        room.prepared()
        await desk.press("y")
        await desk.see_notice("another alliance by now. Nothing was deleted")
        assert [each.id for each in other.trash()] == [item.id]
        assert other.names() == [name]


async def test_deleting_says_that_it_is_open(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is done."""
    room.signed()
    monkeypatch.setattr(Library, "is_open", lambda _, name: name == "ada-and-grace")
    async with room.desk() as desk:
        await desk.press("D")
        await desk.see("It is open on another screen.")


async def test_a_failed_undo_stays_offered(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says why; the next try brings it back."""
    name = room.signed()
    async with room.desk() as desk:
        await desk.press("D", "y")
        await desk.see_notice("Deleted.")
        undelete = Library.undelete

        def full(*_: object) -> str:
            raise StoreError("The disk is full.")

        monkeypatch.setattr(Library, "undelete", full)
        await desk.press("u")
        await desk.see_notice("The disk is full.")
        assert desk.app.deletions
        monkeypatch.setattr(Library, "undelete", undelete)
        await desk.press("u")
        await desk.see_notice("The alliance is back.")
        assert not desk.app.deletions
    assert room.library.names() == [name]


async def test_an_undo_of_what_is_back_already_is_not_offered_again(room: Room) -> None:
    """The other screen brought it back, or U here."""
    three(room)
    async with room.desk() as desk:
        await desk.press("D", "y", "D", "y")
        await desk.see("1 alliance")
        await desk.press("U")
        await desk.see("Trash")
        await desk.press("enter")
        await desk.see("2 alliances")
        other = Library(room.library.root)
        other.undelete(other.trash()[0].id)
        await desk.press("u")
        await desk.see_notice("not in the trash any more")
        await desk.see("3 alliances")
        assert not desk.app.deletions


async def test_the_trash_follows_what_others_do(room: Room) -> None:
    """The marked one stays marked, and it is what comes back."""
    three(room)
    async with room.desk() as desk:
        await desk.press("U")
        await desk.see("Nothing is in the trash.")
        await desk.press("escape", "D", "y")
        room.clock.advance(60)
        await desk.press("D", "y", "U")
        dialog = desk.on(TrashDialog)
        await desk.press("j")
        wanted = dialog.items[1]
        other = Library(room.library.root)
        other.undelete(dialog.items[0].id)
        await dialog.follow()
        await desk.press("enter")
        await desk.see("3 alliances")
    assert wanted.name in other.names()


async def test_bringing_back_is_in_the_palette(room: Room) -> None:
    """Like every action."""
    async with room.desk() as desk:
        titles = {command.title for command in desk.app.get_system_commands(desk.screen)}
        assert "Bring back something deleted: what is in the trash" in titles


async def test_the_trash_is_purged_by_the_app(room: Room) -> None:
    """On the writer's thread; a store that can't be read is no trouble."""
    name = room.signed()
    room.library.delete(name, room.clock.now(), id=room.library.alliance(name).id)
    async with room.desk() as desk:
        for days in (30, 2):
            room.clock.advance(days * 86400)
            await desk.app.purge()
        assert room.library.trash() == []
        room.library.root.rename(room.library.root.with_name("away"))
        room.library.root.write_text("")
        await desk.app.purge()
        assert desk.alive


@pytest.mark.parametrize("key", ["enter", "r"])
@pytest.mark.parametrize("from_page", [False, True])
async def test_an_alliance_whose_first_session_was_abandoned_begins_again(
    room: Room, key: str, from_page: bool
) -> None:
    """From the library and from its page, with its names filled in."""
    name = room.prepared()
    sessions.abandon(room.library, name, room.clock.now(), room.session(name).id)
    async with room.desk() as desk:
        await desk.see("◆ Ada & ● Grace")
        if from_page:
            await desk.press("v")
            await desk.see("nothing signed yet")
        await desk.press(key)
        await desk.see_screen(PrepareScreen)
        await desk.see("Ada", "Grace")
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)
    assert room.session(name).number == 1


@pytest.mark.parametrize("harm", ["cut", "emptied", "missing"])
async def test_damaged_alliance_among_others(room: Room, harm: str) -> None:
    """It is listed with what is wrong; the others work; it refuses politely."""
    three(room)
    path = room.library.root / "ines-and-tomás" / "alliance.json"
    raw = path.read_bytes()
    for copy in path.parent.glob("alliance.json.*"):
        copy.write_bytes(b"{") if harm != "missing" else None
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(raw[: len(raw) // 2] if harm == "cut" else b"")
    async with room.desk() as desk:
        await desk.see("✗ ines-and-tomás", "◆ Ada & ● Grace", "◆ Mei & ● Noor")
        await desk.press("j", "j")
        assert marked(desk) == "ines-and-tomás"
        for key in ("enter", "r", "d", "v"):
            await desk.clear_notices()
            await desk.press(key)
            await desk.until(lambda: bool(desk.said), "why not")
            desk.on(LibraryScreen)
        await desk.press("k")
        await desk.open()
        await desk.see_screen(AllianceScreen)


async def test_damaged_session(room: Room) -> None:
    """A session file cut short harms its own alliance alone, and nothing is written over it."""
    room.begun()
    room.clock.advance(60)
    room.signed("Mei", "Noor")
    path = room.library.root / "ada-and-grace" / "session.json"
    for each in path.parent.glob("session.json*"):
        if not each.name.endswith(".lock"):
            each.write_bytes(b'{"half": ')
    async with room.desk() as desk:
        await desk.see("✗ ada-and-grace", "◆ Mei & ● Noor")
    assert path.read_bytes() == b'{"half": '


async def test_opened_by_name(room: Room) -> None:
    """`alliance open NAME` lands in the session, with the library below."""
    name = room.begun()
    async with room.desk(opening=name) as desk:
        await desk.see_screen(SectionScreen)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)


async def test_a_side_is_for_the_alliance_that_it_was_given_for(room: Room) -> None:
    """In any other one, opened from the library, the keyboard is for both; back in the first it is the side's again."""
    others = room.begun("Mei", "Noor"), room.begun("Ines", "Tomás")
    name = room.begun()
    for each in (name, *others):
        sessions.set_apart(room.library, each, ["tone"], True)
        grace = Library(room.library.root, viewer=Viewer(Side.RIGHT))
        sessions.answer(grace, each, "tone", Side.RIGHT, "Covered.")
    covered = "tone", Side.RIGHT
    async with room.desk(opening=name, side=Side.RIGHT) as desk:
        assert desk.app.library.viewer == Viewer(Side.RIGHT)
        assert covered in desk.on(SectionScreen).session.answers
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        for other in others:
            while marked(desk) != other:
                await desk.press("j")
            await desk.open()
            assert desk.app.side is None
            assert covered not in desk.on(SectionScreen).session.answers
            await desk.press("q", "v")
            shown = desk.on(AllianceScreen).session
            assert shown and covered not in shown.answers
            await desk.press("q", "k", "k")
        while marked(desk) != name:
            await desk.press("j")
        await desk.open()
        assert desk.app.side is Side.RIGHT
        assert covered in desk.on(SectionScreen).session.answers
        await desk.press("q")


async def test_unreadable_store(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is a file: it says so and stays alive."""
    room.library.root.write_text("not a folder")
    async with room.desk() as desk:
        await desk.see_notice("cannot be read")
        assert desk.alive


def crowd(room: Room, number: int) -> None:
    """So many alliances, the last of them the newest."""
    for at in range(number):
        room.prepared(f"Partner {at:03}", "Grace")
        room.clock.advance(60)


async def test_a_long_list_fills_behind_its_first_screenful(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is said in words, keys act, the marked row stays, a search finds what is there; then all is in order."""
    crowd(room, 70)
    monkeypatch.setattr(catalogue, "STEP", 0)
    monkeypatch.setattr(library_scan, "PATIENCE", inf)
    monkeypatch.setattr(library_scan, "FEW", 0)
    behind: list[Coroutine[None, None, bool]] = []
    monkeypatch.setattr(LibraryScan, "behind", lambda _, scan: behind.append(scan))
    async with room.desk((100, 30)) as desk:
        await desk.see("Library   reading 50 of 70")
        await desk.press("j", "j")
        assert marked(desk) == "partner-067-and-grace"
        await desk.press("slash")
        await desk.type("04")
        await desk.see("10 found, reading 50 of 70", "Partner 049")
        await desk.press("escape")
        await desk.press("slash")
        await desk.type("057")
        await desk.press("enter", "escape")
        assert marked(desk) == "partner-057-and-grace"
        screen = desk.on(LibraryScreen)
        screen.run_worker(behind.pop())
        await desk.see("70 alliances")
        assert [entry.name for entry in screen.rows.listed] == [
            f"partner-{at:03}-and-grace" for at in reversed(range(70))
        ]
        assert marked(desk) == "partner-057-and-grace"


async def test_a_list_of_moderate_length_is_whole_from_the_first_frame(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is read behind the first frame."""
    crowd(room, 60)
    monkeypatch.setattr(catalogue, "STEP", 0)
    monkeypatch.setattr(library_scan, "PATIENCE", inf)
    monkeypatch.setattr(LibraryScan, "behind", lambda _, scan: pytest.fail("read behind"))
    async with room.desk() as desk:
        await desk.see("60 alliances")


async def test_keys_act_while_files_without_covers_are_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first release's files are read whole; nobody waits for a screenful of them."""
    crowd(room, 3)
    for path in room.library.root.glob("*/*.json"):
        content = parse_file(path.read_bytes())
        assert content.body is not None
        path.write_bytes(with_header(content.body, content.generation, form=1))
    monkeypatch.setattr(catalogue, "STEP", 0)
    monkeypatch.setattr(library_scan, "PATIENCE", 0)
    behind: list[Coroutine[None, None, bool]] = []
    monkeypatch.setattr(LibraryScan, "behind", lambda _, scan: behind.append(scan))
    async with room.desk() as desk:
        await desk.see("reading 1 of 3", "Partner 002")
        await desk.press("b")
        await desk.see_screen(AboutScreen)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        await desk.until(lambda: len(behind) == 2, "a second look")
        desk.on(LibraryScreen).run_worker(behind.pop())
        await desk.see("3 alliances", "Partner 000")
        for look in behind:
            look.close()


async def test_the_way_back_reads_nothing_whole(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was changed meanwhile is shown."""
    crowd(room, 60)
    async with room.desk() as desk:
        await desk.see("60 alliances")
        assert marked(desk) == "partner-059-and-grace"
        await desk.press("b")
        await desk.see_screen(AboutScreen)
        read: list[str] = []
        load = Record.load

        def counted(self: Record) -> object:
            read.append(self.name)
            return load(self)

        monkeypatch.setattr(Record, "load", counted)
        sessions.set_aside(room.library, "partner-051-and-grace", room.clock.now())
        await desk.press("q")
        await desk.see("session set aside")
        assert read == []


async def test_below_a_session_nothing_is_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is saved there; all is read on the way back."""
    name = room.begun()
    scans: list[str] = []
    scan = Library.scan

    def counted(self: Library) -> Iterator[catalogue.Step]:
        scans.append(name)
        return scan(self)

    monkeypatch.setattr(Library, "scan", counted)
    async with room.desk() as desk:
        await desk.see("1 alliance")
        page = desk.on(LibraryScreen)
        await desk.open()
        scans.clear()
        for text in ("One.", "Two."):
            room.say(name, "tone", text)
            await page._follow()
        assert scans == []
        sessions.set_aside(room.library, name, room.clock.now())
        await desk.press("q")
        await desk.see("session set aside")


async def test_a_scan_ends_when_the_library_is_left(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(room, 70)
    monkeypatch.setattr(catalogue, "STEP", 0)
    monkeypatch.setattr(library_scan, "PATIENCE", inf)
    monkeypatch.setattr(library_scan, "FEW", 0)
    behind: list[Coroutine[None, None, bool]] = []
    monkeypatch.setattr(LibraryScan, "behind", lambda _, scan: behind.append(scan))
    async with room.desk() as desk:
        await desk.see("reading 50 of 70")
        page = desk.on(LibraryScreen)
        await desk.open()
        page.run_worker(behind.pop())
        await desk.wait_until_idle()
        assert page.scan.progress == (50, 70)


async def test_a_click_opens(room: Room) -> None:
    """What was pressed, in its place however long the list is; the mark is there afterwards."""
    crowd(room, 40)
    async with room.desk((100, 20)) as desk:
        await desk.see("40 alliances")
        await desk.pilot.click("#alliances", offset=(5, 3))
        await desk.see_screen(ChooseScreen)
        await desk.see("Partner 036")
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        assert marked(desk) == "partner-036-and-grace"
        await desk.press("k", "k", "k", "k")
        assert marked(desk) == "partner-000-and-grace"
        assert "▌ ◆ Partner 000" in desk.text()
        await desk.press("slash", *"000", "enter")
        await desk.pilot.click("#alliances", offset=(5, 9))
        await desk.wait_until_idle()
        desk.on(LibraryScreen)


async def test_orders(room: Room) -> None:
    """One key goes through them; the columns' headings say which it is, and the marked one stays marked."""
    for left, right in (("Zoë", "Xu"), ("Ada", "Grace"), ("Mei", "Noor")):
        name = room.begun(left, right)
        sessions.set_review(room.library, name, date(2026, 6 if left == "Mei" else 4, 1))
        room.sign(name)
        room.clock.advance(86400)

    def order() -> list[str]:
        return [each.name.partition("-")[0] for each in desk.on(LibraryScreen).rows.listed]

    async with room.desk() as desk:
        await desk.see("Last signed ↓", "review in 17 days")
        assert (order(), marked(desk)) == (["mei", "ada", "zoë"], "mei-and-noor")
        await desk.press("j", "o")
        await desk.see("Next ↑")
        assert (order(), marked(desk)) == (["ada", "zoë", "mei"], "ada-and-grace")
        await desk.press("o")
        await desk.see("Partners ↑")
        assert (order(), marked(desk)) == (["ada", "mei", "zoë"], "ada-and-grace")
        await desk.resize(40, 12)
        await desk.see("↑ names")


async def test_the_order_is_kept(room: Room, tmp_path: Path) -> None:
    """For the next start; one that is not known counts for nothing."""
    three(room)
    for kept, shown in (("", "Last signed ↓"), ("next date", "Next ↑"), ("wrong", "Last signed ↓")):
        settings = Settings(tmp_path / "settings.json")
        settings.keep_order(kept)
        desk = room.desk()
        desk.app._settings = settings
        async with desk:
            await desk.see(shown)
            await desk.press("o")
            await desk.until(lambda: settings.order != kept, "the order on disk")  # noqa: B023


async def test_filters(room: Room) -> None:
    """One key goes through them, escape ends them; what is not there is said."""
    three(room)
    room.begun("Zoë", "Xu")
    path = room.library.root / "mei-and-noor" / "alliance.json"
    slip = Slip("s1", "a1", room.clock.now(), "It slipped.")
    room.library.record("mei-and-noor").change_slips(lambda _: (slip,))
    content = parse_file(path.read_bytes())
    assert content.body is not None
    assert content.cover is not None
    del content.cover["unrepaired"]  # as an earlier release wrote it
    path.write_bytes(with_header(content.body, content.generation, content.cover))
    async with room.desk() as desk:
        await desk.see("4 alliances")
        assert "to repair" not in desk.text()
        await desk.press("f")
        await desk.see("0 of 4 · review or pulse due", "No review or pulse is due.", "esc shows all")
        await desk.press("f")
        await desk.see("1 of 4 · session open", "◆ Zoë")
        await desk.press("f")
        await desk.see("1 of 4 · slip not repaired", "◆ Mei & ● Noor", "↯ 1 to repair")
        await desk.press("slash")
        await desk.type("ada")
        await desk.see("0 of 4 alliances · slip not repaired", "No name has “ada”.")
        await desk.press("escape")
        await desk.see("1 of 4 · slip not repaired")
        await desk.press("escape")
        await desk.see("  4 alliances")
        await desk.press("escape")
        desk.on(LibraryScreen)


@pytest.mark.parametrize("size", [(100, 30), (200, 60)])
async def test_the_marked_one_s_agreements_are_in_the_free_room(
    room: Room, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the mark has rested, and again without reading; never anything of an open session."""
    read: list[str] = []
    alliance = Record.alliance

    def counted(self: Record) -> object:
        read.append(self.name)
        return alliance(self)

    for left, right, words in (("Ada", "Grace", "We rest on Sundays."), ("Mei", "Noor", "We ring first.")):
        name = room.begun(left, right)
        room.agree(name, words)
        room.sign(name)
        room.clock.advance(86400)
    room.revisited(name)
    room.agree(name, "Not signed yet.")
    monkeypatch.setattr(Record, "alliance", counted)
    async with room.desk(size) as desk:
        await desk.see("1 agreement in force, v1", "◆● both  We ring first.")
        await desk.press("j")
        assert "We ring first." not in desk.text()
        await desk.see("We rest on Sundays.")
        await desk.press("k")
        assert "◆● both  We ring first." in desk.text()
        assert "Not signed yet." not in desk.text()
    assert read == ["mei-and-noor", "ada-and-grace"]


async def test_a_list_that_fills_the_screen_has_no_room_for_agreements(room: Room) -> None:
    """And nothing is read for them."""
    for at in range(7):
        room.signed(f"Ada {at}", "Grace")
    async with room.desk((100, 16)) as desk:
        await desk.see("7 alliances")
        assert not desk.on(LibraryScreen).query_one("#preview").display
        await desk.resize(100, 20)
        await desk.see("no agreements in force, v1")


async def test_words_are_found_in_what_was_written(room: Room) -> None:
    """In answers, agreements and slips, with the line and when it was there; enter goes to the place, q comes back."""
    name = room.signed_twice("It is warm here.\nThe harbour is near.", "It is cold here.\nThe harbour is near.")
    room.agree(room.begun("Mei", "Noor"), "We meet at the Harbour.")
    slip = Slip("s1", "a1", room.clock.now(), "We missed the harbour.")
    room.library.record(name).change_slips(lambda _: (slip,))
    async with room.desk((80, 24)) as desk:
        await desk.press("slash")
        await desk.type("harbour")
        await desk.see("0 of 2 alliances · 3 texts", "open session", "We meet at the Harbour.")
        await desk.see("↯ slip", "v1 Mar 2026 – v2 Apr 2026", "The harbour is near.")
        assert "warm" not in desk.text()
        await desk.press("enter")
        await desk.until(lambda: desk.on(LibraryScreen).rows.marked == 0, "the list")
        await desk.press("D")
        desk.on(LibraryScreen)
        assert "delete" not in desk.footer
        await desk.press("enter")
        await desk.see_screen(VersionScreen)
        await desk.see("version 2", "The harbour is near.")
        await desk.press("escape", "q")
        await desk.see("0 of 2 alliances · 3 texts")
        await desk.press("escape")
        await desk.see("  2 alliances")
        assert "harbour" not in desk.text()


async def test_the_first_alliance_is_previewed_at_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark has not been moved there; where it is moved to, it has to rest."""
    monkeypatch.setattr(library_preview, "REST", 60.0)
    room.signed()
    room.clock.advance(60)
    room.signed("Mei", "Noor")
    async with room.desk() as desk:
        await desk.see("◆ Mei & ● Noor   no agreements in force, v1")
        await desk.press("j")
        assert "no agreements in force" not in desk.text()


@pytest.mark.parametrize("size", [(100, 16), (60, 20), (170, 14)])
async def test_only_rows_that_change_are_drawn_and_none_is_left_behind(
    room: Room, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """After each key the list looks as if all of it were drawn anew; while it is the same, nothing of it is drawn."""
    for rest in ("FIRST", "REST"):
        monkeypatch.setattr(library_preview, rest, 60.0)
    monkeypatch.setattr(library_words, "LEAST", 60)
    for at in range(12):
        room.signed(f"Ada {at}", ("Grace", "Noor", "Mei")[at % 3], hopes="Anna hopes.")
    chance = Random(7)
    async with room.desk(size) as desk:
        rows, drawn = desk.on(LibraryScreen).rows, []
        draw = rows.render_line
        rows.render_line = lambda y: drawn.append(y) or draw(y)  # type: ignore[method-assign, func-returns-value]
        await desk.press("slash")
        drawn.clear()
        await desk.press("a")
        assert not drawn
        for key in chance.choices(["a", "1", "n", "o", "backspace", "backspace", "escape", "enter"], k=60):
            await desk.press(
                *([key] if desk.on(LibraryScreen).typing else chance.choices(["j", "k", "f", "o", "slash"]))
            )
            shown = desk.text()
            rows.refresh()
            await desk.wait_until_idle()
            assert desk.text() == shown, key


async def test_names_and_filters_hold_for_words_too(room: Room) -> None:
    """Names stand first; a filter leaves out what was found in other alliances."""
    room.signed(hopes="Mei says it well.")
    room.begun("Mei", "Noor")
    async with room.desk() as desk:
        await desk.press("slash")
        await desk.type("mei")
        await desk.see("1 of 2 alliances · 1 text", "Mei says it well.", "session open")
        await desk.press("enter", "f", "f")
        await desk.see("1 of 2 alliances · 1 text · session open")
        assert "Mei says it well." not in desk.text()


async def test_a_search_without_a_result_says_what_was_searched(room: Room) -> None:
    """And what could not be."""
    room.signed_twice("It is warm here.", "It is cold here.")
    room.signed("Mei", "Noor")
    room.signed("Ines", "Tomás")
    (room.library.root / "ines-and-tomás" / "alliance.json").write_bytes(b"{")
    async with room.desk() as desk:
        await desk.press("slash")
        await desk.type("zebra")
        await desk.see(
            "No name, answer, agreement, slip or pulse has “zebra”.", "Searched: 2", "alliances, 3 versions, 0 slips."
        )
        await desk.see("1 alliance can’t be read.")
        await desk.press("ctrl+u")
        await desk.type("z")
        await desk.see("No name has “z”.")
        await desk.press("escape")
        await desk.see("◆ Ada & ● Grace")


async def test_the_library_is_built_when_it_is_gone_back_to(room: Room) -> None:
    """A program that opens one alliance does without; then it is the lowest screen, and stays."""
    name = room.begun()
    async with room.desk(opening=name) as desk:
        await desk.see_screen(SectionScreen)
        assert not any(isinstance(screen, LibraryScreen) for screen in desk.app.screen_stack)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        library = desk.on(LibraryScreen)
        await desk.until(lambda: bool(library.rows.listed), "the alliances")
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        desk.app.pop_screen()
        await desk.wait_until_idle()
        assert desk.on(LibraryScreen) is library


async def test_the_library_opens_where_an_alliance_can_not(room: Room) -> None:
    """Somebody has deleted it since the name was looked up."""
    room.begun()
    async with room.desk(opening="gone") as desk:
        await desk.see_screen(LibraryScreen)
        await desk.until(lambda: bool(desk.on(LibraryScreen).rows.listed), "the alliances")
