"""Presence of a program that is stopped and killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from alliance_tui.domain.countdown import Gap
from alliance_tui.storage.presence import Presence, is_somebody_there
from tests.unit.clock import NOON

HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from alliance_tui.storage.presence import Presence
presence = Presence(Path(sys.argv[1]))
print(presence.enter(), flush=True)
presence.claim(*map(datetime.fromisoformat, sys.argv[2:]))
print(flush=True)
sys.stdin.read()
"""


def test_a_killed_program_is_there_no_longer(tmp_path: Path) -> None:
    """The kernel frees its locks; one that is only stopped is there, and asks about its absence."""
    gap = Gap(NOON, NOON + timedelta(hours=1))
    moments = [moment.isoformat() for moment in (*gap, NOON)]
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path, *moments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert holder.stdout.readline() == "\n"
        holder.send_signal(signal.SIGSTOP)
        assert is_somebody_there(tmp_path)
        presence = Presence(tmp_path)
        assert not presence.enter()
        assert not presence.take_over(gap)
        holder.kill()
        holder.wait()
        assert presence.alone()
        assert presence.take_over(gap)
