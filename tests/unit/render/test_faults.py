"""What is said of a fault."""

from __future__ import annotations

from alliance_tui.render.faults import stopped_by_fault


def fail() -> None:
    raise ValueError("What Grace wrote.")


def test_a_fault_is_named_without_its_message() -> None:
    """Kind and place; the message may quote somebody."""
    try:
        fail()
    except ValueError as error:
        line = fail.__code__.co_firstlineno + 1
        assert stopped_by_fault(error, "All is saved.") == (
            f"Alliance stopped by a fault of its own (ValueError at test_faults.py:{line}). All is saved."
        )
    assert "(KeyError)" in stopped_by_fault(KeyError("Grace"), "")
    assert "(unknown)" in stopped_by_fault(None, "")
