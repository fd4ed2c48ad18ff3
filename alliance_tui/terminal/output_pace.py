"""Measure how far behind the terminal is, so that a slow line gets fewer frames.

Now and then a frame ends with a question that every terminal answers at once (DSR 5). What was sent before a
question has arrived when its answer comes. A terminal that has never answered gets every frame.

A line on which a question stays open for `DEAD` is silent: a laptop may sleep at its other end, or ctrl+s may hold it.
Frames are held back until an answer or a key comes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

QUESTION = "\x1b[5n"
ANSWER = "\x1b[0n"
ASK = 200
"""Characters after which the terminal is asked again."""
WINDOW = 600
"""Characters that may be under way before frames are held back: a quarter of a second at 2,400 a second."""
TRIES = 3
"""Questions to a terminal that has never answered one."""
EXIT_WAIT, SILENT = 10.0, 0.5
"""Seconds to wait at the end for the last answers, and for those of a terminal that has never given one."""
PATIENCE, IMPATIENCE = 5.0, 0.5
"""Seconds after which an answer is taken for lost, and those where answers come late, however little was sent."""
LATE = 3.0
"""Seconds that make an answer late: no line takes so long for `WINDOW` characters."""
DEAD = 10.0
"""Seconds without an answer to an open question after which the line counts as silent."""
AGAIN = 60.0
"""Seconds after which an open question keeps no other from being asked: its answer may be lost."""


class OutputPace:
    """Counts unconfirmed characters. `answered` is called from the thread that reads, all else from the app's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` is in seconds and only goes forward."""
        self._clock = clock
        self.answers = False
        """True if the terminal has answered before."""
        self.heard = 0
        """How often an answer or a key has come."""
        self._heard_at = clock()
        self._open = 0
        self._exit_wait_is_short = False
        self.patience = PATIENCE
        """Seconds after which an answer is taken for lost."""
        self.forget()

    def forget(self) -> None:
        """Expect no answer to what was sent before; a late one is still recognized."""
        self._asked_at = deque[float]()
        self.give_up()

    def give_up(self) -> None:
        """Stop waiting for open answers: hold back no frames for them unless the line is silent."""
        self._asked = deque[int]()
        self._since = 0

    @property
    def unheard(self) -> float:
        """Seconds since an answer or a key came."""
        return self._clock() - self._heard_at

    @property
    def unanswered(self) -> float:
        """Seconds for which a question has been open and nothing was heard."""
        now = self._clock()
        oldest = min([*self._asked_at], default=now)  # a copy: the other thread may take the last one away
        return now - max(oldest, self._heard_at) if self.answers else 0.0

    @property
    def silent(self) -> bool:
        """True if a question has been open, and nothing was heard, for `DEAD` seconds."""
        return self.unanswered >= DEAD

    @property
    def congested(self) -> bool:
        """True if the next frame has to wait."""
        return self.answers and (sum(self._asked) + self._since > WINDOW or self.silent)

    @property
    def exit_wait(self) -> float:
        """Seconds to wait for answers at the end, so that the next program does not read them as keys."""
        return 0.0 if not self._open else EXIT_WAIT if self.answers and not self._exit_wait_is_short else SILENT

    def shorten_exit_wait(self) -> None:
        """Wait at the end only as long as for a terminal that never answers: the program is being ended."""
        self._exit_wait_is_short = True

    def send(self, frame: str) -> str:
        """Return the frame, with a question added if one is due."""
        self._since += len(frame)
        if self._since < ASK if self.answers else self._open >= TRIES:
            return frame
        return frame + self._question()

    def ask(self) -> str:
        """Return a question to send by itself; "" while one is open, or if the terminal has never answered."""
        asked_at = max([*self._asked_at], default=None)
        if not self.answers or (asked_at is not None and self._clock() - asked_at < AGAIN):
            return ""
        return self._question()

    def _question(self) -> str:
        self._asked.append(self._since)
        self._asked_at.append(self._clock())
        self._since = 0
        self._open += 1
        return QUESTION

    def answered(self) -> bool:
        """Count an answer; return False when nothing was asked."""
        if not self._open:
            return False
        self._open -= 1
        self.note_input()
        self.answers = True
        if self._asked:
            self._asked.popleft()
        if self._asked_at:
            self.patience = IMPATIENCE if self._clock() - self._asked_at.popleft() > LATE else PATIENCE
        return True

    def note_input(self) -> None:
        """Note that an answer or a key came. After a silence, open questions count as lost."""
        if self.silent:
            self.forget()
        self._heard_at = self._clock()
        self.heard += 1
