"""Two people at one terminal: the steps of a session as they would tell them, with nothing but keys.

Every step presses what the screen offers and waits for what the screen then shows.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alliance_tui.domain.alliance import SIDES, Holder, Side
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.services import agreements, alliances, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.bank_files import worksheet
from alliance_tui.storage.library import Library
from tests.e2e.conftest import OpenTerminal
from tests.e2e.terminal import Terminal

BANK = worksheet()
PATIENCE = 20
"""Seconds a step may take on a loaded machine."""
HANDFUL = 16
"""Characters typed at once; more than 32 that wait together are a paste to the program."""
OPENING = 14
"""Characters after which every question of the worksheet differs from all others."""

FORM_LABELS = {"left": "One of you", "right": "The other", "partnership": "You are", "place": "Where"}
FORM = list(FORM_LABELS)
CARET_BAR = "▌"
"""What stands before the field with the caret."""


def opening(question: str) -> str:
    """How a question begins, by its id: short enough to stand on one line anywhere."""
    return BANK[question].text[:OPENING].rstrip()


def run_alliance(alliance: Path, store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command that needs no terminal."""
    argv = [str(alliance), "--store", str(store), *words]
    environ = {"PATH": os.defpath, "HOME": str(store.parent), "LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "200"}
    return subprocess.run(argv, capture_output=True, text=True, env=environ, timeout=60, check=False)


def read_json(alliance: Path, store: Path, *words: str) -> Any:
    """What a command prints with --json."""
    done = run_alliance(alliance, store, *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


CHOICES = {Side.LEFT: ("hopes", "count-on", "conflict"), Side.RIGHT: ("assumptions", "tone", "count-on", "way-back")}
"""Three and four questions, one of them a match."""


def lay_down(store: Path, left: str = "Ada", right: str = "Grace", versions: int = 0, begun: bool = True) -> str:
    """Make an alliance with so many versions and an open session, without a terminal; returns its folder's name.

    With `begun` the talk has just started; without it nothing but the choice of questions is made.
    """
    library = Library(store)
    name = alliances.begin_alliance(library, Preparation(left, right, "cofounders"), datetime.now(UTC)).name
    for side, questions in CHOICES.items():
        for question in questions:
            sessions.choose(library, name, side, question, True)
    for number in range(1, versions + 1):
        sessions.begin(library, name, datetime.now(UTC))
        for side in SIDES:
            text = f"What {side} says for the time {number}. It is not the same as before."
            sessions.answer(library, name, "hopes", side, text)
        agreements.agree(library, name, "tone", f"Agreement {number} of both", Holder.BOTH)
        for side in SIDES:
            sessions.sign(library, name, side, datetime.now(UTC))
        alliances.revisit(library, name)
    if begun:
        sessions.begin(library, name, datetime.now(UTC))
    return name


COUNT, PAUSE = ("down", "enter"), ("down", "down", "enter")
"""The keys that answer the question about an absence."""


class Sitting:
    """The program in a terminal, and the two who sit before it."""

    def __init__(
        self,
        open_terminal: OpenTerminal,
        argv: Sequence[str | os.PathLike[str]],
        columns: int = 100,
        rows: int = 30,
        names: tuple[str, str] = ("Ada", "Grace"),
    ) -> None:
        """Start the program; `names` as they will be, or are, in the alliance."""
        self._open = open_terminal
        self._argv = argv
        self.size = (columns, rows)
        self.names = dict(zip(SIDES, names, strict=True))
        self.terminal: Terminal
        self.start()

    # The program

    def start(self) -> None:
        """Start the program, in a fresh terminal of the present size."""
        columns, rows = self.size
        self.terminal = self._open(self._argv, columns=columns, rows=rows)
        self.see("Library")

    def start_again(self) -> None:
        """After its end: start it again and go on with the session at hand."""
        self.start()
        self.open()

    def kill(self) -> None:
        """Kill it, as a crash of the machine would."""
        self.terminal.kill()

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size and wait until the keys' line is drawn for it."""
        self.size = (columns, rows)
        self.terminal.resize(columns, rows)

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self.terminal.poll() is None

    # Looking

    @property
    def screen(self) -> str:
        """What is on the screen."""
        return self.terminal.screen()

    @property
    def footer(self) -> str:
        """The last line: the keys of the screen."""
        return self.screen.rpartition("\n")[2]

    def see(self, *words: str) -> None:
        """Wait until each of these is on the screen."""
        for each in words:
            self.terminal.wait_for(each, PATIENCE)

    def see_no_more(self, words: str) -> None:
        """Wait until this is gone."""
        self.terminal.wait_gone(words, PATIENCE)

    def see_that(self, holds: Callable[[str], bool], what: str) -> None:
        """Wait until the screen is so."""
        self.terminal.wait_until(holds, what, PATIENCE)

    def see_twice(self, words: str) -> None:
        """Wait until this stands on both sides."""
        self.see_that(lambda screen: screen.count(words) == 2, f"{words!r} twice")

    def see_question(self, question: str) -> None:
        """Wait until the talk is at this question."""
        self.see_that(lambda screen: self.asked(screen) == question, f"the question {question}")

    @staticmethod
    def asked(screen: str) -> str:
        """The id of the question the talk is at; "" on any other screen."""
        if not re.search(r"▌[1-5]", screen):
            return ""
        found = [each.id for each in BANK if re.search(rf"(?m)^ *{re.escape(opening(each.id))}", screen)]
        return found[0] if found else ""

    @property
    def question(self) -> str:
        """The id of the question the talk is at, as soon as one is shown."""
        self.see_that(lambda screen: self.asked(screen) != "", "a question")
        return self.asked(self.screen)

    @staticmethod
    def marked(screen: str, name: str) -> bool:
        """Whether a partner's side is the one the keys act on."""
        return re.search(rf"▌ [◆●] {re.escape(name)}", screen) is not None

    @property
    def side(self) -> Side:
        """The side the keys act on."""

        def holds(screen: str) -> bool:
            return any(self.marked(screen, name) for name in self.names.values())

        screen = self.terminal.wait_until(holds, "a marked side", PATIENCE)
        return Side.LEFT if self.marked(screen, self.names[Side.LEFT]) else Side.RIGHT

    def key_of(self, side: Side) -> str:
        """A partner's own key: the arrow to their side."""
        return side.value

    def type(self, text: str) -> None:
        """Type as fingers do: a few characters at a time, so that it can't be taken for a paste."""
        for at in range(0, len(text), HANDFUL):
            self.terminal.type(text[at : at + HANDFUL])
            self.terminal.wait_quiet(0.02)

    # The library

    def open(self) -> None:
        """Open the marked alliance."""
        self.see("Library", "enter open")
        self.terminal.press("enter")
        self.see_no_more("Library")

    def begin_alliance(self, **fields: str) -> None:
        """From the library: a new alliance, its form filled in, up to the choice of questions."""
        self.new_alliance()
        self.fill_in(left=self.names[Side.LEFT], right=self.names[Side.RIGHT], **fields)
        self.go_on()

    def new_alliance(self) -> None:
        """Open the form of a new alliance."""
        self.terminal.press("n")
        self.see("Begin an alliance")
        self.see_caret_in(FORM[0])

    def fill_in(self, **fields: str) -> None:
        """Type into the form, from its first field on; a field without text keeps what it has."""
        last = max(FORM.index(name) for name in fields)
        for field in FORM[: last + 1]:
            self.see_caret_in(field)
            if field in fields:
                self.type(fields[field])
                self.see(fields[field][-20:].lstrip())
            if field != FORM[last]:
                self.terminal.press("tab")

    def see_caret_in(self, field: str) -> None:
        """Wait until the caret is in a field of the form."""

        def holds(screen: str) -> bool:
            rows = screen.split("\n")
            return any(CARET_BAR in row for row in rows if row.strip(" ◆●").startswith(FORM_LABELS[field]))

        self.see_that(holds, f"the caret in {field}")

    def go_on(self) -> None:
        """From the form to the choice of questions."""
        self.terminal.press("ctrl+g")
        self.see_that(lambda screen: self.picks(Side.RIGHT, screen) >= 0, "the choice of questions")

    def revisit(self) -> None:
        """From the page of an alliance or the library: the next session, past the agreements, up to the choice."""
        self.terminal.press("r")
        self.see("Prepare a session")
        self.terminal.press("ctrl+g")
        self.see("agreement 1 of", "no slip was noted")
        self.terminal.press("c")
        self.see_that(lambda screen: self.picks(Side.RIGHT, screen) >= 0, "the choice of questions")

    # Choose

    def choose(self, left: Sequence[str] = (), right: Sequence[str] = ()) -> None:
        """Pick these questions, going down the list once from its top."""
        for question in BANK.choosable:
            self.see(f"▌ {opening(question.id)}")
            for side, wanted in zip(SIDES, (left, right), strict=True):
                if question.id in wanted:
                    self.pick(side)
            if question is not BANK.choosable[-1]:
                self.terminal.press("j")

    def pick(self, side: Side) -> None:
        """Pick the marked question for a side."""
        before = self.picks(side)
        self.terminal.press(self.key_of(side))
        self.see_that(lambda screen: self.picks(side, screen) == before + 1, f"{self.names[side]}'s pick")

    def picks(self, side: Side, screen: str = "") -> int:
        """How many questions a partner has picked, as the screen says."""
        found = re.search(rf"{re.escape(self.names[side])}\s+(\d)\s+chosen", screen or self.screen)
        return int(found[1]) if found else -1

    def begin(self) -> None:
        """Start the talk."""
        self.terminal.press("enter")
        self.see_that(lambda screen: re.search(r"turn 1 of|\b1/\d", screen) is not None, "the first turn")

    # The talk

    def mark_side(self, side: Side) -> None:
        """Make a side the one the keys act on."""
        self.terminal.press(side.value)  # by its own key: what the screen shows may be about to change
        self.see_that(lambda screen: self.marked(screen, self.names[side]), f"{self.names[side]}'s side marked")

    def start_writing(self) -> None:
        """Put the caret into the marked side."""
        self.terminal.press("enter")
        self.see("writing")

    def stop_writing(self) -> None:
        """Take it away again."""
        self.terminal.press("escape")
        self.see_no_more("writing")

    def write(self, text: str) -> None:
        """Write on the marked side, as far as it has not been written yet, without ending it."""
        self.start_writing()
        self.type(text)
        self.see(text[:20].rstrip())

    def answer(self, text: str, side: Side | None = None) -> None:
        """Answer in writing, on the marked side or on this one."""
        if side:
            self.mark_side(side)
        self.write(text)
        self.stop_writing()

    def reword(self, text: str, side: Side) -> None:
        """Put other words in the place of an answer of one line."""
        self.mark_side(side)
        self.start_writing()
        self.terminal.press("end", "ctrl+u")
        self.type(text)
        self.see(text[:20])
        self.stop_writing()

    def say_it(self, side: Side | None = None) -> None:
        """Answer by speaking."""
        self._mark("s", "▌ spoken", side)

    def pass_it(self, side: Side | None = None) -> None:
        """Pass on the question."""
        self._mark("x", "▌ passed", side)

    def _mark(self, key: str, shown: str, side: Side | None) -> None:
        if side:
            self.mark_side(side)
        before = self.screen.count(shown)
        self.terminal.press(key)
        self.see_that(lambda screen: screen.count(shown) == before + 1, f"one more {shown!r}")

    def next_turn(self) -> str:
        """On to the next unanswered turn; returns its question's id."""
        return self._move("n")

    def next_question(self) -> str:
        """On to the next question, chosen or not; returns its id."""
        return self._move("j")

    def go_to_section(self, number: int) -> str:
        """To a section, by its number; returns the id of the question the talk is at then."""
        self.terminal.press(str(number))
        self.see(f"▌{number}", SECTIONS[number - 1].label)
        ids = {question.id for question in BANK.section(SECTIONS[number - 1])}
        self.see_that(lambda screen: self.asked(screen) in ids, f"a question of section {number}")
        return self.question

    def _move(self, key: str) -> str:
        before = self.question
        self.terminal.press(key)
        self.see_that(lambda screen: self.asked(screen) not in ("", before), f"another question than {before}")
        return self.question

    # Agreements

    def start_agreement(self, text: str) -> None:
        """Write an agreement distilled from the question at hand, without ending it."""
        self.terminal.press("a")
        self.see("esc cancel")
        self.type(text)
        self.see(text[-20:].lstrip())

    def agree(self, text: str) -> None:
        """Put an agreement into words."""
        self.start_agreement(text)
        self.terminal.wait_quiet(0.35)
        self.terminal.press("enter")
        self.see_no_more("esc cancel")

    # Review

    def review(self) -> None:
        """From the talk to the review."""
        self.terminal.press("r")
        self.see("signed")

    def sign(self, side: Side) -> None:
        """Go to the signatures with one's key, and sign."""
        self.terminal.press(self.key_of(side))
        self.see("signing")
        self.terminal.press("enter")

    def sign_first(self, side: Side) -> None:
        """Sign while the other has not."""
        self.sign(side)
        self.see_no_more(f"{self.names[side]} signs")
        self.terminal.press("escape")
        self.see(f"{self.names[side]} signed")

    def sign_both(self, version: int = 1) -> None:
        """Sign for both and see the version."""
        self.sign_first(Side.LEFT)
        self.sign(Side.RIGHT)
        self.see("signed by both")
        self.terminal.press("enter")
        self.see("Versions" if version == 1 else f"→ v{version} (")

    # Leaving

    def leave(self) -> None:
        """From a screen of the session back to the library."""
        self.terminal.press("q")
        self.see("Library", "enter open")

    def quit_by_palette(self) -> int:
        """Quit from anywhere, a field included; returns the exit code."""
        self.terminal.press("ctrl+p")
        self.see("Search for commands")
        self.type("Quit")
        self.see("everything is saved")
        self.terminal.press("enter")
        return self.terminal.wait_exit(PATIENCE)

    def quit(self) -> int:
        """Quit from the library; returns the exit code."""
        self.terminal.press("q")
        return self.terminal.wait_exit(PATIENCE)
