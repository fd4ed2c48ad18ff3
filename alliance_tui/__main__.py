"""`python -m alliance_tui` is `alliance`."""

import sys

from alliance_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
