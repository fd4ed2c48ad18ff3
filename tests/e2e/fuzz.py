"""Random keys, pastes, clicks and resizes over two programs on one store.

    python -m tests.e2e.fuzz SEED KEYS [--careful] [--trace]

With --trace the programs run in a wrapper that tells the traceback of a fault.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alliance_tui.domain.alliance import Holder
from alliance_tui.services import agreements
from alliance_tui.storage.library import Library
from tests.e2e.keys import key_bytes
from tests.e2e.session import lay_down
from tests.e2e.terminal import Terminal

PATIENCE = 30.0
"""Seconds in which a probe must be answered, on a machine that others use too."""
COLUMNS, ROWS = (20, 200), (5, 60)
"""The fewest and the most."""
PALETTE = "─ Any action"
"""Is on the screen while the palette is open."""
WRITING = "  writing"
"""Is on the screen while letters go into an answer."""
FAULTS = ("fault of its own", "Traceback", "Error")
"""What no ended program may have said."""
LAST = 60
"""Acts that a report names."""
EVERY = 150
"""Keys between two probes of one program."""

LETTERS = "abcefghijklnopqrvwyzPRAN0123456789?/<>[]=+-_.,;:!' "
"""Letters that take no words away, on any screen."""
TAKING_LETTERS = "dDsSuxXmt"
MOVES = ["escape", "enter", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"]
OTHERS = ["ctrl+o", "ctrl+g", "ctrl+l", "ctrl+f", "ctrl+t", "ctrl+n", "f1", "f2", "f5", "f10", "space", "ctrl+e"]
TAKING = ["backspace", "delete", "ctrl+d", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x", "ctrl+z", "ctrl+y", "ctrl+v"]
TAKING += ["f6", "f7", "shift+left", "shift+up", "ctrl+left", "ctrl+right", "ctrl+a", "insert", "ctrl+p", "ctrl+r"]
BURST = [*MOVES[1:], *OTHERS, *"qqarcASypendvhblmj12345", "ctrl+p", "ctrl+o", "ctrl+l", "ctrl+q"]
PASTED = ["plain words", "\n", "\t\ttabs\t", "x" * 500, "\x1b[A\x1b[31m", "Ünïcode ñ", "שלום עולם", "مرحبا", "नमस्ते"]
PASTED += ["ภาษาไทย กำ", "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽", "e\u0301o\u0308\u200d\u200b"]


class Fault(AssertionError):
    """Something that may not happen, with what was done before it."""


class Player:
    """A program in a terminal, and somebody who presses anything."""

    def __init__(self, name: str, argv: list[str], chance: random.Random, marks: Iterator[str], careful: bool) -> None:
        """`marks`: characters that are typed once; `careful`: nothing is done that takes words away."""
        self.name, self.argv, self.chance, self.marks, self.careful = name, argv, chance, marks, careful
        self.done: deque[str] = deque(maxlen=LAST)
        self.seen: set[str] = set()
        self.keys = self.starts = self.probed = 0
        self.slowest = 0.0
        self._pending: list[str] = []
        self._clicked = (0, 0)
        self.start()

    # The program

    def start(self) -> None:
        """Start the program in a fresh terminal."""
        self.starts += 1
        self.columns, self.rows = 100, 30
        self.terminal = Terminal(self.argv, columns=self.columns, rows=self.rows)
        self.terminal.wait_until(lambda screen: bool(screen.strip()), "a first screen", PATIENCE)

    def start_again(self) -> None:
        """Start it again after it was left."""
        self.terminal.close()
        self.start()

    def fail(self, what: str) -> Fault:
        """The error that tells what went wrong and what was done last."""
        acts = "\n  ".join(self.done)
        return Fault(f"{self.name}: {what}\n{self.terminal.screen()}\nthe last {len(self.done)} acts:\n  {acts}")

    def ended(self, code: int = 0) -> bool:
        """Whether the program has ended; fails if it did so with another code, or told of a fault."""
        if self.terminal.poll() is None:
            return False
        got = self.terminal.wait_exit()
        if got != code or any(word in self.terminal.screen() for word in FAULTS):
            raise self.fail(f"the program ended with {got}")
        return True

    def leave(self) -> None:
        """End the program by a signal, at which it saves."""
        if not self.ended():
            self.terminal.signal(signal.SIGTERM)
            self.terminal.wait_exit(PATIENCE)
            self.ended(128 + signal.SIGTERM)
        self.terminal.close()

    # Acts

    def act(self) -> None:
        """Do something."""
        acts = {self.letters: 24, self.moves: 24, self.word: 30, self.paste: 3, self.click: 10, self.wheel: 2}
        acts |= {self.any_size: 3, self.palette: 3, self.other: 6, self.to_write: 8}
        if not self.careful:
            acts |= {self.take: 12, self.burst: 6, self.double_click: 3, self.drag: 1}
        self.chance.choices(list(acts), list(acts.values()))[0]()

    def send(self, what: str, data: bytes, keys: int = 1) -> None:
        """Send bytes to a program that may have ended meanwhile."""
        self.done.append(what)
        self.keys += keys
        try:
            self.terminal.send(data)
        except AssertionError:
            if not self.ended():
                raise

    def press(self, *names: str) -> None:
        """Press keys in one burst, as far as the next escape."""
        data, keys = b"", 0
        for at, name in enumerate(names, 1):
            data, keys = data + key_bytes(name), keys + 1
            if name == "escape" or at == len(names):
                self.send(" ".join(names), data, keys)
                data, keys = b"", 0

    def letters(self) -> None:
        """Letters: text where somebody writes, keys elsewhere."""
        self.press(*self.chance.choices(LETTERS if self.careful else LETTERS + TAKING_LETTERS, k=self._some(3)))

    def moves(self) -> None:
        """Keys that lead about."""
        self.press(*self.chance.choices(MOVES, k=self._some(4)))

    def other(self) -> None:
        """Keys with ctrl and such."""
        self.press(self.chance.choice(OTHERS))

    def take(self) -> None:
        """Keys that may take something away."""
        self.press(self.chance.choice(TAKING))

    def burst(self) -> None:
        """Many keys at once, q and ctrl+q among them."""
        self.press(*self.chance.choices(BURST, k=1 + self._some(11)))

    def to_write(self) -> None:
        """Try to come to where words go, from wherever this is."""
        self.press(*self.chance.choice((["escape", "enter"], ["enter"], ["escape", "escape", "enter", "enter"], ["i"])))

    def word(self) -> None:
        """A word with a mark of its own, where the screen says that somebody writes."""
        if WRITING not in self.terminal.screen():
            self.moves()
            return
        mark = next(self.marks)
        text = "".join(self.chance.choices("wozfg", k=self._some(6))) + mark + " "
        self._pending.append(mark)
        self.send(f"type {text!r}", text.encode(), len(text))

    def paste(self) -> None:
        """A paste, of several lines perhaps, in any script; now and then a long one, or one without brackets."""
        text = " ".join(self.chance.choices(PASTED, k=self._some(8)))
        if self.chance.random() < 0.05:
            text *= 20_000 // len(text)
        data = text.replace("\n", "\r").encode()
        bracketed = self.careful or self.chance.random() < 0.9 or len(text) <= 40
        self.send(f"paste {text[:40]!r} ({len(text)})", b"\x1b[200~" + data + b"\x1b[201~" if bracketed else data)

    def click(self, times: int = 1) -> None:
        """Click anywhere; a single click never where the last was, for that would mark a word."""
        place = self._cell()
        while place == self._clicked:
            place = self._cell()
        self._clicked = place
        self.send(f"click {place} {times}", (_mouse(0, *place) + _mouse(0, *place, "m")) * times, times)

    def double_click(self) -> None:
        """Click two or three times in one place."""
        self.click(self.chance.choice((2, 2, 3)))

    def drag(self) -> None:
        """Mark with the mouse."""
        start, end = self._cell(), self._cell()
        self.send(f"drag {start} {end}", _mouse(0, *start) + _mouse(32, *end) + _mouse(0, *end, "m"))

    def wheel(self) -> None:
        """Turn the wheel."""
        self.send("wheel", _mouse(self.chance.choice((64, 65)), *self._cell()) * self._some(5))

    def any_size(self) -> None:
        """Another size."""
        self.resize(self.chance.randint(*COLUMNS), self.chance.randint(*ROWS))

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal a size."""
        self.keys += 1
        self.done.append(f"resize {columns}x{rows}")
        self.columns, self.rows = columns, rows
        self.terminal.resize(columns, rows)

    def palette(self) -> None:
        """The palette: opened and closed, or anything chosen in it."""
        if self.careful:
            self.press("ctrl+p")
            self._await(lambda screen: PALETTE in screen, 1)
            self.press("escape")
            return
        words = self.chance.choices("aeiounrst", k=self._some(3) - 1)
        self.press("ctrl+p", *words, *["down"] * (self._some(10) - 1), *["enter"] * (self._some(4) - 1))

    def _some(self, most: int) -> int:
        return self.chance.randint(1, most)

    def _cell(self) -> tuple[int, int]:
        return self._some(self.columns), self._some(self.rows)

    # Judging

    def look(self) -> bool:
        """Let the program answer, and note which words are to be seen; False if it was left."""
        if self._pending and not self.ended():
            screen = self.terminal.wait_quiet(0.03, PATIENCE)
            if WRITING in screen and PALETTE not in screen:
                self.seen |= {mark for mark in self._pending if mark in screen}
                self._pending = [mark for mark in self._pending[-8:] if mark not in self.seen]
        else:
            time.sleep(0.004)
        return not self.ended()

    def probe(self) -> bool:
        """Ask for something that must come; False if the program was left instead."""
        self.probed = self.keys
        begun, before = time.monotonic(), len(self.terminal.raw)
        match self.chance.choice(("ctrl+l", "size", "palette")):
            case "palette":
                answered = self._open_palette()
            case "size":
                self.resize(self.columns + (-1 if self.columns > COLUMNS[0] else 1), max(self.rows, 6))
                answered = self._await(lambda screen: bool(screen.strip()) and len(self.terminal.raw) > before)
            case _:
                self.press("ctrl+l")
                answered = self._await(lambda _: b"\x1b[2J" in self.terminal.raw[before:])
        if self.ended():
            return False
        self.slowest = max(self.slowest, time.monotonic() - begun)
        if not answered:
            if TRACED in self.argv:
                self.terminal.signal(signal.SIGUSR1)
                time.sleep(1)
            raise self.fail(f"a probe was not answered within {PATIENCE:g} s")
        return True

    def _open_palette(self) -> bool:
        """Open it, in a terminal that has room for it. An escape that is still on its way may close it at once."""
        self.resize(90, 28)
        self.press("escape", "escape")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self.ended():
            self.press("ctrl+p")
            if self._await(lambda screen: PALETTE in screen, 3):
                self.press("escape")
                return True
        return False

    def _await(self, holds: Callable[[str], bool], seconds: float = PATIENCE) -> bool:
        end = time.monotonic() + seconds
        while not holds(self.terminal.screen()):
            if time.monotonic() > end or self.ended():
                return False
            time.sleep(0.01)
        return True


