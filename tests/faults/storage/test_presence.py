"""Presence of a program that is stopped and killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from alliance_tui.storage.presence import Presence, is_somebody_there

HOLD = """
import sys
from pathlib import Path
from alliance_tui.storage.presence import Presence
presence = Presence(Path(sys.argv[1]))
print(presence.enter(), flush=True)
sys.stdin.read()
"""


def test_a_killed_program_is_there_no_longer(tmp_path: Path) -> None:
    """The kernel frees its lock; one that is only stopped is there."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        holder.send_signal(signal.SIGSTOP)
        assert is_somebody_there(tmp_path)
        presence = Presence(tmp_path)
        assert not presence.enter()
        holder.kill()
        holder.wait()
        assert presence.alone()
