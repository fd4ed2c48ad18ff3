"""One signed version, to read: both partners side by side."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from alliance_tui.domain.alliance import SIDES, Alliance, Version
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.render.phrases import on
from alliance_tui.render.version_page import parts
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.export import Export
from alliance_tui.screens.finding import FIND_KEY, FIND_KEYS, FindingPage
from alliance_tui.screens.page import BACK, heading
from alliance_tui.services.export_import import text_of
from alliance_tui.terminal.keymap import name_keys
from alliance_tui.widgets.document_view import DocumentView, document
from alliance_tui.widgets.people import pair_of
from alliance_tui.widgets.plain import plain

WIDE = 80
"""Columns from which the heading says who signed."""
SECTION_KEYS = [
    key(str(number), f"section({number})", "section", f"Go to {section.label}", False, id=f"section-{section}")
    for number, section in enumerate(SECTIONS, 1)
]


class VersionScreen(FindingPage):
    """Read-only: what was signed stays as it was signed."""

    CSS_PATH = "version.tcss"
    MARKED = SCROLLED = "DocumentView"
    ABOUT = "A signed version. It is never edited; a revisit makes the next one."
    BINDINGS = [
        *FIND_KEYS,
        *pair("j,down", "k,up", "scroll", "scroll", "Scroll both sides", step=0.1),
        *pair("pagedown,space", "pageup", "scroll", "page", "Scroll by a page"),
        *SECTION_KEYS,
        key("d", "diff", "diff", "What changed here since the version before"),
        key("n,right_square_bracket", "other(1)", "newer", "The version after this one, at the same place", id="newer"),
        key(
            "N,left_square_bracket", "other(-1)", "older", "The version before this one, at the same place", id="older"
        ),
        FIND_KEY,
        key("e", "export", "export", "Take this version with you, in a file"),
        key("y", "copy", "copy", "Send this version to the terminal’s clipboard, as plain text"),
        BACK,
    ]

    def __init__(self, alliance: Alliance, version: Version, at: str = "") -> None:
        """A version of an alliance; `at`: the question or agreement to begin with."""
        super().__init__()
        self.alliance, self.version, self.at = alliance, version, at
        before = alliance.version(version.number - 1)
        sections = parts(version, version.turns, before)
        self.document = DocumentView(document(sections, version.agreements, version.partners, before=before))

    def body(self) -> ComposeResult:
        yield heading(self._heading())
        yield self.document

    def _heading(self) -> Content:
        version = self.version
        names = " and ".join(version.signatures[side].name for side in SIDES)
        by = f" by {names}," if self.app.size.width >= WIDE else ""
        words = f"   version {version.number} · signed{by} {on(version.signed, self.clock)}"
        return pair_of(version.partners) + plain(words, "$text-muted")

    def on_resize(self) -> None:
        self.show_text(".heading", self._heading())

    def on_mount(self) -> None:
        if self.at:
            self.document.go_to(self.at)

    def shows(self, version: Version) -> bool:
        return self.version.hash == version.hash

    def go_to(self, at: str) -> None:
        """Bring a question or agreement to the top."""
        self.document.go_to(at)

    def _in_view(self) -> str:
        """Return the first question or agreement in view, even if only its end is; "" at the top."""
        known = {question.id for question in self.version.bank} | {each.id for each in self.version.agreements}
        top = self.document.scroll_offset.y
        parts_in_view = (part for part in self.document.children if part.virtual_region.bottom > top)
        names = ((part.name or "").removesuffix(" answers") for part in parts_in_view)
        return next((name for name in names if name in known), "") if top else ""

    def action_section(self, number: int) -> None:
        self.document.go_to(SECTIONS[number - 1].value)

    @property
    def searched(self) -> str:
        return f"version {self.version.number}"

    def action_other(self, by: int) -> None:
        version = self.alliance.version(self.version.number + by)
        if version:
            other = VersionScreen(self.alliance, version, self._in_view())
            other.begin_with(self.find_bar.words if self.find_bar else "")
            self.app.switch_screen(other)
        else:
            self.show_notice("There is no newer version." if by > 0 else "This is the first version.")

    def action_diff(self) -> None:
        """Compare it with the version before, at what is in view."""
        number, there = self.version.number, self._in_view()
        if number > 1:
            self.program.show_diff(self.alliance, number - 1, number, (there, None) if there else None)
        else:
            self.show_notice("This is the first version: there is none to compare it with.")

    def action_export(self) -> None:
        Export(self, self.alliance.name, self.version).begin()

    def action_copy(self) -> None:
        """Send it to the terminal (OSC 52), which does not confirm."""
        self.app.copy_to_clipboard(text_of(self.alliance, self.version, self.clock))
        self.show_notice(
            name_keys(
                "Sent to the terminal. Not every terminal takes a clipboard; the sure way is a file: press {export}."
            )
        )
