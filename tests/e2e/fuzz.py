"""Random keys, pastes, clicks and resizes over two programs on one store.

    python -m tests.e2e.fuzz SEED KEYS [--careful] [--trace]

The programs are the installed ones; with --trace they run in a wrapper that prints the traceback of a fault.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from alliance_tui.domain.alliance import Holder
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library
from tests.e2e.keys import key_bytes
from tests.e2e.session import lay_down
from tests.e2e.terminal import Terminal

PATIENCE = 12.0
"""Seconds in which a probe must be answered, on a machine that others use too."""
SIZES = (20, 200), (5, 60)
"""The fewest and the most columns and rows."""
PALETTE = "🔎"
"""Is on the screen while the palette is open."""
WRITING = "· writing"
"""Is on the screen while letters go into an answer."""
FAULTS = ("fault of its own", "Traceback", "Error")
"""What no ended program may have said."""
LAST = 60
"""Acts that a report names."""
EVERY = 150
"""Keys between two probes of one program."""
HARMLESS = "abcefghijklmnopqrtvwyzPRAN0123456789?/<>[]=+-_.,;:!' "
"""Letters that take nothing away anywhere."""
DELETING = "dDsSuxX"
MOVES = ["escape", "enter", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"]
OTHERS = ["ctrl+o", "ctrl+g", "ctrl+l", "ctrl+f", "ctrl+t", "ctrl+n", "f1", "f2", "f5", "f10", "space", "ctrl+e"]
TAKING = ["backspace", "delete", "ctrl+d", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x", "ctrl+z", "ctrl+y", "ctrl+v"]
TAKING += ["f6", "f7", "shift+left", "shift+up", "ctrl+left", "ctrl+right", "ctrl+a", "insert", "ctrl+p", "ctrl+r"]
SCRIPTS = [
    "Ünïcode ñ",
    "שלום עולם",
    "مرحبا",
    "नमस्ते",
    "ภาษาไทย กำ",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
    "e\u0301o\u0308\u200d\u200b",
    "\t\ttabs\t",
]


class Fault(AssertionError):
    """Something that may not happen, with what was done before it."""


class Player:
    """A program in a terminal, and somebody who presses anything."""

    def __init__(self, name: str, argv: list[str], chance: random.Random, marks: Iterator[str], careful: bool) -> None:
        """`marks`: characters that are typed once; `careful`: nothing is done that takes words away."""
        self.name, self.argv, self.chance, self.marks, self.careful = name, argv, chance, marks, careful
        self.done: deque[str] = deque(maxlen=LAST)
        self.pending: list[str] = []
        self.seen: set[str] = set()
        self.keys = self.starts = 0
        self.slowest = 0.0
        self._clicked = (0, 0)
        self.start()

    # The program

    def start(self) -> None:
        """Start the program in a fresh terminal."""
        self.starts += 1
        self.columns, self.rows = 100, 30
        self.terminal = Terminal(self.argv, columns=self.columns, rows=self.rows)
        self.terminal.wait_until(lambda screen: bool(screen.strip()), "a first screen", PATIENCE)

    def fail(self, what: str) -> Fault:
        """The error that tells what went wrong and what was done last."""
        acts = "\n  ".join(self.done)
        return Fault(f"{self.name}: {what}\n{self.terminal.screen()}\nthe last {len(self.done)} acts:\n  {acts}")

    def ended(self) -> bool:
        """Whether the program was left; fails if it ended otherwise."""
        code = self.terminal.poll()
        if code is None:
            return False
        self.terminal.wait_exit()
        if code or any(word in self.terminal.screen() for word in FAULTS):
            raise self.fail(f"the program ended with {code}")
        return True

    def send(self, what: str, data: bytes) -> None:
        """Send bytes to a program that may have ended."""
        self.done.append(what)
        try:
            self.terminal.send(data)
        except AssertionError:
            if not self.ended():
                raise

    def press(self, *names: str) -> None:
        """Press keys in one burst, as far as an escape: what follows one at once is another key."""
        self.keys += len(names)
        data = b""
        for name in names:
            data += key_bytes(name)
            if name == "escape":
                self.send(" ".join(names), data)
                time.sleep(0.15)
                data = b""
        if data:
            self.send(" ".join(names), data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.keys += 1
        self.done.append(f"resize {columns}x{rows}")
        self.columns, self.rows = columns, rows
        self.terminal.resize(columns, rows)

    # Acts

    def act(self) -> None:
        """Do something."""
        acts = [
            (self.letters, 24),
            (self.moves, 24),
            (self.word, 30),
            (self.paste, 3),
            (self.click, 10),
            (self.wheel, 2),
        ]
        acts += [(self.any_size, 3), (self.palette, 3), (self.others, 6), (self.enter_and_write, 8)]
        if not self.careful:
            acts += [(self.takes, 12), (self.bursts, 6), (self.double_click, 3), (self.drag, 1)]
        kinds, weights = zip(*acts, strict=True)
        self.chance.choices(kinds, weights)[0]()

    def letters(self) -> None:
        """Letters: words where somebody writes, keys elsewhere."""
        letters = HARMLESS if self.careful else HARMLESS + DELETING
        self.press(*self.chance.choices(letters, k=self.chance.randint(1, 3)))

    def moves(self) -> None:
        """Keys that lead about."""
        self.press(*self.chance.choices(MOVES, k=self.chance.randint(1, 4)))

    def others(self) -> None:
        """Keys with ctrl and such."""
        self.press(self.chance.choice(OTHERS))

    def takes(self) -> None:
        """Keys that may take something away."""
        self.press(self.chance.choice(TAKING))

    def bursts(self) -> None:
        """Many keys at once, q and ctrl+q among them."""
        keys = [*MOVES[1:], *"qqarcASypendvhblmj12345", "ctrl+p", "ctrl+o", "ctrl+l", "ctrl+q", *OTHERS]
        self.press(*self.chance.choices(keys, k=self.chance.randint(2, 12)))

    def enter_and_write(self) -> None:
        """Try to come to where words go, from wherever this is."""
        self.press(*self.chance.choice((["escape", "enter"], ["enter"], ["escape", "escape", "enter", "enter"], ["i"])))

    def word(self) -> None:
        """A word with a mark of its own, where the screen says that somebody writes."""
        if WRITING not in self.terminal.screen():
            self.moves()
            return
        mark = next(self.marks)
        text = "".join(self.chance.choices("wotzfg", k=self.chance.randint(1, 6))) + mark + " "
        self.keys += len(text)
        self.pending.append(mark)
        self.send(f"type {text!r}", text.encode())

    def paste(self) -> None:
        """A paste, of several lines perhaps, in any script."""
        parts = self.chance.choices(
            [*SCRIPTS, "plain words", "\n", "\x1b[A\x1b[31m", "x" * 500], k=self.chance.randint(1, 8)
        )
        text = " ".join(parts)
        if self.chance.random() < 0.05:
            text *= 20_000 // len(text)
        self.keys += 1
        data = text.replace("\n", "\r").encode()
        brackets = self.chance.random() < 0.9 or len(text) <= 40
        self.send(f"paste {text[:40]!r} ({len(text)})", b"\x1b[200~" + data + b"\x1b[201~" if brackets else data)

    def _mouse(self, button: int, x: int, y: int, end: str = "M") -> bytes:
        return f"\x1b[<{button};{x};{y}{end}".encode()

    def _cell(self) -> tuple[int, int]:
        return self.chance.randint(1, self.columns), self.chance.randint(1, self.rows)

    def click(self, times: int = 1) -> None:
        """Click anywhere; twice in one place only where that may mark words."""
        place = self._cell()
        while place == self._clicked and times == 1:
            place = self._cell()
        self._clicked = place
        self.keys += times
        self.send(f"click {place} {times}", (self._mouse(0, *place) + self._mouse(0, *place, "m")) * times)

    def double_click(self) -> None:
        """Click two or three times in one place."""
        self.click(self.chance.choice((2, 2, 3)))

    def drag(self) -> None:
        """Mark with the mouse."""
        self.keys += 1
        start, end = self._cell(), self._cell()
        data = self._mouse(0, *start) + self._mouse(32, *end) + self._mouse(0, *end, "m")
        self.send(f"drag {start} {end}", data)

    def wheel(self) -> None:
        """Turn the wheel."""
        self.keys += 1
        self.send("wheel", self._mouse(self.chance.choice((64, 65)), *self._cell()) * self.chance.randint(1, 5))

    def any_size(self) -> None:
        """Another size."""
        self.resize(*(self.chance.randint(*bounds) for bounds in SIZES))

    def palette(self) -> None:
        """The palette: opened and closed, or anything chosen in it."""
        if not self.careful:
            keys = [
                *self.chance.choices("aeiounrst", k=self.chance.randint(0, 2)),
                *["down"] * self.chance.randint(0, 9),
            ]
            self.press("ctrl+p", *keys, *["enter"] * self.chance.randint(0, 3))
            return
        self.press("ctrl+p")
        self._await(lambda screen: PALETTE in screen or self.rows < 8 or self.columns < 30)
        self.press("escape")

    def _await(self, holds: object, seconds: float = 3.0) -> bool:
        end = time.monotonic() + seconds
        while not holds(self.terminal.screen()) and time.monotonic() < end and not self.ended():  # type: ignore[operator]
            time.sleep(0.01)
        return bool(holds(self.terminal.screen()))  # type: ignore[operator]

    # Judging

    def look(self) -> bool:
        """Let the program answer, and note which words are to be seen; False if it was left."""
        if self.ended():
            return False
        if self.pending:
            screen = self.terminal.wait_quiet(0.03, PATIENCE)
            if WRITING in screen and PALETTE not in screen:
                self.seen |= {mark for mark in self.pending if mark in screen}
                self.pending = [mark for mark in self.pending[-8:] if mark not in self.seen]
        else:
            time.sleep(0.004)
        return not self.ended()

    def probe(self) -> bool:
        """Ask for something that must come; False if the program was left instead."""
        kind = self.chance.choice(("ctrl+l", "size", "palette"))
        begun, before = time.monotonic(), len(self.terminal.raw)
        if kind == "palette":
            self.resize(90, 28)
            self.press("escape", "escape")
            answered = False
            while not answered and time.monotonic() - begun < PATIENCE and not self.ended():
                self.press("ctrl+p")  # again and again: one right behind an escape may have closed it unseen
                answered = self._await(lambda screen: PALETTE in screen)
            self.press("escape")
        elif kind == "size":
            self.resize(self.columns - 1 if self.columns > 60 else self.columns + 1, max(self.rows, 6))
            answered = self._await(lambda screen: bool(screen.strip()) and len(self.terminal.raw) > before, PATIENCE)
        else:
            self.press("ctrl+l")
            answered = self._await(lambda _: b"\x1b[2J" in self.terminal.raw[before:], PATIENCE)
        if self.ended():
            return False
        self.slowest = max(self.slowest, time.monotonic() - begun)
        if time.monotonic() - begun > 3:
            if any("AllianceApp" in word for word in self.argv):
                self.terminal.signal(10)
            print(f"{self.name}: {kind} took {time.monotonic() - begun:.1f} s at key {self.keys}", file=sys.stderr)
            for each in list(self.done)[-12:]:
                print("   ", each, file=sys.stderr)
        if not answered:
            if any("AllianceApp" in word for word in self.argv):
                self.terminal.signal(10)
                time.sleep(1)
            raise self.fail(f"the probe {kind} was not answered within {PATIENCE:g} s")
        return True

    def leave(self) -> None:
        """End the program as a hangup of the machine does; it saves first."""
        time.sleep(1.5)
        if not self.ended():
            self.terminal.signal(15)
            code = self.terminal.wait_exit(PATIENCE)
            if code != 143 or any(word in self.terminal.screen() for word in FAULTS):
                raise self.fail(f"the program ended with {code} at SIGTERM")
        self.terminal.close()


def marks() -> Iterator[str]:
    """Characters of which each is typed once: no insertion can part them, no script of the pastes has them."""
    yield from map(chr, range(0x4E00, 0x9F00))
    yield from map(chr, range(0xAC00, 0xD7A0))
    yield from map(chr, range(0x20000, 0x2A000))


def lay_store(store: Path) -> None:
    """Three alliances; in the first both programs will write."""
    lay_down(store, "Ada", "Grace", versions=1)
    lay_down(store, "Alan", "Kurt", versions=2)
    lay_down(store, "Emmy", "Lise", begun=False)
    library = Library(store)
    for entry in list(library.root.iterdir() if hasattr(library, "root") else []):
        del entry
    for name in ("Ada",):
        found = [each.name for each in store.iterdir() if each.name.lower().startswith(name.lower())]
        for each in found:
            sessions.agree(library, each, "tone", "Nobody shouts", Holder.BOTH)


def everything(store: Path) -> str:
    """All that is stored, trash and backups too."""
    found = []
    for place in sorted(store.rglob("*")):
        if place.is_file():
            found.append(place.read_bytes().decode("utf-8", "replace"))
    text = "".join(found)
    return text


def kept(mark: str, text: str) -> bool:
    """Whether a mark is stored, as itself or in JSON's escapes."""
    escaped = mark.encode("utf-16-be").hex()
    units = "".join(f"\\u{escaped[at : at + 4]}" for at in range(0, len(escaped), 4))
    return mark in text or units in text


