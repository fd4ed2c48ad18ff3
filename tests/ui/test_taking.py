"""Taking an alliance along from the program: in which form, to which file, never over one unasked."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.version import VersionScreen
from tests.ui.driver import Desk, Room


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to be in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def take(desk: Desk, form: str) -> None:
    """Press e, and the key of a form."""
    await desk.press("e")
    await desk.see_screen(Choice)
    await desk.press(form)
    await desk.see_screen(Ask)


async def test_a_page_under_its_usual_name(room: Room, here: Path) -> None:
    """It says where it is; it is nobody else's to read."""
    room.signed(hopes="<script>alert(1)</script>")
    async with room.desk() as desk:
        await desk.open()
        desk.on(AllianceScreen)
        await take(desk, "h")
        await desk.see("ada-and-grace-v1.html")
        await desk.press("enter")
        assert await desk.see_notice("Written:") == f"Written: {here}/ada-and-grace-v1.html"
        desk.on(AllianceScreen)
    page = here / "ada-and-grace-v1.html"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.read_text()
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


@pytest.mark.parametrize(("form", "name"), [("m", "v2.md"), ("t", "v2.txt"), ("d", "v2.html")])
async def test_the_other_forms(room: Room, here: Path, form: str, name: str) -> None:
    """Each with its ending; the page with what changed."""
    room.signed_twice("Before it was so.", "After it was so.")
    async with room.desk() as desk:
        await desk.open()
        await take(desk, form)
        await desk.press("enter")
        await desk.see_notice("Written:")
    written = (here / f"ada-and-grace-{name}").read_text()
    assert "After" in written
    assert ("What changed since version 1" in written) is (form == "d")


async def test_the_whole_from_an_older_version(room: Room, here: Path) -> None:
    """JSON carries all of it, whichever is marked."""
    room.signed_twice("a", "b")
    async with room.desk() as desk:
        await desk.open()
        await desk.press("j")
        await take(desk, "j")
        await desk.press("enter")
        await desk.see_notice("Written:")
    assert '"number": 2' in (here / "ada-and-grace.json").read_text()


async def test_a_second_yes_before_a_file_is_replaced(room: Room, here: Path) -> None:
    """Escape leaves it; n asks for another name; r replaces it."""
    room.signed()
    page = here / "ada-and-grace-v1.html"
    page.write_text("mine")
    async with room.desk() as desk:
        await desk.open()
        await take(desk, "h")
        await desk.press("enter")
        await desk.see("Replace it?")
        await desk.press("escape")
        assert page.read_text() == "mine"
        await take(desk, "h")
        await desk.press("enter")
        await desk.see("Replace it?")
        await desk.press("n")
        await desk.see_screen(Ask)
        await desk.press("end", "ctrl+u")
        await desk.paste("other.html")
        await desk.press("enter")
        await desk.see_notice(f"Written: {here}/other.html")
        assert page.read_text() == "mine"
        await take(desk, "h")
        await desk.press("enter")
        await desk.see("Replace it?")
        await desk.press("r")
        await desk.see_notice(f"Written: {page}")
    assert page.read_text().startswith("<!DOCTYPE html>")


async def test_nothing_to_take_is_said(room: Room, here: Path) -> None:
    """No date for a calendar, no such folder; backing out writes nothing."""
    room.signed()
    async with room.desk() as desk:
        await desk.open()
        await take(desk, "c")
        await desk.press("enter")
        await desk.see_notice("nothing for a calendar")
        await take(desk, "h")
        await desk.press("home")
        await desk.paste("nowhere/")
        await desk.press("enter")
        await desk.see_notice("could not be written")
        await take(desk, "h")
        await desk.press("escape")
        await desk.press("e")
        await desk.see_screen(Choice)
        await desk.press("escape")
        desk.on(AllianceScreen)
    assert [*here.iterdir()] == []


@pytest.mark.parametrize(
    "path", ["~nosuchuser/x.html", "loop/x.html", "loop", f"{'x' * 300}.html", "folder", "/dev/full"]
)
async def test_an_odd_place_is_said_to_be_one(room: Room, here: Path, path: str) -> None:
    """And the program goes on."""
    room.signed()
    (here / "loop").symlink_to("loop")
    (here / "folder").mkdir()
    async with room.desk() as desk:
        await desk.open()
        await take(desk, "h")
        await desk.press("end", "ctrl+u")
        await desk.paste(path)
        await desk.press("enter")
        await desk.until(lambda: bool(desk.said) or isinstance(desk.screen, Choice), "a notice or a question")
        if isinstance(desk.screen, Choice):  # there is something of this name
            await desk.press("r")
        await desk.see_notice("Nothing was written.")
        assert desk.alive
    assert sorted(each.name for each in here.iterdir()) == ["folder", "loop"]


async def test_the_folder_one_is_in_was_removed(room: Room, here: Path, tmp_path: Path) -> None:
    """A name alone leads nowhere, a whole path does."""
    room.signed()
    here.rmdir()
    async with room.desk() as desk:
        await desk.open()
        await take(desk, "h")
        await desk.see("A path, beginning with / or ~.")
        await desk.press("enter")
        await desk.see_notice("started in is not there any more")
        await take(desk, "h")
        await desk.press("home")
        await desk.paste(f"{tmp_path}/")
        await desk.press("enter")
        await desk.see_notice("Written:")
    assert (tmp_path / "ada-and-grace-v1.html").exists()


async def test_locked_it_is_written_below_the_store(room: Room, here: Path) -> None:
    """And nowhere else, whatever is typed."""
    name = room.signed()
    async with Desk(room, (100, 30), opening=name, locked=True) as desk:
        await desk.see_screen(AllianceScreen)
        for path in ("/tmp/x.html", "../x.html"):
            await take(desk, "h")
            await desk.press("end", "ctrl+u")
            await desk.paste(path)
            await desk.press("enter")
            await desk.see_notice("a name and no folder")
            await desk.clear_notices()
        await take(desk, "h")
        await desk.press("enter")
        await desk.see_notice("exports/ada-and-grace/ada-and-grace-v1.html")
        page = room.library.root / "exports" / "ada-and-grace" / "ada-and-grace-v1.html"
        raw = page.read_bytes()
        await take(desk, "t")
        await desk.press("end", "ctrl+u")
        await desk.paste("alliance.json")
        await desk.press("enter")
        await desk.see_notice("must end in .txt")
        await take(desk, "h")
        await desk.press("enter")
        await desk.see_notice("Choose another name")
        desk.on(AllianceScreen)
    assert page.read_bytes() == raw
    assert [*here.iterdir()] == []


async def test_copy_a_version(room: Room) -> None:
    """As text, to the terminal; nobody can say whether it arrived, and so the notice says."""
    room.signed(hopes="To be \x1b]0;still\x07 here.")
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.see_screen(VersionScreen)
        await desk.press("y")
        said = await desk.see_notice("Sent to the terminal")
        assert "press e" in said
        assert "Version 1, signed 12 March 2026" in desk.app.clipboard
        assert "\x1b" not in desk.app.clipboard
        await take(desk, "t")
        await desk.press("enter")
        await desk.see_notice("Written:")


async def test_a_planned_session_names_its_invitation(room: Room) -> None:
    """As a command that works."""
    async with room.desk((120, 30)) as desk:
        await desk.press("n")
        await desk.fill(["Ada", "Grace", "", "", "90", "12", "2026-03-14 12:30"])
        await desk.press("enter")
        await desk.see_screen(LibraryScreen)
        assert "alliance export ada-and-grace --format ics" in await desk.see_notice("Saved for later")
