"""Textual's driver for terminals, with pastes told apart from keys before anything acts on them.

What Textual 8.2.8 does instead: it looks for key sequences within a paste and plays what it finds, and up to 32
characters after each ESC, as keys; it waits for ever for a closing bracket that came in two pieces; it makes one key
event, with its own layout and redraw, of each character of a paste without brackets; and a byte that is not UTF-8
ends the program.
"""

from __future__ import annotations

import os
import select
import time
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from alliance_tui.terminal.intake import Intake, Pasted, Piece
from alliance_tui.terminal.output import LightApp

BRIEF = 0.1
"""Seconds between two looks at whether a key is complete, while one may be under way."""
CLOSED = -1
"""No file's descriptor."""
LATELY = 1.0
"""Seconds after the last input in which one may be."""
GULP = 65536
"""Bytes read at once, at most."""


class Driver(LinuxDriver):
    """Reads keys and pastes from a terminal."""

    def start_application_mode(self) -> None:
        """Take the terminal over; nothing is known of what it shows."""
        self._end_of_input, self._ends_input = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if isinstance(self._app, LightApp):
            self._app.forget()

    def stop_application_mode(self) -> None:
        """Give the terminal back, with its pen as a reset leaves it."""
        self.write("\x1b[m")
        super().stop_application_mode()
        for end in (self._end_of_input, self._ends_input):
            os.close(end)
        self._ends_input = CLOSED

    def disable_input(self) -> None:
        """End the thread that reads, which waits for nothing but input, once the terminal has said all it will."""
        begun = time.monotonic()
        while self._key_thread and self._key_thread.is_alive() and time.monotonic() - begun < self._farewell:
            time.sleep(BRIEF / 10)
        with suppress(OSError):
            os.write(self._ends_input, b"!")
        super().disable_input()

    def _run_input_thread(self) -> None:
        """Read until the end; a fault of ours ends the app as any other does."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Wait for input and pass it on as keys, pastes and what else terminals say."""
        intake, parser = Intake(self._answered), XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        waited = time.monotonic()
        while not self.exit_event.is_set():
            lately = intake.patience is not None or time.monotonic() - waited < LATELY
            patience = BRIEF if intake.patience is None else min(intake.patience, BRIEF)
            ready = select.select([self.fileno, self._end_of_input], [], [], patience if lately else None)[0]
            if self.fileno in ready:
                data = self._read()
                if not data:
                    break
                waited = time.monotonic()
                self._pass_on(parser, intake.feed(decode(data), waited))
            elif intake.patience is not None and time.monotonic() - waited >= intake.patience:
                self._pass_on(parser, intake.settle(time.monotonic()))
            for event in parser.tick():
                self.process_message(event)
        self._pass_on(parser, intake.settle(time.monotonic()))
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass

    @property
    def _farewell(self) -> float:
        return self._app.flow.farewell if isinstance(self._app, LightApp) else 0.0

    def _answered(self) -> bool:
        """Tell the app that what it sent has arrived; whether it waits for that."""
        if not (isinstance(self._app, LightApp) and self._app.flow.answered()):
            return False
        with suppress(RuntimeError):  # the loop is closed: the app is ending
            self._loop.call_soon_threadsafe(self._app.catch_up)
        return True

    def _read(self) -> bytes:
        """What has come; nothing when the line is gone, which the guard sees too and acts on."""
        try:
            return os.read(self.fileno, GULP)
        except OSError:
            return b""

    def _pass_on(self, parser: XTermParser, pieces: Iterable[Piece]) -> None:
        """Give the app keys and pastes in the order they came."""
        for piece in pieces:
            if isinstance(piece, Pasted):
                self.process_message(events.Paste(piece.text))
            else:
                for event in parser.feed(piece):
                    self.process_message(event)
