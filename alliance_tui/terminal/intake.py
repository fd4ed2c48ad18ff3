"""Keys told apart from pastes, by what the terminal sends and how fast.

Between the brackets of a bracketed paste everything is text, escape sequences and nested brackets too. Without
brackets a paste is known by its speed: more than `SHORT` characters of text that wait together were not typed one
by one, and are text as a whole. Neither is decided before the line has been quiet for `QUIET`, so that a mark
cut in two by a slow line is still one mark, and a closing bracket within the pasted text closes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alliance_tui.domain.text import LONGEST
from alliance_tui.terminal.flow import ANSWER

START, END = "\x1b[200~", "\x1b[201~"
SHORT = 32
"""Characters that may wait together and still be keys: three seconds of typing on a line that stalls."""
QUIET = 0.03
"""Seconds without input after which what was held back is taken as it stands."""
STALLED = 2.0
"""Seconds without input after which a paste whose end has not come is taken as it stands."""
RECENT = 0.3
"""Seconds after a fast run within which more text is the rest of it."""
MOST = 2 * LONGEST
"""Characters held back at most: of a longer paste this much is enough for any field to refuse it."""

_RUN = re.compile(rf"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{{{SHORT + 1}}}")
_KEY = r"(?:\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[ -~])?|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f])"
_LEADING = re.compile(f"{_KEY}*")
_TRAILING = re.compile(f"{_KEY}+\\Z")
_REPORT = re.compile(r"\x1b\[(?:<[0-9;]{1,20}[Mm]|[IO])")
"""What a terminal says by itself, of its mouse and of being looked at, and may say in the midst of a run."""
_OPENING = re.compile(r"\x1b(?:\[(?:20{0,2}|0)?)?\Z")
"""What may be the beginning of a bracket or an answer, at the end of what has come."""
_CUT = re.compile(r"\x1b\[(?:20{0,2}|0)\Z")
"""What must be the beginning of something: no key sends this much of it alone."""
_TAIL = 256
"""Characters at the end of a fast run among which keys are looked for."""


@dataclass(frozen=True)
class Pasted:
    """Text that was not typed key by key."""

    text: str


Piece = str | Pasted
"""Keys as the terminal sends them, or pasted text."""


class Intake:
    """Takes in what the terminal sends, bit by bit; `now` is in seconds, of any clock that only goes forward."""

    def __init__(self, answered: Callable[[], bool] = lambda: False) -> None:
        """Nothing held back. `answered` is told of a terminal's answer, and says whether it was waited for."""
        self._answered = answered
        self._held = ""
        self._bracketed = self._open = False
        self._fast_until = 0.0

    @property
    def patience(self) -> float | None:
        """Seconds to wait for more before `settle`; None while nothing is held back."""
        if not self._held:
            return None
        return STALLED if self._open or _CUT.search(self._held) else QUIET

    def feed(self, text: str, now: float) -> Iterator[Piece]:
        """Take in what has come; yields it where it need not wait for more."""
        seam = max(0, len(self._held) - len(END))
        held = self._without_answers(self._held + text, max(0, len(self._held) - len(ANSWER)))
        start, end = held.rfind(START, seam), held.rfind(END, seam)
        if start != end:
            self._bracketed, self._open = True, start > end
        self._held = held[:MOST] + (held[end:] if end >= MOST else held[MOST:][-len(END) :])
        if held and not (self._bracketed or now < self._fast_until or _RUN.search(held) or _OPENING.search(held)):
            yield self._take()

    def _without_answers(self, held: str, at: int) -> str:
        """What has come but for answers that were waited for: a terminal may give them amid anything else."""
        while (at := held.find(ANSWER, at)) >= 0 and self._answered():
            held = held[:at] + held[at + len(ANSWER) :]
        return held

    def _take(self) -> str:
        held, self._held = self._held, ""
        self._bracketed = self._open = False
        return held

    def settle(self, now: float) -> Iterator[Piece]:
        """Yield all that was held back: the line is quiet, or a paste has stalled."""
        bracketed, held = self._bracketed, self._take()
        if not bracketed:
            yield from self._unbracketed(held, now)
            return
        before, start, rest = held.partition(START)
        if END in before or not start:  # the rest of a paste that had stalled
            before, rest = "", held
        body, end, after = rest.rpartition(END)
        if not end or START in after:
            body, after = rest, ""
        yield from self._unbracketed(before, now)
        yield Pasted(body.replace(END + START, ""))
        self._fast_until = 0.0 if end else now + RECENT
        yield from self._unbracketed(after, now)

    def _unbracketed(self, held: str, now: float) -> Iterator[Piece]:
        """A run too fast for fingers as text, but for the keys at its ends; anything shorter as keys."""
        if not (_RUN.search(held) or now < self._fast_until):
            if held:
                yield held
            return
        leading = _LEADING.match(held)
        begin = leading.end() if leading else 0
        trailing = _TRAILING.search(held, max(begin, len(held) - _TAIL))
        end = trailing.start() if trailing else len(held)
        if begin:
            yield held[:begin]
        yield from _texts(_REPORT.sub("", held[begin:end]))
        if trailing:
            yield held[end:]
        self._fast_until = now + RECENT if begin < end == len(held) else 0.0


def _texts(run: str) -> Iterator[Piece]:
    """The midst of a fast run: a delete in it is a key, for people who type ahead of a slow line."""
    for part in re.split("(\x7f+)", run):
        if part:
            yield part if part[0] == "\x7f" else Pasted(part)
