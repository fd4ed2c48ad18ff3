"""Acts on the countdown of an open session, as those of `sessions`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Generic

from alliance_tui.domain.countdown import Countdown, Gap
from alliance_tui.domain.news import NewsKind
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.services.acts import Act, Given
from alliance_tui.storage.library import Library
from alliance_tui.storage.presence import Presence


def _on_time(change: Callable[[Countdown, *Given], Countdown], news: NewsKind | None = None) -> Act[*Given]:
    """Return the act that changes the countdown so."""
    return Act(lambda session, *given: replace(session, countdown=change(session.countdown, *given)), news)


make_up = _on_time(Countdown.make_up)
announce = _on_time(Countdown.announce)


class _AsShown(Generic[*Given]):
    """An act on the countdown that its doer saw; CountdownChanged where the other screen was first."""

    def __init__(self, change: Callable[[Countdown, *Given, Countdown | None], Countdown], news: NewsKind) -> None:
        """`change` returns the countdown after the act; it is given what its doer saw, last."""
        self._act = _on_time(change, news)

    def __call__(self, library: Library, name: str, *given: *Given, doer: Doer | None = None) -> Session:
        return self._act(library, name, *given, doer.seen.countdown if doer else None, doer=doer)


pause = _AsShown(Countdown.pause, NewsKind.PAUSED)
resume = _AsShown(Countdown.resume, NewsKind.RESUMED)
extend = _AsShown(Countdown.extend, NewsKind.EXTENDED)


def count_gap(library: Library, name: str, now: datetime, *, doer: Doer | None = None) -> Session:
    """Count the time of an absence."""
    _end_absence(library, name, library.change_session(name, lambda session: session, doer), now)
    return library.session(name)


def pause_gap(library: Library, name: str, gap: Gap, now: datetime, *, doer: Doer | None = None) -> Session:
    """Treat an absence as a pause."""
    session = Act(Session.without)(library, name, gap, doer=doer)
    _end_absence(library, name, session, now)
    return session


def _end_absence(library: Library, name: str, session: Session, now: datetime) -> None:
    Presence(library.root / name).answered(session.countdown.reading(now))
