"""How long pastes take in the real program, in a real pseudo-terminal. Not part of the test run.

Run: python -m tests.benchmarks.paste [CHARACTERS ...]
Prints, for each size and kind, the seconds until the end of the paste (or the refusal) is on the screen and
a key's delay after it (median of five).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.session import lay_down
from tests.e2e.terminal import Terminal

ALLIANCE = Path(sys.executable).with_name("alliance")
SIZES = (20_000, 90_000, 200_000, 1_000_000)
SENTENCE = "You hear it from me first, and from nobody else. "


def prose(size: int, paragraph: int) -> str:
    """So many characters in paragraphs of so many, ending in a mark that can be seen."""
    text = (SENTENCE * (size // len(SENTENCE) + 1))[: size - 5]
    parts = [text[at : at + paragraph - 1] for at in range(0, len(text), paragraph - 1)]
    return "\n".join(parts)[: size - 5] + " END."


def measure(text: str, bracketed: bool, patience: float = 90) -> tuple[float, float]:
    """Seconds until the paste is on the screen, and a key's delay after it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        lay_down(store)
        with Terminal([ALLIANCE, "--store", store, "open", "Ada"]) as terminal:
            terminal.wait_for("enter write")
            terminal.press("enter")
            terminal.wait_for("writing")
            terminal.wait_quiet()
            began = time.monotonic()
            data = text.replace("\n", "\r").encode()
            terminal.send(b"\x1b[200~" + data + b"\x1b[201~" if bracketed else data)
            terminal.wait_until(lambda screen: "END." in screen or "100,000" in screen, "the paste", patience)
            taken = time.monotonic() - began
            terminal.wait_quiet()
            delays = []
            for key in "@#%^&":
                began = time.monotonic()
                terminal.type(key)
                terminal.wait_for(key, patience)
                delays.append(time.monotonic() - began)
            return taken, statistics.median(delays)


def main() -> None:
    """Measure every kind at every size asked for."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"{'characters':>10}  {'kind':<28} {'paste':>8} {'a key':>8}")
    for size in sizes:
        for paragraph, words in ((500, "paragraphs of 500"), (size, "one paragraph")):
            for bracketed in (True, False):
                kind = f"{words}, {'' if bracketed else 'un'}bracketed"
                try:
                    taken, key = measure(prose(size, paragraph), bracketed)
                    print(f"{size:>10,}  {kind:<34} {taken:>7.2f}s {key * 1000:>6.0f}ms", flush=True)
                except AssertionError as error:
                    print(f"{size:>10,}  {kind:<34} {str(error).partition(chr(10))[0]}", flush=True)


if __name__ == "__main__":
    main()
