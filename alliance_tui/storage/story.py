"""The sample's story: package data, replayed by `services.demo`."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

Sitting = dict[str, Any]
"""One session of one alliance and the acts done in it, as `demo/story.toml` describes them."""


def story() -> list[Sitting]:
    """Return the sittings in the order they are replayed."""
    text = resources.files("alliance_tui").joinpath("demo", "story.toml").read_text("utf-8")
    sittings: list[Sitting] = tomllib.loads(text)["sittings"]
    return sittings
