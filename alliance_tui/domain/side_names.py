"""Which partner a person means."""

from __future__ import annotations

from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.terms import SIDES, Partners, Side, called


def side_called(wanted: str, partners: Partners, *, words_are_sides: bool = False) -> Side:
    """Return the side of the partner with this name, or whose name begins so; or the side "left" or "right".

    NotFound for what fits nobody or both. So it is with the word of one side that begins the other's name: nobody
    opens the other's side by mistake. `words_are_sides`: the two words mean sides in any case, as in the line of an
    invited key, which must mean the same person whatever the names become.
    """
    word = {side.value: side for side in SIDES}.get(wanted.casefold())
    if word and words_are_sides:
        return word
    fits = {*called(wanted, ((partners[side], side) for side in SIDES))} | ({word} if word else set())
    if len(fits) == 1:
        return fits.pop()
    found = "may mean either of" if fits else "is neither of"
    raise NotFound(
        f"“{wanted}” {found} {partners.left}, on the left, and {partners.right}, on the right. Nothing was changed. "
        "Say one of the names, or a beginning that only one of them has, or left or right."
    )
