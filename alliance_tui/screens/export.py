"""Export an alliance from a screen: ask for the form and the file, and again before a file is replaced."""

from __future__ import annotations

from pathlib import Path

from alliance_tui.domain.alliance import Version
from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.page import Page
from alliance_tui.services.exchange import Format, Wanted, exported, file_name, save, save_below
from alliance_tui.storage.external_files import FileThere
from alliance_tui.storage.paths import path_meant

FORMS = {
    "h": ("a page to read or print, in any browser (HTML)", Format.HTML),
    "m": ("Markdown", Format.MARKDOWN),
    "t": ("plain text", Format.TEXT),
    "j": ("all versions whole, to be imported elsewhere (JSON)", Format.JSON),
    "c": ("the next dates, for a calendar", Format.ICS),
}
WITH_DIFF = "d"


class Export:
    """One alliance, or a version of it, on its way out from a page."""

    def __init__(self, page: Page, name: str, version: Version | None) -> None:
        """`name`: the alliance's folder; `version`: the one to take, None for what is open."""
        self.page, self.name, self.version = page, name, version
        self.wanted = Wanted(Format.HTML)
        self.file = ""

    def begin(self) -> None:
        """Ask in which form."""
        answers = {key: words for key, (words, _) in FORMS.items()}
        if self.version and self.version.number > 1:
            answers[WITH_DIFF] = f"the page with what changed since version {self.version.number - 1}"
        self.page.app.push_screen(Choice("Take it with you", "As what?", answers), self._ask_file)

    def _ask_file(self, key: str | None) -> None:
        """Ask for the file, the usual one filled in."""
        if key is None:
            return
        form = Format.HTML if key == WITH_DIFF else FORMS[key][1]
        number = self.version.number if self.version and form is not Format.JSON else None
        self.wanted = Wanted(form, number, key == WITH_DIFF)
        usual = file_name(self.name, self.wanted, self.version)
        locked = self.page.program.locked
        words = "A name; it is written below the store." if locked else _where()
        self.page.app.push_screen(Ask("Write to which file?", words, usual), self._write)

    async def _write(self, file: str | None, replace: bool = False) -> None:
        """Write it, and say where it is."""
        if not file or not file.strip():
            return
        self.file = file.strip()
        try:
            path = await self.page.perform(self._save, self.file, replace)
        except FileThere as there:
            self._ask_again(there.path)
        except AllianceError as error:
            self.page.say(str(error), error=True)
        else:
            self.page.say(f"Written: {path}")

    def _save(self, file: str, replace: bool) -> Path:
        """Make it and write it; FileThere when there is a file already."""
        app = self.page.program
        raw, _ = exported(app.library, self.name, self.wanted, app.clock)
        if app.locked:
            return save_below(app.library, self.name, raw, file, self.wanted.format)
        return save(app.library, raw, path_meant(file, "Nothing was written."), replace)

    def _ask_again(self, path: Path) -> None:
        """There is a file: ask before it is replaced."""
        answers = {"r": "replace it", "n": "another name"}
        words = f"{path} is there already. Nothing was written yet."
        self.page.app.push_screen(Choice("Replace it?", words, answers), self._decide)

    async def _decide(self, key: str | None) -> None:
        if key == "r":
            await self._write(self.file, replace=True)
        elif key == "n":
            words = "Another name."
            self.page.app.push_screen(Ask("Write to which file?", words, self.file), self._write)


def _where() -> str:
    """Where a name alone leads to."""
    try:
        return f"A name in {Path.cwd()}, or a path."
    except FileNotFoundError:  # the folder was removed
        return "A path, beginning with / or ~."
