"""Export an alliance in a format for people or programs, and import one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import NewerFormat, NotAllowed, NotFound
from alliance_tui.domain.seen_by import seen_by
from alliance_tui.domain.session import Session
from alliance_tui.render.calendar import as_calendar, is_planned
from alliance_tui.render.html import as_html
from alliance_tui.render.html_agreements import html_agreements
from alliance_tui.render.html_changes import html_changes
from alliance_tui.render.json_records import before_next
from alliance_tui.render.json_text import dumps
from alliance_tui.render.markdown import as_markdown
from alliance_tui.render.plain_text import as_text
from alliance_tui.render.version_page import version_page
from alliance_tui.services.versions import compare_versions, find_version, stories_of, version_to_show
from alliance_tui.storage.external_files import FileThere, exports_folder, read_file, refuse_store_path, write_file
from alliance_tui.storage.fields import InvalidRecord
from alliance_tui.storage.import_check import document, read_document
from alliance_tui.storage.library import Library
from alliance_tui.storage.transfer import add_records, records_of


class Format(StrEnum):
    """The formats that an alliance can be exported in."""

    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    TEXT = "text"
    ICS = "ics"

    @property
    def ending(self) -> str:
        """Return how its files' names end."""
        return {Format.MARKDOWN: "md", Format.TEXT: "txt"}.get(self, self.value)


ENDINGS = {
    "htm": Format.HTML,
    **{str(format): format for format in Format},
    **{format.ending: format for format in Format},
}
"""The formats by the endings of file names."""


@dataclass(frozen=True)
class ExportRequest:
    """What to export: a version's number, None for the latest, 0 for the open session.

    `diff` adds what changed since the version before.
    """

    format: Format
    version: int | None = None
    diff: bool = False


def format_of(path: str) -> Format:
    """Return the format that a file's ending means; NotAllowed when it means none."""
    ending = Path(path).suffix.removeprefix(".").casefold()
    if ending not in ENDINGS:
        raise NotAllowed(
            "The file’s name does not say what to write. Nothing was written. "
            "Let it end in .html, .md, .txt, .json or .ics, or name the format with --format."
        )
    return ENDINGS[ending]


def file_name(name: str, wanted: ExportRequest, version: Version | None) -> str:
    """Return the default name of a file: `ada-and-grace-v3.html`."""
    whole = wanted.format in (Format.JSON, Format.ICS)
    number = "" if whole else f"-v{version.number}" if version else "-draft"
    return f"{name}{number}.{wanted.format.ending}"


def export(library: Library, name: str, wanted: ExportRequest, clock: Clock) -> tuple[bytes, str]:
    """Return an alliance in the format wanted and its file’s name; raise NotFound or NotAllowed if there is none.

    What is covered is left out, the viewer's own too: anybody may read the file.
    """
    alliance, session = library.load(name)
    session = session and seen_by(session, None)
    version = find_version(alliance, wanted.version) if wanted.version else None
    if wanted.version is None:
        version = alliance.latest
    if wanted.diff and wanted.format is not Format.HTML:
        raise NotAllowed("Only the HTML page can show what changed. `alliance diff` shows it on its own.")
    if wanted.format is Format.JSON:
        raw = export_json(library, alliance, wanted.version)
    elif wanted.format is Format.ICS:
        raw = _calendar(alliance, version, session, clock.now())
    else:
        raw = _page(alliance, version_to_show(alliance, session, wanted.version), wanted, clock).encode()
    return raw, file_name(name, wanted, version)


def _page(alliance: Alliance, version: Version, wanted: ExportRequest, clock: Clock) -> str:
    """Return a version for people to read."""
    page = version_page(alliance, version, clock)
    if wanted.format is Format.MARKDOWN:
        return as_markdown(page)
    if wanted.format is Format.TEXT:
        return as_text(page)
    slips, pulses = before_next(alliance, version, alliance.slips), before_next(alliance, version, alliance.pulses)
    until = replace(alliance, versions=alliance.versions[: version.number], slips=slips, pulses=pulses)
    over_time = html_agreements(stories_of(until, None), clock.in_zone(alliance.zone))
    return as_html(page, _changes(alliance, version) if wanted.diff else "", over_time)


def text_of(alliance: Alliance, version: Version, clock: Clock) -> str:
    """Return a signed version as plain text: what goes to the clipboard."""
    return as_text(version_page(alliance, version, clock))


def _changes(alliance: Alliance, version: Version) -> str:
    """Return what changed since the version before, for the HTML page."""
    before = alliance.version(version.number - 1)
    if before is None:
        raise NotFound(f"Version {version.number} has none before it, so there is nothing to compare it with.")
    return html_changes(before, version, compare_versions(before, version))


def export_json(library: Library, alliance: Alliance, version: int | None = None) -> bytes:
    """Return all versions with their hashes, as JSON that `import_file` reads."""
    if version is not None:
        raise NotAllowed("JSON carries the alliance whole, so that it can be imported. Leave the version out.")
    if not alliance.versions:
        raise NotFound(f"{alliance.partners} have signed no version yet; JSON carries what is signed.")
    return dumps(document(records_of(library, alliance.name)), ascii_only=False).encode() + b"\n"


def _calendar(alliance: Alliance, version: Version | None, session: Session | None, now: datetime) -> bytes:
    """Return the planned session and the review day."""
    if not is_planned(session) and not (version and version.review):
        raise NotFound(
            f"{alliance.partners} have no session planned and no day for a review, so there is nothing for a calendar."
        )
    return as_calendar(alliance, version, session, now)


def save(library: Library, raw: bytes, path: Path, replace: bool) -> Path:
    """Write what was exported to a file; FileThere when there is one and it may not be replaced."""
    refuse_store_path(path, library.root)
    return write_file(path, raw, replace)


def save_below(library: Library, name: str, raw: bytes, file: str, format: Format) -> Path:
    """Write it into the alliance's export folder in the store, the only place where a locked program writes.

    NotAllowed unless `file` is a name of a file of this format, and not there yet.
    """
    if Path(file).name != file or file in ("", ".", ".."):
        raise NotAllowed("Here a file has a name and no folder: it is written below the store. Nothing was written.")
    if Path(file).suffix.casefold() != f".{format.ending}":
        raise NotAllowed(f"Here the file’s name must end in .{format.ending}. Nothing was written.")
    try:
        return write_file(exports_folder(library.root, name) / file, raw, replace=False)
    except FileThere as there:
        raise NotAllowed(f"There is a file {there.path} already. It stays as it is. Choose another name.") from None


def import_file(library: Library, path: Path) -> str:
    """Bring an exported alliance into the store; returns its folder's name.

    NotAllowed when it is here already; InvalidRecord, with the line or the field, when it is not as it was exported.
    """
    raw = read_file(path)
    try:
        tables = read_document(raw)
    except (NewerFormat, InvalidRecord) as error:
        raise type(error)(f"{path} can’t be imported: {error}. Nothing was changed.") from error
    return add_records(library, tables)
