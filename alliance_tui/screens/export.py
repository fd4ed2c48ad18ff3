"""Export an alliance from a screen: ask for the form and the file, and again before a file is replaced."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from alliance_tui.domain.alliance import Version
from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.page import Page
from alliance_tui.services.export_import import ExportRequest, Format, export, file_name, save, save_below
from alliance_tui.storage.external_files import FileThere
from alliance_tui.storage.paths import path_meant

FORMS = {
    "page": ("a page to read or print, in any browser (HTML)", Format.HTML),
    "markdown": ("Markdown", Format.MARKDOWN),
    "text": ("plain text", Format.TEXT),
    "whole": ("all versions whole, to be imported elsewhere (JSON)", Format.JSON),
    "calendar": ("the next dates, for a calendar", Format.ICS),
}
WITH_DIFF = "page_of_changes"


class Export:
    """The export of one alliance, or of one version, from a page."""

    def __init__(self, page: Page, name: str, version: Version | None) -> None:
        """`name`: the alliance's folder; `version`: the one to export, None for the open session."""
        self.page, self.name, self.version = page, name, version
        self.wanted = ExportRequest(Format.HTML)

    def begin(self) -> None:
        """Ask in which form."""
        answers = {each: words for each, (words, _) in FORMS.items()}
        if self.version and self.version.number > 1:
            answers[WITH_DIFF] = f"the page with what changed since version {self.version.number - 1}"
        self.page.ask(Choice("Take it with you", "As what?", answers), self._ask_file)

    def _ask_file(self, answer: str) -> None:
        """Ask for the file, the usual one filled in."""
        form = Format.HTML if answer == WITH_DIFF else FORMS[answer][1]
        number = self.version.number if self.version and form is not Format.JSON else None
        self.wanted = ExportRequest(form, number, answer == WITH_DIFF)
        words = "A name; it is written below the store." if self.page.program.locked else _folder_hint()
        self._ask(words, file_name(self.name, self.wanted, self.version))

    def _ask(self, words: str, proposed: str) -> None:
        self.page.ask(Ask("Write to which file?", words, proposed), self._write)

    async def _write(self, file: str, replace: bool = False) -> None:
        """Write the file and show its path; ask before a file is replaced."""
        file = file.strip()
        if not file:
            return
        try:
            path = await self.page.perform(self._save, file, replace)
        except FileThere as there:
            words = f"{there.path} is there already. Nothing was written yet."
            answers = {"replace": "replace it", "rename": "another name"}
            self.page.ask(Choice("Replace it?", words, answers), partial(self._decide, file))
        except AllianceError as error:
            self.page.show_error(error)
        else:
            self.page.show_notice(f"Written: {path}")

    def _save(self, file: str, replace: bool) -> Path:
        """Make it and write it. Raises FileThere if there is a file already."""
        program = self.page.program
        raw, _ = export(program.library, self.name, self.wanted, program.clock)
        if program.locked:
            return save_below(program.library, self.name, raw, file, self.wanted.format)
        return save(program.library, raw, path_meant(file, "Nothing was written."), replace)

    async def _decide(self, file: str, answer: str) -> None:
        if answer == "replace":
            await self._write(file, replace=True)
        else:
            self._ask("Another name.", file)


def _folder_hint() -> str:
    """Return in words which folder a name without one means."""
    try:
        return f"A name in {Path.cwd()}, or a path."
    except FileNotFoundError:  # the folder was removed
        return "A path, beginning with / or ~."
