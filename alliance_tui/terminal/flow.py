"""How far behind the terminal is: a slow line gets fewer frames, and the latest instead of all of them.

Now and then a frame ends with a question that every terminal answers at once (DSR 5). What was sent before a
question has arrived when its answer comes. A terminal that has never answered gets every frame.
"""

from __future__ import annotations

from collections import deque

QUESTION = "\x1b[5n"
ANSWER = "\x1b[0n"
ASK = 200
"""Characters after which the terminal is asked again."""
WINDOW = 600
"""Characters that may be under way before frames are held back: a quarter of a second at 2,400 a second."""
TRIES = 3
"""Questions to a terminal that has never answered one."""
FAREWELL, SILENT = 10.0, 0.5
"""Seconds to wait at the end for the last answers, and for those of a terminal that has never given one."""
PATIENCE = 5.0
"""Seconds after which an answer is taken for lost."""


class Flow:
    """Counts what is under way. `answered` is called from the thread that reads, all else from the app's."""

    def __init__(self) -> None:
        """Nothing sent, and nothing known of the terminal."""
        self._answers = False
        self._open = 0
        self.forget()

    def forget(self) -> None:
        """Wait for no answer to what was sent before; one that comes late is still known for what it is."""
        self._asked = deque[int]()
        self._since = 0

    @property
    def clogged(self) -> bool:
        """Whether the next frame had better wait."""
        return self._answers and sum(self._asked) + self._since > WINDOW

    @property
    def farewell(self) -> float:
        """Seconds to wait for answers at the end, lest whoever reads the terminal next gets them as keys."""
        return 0.0 if not self._open else FAREWELL if self._answers else SILENT

    def send(self, frame: str) -> str:
        """What to send for a frame: it, and a question if it is time for one."""
        self._since += len(frame)
        if self._since < ASK if self._answers else self._open >= TRIES:
            return frame
        self._asked.append(self._since)
        self._since = 0
        self._open += 1
        return frame + QUESTION

    def answered(self) -> bool:
        """Take an answer; False when nothing was asked."""
        if not self._open:
            return False
        self._open -= 1
        self._answers = True
        if self._asked:
            self._asked.popleft()
        return True
