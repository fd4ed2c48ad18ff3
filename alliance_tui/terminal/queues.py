"""Whose queue of messages is being worked off."""

from __future__ import annotations

from textual._context import active_message_pump
from textual.dom import DOMNode
from textual.message_pump import MessagePump


def misfit() -> str:
    """Return why the queues of this Textual can't be told; "" when they can."""
    pump = MessagePump()
    with pump._context():
        return "" if active_message_pump.get(None) is pump else "it does not tell whose queue it works off"


def acts_within(node: DOMNode) -> bool:
    """Return True if a handler, timer or worker of the node or of something in it called this."""
    pump = active_message_pump.get(None)
    return isinstance(pump, DOMNode) and node in pump.ancestors_with_self
