"""How much the tests take on: a sample in the README's command, all of it where ALLIANCE_FULL is set, as in .ci/run."""

import os

FULL = bool(os.environ.get("ALLIANCE_FULL"))
EXAMPLES = int(os.environ.get("ALLIANCE_EXAMPLES", "25"))
"""Examples of the properties that find more the more they try; the others have 25, and 200 where FULL."""
STRINGS = 20_000 if FULL else 200
"""Random strings of the laws that the data of Unicode judge."""


def bits(place: int) -> range:
    """The bits of a byte to damage: one, another in each byte; all where FULL."""
    return range(8) if FULL else range(place % 8, place % 8 + 1)
