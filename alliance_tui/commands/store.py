"""The store that a command works on."""

from __future__ import annotations

import os
from argparse import Namespace

from alliance_tui.storage.library import Library
from alliance_tui.storage.paths import default_store, path_meant


def open_library(args: Namespace) -> Library:
    """Return the library in the store that was asked for, or in the user's own."""
    wanted = args.store or os.environ.get("ALLIANCE_STORE")
    if not wanted:
        return Library(default_store())
    return Library(path_meant(wanted, "Nothing was changed."))
