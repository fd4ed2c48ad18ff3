"""A dialog about a page's open session that follows its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance_tui.screens.dialogs import Dialog, T

if TYPE_CHECKING:
    from alliance_tui.screens.session_page import SessionPage


class SessionDialog(Dialog[T]):
    """A dialog over a `SessionPage`; the page tells it of every change."""

    def __init__(self, page: SessionPage) -> None:
        """Over `page`."""
        super().__init__()
        self.page = page

    def show_session(self) -> None:
        """Bring the dialog up to date with the page's session."""