def _mouse(button: int, x: int, y: int, end: str = "M") -> bytes:
    return f"\x1b[<{button};{x};{y}{end}".encode()


def marks() -> Iterator[str]:
    """Characters that are each typed once: what is typed into the midst of a word leaves its mark whole."""
    for first, behind in ((0x4E00, 0x9F00), (0xAC00, 0xD7A0), (0x20000, 0x2A000)):
        yield from map(chr, range(first, behind))


def kept(mark: str, text: str) -> bool:
    """Whether a mark is stored, as itself or in JSON's escapes."""
    units = mark.encode("utf-16-be").hex()
    return mark in text or "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)) in text


def everything(store: Path) -> str:
    """All that is stored: sessions, versions, older saves, the trash, forms."""
    return "".join(place.read_text("utf-8", "replace") for place in sorted(store.rglob("*")) if place.is_file())


def lay_store(store: Path) -> None:
    """Three alliances; both programs begin in the list with the same one marked."""
    agreements.agree(Library(store), lay_down(store, versions=1), "tone", "Nobody shouts", Holder.BOTH)
    lay_down(store, "Alan", "Kurt", versions=2)
    lay_down(store, "Emmy", "Lise", begun=False)


@dataclass(frozen=True)
class Played:
    """What there is to tell of a run."""

    keys: int
    words: int
    """Words that were seen on the screen after they were typed."""
    missing: tuple[str, ...]
    """Those of them that are nowhere in the store; told only of a careful run."""
    starts: int
    slowest: float
    """Seconds until the slowest probe was answered."""


