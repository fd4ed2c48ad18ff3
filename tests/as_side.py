"""The program as one partner's own, at one alliance: python as_side.py STORE NAME SIDE."""

from __future__ import annotations

import sys
from pathlib import Path

from alliance_tui.app import AllianceApp
from alliance_tui.domain.terms import Side
from alliance_tui.services.clock import SystemClock
from alliance_tui.storage.library import Library

if __name__ == "__main__":
    store, name, side = sys.argv[1:]
    AllianceApp(Library(Path(store)), SystemClock(), opening=name, side=Side(side)).run()
