"""What keeps a locked program's environment plain, and its memory from others."""

from __future__ import annotations

import subprocess
import sys


def test_a_confined_interpreter_heeds_no_environment() -> None:
    """It begins anew without it, and when it has done so it goes on."""
    script = (
        "import os, sys; from alliance_tui.commands.process_hardening import confine;"
        "os.execve = lambda *words: print(words[1], end=' ');"
        "confine(['open', 'x']); print('TEXTUAL' in os.environ)"
    )
    env = {"TEXTUAL": "debug", "LANG": "C.UTF-8"}
    for flags, said in (([], "alliance_tui', 'open', 'x'] True"), (["-E", "-P"], "False")):
        done = subprocess.run(
            [sys.executable, *flags, "-c", script], env=env, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip().endswith(said)


def test_memory_is_private() -> None:
    """No core file, and no other process of the same user may attach."""
    script = (
        "import ctypes, resource; from alliance_tui.commands.process_hardening import keep_memory_private;"
        "keep_memory_private();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "0 (0, 0)\n"


def test_printing_does_not_pay_for_it() -> None:
    """ctypes comes with the app alone."""
    script = (
        "import sys; from alliance_tui.cli import main; main(['list', '--store', '/nowhere']);"
        "print('ctypes' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")
