"""A key of each partner's own: the first letter of the name that is free, and an arrow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from alliance_tui.domain.alliance import SIDES, Partners, Side
from alliance_tui.text.characters import clean
from alliance_tui.widgets.key_bar import bound_keys

ARROWS = {Side.LEFT: "left", Side.RIGHT: "right"}


def partner_keys(partners: Partners, taken: Iterable[str]) -> dict[Side, str]:
    """Return the letter and arrow of each side, as a keymap takes them: "a,left"."""
    keys, used = {}, {*taken}
    for side in SIDES:
        free = [char for char in partners[side].lower() if char.isascii() and char.isalpha() and char not in used]
        used |= {*free[:1]}
        keys[side] = ",".join([*free[:1], ARROWS[side]])
    return keys


def map_keys(screen: Screen[Any], action: str, partners: Partners) -> dict[Side, str]:
    """Give each partner a key of their own that does `action`; return them as `partner_keys` does."""
    keys = partner_keys(partners, bound_keys(type(screen)))
    screen.app.update_keymap({f"{action}('{side}')@{side}": keys[side] for side in SIDES})
    return keys


def with_names(binding: Binding, partners: Partners) -> str:
    """Return what a key does, with the partners' names in the place of `{left}` and `{right}`."""
    return clean(binding.description.format_map(partners._asdict()))
