"""A key of each partner's own: the first letter of the name that is free, else an arrow alone."""

from __future__ import annotations

from alliance_tui.domain.alliance import SIDES, Partners, Side

ARROWS = {Side.LEFT: "left", Side.RIGHT: "right"}


def partner_keys(partners: Partners, taken: set[str]) -> dict[Side, str]:
    """Letter and arrow of each side, as a keymap takes them: "a,left"."""
    keys = {}
    for side in SIDES:
        free = [char for char in partners[side].lower() if char.isascii() and char.isalpha() and char not in taken]
        taken = taken | set(free[:1])
        keys[side] = ",".join([*free[:1], ARROWS[side]])
    return keys
