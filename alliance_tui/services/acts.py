"""How an act on an open session is done: on what is on disk now, told to both partners where it concerns both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVarTuple

from alliance_tui.domain.alliance import Holder
from alliance_tui.domain.news import NewsKind
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.storage.library import Library

Given = TypeVarTuple("Given")


class SeenText(NamedTuple):
    """What was `seen` in a field when an `edit` of it began (see `edit_id`)."""

    seen: str
    edit: str
    holder: Holder | None = None
    """The agreement's holder, as it was seen."""
    covered: bool = False
    """True if the edit began as one of a covered answer: that stays so if all is deleted and typed anew."""


class Act(Generic[*Given]):
    """An act that needs the session and what is given with it, and nothing else."""

    merges = False

    def __init__(
        self,
        change: Callable[[Session, *Given], Session],
        news: NewsKind | None = None,
        require: Callable[[Library, Session, *Given], None] | None = None,
    ) -> None:
        """`change` returns the session after the act; `news`: how the act is told to both.

        `require` raises NotAllowed if the act is not for the library's viewer.
        """
        self._change, self._news, self._require = change, news, require

    def __call__(self, library: Library, name: str, *given: *Given, doer: Doer | None = None) -> Session:
        def act(session: Session) -> Session:
            if self._require:
                self._require(library, session, *given)
            return told(library, session, self._change(session, *given), self._news)

        return library.change_session(name, act, doer, merges=self.merges)


class Merging(Act[*Given]):
    """An act that decides itself what becomes of what its doer has not seen."""

    merges = True


def told(library: Library, before: Session, after: Session, news: NewsKind | None) -> Session:
    """Return the session after an act with the news of it, if it changed anything."""
    return after.noted(news, library.viewer.acts_as) if news and after != before else after