def play(argv: list[str], store: Path, seed: int, keys: int, careful: bool) -> Played:
    """Let two play on one store for so many keys. Raises `Fault`, which names the seed and the last acts."""
    chance, drawn = random.Random(seed), marks()
    lay_store(store)
    players: list[Player] = []
    try:
        for number in (1, 2):
            player = Player(f"program {number}", argv, random.Random(seed * 2 + number), drawn, careful)
            players.append(player)
        while sum(player.keys for player in players) < keys:
            player = chance.choice(players)
            for _ in range(chance.randint(1, 8)):
                player.act()
                if not player.look():
                    player.start_again()
            if player.keys - player.probed > EVERY and not player.probe():
                player.start_again()
        for player in players:
            player.leave()
    except AssertionError as error:
        done = sum(player.keys for player in players)
        raise Fault(f"seed {seed}, {done} keys, careful={careful}: {error}") from error
    finally:
        for player in players:
            player.terminal.close()
    seen = {mark for player in players for mark in player.seen}
    text = everything(store)
    return Played(
        keys=sum(player.keys for player in players),
        words=len(seen),
        missing=tuple(sorted(mark for mark in seen if careful and not kept(mark, text))),
        starts=sum(player.starts for player in players),
        slowest=max(player.slowest for player in players),
    )


