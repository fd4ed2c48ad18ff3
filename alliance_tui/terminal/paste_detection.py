"""Tell keys from pastes, by what the terminal sends and how fast.

Between the brackets of a bracketed paste everything is text, escape sequences and nested brackets too. Without
brackets a paste is known by its speed: more than `SHORT` characters of text that wait together were not typed one
by one, and are text as a whole. Neither is decided before the line has been quiet for `QUIET`, so that a closing
bracket within the pasted text closes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from alliance_tui.domain.limits import LONGEST
from alliance_tui.terminal.lexer import PASTE_START, Lexer, Press, Report, Token
from alliance_tui.terminal.output_pace import ANSWER

START, END = PASTE_START.sent, "\x1b[201~"
SHORT = 32
"""Characters that may wait together and still be keys: three seconds of typing on a line that stalls."""
QUIET = 0.03
"""Seconds without input after which what was held back is taken as it stands."""
STALLED = 2.0
"""Seconds without input after which the part of a paste that has come is taken as it stands."""
GIVEN_UP = 10.0
"""Seconds after that in which the rest, or the end, of a paste may come."""
RECENT = 0.3
"""Seconds after a fast run within which more text is the rest of it."""
MOST = 2 * LONGEST
"""Characters held back at most: of a longer paste this much is enough for any field to refuse it."""
DELETE = "\x7f"


class Pasted(NamedTuple):
    """Text that was not typed key by key."""

    text: str


Piece = Token | Pasted
"""Keys and reports as the lexer tells them, or pasted text."""
Key = str | Press


class PasteDetector:
    """Takes in what the terminal sends, bit by bit; `now` is in seconds, of any clock that only goes forward."""

    def __init__(self, answered: Callable[[], bool] = lambda: False) -> None:
        """`answered` is called for a terminal's answer within a paste; it returns True if that was waited for."""
        self._answered = answered
        self._lexer = Lexer()
        self._held: list[Key] = []
        self._size = 0
        self._paste: str | None = None
        """A bracketed paste as far as it has come, with all that came after it; None outside of one."""
        self._open = False
        self._kept = 0
        """Characters of an open paste that may be the beginning of its end, and wait for the rest of that."""
        self._given_up = self._fast_until = 0.0

    @property
    def patience(self) -> float | None:
        """Seconds to wait for more before `flush`; None while nothing is held back."""
        if self._paste is not None:
            return (STALLED if self._open else QUIET) if len(self._paste) > self._kept else None
        return QUIET if self._held else self._lexer.patience

    def feed(self, text: str, now: float) -> Iterator[Piece]:
        """Take in what has come, decoded with surrogateescape; yields it where it need not wait for more."""
        if self._kept == len(self._paste or "") and now > self._given_up:
            self._paste, self._kept = None, 0
        if self._paste is not None:
            self._more_of_paste(text)
            return
        yield from self._sort(self._lexer.feed(text, now), now)

    def _sort(self, tokens: list[Token], now: float) -> Iterator[Piece]:
        for token in tokens:
            if not isinstance(token, Report):
                self._size += len(token) if isinstance(token, str) else 1
                if self._size <= MOST:
                    self._held.append(token)
            elif token is PASTE_START:
                yield from self._sort_held(now)
                self._paste, self._open, self._given_up = "", True, now + GIVEN_UP
                self._more_of_paste(self._lexer.left)
            else:
                yield token
        if self._paste is None and not (now < self._fast_until or _is_fast(self._held)):
            yield from self._release_held()

    def _more_of_paste(self, text: str) -> None:
        before = self._paste or ""
        held = self._without_answers(before + text, max(0, len(before) - len(ANSWER)))
        seam = max(0, len(before) - len(END))
        start, end = held.rfind(START, seam), held.rfind(END, seam)
        if start != end:
            self._open = start > end
        self._paste = held[:MOST] + (held[end:] if end >= MOST else held[MOST:][-len(END) :])

    def _without_answers(self, held: str, at: int) -> str:
        """Take out answers that were waited for: a terminal may give them amid anything else."""
        while (at := held.find(ANSWER, at)) >= 0 and self._answered():
            held = held[:at] + held[at + len(ANSWER) :]
        return held

    def flush(self, now: float) -> Iterator[Piece]:
        """Yield what was held back: nothing more has come for as long as `patience` said."""
        if self._paste is None:
            if self._held:
                yield from self._sort_held(now)
            elif self._lexer.patience:
                yield from self._sort(self._lexer.expire(now), now)
            return
        body, _, after = self._paste.rpartition(END)
        if self._open:
            self._kept = max(size for size in range(len(END)) if self._paste.endswith(END[:size]))
            body, after = self._paste[: len(self._paste) - self._kept], ""
            self._paste = self._paste[len(body) :]
            if len(body) > 1:  # a single character may be a key, pressed because there is no end
                self._given_up = now + GIVEN_UP
        else:
            self._paste, self._kept, self._fast_until = None, 0, 0.0
        if body:
            yield Pasted(_decoded(body.replace(END + START, "")))
        if after:
            yield from self.feed(after, now)

    def _release_held(self) -> list[Key]:
        held, self._held, self._size = self._held, [], 0
        return held

    def _sort_held(self, now: float) -> Iterator[Piece]:
        """Yield a run too fast for fingers as text, but for the keys at its ends; anything shorter as keys."""
        held = self._release_held()
        text = [at for at, key in enumerate(held) if isinstance(key, str)]
        begin, end = (text[0], text[-1] + 1) if text else (len(held), len(held))
        if not _is_fast(held) and (begin or now >= self._fast_until):
            yield from held
            self._fast_until = 0.0
            return
        yield from held[:begin]
        for deletes, keys in groupby(held[begin:end], lambda key: isinstance(key, Press) and key.sent == DELETE):
            if deletes:  # of somebody who types ahead of a slow line
                yield from keys
            else:
                yield Pasted("".join(key if isinstance(key, str) else key.sent for key in keys))
        yield from held[end:]
        self._fast_until = now + RECENT if begin < end == len(held) else 0.0


def _is_fast(held: list[Key]) -> bool:
    """Return True if more text waits together than was typed."""
    runs = groupby(held, key=lambda key: isinstance(key, str))
    return any(sum(len(key) for key in run if isinstance(key, str)) > SHORT for _, run in runs)


def _decoded(text: str) -> str:
    """Put a sign in the place of each byte that is no UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
