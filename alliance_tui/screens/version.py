"""One signed version, to read: both partners side by side."""

from __future__ import annotations

from textual.app import ComposeResult

from alliance_tui.domain.alliance import SIDES, Alliance, Version
from alliance_tui.render.phrases import on
from alliance_tui.render.version_page import parts
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.export import Export
from alliance_tui.screens.finding import FIND_KEYS, FindingPage
from alliance_tui.screens.page import BACK, heading
from alliance_tui.services.export_import import text_of
from alliance_tui.widgets.document_view import DocumentView, document
from alliance_tui.widgets.plain import plain


class VersionScreen(FindingPage):
    """Read-only: what was signed stays as it was signed."""

    MARKED = SCROLLED = "DocumentView"
    ABOUT = "A signed version. It is never edited; a revisit makes the next one."
    WHILE_FOUND = frozenset({"other"})
    BINDINGS = [
        *FIND_KEYS,
        *pair("j,down", "k,up", "scroll", "scroll", "Scroll both sides", step=0.1),
        *pair("pagedown,space", "pageup", "scroll", "page", "Scroll by a page"),
        key("e", "export", "export", "Take this version with you, in a file"),
        key("y", "copy", "copy", "Send this version to the terminal’s clipboard, as plain text"),
        key("n", "other(1)", "newer", "The version after this one"),
        key("N", "other(-1)", "older", "The version before this one"),
        BACK,
    ]

    def __init__(self, alliance: Alliance, version: Version) -> None:
        super().__init__()
        self.alliance, self.version = alliance, version
        sections = parts(version, version.turns)
        self.document = DocumentView(document(sections, version.agreements, version.partners))

    def body(self) -> ComposeResult:
        version, clock = self.version, self.clock
        signed = " and ".join(version.signatures[side].name for side in SIDES)
        words = f"{version.partners} · version {version.number} · signed by {signed}, {on(version.signed, clock)}"
        yield heading(plain(words, "bold"))
        yield self.document

    @property
    def searched(self) -> str:
        return f"version {self.version.number}"

    def action_other(self, by: int) -> None:
        version = self.alliance.version(self.version.number + by)
        if version:
            self.app.switch_screen(VersionScreen(self.alliance, version))
        else:
            self.show_notice("There is no newer version." if by > 0 else "This is the first version.")

    def action_export(self) -> None:
        Export(self, self.alliance.name, self.version).begin()

    def action_copy(self) -> None:
        """Send it to the terminal (OSC 52), which does not confirm."""
        self.app.copy_to_clipboard(text_of(self.alliance, self.version, self.clock))
        self.show_notice("Sent to the terminal. Not every terminal takes a clipboard; the sure way is a file: press e.")
