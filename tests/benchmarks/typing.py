"""What a key costs in a long answer, in process: from the key event to the frame made of it. Not part of the test run.

Run: python -m tests.benchmarks.typing [CHARACTERS ... | --profile CHARACTERS]
Prints, for one paragraph of each length, the median of a key at its end and in its middle, in the floor app and in
the split view, as milliseconds until the frame (of which computing), and how often the screen was laid out anew in
so many keys. The terminal's part is not in it: see `python -m tests.benchmarks`. `--profile` prints where a key's
time goes in the split view instead.
"""

from __future__ import annotations

import asyncio
import cProfile
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widgets import TextArea

from alliance_tui.app import AllianceApp
from tests.benchmarks.floor import Floor
from tests.ui.driver import Room

SIZE = (120, 36)
LENGTHS = (200, 2_000, 20_000, 99_000)
SENTENCE = "You hear it from me first, and from nobody else. "
WORDS = "word by word, key by key; "
"""What is typed."""

Measured = tuple[list[float], list[float], int]
"""Seconds of each key until its frame, seconds of computing, and layouts."""


def paragraph(length: int) -> str:
    """So many characters without a line's end."""
    return (SENTENCE * (length // len(SENTENCE) + 1))[:length]


async def time_keys(app: App[Any], area: TextArea, profile: cProfile.Profile | None) -> Measured:
    """Type at the caret; seconds from each key to its frame."""
    shown = asyncio.Event()
    app.post_display_hook = shown.set  # type: ignore[method-assign]
    layouts = 0
    lay_out = Screen._refresh_layout

    def count(screen: Screen[Any], *args: Any, **kwargs: Any) -> None:
        nonlocal layouts
        layouts += 1
        lay_out(screen, *args, **kwargs)

    Screen._refresh_layout = count  # type: ignore[method-assign,assignment]
    taken, computed = [], []
    try:
        for char in WORDS * 2:
            await asyncio.sleep(0.03)
            shown.clear()
            length = len(area.text)
            if profile:
                profile.enable()
            start, cpu = time.perf_counter(), time.thread_time()
            app.post_message(events.Key({" ": "space"}.get(char, char), char))
            await asyncio.wait_for(shown.wait(), 5)
            assert len(area.text) == length + 1
            taken.append(time.perf_counter() - start)
            computed.append(time.thread_time() - cpu)
            if profile:
                profile.disable()
    finally:
        Screen._refresh_layout = lay_out  # type: ignore[method-assign]
    return taken, computed, layouts


async def at_both_places(app: App[Any], area: TextArea, profile: cProfile.Profile | None) -> list[Measured]:
    """At the end, then in the middle."""
    measured = [await time_keys(app, area, profile)]
    area.move_cursor(area.wrapped_document.offset_to_location((0, area.wrapped_document.height // 2)))  # type: ignore[arg-type]
    await asyncio.sleep(0.1)
    return [*measured, await time_keys(app, area, profile)]


async def floor(length: int, profile: cProfile.Profile | None = None) -> list[Measured]:
    """The floor app."""
    app = Floor(paragraph(length), still=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return await at_both_places(app, app.query_one(TextArea), profile)


async def ours(length: int, profile: cProfile.Profile | None = None) -> list[Measured]:
    """The split view."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        name = room.begun()
        room.say(name, "hopes", paragraph(length))
        app = AllianceApp(room.library, room.clock, opening=name)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause(0.2)
            assert isinstance(app.focused, TextArea)
            return await at_both_places(app, app.focused, profile)


def main() -> None:
    """Print the table, or the profile."""
    if "--profile" in sys.argv:
        profile = cProfile.Profile()
        asyncio.run(ours(int(sys.argv[-1]), profile))
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
        return
    programs: dict[str, Callable[[int], Coroutine[Any, Any, list[Measured]]]] = {"floor app": floor, "split view": ours}
    print(f"{'characters':>10}  {'program':<12} {'at the end':>14} {'in the middle':>14}  {'layouts':>12}")
    for length in [int(word) for word in sys.argv[1:]] or LENGTHS:
        for program, measure in programs.items():
            end, middle = asyncio.run(measure(length))
            times = [
                f"{statistics.median(taken) * 1000:.1f} ({statistics.median(computed) * 1000:.1f})"
                for taken, computed, _ in (end, middle)
            ]
            layouts = f"{end[2]} + {middle[2]} of {len(end[0])}"
            print(f"{length:>10,}  {program:<12} {times[0]:>14} {times[1]:>14}  {layouts:>12}", flush=True)


if __name__ == "__main__":
    main()
