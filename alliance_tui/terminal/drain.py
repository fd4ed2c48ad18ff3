"""Keys act in the order they were pressed, however fast they arrive.

A key with priority acts at once, while letters pressed before it may still wait in a field's queue.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen

PATIENCE = 5.0
"""Seconds after which a queue that does not empty is not waited for any more."""


async def drain_keys(screen: Screen[Any]) -> None:
    """Wait until the focused field and all above it, or else the screen, have taken in what was sent to them before."""
    nodes = list((screen.focused or screen).ancestors_with_self)
    for node in nodes:
        if node is screen.app or _is_here(node):
            return
        taken_in = asyncio.Event()
        if node.call_later(taken_in.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(taken_in.wait(), PATIENCE)


def _is_here(node: DOMNode) -> bool:
    """Whether we are called from this node's own queue, which can't be waited for."""
    return node.is_running and node.task is asyncio.current_task()
