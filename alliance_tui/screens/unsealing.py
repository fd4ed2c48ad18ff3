"""The passphrase of a sealed session on its pages, and what is to be said of sealed answers there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from alliance_tui import screens
from alliance_tui.domain.covering import is_ready
from alliance_tui.domain.session import SealKey, Session
from alliance_tui.domain.terms import SIDES
from alliance_tui.screens.page import Page
from alliance_tui.services import sealing
from alliance_tui.services.sealing import Lock
from alliance_tui.terminal.keymap import name_keys

NOW_SEALED = "Covered answers of this session are sealed now. {passphrase} chooses your passphrase."
LOST = (
    "Your sealed answers of this session are lost then: nobody can open them. "
    "Then you choose another passphrase, and may write them again."
)
HINTS = {
    Lock.LOCKED: (("", "sealed"), ("passphrase", "your passphrase opens it")),
    Lock.OPEN: (("", "sealed, and can’t be opened:"), ("", "it is not what was sealed"), ("write", "write it again")),
}
"""What a pane says in the place of an own answer that is not open here: keys and what they do."""
GRACE = 2.0
"""Seconds that the other's program has to open what both are ready for; then it is said that it is awaited."""


class Unsealing:
    """What one page does so that this side's sealed answers open here, and both sides' when both are ready."""

    def __init__(self, page: Page, name: str, show: Callable[[Session], None], reload: Callable[[], Awaitable[None]]):
        """`name`: the alliance's folder; `show` shows a session on the page, `reload` the one on the disk."""
        self._page, self._name, self._show, self._reload = page, name, show, reload
        self._settled: object = None
        """What the session was like when it was settled last."""
        self._said: set[str] = set()
        """The questions of which it was said what keeps them sealed."""

    def lock(self, session: Session) -> Lock:
        return sealing.lock_of(self._page.library, session)

    def is_needed(self, session: Session) -> bool:
        """Return True if a passphrase is to be typed or chosen before covered answers are read or written here."""
        return self.lock(session) in (Lock.UNCHOSEN, Lock.LOCKED)

    def arrive(self, session: Session) -> None:
        """Ask for the passphrase at the first page of a session that this program opens."""
        if session.id not in self._page.program.asked_passphrase:
            self._page.run_worker(self.ask(session))

    async def ask(self, session: Session) -> None:
        """Ask for the passphrase, or to choose one, if it is needed here."""
        if not self.is_needed(session):
            return
        self._page.program.asked_passphrase.add(session.id)
        use = partial(sealing.unlock, self._page.library, self._name)
        key = session.keys.get(side) if (side := self._page.library.viewer.side) else None
        passphrase = screens.passphrase
        if key is None:
            dialog = passphrase.PassphraseDialog(use, passphrase.CHOOSE, choosing=True)
            await self._page.ask(dialog, self._answered)
        else:
            dialog = passphrase.PassphraseDialog(use, passphrase.TYPE)
            await self._page.ask(dialog, partial(self._answered, key=key))

    async def _answered(self, answer: str, key: SealKey | None = None) -> None:
        if answer == "open":
            await self._reload()
        elif key:
            answers = {
                "give_up": "give up what is sealed, and choose another passphrase",
                "keep": "keep it, and try again later",
            }
            dialog = screens.dialogs.Choice("Forgotten for good?", LOST, answers)
            await self._page.ask(dialog, partial(self._forget, key))

    async def _forget(self, key: SealKey, answer: str) -> None:
        if answer == "give_up":
            use = partial(sealing.forget, self._page.library, self._name, key)
            passphrase = screens.passphrase
            dialog = passphrase.PassphraseDialog(use, passphrase.CHOOSE, choosing=True)
            await self._page.ask(dialog, self._answered)

    def follow(self, before: Session, session: Session) -> None:
        """Do and say what follows from a session that is shown now."""
        asked = session.id in self._page.program.asked_passphrase
        if self.lock(session) is Lock.UNCHOSEN and not before.sealing and not asked:
            self._page.show_notice(name_keys(NOW_SEALED))
        state = session.ready, session.keys
        if state != self._settled and sealing.may_settle(self._page.library, session):
            self._settled = state
            self._page.run_worker(self._settle())
        waiting = {question for question in session.apart if all(is_ready(session, question, side) for side in SIDES)}
        if waiting - self._said:
            self._page.set_timer(GRACE, partial(self._say, waiting - self._said))
        self._said = waiting

    async def _settle(self) -> None:
        session = await self._page.attempt(sealing.settle, self._page.library, self._name)
        if session and self._page.is_usable:
            self._show(session)

    async def _say(self, questions: set[str]) -> None:
        """Say what keeps these questions sealed, if anything still does."""
        for question in questions & self._said:
            words = await self._page.attempt(sealing.what_keeps_sealed, self._page.library, self._name, question)
            if words and self._page.is_usable:
                self._page.show_notice(words, error=True)
