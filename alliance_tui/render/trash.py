"""The trash as text: its items, and the message after one was restored."""

from __future__ import annotations

from collections.abc import Sequence

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.render.phrases import join_parts, on
from alliance_tui.text.characters import one_line


def row(item: Trashed, clock: Clock) -> str:
    """Return an item on one line: the partners, what it is, when it was deleted, until when it is kept."""
    alliance = item.kind is Kind.ALLIANCE
    what = f"alliance {item.name}" if alliance else f"session of {item.name}" if item.name else "session"
    done = f"{'deleted' if alliance else 'abandoned'} {on(item.deleted, clock)}" if item.deleted else ""
    stays = f"kept until {on(item.until, clock)}" if item.until else ""
    return one_line(join_parts(str(item.partners or ""), what, done, stays))


def listing(items: Sequence[Trashed], clock: Clock) -> list[str]:
    """Return a line for each item, and how to restore one."""
    if not items:
        return ["Nothing is in the trash."]
    return [*(row(item, clock) for item in items), "`alliance undelete NAME` brings back the newest of that name."]


def brought_back(item: Trashed, name: str) -> str:
    """Return the message after an item was restored to the folder `name`."""
    where = f", as {name}" if name != item.name else ""
    return one_line(f"The {item.kind} is back{where}.")
