"""Which characters a person's text may carry.

Rule: a line break becomes `\\n`; tabs and everything Unicode calls visible stay as they are, with the
joiners that emoji and scripts need; what would act on a terminal instead of being shown (C0 but
tab and line feed, DEL, C1, bidi embeddings, overrides and isolates, lone surrogates) becomes a visible mark.
Joiners that follow each other become one: they join nothing more, and Rich 15 fails on a text that begins with two.
The rule is idempotent, so it holds on the way in and once more on the way to the screen.
"""

from __future__ import annotations

import re

_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_UNSHOWABLE = (
    0x7F,
    *range(0x80, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
)
_MARKS = _PICTURES | dict.fromkeys(_UNSHOWABLE, 0xFFFD) | {0x7F: 0x2421, 0x2028: 0x0A, 0x2029: 0x0A}
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\u200d\u200d")
_JOINERS = re.compile("\u200d\u200d+")
_BREAKS = re.compile("[ \t]*\n\\s*")


def clean(text: str) -> str:
    """Return the text with line breaks unified and anything a terminal would obey made visible."""
    if text.isprintable() or not _SUSPECT.search(text):
        return text
    return _JOINERS.sub("\u200d", text.replace("\r\n", "\n").replace("\r", "\n").translate(_MARKS))


def without_line_breaks(text: str) -> str:
    """Clean the text and make its line breaks spaces; spaces at its ends stay, for it may be a part of a line."""
    return _BREAKS.sub(" ", clean(text))


def one_line(text: str) -> str:
    """Clean the text and bring it on one line without spaces at its ends; a line break becomes a space."""
    if text.isprintable():  # as nearly all are, and this is a tenth of the time
        return text.strip()
    return _BREAKS.sub(" ", clean(text).strip())
