"""The dialog about a text that was typed after its session had ended."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from alliance_tui.domain.alliance import Alliance
from alliance_tui.domain.errors import AllianceError, SessionEnded
from alliance_tui.screens.base import key
from alliance_tui.screens.dialogs import Choice, Dialog, answer_rows
from alliance_tui.services import drafts
from alliance_tui.services.drafts import KeptText
from alliance_tui.widgets.plain import plain

WHAT = "This was typed when its session had ended already, so it is in no version. It stays here until you say."
ANSWERS = {"use": "put it into the open session", "copy-kept": "copy it", "drop": "throw it away", "close": "later"}


class KeptTextDialog(Dialog[None]):
    """Offers one kept text; nothing happens to it without a key."""

    heading = "In no version"
    BINDINGS = [
        key("n", "use", "into the session", "Put a kept text into the session"),
        key("c", "copy", "copy", "Copy a kept text", id="copy-kept"),
        key("t", "drop", "throw away", "Throw a kept text away"),
        key("escape", "close", "later"),
    ]

    def __init__(self, alliance: Alliance, text: KeptText, whose: str) -> None:
        """`whose`: what the text is, in words."""
        super().__init__()
        self.alliance, self.text, self.whose = alliance, text, whose

    def body(self) -> ComposeResult:
        yield Static(plain(WHAT), classes="-ask")
        yield Static(plain(self.whose, "$text-muted"))
        yield Static(plain(self.text.text, "bold"), classes="-ask")
        yield from answer_rows(ANSWERS)

    async def action_use(self) -> None:
        await self._perform(drafts.use_text)

    async def _perform(self, act: Callable[..., object]) -> None:
        """Do something with the text and close; if it is refused, show why and stay."""
        try:
            await self.perform(act, self.library, self.alliance.name, self.text, self.alliance.id)
        except SessionEnded:
            self.show_notice("No session is open. It is offered again when the next one is.")
        except AllianceError as error:
            self.show_error(error)
        else:
            self.dismiss()

    def action_copy(self) -> None:
        """Send it to the terminal (OSC 52), which does not confirm."""
        self.app.copy_to_clipboard(self.text.text)
        self.show_notice("Sent to the terminal. Not every terminal takes a clipboard, so it stays here too.")

    async def action_drop(self) -> None:
        answers = {"yes": "throw it away", "no": "keep it"}
        await self.ask(Choice("Throw it away?", "Nothing brings it back.", answers), self._drop)

    async def _drop(self, answer: str) -> None:
        if answer == "yes":
            await self._perform(drafts.drop_text)
