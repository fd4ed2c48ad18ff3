"""The program as one partner's own, at one alliance: python as_side.py STORE NAME SIDE."""

from __future__ import annotations

import sys
from pathlib import Path

from alliance_tui.app import AllianceApp
from alliance_tui.domain.terms import Side
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services.clock import SystemClock
from alliance_tui.storage.library import Library

if __name__ == "__main__":
    store, name, side = sys.argv[1:]
    library = Library(Path(store), viewer=Viewer(Side(side)))
    AllianceApp(library, SystemClock(), opening=name, side=Side(side)).run()
