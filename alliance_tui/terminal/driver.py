"""The terminal driver: sets up and restores the terminal, reads input and writes output.

It stands in the place of Textual's, whose parser takes what a terminal reports for keys: no input reaches the
program but through `lexer`.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import termios
import time
import tty
from asyncio import get_running_loop
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import partial
from threading import Thread
from typing import Any

from textual import events, messages
from textual.app import App
from textual.driver import Driver as AnyDriver
from textual.geometry import Size

from alliance_tui.terminal.key_names import key_name
from alliance_tui.terminal.lexer import Press, Report
from alliance_tui.terminal.modes_and_keys import ASK_SYNCHRONIZED, SYNCHRONIZED, all_back, asked
from alliance_tui.terminal.mouse import Mouse
from alliance_tui.terminal.output import LightApp
from alliance_tui.terminal.output_pace import ANSWER
from alliance_tui.terminal.paste_detection import Pasted, PasteDetector, Piece
from alliance_tui.terminal.questions import ASK_BACKGROUND, ASK_WIDTH, is_light, lacks_marks, mark_width
from alliance_tui.terminal.restore_process import watched
from alliance_tui.terminal.writer import TerminalLine, Writer

BRIEF = 0.01
"""Seconds between two checks for the terminal's last answers."""
GULP = 65536
"""Bytes read at once, at most."""
NOT_RAW = termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG
NOT_AS_IT_COMES = termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR


