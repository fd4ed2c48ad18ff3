"""Makes `data/sample` anew: `python -m tests.make_data`. A test holds it to what the story says."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from alliance_tui.services.demo import make_demo
from alliance_tui.storage.catalogue import ALLIANCE, SESSION

ANCHOR = datetime(2026, 3, 12, 13, 39, 48, tzinfo=UTC)
"""The moment at which the sample's open session has 50:12 left and ends at half past two."""
SAMPLE = Path(__file__).parent.parent / "data" / "sample"


def sample_files(root: Path) -> dict[str, bytes]:
    """The stores' files below `root` by their relative paths; locks and older copies are left out."""
    kept = sorted(path for path in root.glob("*/*") if path.name in (ALLIANCE, SESSION))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


def main() -> None:
    """Replay the story at the fixed anchor and put its files in the place of those in `data/sample`."""
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder), ANCHOR)
        files = sample_files(Path(folder))
    shutil.rmtree(SAMPLE, ignore_errors=True)
    for name, content in files.items():
        path = SAMPLE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path.relative_to(SAMPLE.parent.parent)}  {len(content)} bytes")


if __name__ == "__main__":
    main()
