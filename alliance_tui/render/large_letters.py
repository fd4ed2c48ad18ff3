"""Text in letters of several rows, for a screen that is read from across a table: drawn here, in half blocks.

A letter is eight dots high: two above the small letters, four of these, two below the line. Each dot is as wide as a
cell and half as high. What has no letter here (other scripts, capitals with an accent) is not drawn in large letters.
"""

from __future__ import annotations

import unicodedata

HEIGHT = 8
SPACE = 3
"""Dots between two words; between two letters there is one."""

_SHEETS = """
a    b    c   d    e    f   g    h    i j  k    l m     n    o    p    q    r   s   t   u    v     w     x    y    z
.... #... ... ...# .... .## .... #... # .# #... # ..... .... .... .... .... ... ... ... .... ..... ..... .... .... ....
.... #... ... ...# .... #.. .... #... . .. #... # ..... .... .... .... .... ... ... #.. .... ..... ..... .... .... ....
.### ###. .## .### .##. ### .### ###. # .# #.#. # ####. ###. .##. ###. .### #.# .## ### #..# #...# #...# #..# #..# ####
#..# #..# #.. #..# #### #.. #..# #..# # .# ##.. # #.#.# #..# #..# #..# #..# ##. #.. #.. #..# #...# #.#.# .##. #..# ..#.
#..# #..# #.. #..# #... #.. #..# #..# # .# #.#. # #.#.# #..# #..# #..# #..# #.. ..# #.. #..# .#.#. #.#.# .##. #..# .#..
.### ###. .## .### .### #.. .### #..# # .# #..# # #.#.# #..# .##. ###. .### #.. ##. .## .### ..#.. .#.#. #..# .### ####
.... .... ... .... .... ... ...# .... . .# .... . ..... .... .... #... ...# ... ... ... .... ..... ..... .... ...# ....
.... .... ... .... .... ... ###. .... . #. .... . ..... .... .... #... ...# ... ... ... .... ..... ..... .... ###. ....

A    B    C    D    E    F    G    H    I   J    K    L    M     N     O    P    Q    R    S    T     U    V     W
.##. ###. .### ###. #### #### .### #..# ### ..## #..# #... #...# #...# .##. ###. .##. ###. .### ##### #..# #...# #...#
#..# #..# #... #..# #... #... #... #..# .#. ...# #.#. #... ##.## ##..# #..# #..# #..# #..# #... ..#.. #..# #...# #...#
#..# ###. #... #..# ###. ###. #... #### .#. ...# ##.. #... #.#.# #.#.# #..# #..# #..# #..# .##. ..#.. #..# #...# #.#.#
#### #..# #... #..# #... #... #.## #..# .#. ...# #.#. #... #.#.# #..## #..# ###. #..# ###. ...# ..#.. #..# .#.#. #.#.#
#..# #..# #... #..# #... #... #..# #..# .#. #..# #..# #... #...# #...# #..# #... #.#. #.#. ...# ..#.. #..# .#.#. ##.##
#..# ###. .### ###. #### #... .### #..# ### .##. #..# #### #...# #...# .##. #... .#.# #..# ###. ..#.. .##. ..#.. #...#
.... .... .... .... .... .... .... .... ... .... .... .... ..... ..... .... .... .... .... .... ..... .... ..... .....
.... .... .... .... .... .... .... .... ... .... .... .... ..... ..... .... .... .... .... .... ..... .... ..... .....

X    Y     Z    0    1   2    3    4    5    6    7    8    9    . ,  : ;  ! ?    ' "   -   –    /    (  )  &     ß    ı
#..# #...# #### .##. .#. ###. ###. #..# #### .##. #### .##. .##. . .. . .. # .##. # #.# ... .... ...# .# #. .#... .##. .
#..# .#.#. ...# #..# ##. ...# ...# #..# #... #... ...# #..# #..# . .. . .. # #..# # #.# ... .... ..#. #. .# #.#.. #..# .
.##. ..#.. ..#. #.## .#. ..#. .##. #### ###. ###. ..#. .##. #..# . .. # .# # ..#. . ... ... .... ..#. #. .# .#... #.#. #
.##. ..#.. .#.. ##.# .#. .#.. ...# ...# ...# #..# ..#. #..# .### . .. . .. # .#.. . ... ### #### .#.. #. .# #.#.# #..# #
#..# ..#.. #... #..# .#. #... ...# ...# ...# #..# .#.. #..# ...# . .. . .. . .... . ... ... .... .#.. #. .# #..#. #..# #
#..# ..#.. #### .##. ### #### ###. ...# ###. .##. .#.. .##. .##. # .# # .# # .#.. . ... ... .... #... .# #. .##.# #.#. #
.... ..... .... .... ... .... .... .... .... .... .... .... .... . #. . #. . .... . ... ... .... .... .. .. ..... .... .
.... ..... .... .... ... .... .... .... .... .... .... .... .... . .. . .. . .... . ... ... .... .... .. .. ..... .... .
"""
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "—": "–", "…": "...", "\u00a0": " "})
_ACCENTS = {
    "\u0300": ("#..", 0),
    "\u0301": ("..#", 0),
    "\u0302": (".#.", 0),
    "\u0303": ("###", 0),
    "\u0308": ("#.#", 0),
    "\u030a": (".#.", 0),
    "\u0327": (".#.", 6),
}
"""What stands above a small letter, or below it, and in which row."""
_TALL = set("bdfhklt")
"""Small letters without room for an accent."""