TRACED = """
import asyncio, signal, sys, traceback
from alliance_tui.app import AllianceApp
from alliance_tui.cli import main

place = sys.argv.pop(1)

def fatal(self, end=AllianceApp._fatal_error):
    with open(place, "a") as out:
        traceback.print_exception(self._exception, file=out)
    end(self)

def stacks(*_):
    with open(place, "a") as out:
        for task in asyncio.all_tasks():
            task.print_stack(file=out)

AllianceApp._fatal_error = fatal
signal.signal(signal.SIGUSR1, stacks)
sys.exit(main())
"""
"""The program, with a file for the traceback of a fault and for where its tasks are when a probe has no answer."""


def main() -> int:
    """Play by hand."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("keys", type=int)
    parser.add_argument("--careful", action="store_true")
    parser.add_argument("--trace", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, trace = Path(folder) / "store", Path(folder) / "trace"
        argv = [str(Path(sys.executable).with_name("alliance"))]
        if chosen.trace:
            argv = [sys.executable, "-c", TRACED, str(trace)]
        try:
            played = play([*argv, "--store", str(store)], store, chosen.seed, chosen.keys, chosen.careful)
        except Fault as fault:
            print(fault)
            return 1
        finally:
            if trace.exists():
                print(trace.read_text())
    print(played)
    return bool(played.missing)


if __name__ == "__main__":
    sys.exit(main())
