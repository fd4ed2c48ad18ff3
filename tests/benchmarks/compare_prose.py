"""How fast prose is compared, beside a plain difflib word diff. Not part of the test run.

Run: python -m tests.benchmarks.compare_prose
Prints, for each length and way of editing, seconds of computing (best of three) and how often ours fits
into difflib's (autojunk off); at 100,000 words difflib is left out, and the lengths are compared instead.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from difflib import SequenceMatcher
from time import process_time

from alliance_tui.text.diff import compare_text
from alliance_tui.text.spans import Op
from alliance_tui.text.words import read_prose

_WORDS = 8_000
_TIMES = 3


def prose(count: int, chance: random.Random, vocabulary: int = _WORDS) -> list[str]:
    """That many words, as frequent as in language (Zipf), in sentences of 5 to 25 and in paragraphs."""
    known = [f"w{number:x}" for number in range(vocabulary)]
    weights = [1 / rank for rank in range(1, vocabulary + 1)]
    words = chance.choices(known, weights, k=count)
    at = 0
    while (at := at + chance.randint(5, 25)) < count:
        words[at - 1] += ".\n\n" if chance.random() < 0.15 else "."
        words[at] = words[at].capitalize()
    return words


def edited(words: list[str], chance: random.Random, share: float) -> list[str]:
    """The words with a share of them swapped, dropped or followed by another, one by one."""
    result: list[str] = []
    for word in words:
        pick = chance.random() / share
        new = f"w{chance.randrange(_WORDS):x}"
        result += [word] if pick > 1 else [new] if pick > 0.6 else [] if pick > 0.3 else [word, new]
    return result


def shuffled(words: list[str], chance: random.Random) -> list[str]:
    """The words with their sentences in another order."""
    sentences = " ".join(words).split(". ")
    chance.shuffle(sentences)
    return ". ".join(sentences).split(" ")


def seconds(work: Callable[[], object], times: int = _TIMES) -> float:
    """Seconds of computing, the best of some tries."""
    tries = []
    for _ in range(times):
        start = process_time()
        work()
        tries.append(process_time() - start)
    return min(tries)


def difflib_words(old: str, new: str) -> object:
    """The word diff everyone writes first."""
    return SequenceMatcher(None, read_prose(old).words, read_prose(new).words, autojunk=False).get_opcodes()


def main() -> None:
    """Print the table."""
    chance = random.Random(4)
    small = 0.0
    print(f"{'words':>8} {'edit':<22} {'ours s':>8} {'difflib s':>10} {'ratio':>8}  coarse, spans marked")
    for count in (1_000, 10_000, 100_000):
        words = prose(count, chance)
        few = [chance.choice("abc") for _ in range(count)]
        cases = {
            "nothing but one word": [*words[: count // 2], "else", *words[count // 2 :]],
            "2 words in 100": edited(words, chance, 0.02),
            "15 words in 100": edited(words, chance, 0.15),
            "sentences shuffled": shuffled(words, chance),
            "all other words": prose(count, chance),
            "no sentences, 3 words": [chance.choice("abc") for _ in range(count)],
        }
        for name, after in cases.items():
            old, new = " ".join(few if "3 words" in name else words), " ".join(after)
            ours = seconds(lambda old=old, new=new: compare_text(old, new))  # type: ignore[misc]
            change = compare_text(old, new)
            marked = sum(span.op is not Op.EQUAL for span in change.spans)
            other = "-"
            ratio = ""
            if count < 100_000 and "3 words" not in name:
                theirs = seconds(lambda old=old, new=new: difflib_words(old, new), 1)  # type: ignore[misc]
                other, ratio = f"{theirs:.3f}", f"{theirs / ours:.1f}x"
            small = ours if count == 10_000 and "15" in name else small
            if count == 100_000 and "15" in name:
                ratio = f"{ours / small:.1f} of 10,000's"
            print(f"{count:>8,} {name:<22} {ours:>8.3f} {other:>10} {ratio:>8}  {change.coarse}, {marked}")


if __name__ == "__main__":
    main()