Letter = tuple[str, ...]
"""Eight rows of dots."""


def _read_sheets() -> dict[str, Letter]:
    letters: dict[str, Letter] = {}
    for sheet in _SHEETS.strip("\n").split("\n\n"):
        names, *rows = (row.split() for row in sheet.split("\n"))
        letters |= zip(names, zip(*rows, strict=True), strict=True)
    return letters


_LETTERS = _read_sheets()


def letter(char: str) -> Letter | None:
    """Return how a character is drawn; None if it is not."""
    parts = unicodedata.normalize("NFD", char)
    base, accents = parts[0], parts[1:]
    shape = _LETTERS.get("ı" if base == "i" and accents else base)
    if not accents or shape is None:
        return shape
    if accents[0] not in _ACCENTS or accents[1:] or not base.islower() or base in _TALL:
        return None
    accent, place = _ACCENTS[accents[0]]
    wide = max(len(accent), len(shape[0]))
    rows = [row.center(wide, ".") for row in shape]
    rows[place] = accent.center(wide, ".")
    return tuple(rows)


def large(text: str, width: int, height: int) -> list[str] | None:
    """Return the text in letters as large as fit into so many cells and rows, all lines equally long; None if none do.

    Each dot is two cells wide and a row high if that fits, else a cell wide and half a row high.
    """
    words: list[Letter] = []
    for word in text.translate(_ALIKE).split():
        shapes = [letter(char) for char in unicodedata.normalize("NFC", word)]
        if None in shapes:
            return None
        words.append(tuple(".".join(rows) for rows in zip(*filter(None, shapes), strict=True)))
    for scale in (2, 1):
        lines = _wrap(words, width // scale)
        rows = len(lines) * HEIGHT * scale // 2
        if lines and rows <= height:
            gap = [" " * width] * (scale if rows + scale * (len(lines) - 1) <= height else 0)
            return [row for line in lines for row in (*gap, *_draw(line, width, scale))][len(gap) :]
    return None


def _wrap(words: list[Letter], width: int) -> list[Letter]:
    """Return the words in lines of at most `width` dots; [] if a word is longer."""
    lines: list[Letter] = []
    for word in words:
        if len(word[0]) > width:
            return []
        if lines and len(lines[-1][0]) + SPACE + len(word[0]) <= width:
            lines[-1] = tuple(f"{row}{'.' * SPACE}{more}" for row, more in zip(lines[-1], word, strict=True))
        else:
            lines.append(word)
    return lines


def _draw(line: Letter, width: int, scale: int) -> list[str]:
    """Return the rows of a line, in the middle of `width` cells."""
    if scale == 2:
        rows = ["".join("██" if dot == "#" else "  " for dot in row) for row in line]
    else:
        blocks = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}
        pairs = zip(line[::2], line[1::2], strict=True)
        rows = ["".join(blocks[above + below] for above, below in zip(*pair, strict=True)) for pair in pairs]
    return [row.center(width) for row in rows]
