"""What a partner did that concerns both, as one line for both screens."""

from __future__ import annotations

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.news import News, NewsKind
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import count, today
from alliance_tui.render.times import day

_LINES = {
    NewsKind.PREPARED: "changed the place, the length or the hour.",
    NewsKind.BEGAN: "began: the countdown runs.",
    NewsKind.PAUSED: "paused.",
    NewsKind.RESUMED: "ended the pause.",
    NewsKind.SIGNED: "signed.",
    NewsKind.SET_ASIDE: "set the session aside: the clock stands still. What is typed is saved in it.",
    NewsKind.ORDER: "changed the order of turns.",
}


def news_line(news: News, before: Session, session: Session, clock: Clock) -> str:
    """Return the line, with the partner's name; `before` is the session as it was shown until now."""
    if news.kind is NewsKind.EXTENDED:
        added = (session.countdown.whole - before.countdown.whole) // 60
        words = f"extended by {count(added, 'minute')}." if added > 0 else "extended the session."
    elif news.kind is NewsKind.REVIEW:
        due = session.review
        words = f"set the review date: {day(due, today(clock))}." if due else "removed the review date."
    else:
        words = _LINES[news.kind]
    return f"{session.partners[news.side]} {words}"