def run(argv: list[str], store: Path, seed: int, keys: int, careful: bool, talk: bool = False) -> dict[str, object]:
    """Let two play; returns what there is to tell of it. Raises `Fault`."""
    chance, drawn = random.Random(seed), marks()
    lay_store(store)
    players: list[Player] = []
    said: dict[str, object] = {}
    begun = time.monotonic()
    try:
        for number in (1, 2):
            players.append(Player(f"program {number}", argv, random.Random(seed * 2 + number), drawn, careful))
        probed = [0, 0]
        while sum(player.keys for player in players) < keys:
            at = chance.randrange(2)
            player = players[at]
            for _ in range(chance.randint(1, 8)):
                player.act()
                if not player.look():
                    player.terminal.close()
                    player.start()
            if player.keys - probed[at] > EVERY:
                probed[at] = player.keys
                if not player.probe():
                    player.terminal.close()
                    player.start()
                if talk:
                    print(seed, [each.keys for each in players], f"{time.monotonic() - begun:.0f} s", file=sys.stderr)
        for player in players:
            player.leave()
    except AssertionError as error:
        raise Fault(f"seed {seed}, {sum(each.keys for each in players)} keys, careful={careful}: {error}") from error
    finally:
        for player in players:
            player.terminal.close()
    seen = set().union(*(player.seen for player in players))
    said["keys"] = sum(player.keys for player in players)
    said["words"] = len(seen)
    said["starts"] = [player.starts for player in players]
    said["slowest"] = max(player.slowest for player in players)
    if careful:
        text = everything(store)
        said["missing"] = sorted(mark for mark in seen if not kept(mark, text))
    return said


