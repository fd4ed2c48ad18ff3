"""The sample: a store made by replaying a story through the functions that a key press calls."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType

from alliance_tui.domain.alliance import AnswerState, Holder, Side, Verdict
from alliance_tui.services import agreements, alliances, countdown, sessions, slips
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from alliance_tui.storage.story import Sitting, story

ACTS: dict[str, tuple[ModuleType, str]] = {
    "begin_alliance": (alliances, "preparation now"),
    "revisit": (alliances, "alliance"),
    "prepare": (alliances, "alliance preparation"),
    "choose": (sessions, "alliance side question wanted"),
    "move_turn": (sessions, "alliance question by"),
    "begin": (sessions, "alliance now"),
    "go_to": (sessions, "alliance question now"),
    "answer": (sessions, "alliance question side text"),
    "mark": (sessions, "alliance question side state"),
    "keep": (sessions, "alliance question side"),
    "agree": (agreements, "alliance question text holder agreement"),
    "give_reason": (agreements, "alliance agreement reason"),
    "withdraw": (agreements, "alliance agreement"),
    "judge": (agreements, "alliance agreement side verdict"),
    "pause": (countdown, "alliance now"),
    "resume": (countdown, "alliance now"),
    "extend": (countdown, "alliance now seconds"),
    "count_gap": (countdown, "alliance now"),
    "set_review": (sessions, "alliance review"),
    "add_slip": (slips, "alliance agreement what repaired now"),
    "sign": (sessions, "alliance side now"),
}
"""The story's acts: each is the function of its name in a module of services, given the library and these."""
KINDS: dict[str, Callable[[str], object]] = {
    "side": Side,
    "state": AnswerState,
    "holder": Holder,
    "verdict": Verdict,
}
"""The arguments that the story gives as a word."""


def make_demo(root: Path, anchor: datetime) -> Library:
    """Make the sample in the folder `root`; what is added to it later gets random ids."""
    replay(Library(root, counted_ids()), anchor)
    return Library(root)


def replay(library: Library, anchor: datetime) -> None:
    """Do every act of the story as if `anchor`, a moment with a time zone, were now."""
    for sitting in story():
        start, minute = _start(sitting, anchor), 0.0
        for act in sitting["acts"]:
            minute = act.get("minute", minute)
            room, words = ACTS[act["act"]]
            given = {
                "alliance": sitting["alliance"],
                "now": start + timedelta(minutes=minute),
                "review": _day(sitting, anchor) + timedelta(days=act.get("days", 0)),
                "preparation": Preparation(*(act.get(word, "") for word in ("left", "right", "partnership", "place"))),
                "wanted": True,
                **{word: KINDS[word](value) if word in KINDS else value for word, value in act.items()},
            }
            getattr(room, act["act"])(library, *(given[word] for word in words.split()))


def counted_ids() -> Callable[[], str]:
    """Return an id factory that gives the same ids in the same order each time, so that files can be compared."""
    numbers = itertools.count(1)
    return lambda: uuid.uuid5(uuid.NAMESPACE_URL, f"alliance-tui:demo:{next(numbers)}").hex


def _day(sitting: Sitting, anchor: datetime) -> date:
    return anchor.date() - timedelta(days=sitting.get("days_before", 0))


def _start(sitting: Sitting, anchor: datetime) -> datetime:
    """Return when a sitting starts, in UTC, so that changes to or from summer time do not matter."""
    if "minutes_before" in sitting:
        return anchor.astimezone(UTC) - timedelta(minutes=sitting["minutes_before"])
    hour = time.fromisoformat(sitting["time"])
    return datetime.combine(_day(sitting, anchor), hour, anchor.tzinfo).astimezone(UTC)