class Driver(AnyDriver):
    """Reads keys and pastes from the terminal on stdin, and draws on the one on stderr."""

    def __init__(self, app: App[Any], *, mouse: bool = True, **options: Any) -> None:
        super().__init__(app, mouse=mouse, **options)
        assert isinstance(app, LightApp)
        self.app, self.mouse, self.loop = app, mouse, get_running_loop()
        self._in = sys.__stdin__.fileno() if sys.__stdin__ else 0
        self._mouse_reports = Mouse()
        self._reader: Thread | None = None
        self._to_close, self._to_restore = ExitStack(), ExitStack()
        self._sync_asked = self._background_asked = self._width_asked = False
        self._giving_back = self._suspended = False
        signal.signal(signal.SIGTSTP, self._suspend)
        signal.signal(signal.SIGCONT, self._resume)
        signal.signal(signal.SIGWINCH, self._tell_size)

    # The terminal

    def start_application_mode(self) -> None:
        """Set up the terminal; what it shows is unknown."""
        self._giving_back = False
        assert sys.__stderr__ is not None
        margins_back = "\x1b[r"  # it may be killed within a frame that sets them
        self._to_close.enter_context(watched(sys.__stderr__, margins_back + all_back(self.mouse)))
        self.app.line = writer = Writer(sys.__stderr__)
        writer.start()
        self._to_close.callback(writer.stop)
        self._tell_size()
        with suppress(termios.error):
            self._to_restore.callback(termios.tcsetattr, self._in, termios.TCSANOW, termios.tcgetattr(self._in))
            attributes = termios.tcgetattr(self._in)
            attributes[tty.LFLAG] &= ~NOT_RAW
            attributes[tty.IFLAG] &= ~NOT_AS_IT_COMES
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self._in, termios.TCSANOW, attributes)
        self.write("".join(mode.switch(True) for mode in asked(self.mouse)))
        if os.environ.get("TERM_PROGRAM") != "Apple_Terminal":  # which would show a part of the question
            self._sync_asked = True
            self.write(ASK_SYNCHRONIZED)
        if not lacks_marks(os.environ):
            self._width_asked = True
            self._background_asked = self.app.follows_background
            self.write(ASK_WIDTH + ASK_BACKGROUND * self._background_asked)
        self._end_of_input, self._ends_input = os.pipe()
        self._reader = Thread(target=self._run, name="input")
        self._reader.start()
        self.app.forget()

    def disable_input(self) -> None:
        """End the thread that reads input, once the terminal has sent its last answers."""
        if self._reader is None:
            return
        begun = time.monotonic()
        while self._reader.is_alive() and time.monotonic() - begun < self.app.pace.exit_wait:
            time.sleep(BRIEF)
        os.write(self._ends_input, b"!")
        self._reader.join()
        self._reader = None
        for end in (self._end_of_input, self._ends_input):
            os.close(end)
        with suppress(termios.error):
            termios.tcflush(self._in, termios.TCIFLUSH)

    def stop_application_mode(self) -> None:
        """Restore the terminal: the screen at once, the keyboard when the last answers have come."""
        self._giving_back = True
        self.write(all_back(self.mouse))
        self.disable_input()
        with suppress(termios.error):
            self._to_restore.close()

    def close(self) -> None:
        """Write what is queued, and end the writer."""
        self._to_close.close()
        self.app.line = TerminalLine()

    def _suspend(self, *_: object) -> None:
        if self._giving_back:
            return
        self._suspended = True
        self.app.pace.shorten_exit_wait()
        self.stop_application_mode()
        self.close()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _resume(self, *_: object) -> None:
        """Take the terminal again if it was given back: the kernel sends SIGCONT on a hangup and after SIGSTOP too."""
        if self._suspended:
            self._suspended = False
            self.start_application_mode()
        else:
            self._tell_app(self.app.repaint)

    def write(self, data: str) -> None:
        """Queue text for the terminal."""
        self.app.line.write(data)

    def _tell_size(self, *_: object) -> None:
        size = Size(*shutil.get_terminal_size())
        self._tell_app(partial(self.app.post_message, events.Resize(size, size)))

    def _tell_app(self, act: Callable[[], object]) -> None:
        """Call a function in the app's thread, in the order of its messages."""
        with suppress(RuntimeError):  # the loop is closed: the app is ending
            self.loop.call_soon_threadsafe(self.app.call_later, act)

    # Input

    def _run(self) -> None:
        """Read until the end; an exception here ends the app as one elsewhere does."""
        try:
            self._read_all()
        except Exception as error:
            self._tell_app(partial(_fail, error))

    def _read_all(self) -> None:
        """Wait for input and pass it on as keys, pastes and reports."""
        detector = PasteDetector(self._answered)
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        while True:
            ready = select.select([self._in, self._end_of_input], [], [], detector.patience)[0]
            if self._end_of_input in ready:
                break
            if ready:
                data = b""
                with suppress(OSError):  # the line is gone
                    data = os.read(self._in, GULP)
                if not data:
                    self.app.hang_up()
                    break
                self._pass_on(detector.feed(decode(data), time.monotonic()))
            else:
                self._pass_on(detector.flush(time.monotonic()))
        while detector.patience is not None:
            self._pass_on(detector.flush(time.monotonic()))

    def _pass_on(self, pieces: Iterable[Piece]) -> None:
        """Pass keys and pastes to the app in the order they came; of reports, only those it has asked for."""
        for piece in pieces:
            if isinstance(piece, Report):
                self._report(piece.sent)
            elif isinstance(piece, Pasted):
                self.process_message(events.Paste(piece.text))
            elif isinstance(piece, Press):
                self.process_message(events.Key(piece.name, piece.sent if len(piece.sent) == 1 else None))
            else:
                for character in piece:
                    self.process_message(events.Key(key_name(character), character))

    def _report(self, sent: str) -> None:
        if sent == ANSWER:
            self._answered()
        elif self._sync_asked and (found := SYNCHRONIZED.fullmatch(sent)):
            self._sync_asked = False
            if found[1] in "123":
                self.app.line.synchronized = True
                self.process_message(messages.TerminalSupportsSynchronizedOutput())
        elif self._background_asked and (light := is_light(sent)) is not None:
            self._background_asked = False
            self._tell_app(partial(self.app.match_background, light))
        elif self._width_asked and (width := mark_width(sent)) is not None:
            self._width_asked = False
            self._tell_app(partial(self.app.use_plain_glyphs, width != 1))
        elif self.mouse and (event := self._mouse_reports.event(sent, self.app.size)):
            self.process_message(event)

    def _answered(self) -> bool:
        """Tell the app that the terminal has answered; return True if it waits for that."""
        if not self.app.pace.answered():
            return False
        self._tell_app(self.app.catch_up)
        return True


def _fail(error: Exception) -> None:
    raise error
