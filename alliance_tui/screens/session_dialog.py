"""A dialog about a page's open session that follows its changes."""

from __future__ import annotations

from textual.binding import Binding

from alliance_tui.domain.session import Session
from alliance_tui.screens.dialogs import Dialog, T
from alliance_tui.screens.partner_keys import with_names
from alliance_tui.screens.session_page import SessionPage


class SessionDialog(Dialog[T]):
    """A dialog over a `SessionPage`."""

    def __init__(self, page: SessionPage) -> None:
        super().__init__()
        self.page = page

    @property
    def session(self) -> Session:
        return self.page.session

    def caption(self, binding: Binding) -> str:
        return with_names(binding, self.session.partners)

    def on_mount(self) -> None:
        self.page.changed.subscribe(self, lambda _: self.show_session())
        self.show_session()

    def show_session(self) -> None:
        """Bring the dialog up to date with the page's session."""
