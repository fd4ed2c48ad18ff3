"""`alliance check` on a network's file system."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui.storage import mounts
from tests.unit.test_cli import Cli


def test_check_says_that_a_network_is_not_to_be_trusted(
    alliance: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a warning: nothing is wrong yet."""
    (tmp_path / "mountinfo").write_text("1 0 0:1 / / rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "mountinfo")
    assert "network file system (nfs4)" in alliance("check")
