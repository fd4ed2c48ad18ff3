"""The dialog that asks for the passphrase of sealed answers, once at the opening."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens.base import key
from alliance_tui.screens.dialogs import Dialog
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.plain import plain

COSTS = (
    "A forgotten passphrase costs you the covered answers of this session: nobody can open them, neither you "
    "nor the program."
)
CHOOSE = (
    "Your covered answers of this session are sealed: encrypted for you until both of you are ready. "
    "Choose a passphrase, several words at best. It is asked once at each opening."
)
TYPE = "Your covered answers are sealed. Your passphrase opens them until you leave the program."
TYPE_LATE = (
    "What you typed last was covered when its session ended, so it is kept sealed. "
    "Your passphrase of that session opens it."
)
EMPTY = "A passphrase needs a character at least."
DIFFERENT = "The two were not the same. Type both again."
OPENING = "One moment: this takes a second on purpose, so that nobody can try many."


class SecretInput(LineInput):
    """A field whose text is not shown, and goes to no clipboard."""

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""


class PassphraseDialog(Dialog[str | None]):
    """Asks until the passphrase is right; returns "open" then, "forgotten" if it is, None at escape."""

    heading = "Passphrase"
    WHILE_TYPING = frozenset({"submit", "forget", "close"})
    BINDINGS = [
        key("enter", "submit", "open", id="confirm"),
        key("ctrl+r", "forget", "forgotten", "The passphrase is forgotten: give up what it opens"),
        key("escape", "close", "later"),
    ]

    def __init__(
        self, use: Callable[[str], object], words: str, choosing: bool = False, may_forget: bool = True
    ) -> None:
        """`use` takes the passphrase, off the event loop, and raises an AllianceError if it is refused.

        `choosing`: it is typed twice, after what it costs to forget it.
        """
        super().__init__()
        self._use, self._words, self._choosing = use, words, choosing
        self._may_forget = may_forget and not choosing
        self._fields = [SecretInput(password=True, placeholder="passphrase", id="first")]
        if choosing:
            self._fields.append(SecretInput(password=True, placeholder="the same once more", id="second"))
        self._state = Static(classes="-why")
        self._busy = False

    def body(self) -> ComposeResult:
        yield Static(plain(self._words), classes="-ask")
        if self._choosing:
            yield Static(plain(COSTS, "bold"), classes="-ask")
        yield self._state  # above the fields: on a small screen what is below them is out of view
        yield from self._fields

    def on_mount(self) -> None:
        self.set_focus(self._fields[0])

    async def action_submit(self) -> None:
        """Go on to the second field, or use what was typed, once every key before this one is in."""
        await drain_keys(self)
        if self._busy:
            return
        typed = [field.value for field in self._fields]
        if self._choosing and self._fields[0].has_focus and typed[0]:
            self.set_focus(self._fields[1])
        elif not typed[0]:
            self._begin_again(EMPTY)
        elif len({*typed}) > 1:
            self._begin_again(DIFFERENT)
        else:
            await self._try(typed[0])

    async def _try(self, passphrase: str) -> None:
        self._busy = True
        self._state.update(plain(OPENING))
        try:
            await self.perform(self._use, passphrase)
        except AllianceError as error:
            self._begin_again(str(error))
        else:
            self.dismiss("open")
        finally:
            self._busy = False

    def _begin_again(self, why: str) -> None:
        for field in self._fields:
            field.value = ""
        self._state.update(plain(why))
        self.set_focus(self._fields[0])

    def action_forget(self) -> None:
        if not self._busy:
            self.dismiss("forgotten")

    def allows(self, action: str) -> bool:
        return action != "forget" or self._may_forget