TRACED = """
import asyncio, signal, sys, traceback
from textual.screen import Screen
from alliance_tui.app import AllianceApp
apps = []
begin = AllianceApp.__init__
def begun(self, *args, **options):
    begin(self, *args, **options)
    apps.append(self)
AllianceApp.__init__ = begun
def stacks(number, frame):
    with open({place!r}, 'a') as out:
        print('on a signal:', time.monotonic(), *LOG, sep=chr(10), file=out)
        traceback.print_stack(frame, file=out)
        for app in apps:
            print(app.screen_stack, [(each.is_mounted, each._message_queue.qsize()) for each in app.screen_stack], file=out)
            print([(each.classes, each._dirty_widgets, each._layout_required, each._compositor.size, each.focused) for each in app.screen_stack], app._batch_count, app.size, file=out)
            print('app queue', app._message_queue.qsize(), 'flow', vars(app.flow), 'held', app._held, file=out)
            for task in asyncio.all_tasks(app._loop if hasattr(app, '_loop') else asyncio.get_event_loop()):
                print(task.get_name(), file=out)
                task.print_stack(file=out)
signal.signal(signal.SIGUSR1, stacks)
import collections, time
LOG = collections.deque(maxlen=60)
on_event = AllianceApp.on_event
async def logged(self, event):
    if type(event).__name__ in ('Key', 'Paste', 'MouseDown', 'MouseUp', 'Resize'):
        LOG.append((time.monotonic(), repr(event)[:50], getattr(event, 'is_forwarded', ''), self.screen_stack[-1:]))
    await on_event(self, event)
AllianceApp.on_event = logged
from alliance_tui.terminal.driver import Driver
read = Driver._read
def reading(self):
    data = read(self); LOG.append((time.monotonic(), 'read', data[-60:])); return data
Driver._read = reading
push, pop = AllianceApp.push_screen, AllianceApp.pop_screen
def pushed(self, *a, **k):
    LOG.append((time.monotonic(), 'push', a[:1])); return push(self, *a, **k)
def popped(self):
    LOG.append((time.monotonic(), 'pop', self.screen_stack[-1:])); return pop(self)
AllianceApp.push_screen, AllianceApp.pop_screen = pushed, popped
from alliance_tui.cli import main
fatal = AllianceApp._fatal_error
def traced(self):
    with open({place!r}, 'a') as out:
        traceback.print_exception(self._exception, file=out)
    fatal(self)
AllianceApp._fatal_error = traced
sys.exit(main())
"""


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
            argv = [sys.executable, "-c", TRACED.format(place=str(trace))]
        try:
            print(run([*argv, "--store", str(store)], store, chosen.seed, chosen.keys, chosen.careful, True))
        except Fault as fault:
            print(fault)
            return 1
        finally:
            if trace.exists():
                print(trace.read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
