"""The key of each partner, on every screen where something is done for a person: the arrow to their side."""

from __future__ import annotations

from textual.binding import Binding

from alliance_tui.domain.alliance import Partners
from alliance_tui.text.characters import clean


def with_names(binding: Binding, partners: Partners) -> str:
    """Return what a key does, with the partners' names in the place of `{left}` and `{right}`."""
    return clean(binding.description.format_map(partners._asdict()))
