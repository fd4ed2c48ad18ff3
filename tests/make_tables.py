"""Makes `alliance_tui/text/grapheme_table.py` anew: `python -m tests.make_tables`, from the Unicode data in `regex`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

import regex

TABLE = Path(__file__).parent.parent / "alliance_tui" / "text" / "grapheme_table.py"
EVERY = "".join(map(chr, range(0x110000)))
KINDS = {
    "z": r"\u200c",  # extends a cluster, but joins no Indic letters
    "k": r"(?=\p{InCB=Linker})\p{GCB=Other}",
    "l": r"\p{InCB=Linker}",
    "e": r"\p{GCB=Extend}",
    "j": r"\p{GCB=ZWJ}",
    "s": r"\p{GCB=SpacingMark}",
    "p": r"\p{GCB=Prepend}",
    "r": r"\p{GCB=Regional_Indicator}",
    "m": r"\p{Extended_Pictographic}",
    "c": r"\p{InCB=Consonant}",
    "C": r"\p{GCB=CR}|\p{GCB=LF}|\p{GCB=Control}",
    "L": r"\p{GCB=L}",
    "V": r"\p{GCB=V}",
    "T": r"\p{GCB=T}",
}
"""Properties of characters by the letters that stand for them in `graphemes.py`; the first that fits counts."""
HEAD = '''"""The characters that combine to graphemes: ranges of code points in hex, by the kinds of `graphemes.py`.

Made by tests/make_tables.py from the data of Unicode that the package `regex` carries: Grapheme_Cluster_Break,
Extended_Pictographic and Indic_Conjunct_Break (Unicode Standard Annex 29).
"""

RANGES = {'''


def table() -> str:
    """Return the text of the module."""
    return "\n".join([HEAD, *_lines(), "}", ""])


def _lines() -> Iterator[str]:
    """Yield the lines of the table itself."""
    taken: set[str] = set()
    for kind, pattern in KINDS.items():
        found = [char for char in regex.findall(pattern, EVERY) if char not in taken]
        taken.update(found)
        ranges: list[list[int]] = []
        for code in map(ord, found):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
        words = " ".join(f"{first:x}" + (f"-{last:x}" if last > first else "") for first, last in ranges)
        rows = wrap(words, 108, break_on_hyphens=False)
        if len(rows) == 1:
            yield f'    "{kind}": "{words}",'
        else:
            yield f'    "{kind}": ('
            yield from (f'        "{row}{" " if row is not rows[-1] else ""}"' for row in rows)
            yield "    ),"


if __name__ == "__main__":
    TABLE.write_text(table())
