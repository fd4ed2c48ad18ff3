"""How long the screen stands still while a 100,000-word pair is compared and laid out.

`python -m tests.benchmarks.diff_screen` prints the longest time in which no key could be answered, from opening on.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path

from alliance_tui.domain.alliance import SIDES
from alliance_tui.widgets.diff_view import DiffView
from tests.ui.driver import Room

QUESTIONS = ("tone", "hopes", "requests", "conflict", "assumptions", "feedback")
WORDS = 8_400
"""Words of each of the twelve answers."""


def prose(chance: random.Random) -> list[str]:
    """Sentences of made-up words."""
    sentences = []
    left = WORDS
    while left > 0:
        length = chance.randint(6, 20)
        left -= length
        sentences.append(f"{' '.join(f'w{chance.randrange(3000)}' for _ in range(length))}.")
    return sentences


def furnish(room: Room) -> None:
    """Two versions; in the second a fifth of the sentences have changed."""
    chance = random.Random(1)
    name = room.begun()
    texts = {(question, side): prose(chance) for question in QUESTIONS for side in SIDES}
    for (question, side), sentences in texts.items():
        room.say(name, question, " ".join(sentences), side)
    room.sign(name)
    room.revisited(name)
    for (question, side), sentences in texts.items():
        changed = [each.replace("w1", "zz") if chance.random() < 0.2 else each for each in sentences]
        room.say(name, question, " ".join(changed), side)
    room.sign(name)


async def main() -> None:
    """Open the diff and watch the event loop."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        furnish(room)
        async with room.desk() as desk:
            pauses: list[float] = []

            async def watch() -> None:
                while True:
                    before = time.perf_counter()
                    await asyncio.sleep(0.005)
                    pauses.append(time.perf_counter() - before - 0.005)

            watching = asyncio.create_task(watch())
            start = time.perf_counter()
            desk.post("d")
            await desk.until(lambda: bool(desk.screen.query(DiffView)), "changes")
            await desk.until(lambda: all(view.complete.is_set() for view in desk.screen.query(DiffView)), "all of them")
            await desk.wait_until_idle()
            watching.cancel()
            print(f"all there after {time.perf_counter() - start:.2f} s; stood still for {max(pauses):.2f} s at most")


if __name__ == "__main__":
    asyncio.run(main())
