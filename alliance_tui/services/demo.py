"""The sample: a store made by replaying a story through the functions that a key press calls."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from alliance_tui.domain.alliance import AnswerState, Holder, Side, Verdict
from alliance_tui.services import alliances, sessions, slips
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from alliance_tui.storage.story import Sitting, story


@dataclass(frozen=True)
class Scene:
    """Where and when an act of the story happens; `day` is the day of its sitting."""

    library: Library
    name: str
    day: date
    now: datetime


Arguments = dict[str, Any]
ACTS: dict[str, Callable[[Scene, Arguments], object]] = {
    "begin_alliance": lambda at, its: alliances.begin_alliance(at.library, _preparation(its), at.now),
    "revisit": lambda at, _: alliances.revisit(at.library, at.name),
    "prepare": lambda at, its: alliances.prepare(at.library, at.name, _preparation(its)),
    "choose": lambda at, its: sessions.choose(
        at.library, at.name, Side(its["side"]), its["question"], its.get("wanted", True)
    ),
    "move_turn": lambda at, its: sessions.move_turn(at.library, at.name, its["question"], its["by"]),
    "begin": lambda at, _: sessions.begin(at.library, at.name, at.now),
    "go_to": lambda at, its: sessions.go_to(at.library, at.name, its["question"]),
    "answer": lambda at, its: sessions.answer(at.library, at.name, its["question"], Side(its["side"]), its["text"]),
    "mark": lambda at, its: sessions.mark(
        at.library, at.name, its["question"], Side(its["side"]), AnswerState(its["state"])
    ),
    "keep": lambda at, its: sessions.keep(at.library, at.name, its["question"], Side(its["side"])),
    "agree": lambda at, its: sessions.agree(
        at.library, at.name, its["question"], its["text"], Holder(its["holder"]), its["agreement"]
    ),
    "give_reason": lambda at, its: sessions.give_reason(at.library, at.name, its["agreement"], its["reason"]),
    "withdraw": lambda at, its: sessions.withdraw(at.library, at.name, its["agreement"]),
    "judge": lambda at, its: sessions.judge(
        at.library, at.name, its["agreement"], Side(its["side"]), Verdict(its["verdict"])
    ),
    "pause": lambda at, _: sessions.pause(at.library, at.name, at.now),
    "resume": lambda at, _: sessions.resume(at.library, at.name, at.now),
    "extend": lambda at, its: sessions.extend(at.library, at.name, at.now, its["minutes"] * 60),
    "count_gap": lambda at, _: sessions.count_gap(at.library, at.name, at.now),
    "set_review": lambda at, its: sessions.set_review(at.library, at.name, at.day + timedelta(days=its["days"])),
    "add_slip": lambda at, its: slips.add_slip(
        at.library, at.name, its["agreement"], its["what"], its["repaired"], at.now
    ),
    "sign": lambda at, its: sessions.sign(at.library, at.name, Side(its["side"]), at.now),
}
"""The story's acts: each has the name of the function it calls."""


def make_demo(root: Path, anchor: datetime) -> Library:
    """Lay down the sample in the folder `root`; what is done in it from then on gets ids of its own."""
    replay(Library(root, counted_ids()), anchor)
    return Library(root)


def replay(library: Library, anchor: datetime) -> None:
    """Do every act of the story as if `anchor`, a moment with a time zone, were now."""
    for sitting in story():
        start = _start(sitting, anchor)
        minute = 0.0
        for act in sitting["acts"]:
            minute = act.get("minute", minute)
            scene = Scene(library, sitting["alliance"], _day(sitting, anchor), start + timedelta(minutes=minute))
            ACTS[act["act"]](scene, act)


def counted_ids() -> Callable[[], str]:
    """An id factory that gives the same ids in the same order each time, so that files can be compared."""
    numbers = itertools.count(1)
    return lambda: uuid.uuid5(uuid.NAMESPACE_URL, f"alliance-tui:demo:{next(numbers)}").hex


def _day(sitting: Sitting, anchor: datetime) -> date:
    return anchor.date() - timedelta(days=sitting.get("days_before", 0))


def _start(sitting: Sitting, anchor: datetime) -> datetime:
    """When a sitting starts, in UTC: minutes added there are minutes, whatever the wall clock does."""
    if "minutes_before" in sitting:
        return anchor.astimezone(UTC) - timedelta(minutes=sitting["minutes_before"])
    hour = time.fromisoformat(sitting["time"])
    return datetime.combine(_day(sitting, anchor), hour, anchor.tzinfo).astimezone(UTC)


def _preparation(its: Arguments) -> Preparation:
    return Preparation(its["left"], its["right"], its["partnership"], its["place"])
