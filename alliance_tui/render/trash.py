"""What is said of the trash."""

from __future__ import annotations

from collections.abc import Sequence

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.render.phrases import joined, on
from alliance_tui.text.characters import one_line


def row(item: Trashed, clock: Clock) -> str:
    """Whose, what, when it was deleted, and until when it stays."""
    alliance = item.kind is Kind.ALLIANCE
    what = f"alliance {item.name}" if alliance else f"session of {item.name}" if item.name else "session"
    done = f"{'deleted' if alliance else 'abandoned'} {on(item.deleted, clock)}" if item.deleted else ""
    stays = f"kept until {on(item.until, clock)}" if item.until else ""
    return one_line(joined(str(item.partners or ""), what, done, stays))


def listing(items: Sequence[Trashed], clock: Clock) -> list[str]:
    """A line for each, and how to bring one back."""
    if not items:
        return ["Nothing is in the trash."]
    return [*(row(item, clock) for item in items), "`alliance undelete NAME` brings back the newest of that name."]


def brought_back(item: Trashed, name: str) -> str:
    """What to say when something is back, in the folder `name`."""
    where = f", as {name}" if name != item.name else ""
    return one_line(f"The {item.kind} is back{where}.")
