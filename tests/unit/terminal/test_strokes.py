"""What is drawn of a changed row: in which strokes, and in which order."""

from __future__ import annotations

from alliance_tui.terminal.cells import Cells, blank
from alliance_tui.terminal.pens import PLAIN, Pen
from alliance_tui.terminal.strokes import Stroke, gaps_to_sweep, in_order_of_pens, strokes

RED, DARK = Pen(foreground="31"), Pen(background="40")
RED_ON_DARK = Pen(foreground="31", background="40")
UNDERLINED = Pen(attributes=frozenset("4"))


def row(*parts: tuple[str, Pen]) -> Cells:
    """Texts side by side; the half of a wide character is written as "|"."""
    return [blank(pen) if sign == " " else (sign.strip("|"), pen) for text, pen in parts for sign in text]


def drawn(old: Cells, new: Cells) -> list[tuple[int, int, Pen, bool]]:
    """From where to where, in which pen, and whether nothing but a background shows."""
    return [stroke[1:] for stroke in strokes(0, old, new)]


def test_blanks_are_drawn_with_what_is_beside_them() -> None:
    """One pen does for both if it has their background and draws no line."""
    old = row(("x" * 9, PLAIN))
    assert drawn(old, row(("  abc    ", RED))) == [(0, 9, RED, False)]
    assert drawn(old, row(("  ", PLAIN), ("abc", UNDERLINED), ("    ", PLAIN))) == [
        (0, 2, PLAIN, True),
        (2, 5, UNDERLINED, False),
        (5, 9, PLAIN, True),
    ]


def test_many_blanks_are_a_stroke_of_their_own() -> None:
    """They are erased."""
    assert drawn(row(("x" * 20, PLAIN)), row(("abc" + " " * 17, RED))) == [(0, 3, RED, False), (3, 20, PLAIN, True)]


def test_a_short_gap_is_drawn_over_and_a_long_one_is_jumped_over() -> None:
    """Where the same pen can draw what is between."""
    old = row(("one two three", RED))
    assert drawn(old, row(("One Two three", RED))) == [(0, 5, RED, False)]
    assert drawn(old, row(("One two Three", RED))) == [(0, 1, RED, False), (8, 9, RED, False)]
    assert drawn(row(("a", RED), ("b", UNDERLINED), ("c", RED)), row(("A", RED), ("b", UNDERLINED), ("C", RED))) == [
        (0, 1, RED, False),
        (2, 3, RED, False),
    ]


def test_a_text_between_blanks_is_no_blank() -> None:
    """Its pen counts."""
    assert drawn(row(("xx-xx", PLAIN)), row(("  -  ", PLAIN))) == [(0, 5, PLAIN, False)]


def test_wide_characters_are_drawn_whole() -> None:
    """Also if only one half of it has changed, as far as is known."""
    assert drawn(row(("ab", PLAIN)), row(("我|", PLAIN))) == [(0, 2, PLAIN, False)]
    assert drawn([("我", PLAIN), None], row(("我|", PLAIN))) == [(0, 2, PLAIN, False)]


def test_what_is_unknown_stays() -> None:
    """Nobody says what should be there."""
    assert drawn(row(("abc", PLAIN)), [None, ("b", PLAIN), ("x", PLAIN)]) == [(2, 3, PLAIN, False)]


def test_all_of_one_pen_comes_before_the_next() -> None:
    """The present one first, blanks with any that has their background, and each pen from the top down."""
    found = [
        Stroke(0, 0, 1, RED_ON_DARK, False),
        Stroke(0, 1, 9, DARK, True),
        Stroke(0, 9, 10, PLAIN, False),
        Stroke(1, 0, 1, RED_ON_DARK, False),
        Stroke(1, 1, 2, PLAIN, False),
    ]
    assert in_order_of_pens(found, PLAIN) == [found[2], found[4], found[0], found[1], found[3]]
    assert in_order_of_pens(found, RED_ON_DARK) == [found[0], found[1], found[3], found[2], found[4]]


def test_blanks_between_which_nothing_changes_are_one_stroke_behind_a_text() -> None:
    """However short each of them is."""
    old = row(("a      bcd   efg   hij", RED))
    assert drawn(old, row(("xyz" + " " * 19, RED))) == [(0, 3, RED, False), (7, 22, PLAIN, True)]


def test_the_sides_of_a_box_are_drawn_downwards() -> None:
    """Each in one go; a text is drawn along the rows."""
    sides = [Stroke(y, x, x + 1, RED, False) for y in range(3) for x in (4, 50)]
    texts = [Stroke(y, x, x + 6, DARK, False) for y in range(2) for x in (6, 14)]
    found = in_order_of_pens([*sides, *texts], RED)
    assert [stroke[:2] for stroke in found] == [
        *((y, x) for x in (4, 50) for y in range(3)),
        *((y, x) for y in range(2) for x in (6, 14)),
    ]


def test_gaps_between_new_texts_are_erased_together() -> None:
    """From the first blank up to the last one, if nothing else stays there."""
    old, gap = row(("x" * 40, RED)), (" " * 10, DARK)
    new = row((" ", DARK), ("key", RED_ON_DARK), gap, ("words", RED_ON_DARK), gap, ("y" * 11, RED))
    assert gaps_to_sweep(strokes(0, old, new), old, new) == (0, 29, DARK)
    stays: Cells = [*old[:15], new[15], *old[16:]]
    assert gaps_to_sweep(strokes(0, stays, new), stays, new) is None
    one = [*new[:18], *old[18:]]
    assert gaps_to_sweep(strokes(0, old, one), old, one) is None
    unknown: Cells = [*new[:15], None, *new[16:]]
    assert gaps_to_sweep(strokes(0, old, unknown), old, unknown) is None
