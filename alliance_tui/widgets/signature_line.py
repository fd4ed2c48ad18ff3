"""A line to sign on, with whose it is below, and the signature once it is given."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import Partners, Side
from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.side_keys import with_key


class SignatureLine(Vertical):
    """One partner's."""

    DEFAULT_CSS = """
    SignatureLine { width: 1fr; max-width: 34; height: auto; padding: 0 1; }
    SignatureLine Static { height: auto; width: 100%; text-align: center; }
    SignatureLine #given { height: 1; text-style: bold italic; }
    SignatureLine #whose { border-top: solid $rule; }
    SignatureLine.-left.-signed #whose { border-top: solid $left; }
    SignatureLine.-right.-signed #whose { border-top: solid $right; }
    SignatureLine #when { color: $text-muted; }
    """

    def __init__(self, side: Side) -> None:
        super().__init__(classes=f"-{side}")
        self.side = side

    def compose(self) -> ComposeResult:
        yield Static(id="given")
        yield Static(id="whose")
        yield Static(id="when")

    def show(
        self, partners: Partners, signed: str, when: str, with_its_key: bool = False, signs_next: bool = False
    ) -> None:
        """Show the name that was `signed`, "" while it is not, and below the line `when`.

        `signs_next`: the key signs for this partner.
        """
        self.set_class(bool(signed), "-signed")
        whose = person(self.side, partners)
        parts = {
            "#given": plain(key_for("sign", "enter"), "$accent") + " signs"
            if signs_next
            else plain(signed, f"${self.side}"),
            "#whose": with_key(self.side, whose) if with_its_key else whose,
            "#when": Content(when),
        }
        for place, words in parts.items():
            self.query_one(place, Static).update(words)
