"""What is said when a fault of the program itself ends it."""

from __future__ import annotations

from pathlib import Path


def stopped_by_fault(error: BaseException | None, kept: str) -> str:
    """Return a sentence that names the fault, and what was `kept`."""
    return f"Alliance stopped by a fault of its own ({fault(error)}). {kept}"


def fault(error: BaseException | None) -> str:
    """Return an error's kind and place in the code; never its message, which may quote what a partner wrote."""
    if error is None:
        return "unknown"
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"
