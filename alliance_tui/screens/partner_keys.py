"""A key of each partner's own: the first letter of the name that is free, and an arrow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.binding import Binding

from alliance_tui.domain.alliance import SIDES, Partners, Side

ARROWS = {Side.LEFT: "left", Side.RIGHT: "right"}


def partner_keys(partners: Partners, taken: Iterable[str]) -> dict[Side, str]:
    """Return the letter and arrow of each side, as a keymap takes them: "a,left"."""
    keys, used = {}, {*taken}
    for side in SIDES:
        free = [char for char in partners[side].lower() if char.isascii() and char.isalpha() and char not in used]
        used |= {*free[:1]}
        keys[side] = ",".join([*free[:1], ARROWS[side]])
    return keys


def binding_id(action: str, side: Side) -> str:
    """Return the id of the binding that does `action` for a side."""
    return f"{action}('{side}')@{side}"


def map_keys(app: App[Any], action: str, keys: dict[Side, str]) -> None:
    """Have these keys do `action` for their sides."""
    app.update_keymap({binding_id(action, side): keys[side] for side in SIDES})


def side_of(binding: Binding) -> Side | None:
    """Return the side that a binding is for, if it is one of a partner's own."""
    action = binding.action.partition("(")[0]
    return next((side for side in SIDES if binding.id == binding_id(action, side)), None)
