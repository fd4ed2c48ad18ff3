"""News: what a partner did that concerns both, said on both screens."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from alliance_tui.domain.alliance import Side


class NewsKind(StrEnum):
    """What was done."""

    PREPARED = "prepared"
    BEGAN = "began"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    SIGNED = "signed"
    SET_ASIDE = "set-aside"
    REVIEW = "review"
    ORDER = "order"


LONGEST_NEWS = 8
"""As many of the last are kept, for screens that look seldom."""


class News(NamedTuple):
    """One such act; they are numbered from 1 in each session."""

    number: int
    kind: NewsKind
    side: Side


def with_news(news: tuple[News, ...], kind: NewsKind, side: Side) -> tuple[News, ...]:
    """Return the news with one more, and without those that are too old."""
    number = news[-1].number + 1 if news else 1
    return (*news, News(number, kind, side))[-LONGEST_NEWS:]
