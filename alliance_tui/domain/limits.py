"""How long a text may be."""

from alliance_tui.domain.errors import NotAllowed

LONGEST = 100_000
"""Characters an answer or any other field takes at most: two hours of speech at 150 words a minute, and what an editor
still takes in within a second and can be typed in. A million takes two to five seconds, then four a key."""

TOO_LONG = (
    f"{LONGEST:,} characters are the most that fit here. What goes beyond was not taken in; what was there stays."
)


def within_limit(text: str, before: str = "") -> str:
    """Return the text; raise NotAllowed if it is too long, unless `before` was too long, too, and no shorter."""
    if len(text) > max(LONGEST, len(before)):
        raise NotAllowed(TOO_LONG)
    return text
