"""How much the tests take on: a sample in the README's command, all of it where ALLIANCE_FULL is set, as in .ci/run."""

import os

FULL = bool(os.environ.get("ALLIANCE_FULL"))
