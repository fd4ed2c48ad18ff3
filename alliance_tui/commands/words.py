"""Words of enumerations as people write them on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from alliance_tui.domain.errors import AllianceError

Word = TypeVar("Word", bound=StrEnum)


def word_called(text: str | None, words: Iterable[Word]) -> Word | None:
    """Return one of the words, written whole or by a beginning that no other has; AllianceError lists them else."""
    if text is None:
        return None
    known = {word.value.replace("_", "-"): word for word in words}
    wanted = text.casefold().replace("_", "-").replace(" ", "-")
    begun = [name for name in known if wanted and name.startswith(wanted)]
    if wanted not in known and len(begun) != 1:
        raise AllianceError(f"{text!r} is none of these: {', '.join(known)}.")
    return known[wanted if wanted in known else begun[0]]
