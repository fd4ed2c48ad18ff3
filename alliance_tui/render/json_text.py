"""JSON for programs that is safe to print on a terminal."""

from __future__ import annotations

import json
import re

_ACTIVE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON allows in a string but a terminal might obey, or an encoding refuse."""


def dumps(data: object, ascii_only: bool) -> str:
    """Return the data as JSON that reads back exactly, without characters that a terminal would obey."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=2)
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
