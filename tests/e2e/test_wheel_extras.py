"""What the wheel carries besides the package: completions in real shells, and the manual page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.session import lay_down
from tests.needs import need

MAKE = """
import runpy, sys
print(runpy.run_path(".ci/wheel_extras.py")[sys.argv[1]](*sys.argv[2:]))
"""
ROOT = Path(__file__).parents[2]
BASH = """
source "$COMPLETION"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
"$(complete -p alliance | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = 'source $COMPLETION; complete -C "$argv" | string split -f1 \\t'


def made(*words: str) -> str:
    """What the build makes, in an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", MAKE, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_completion(shell: str, alliance: Path, tmp_path: Path) -> None:
    """Of commands, options, their values, names in the store, files and folders."""
    command = [need(shell, shell), "-c", BASH if shell == "bash" else FISH]
    store = tmp_path / "store"
    name = lay_down(store)
    (tmp_path / "completion").write_text(made("completion", shell))
    environ = {
        **os.environ,
        "PATH": f"{alliance.parent}:{os.environ['PATH']}",
        "ALLIANCE_STORE": str(store),
        "COMPLETION": str(tmp_path / "completion"),
    }

    def offered(*words: str) -> set[str]:
        given = ["bash", *words] if shell == "bash" else [" ".join(words)]
        done = subprocess.run(
            [*command, *given], capture_output=True, text=True, env=environ, cwd=tmp_path, check=False
        )
        return {*done.stdout.split()}

    assert "show" in offered("alliance", "sh")
    assert name in offered("alliance", "show", "")
    assert "--version" in offered("alliance", "show", name, "--v")
    assert {"html", "json", "ics"} <= offered("alliance", "export", "--format", "")
    assert "completion" in offered("alliance", "restore", "comp")
    assert "completion" in offered("alliance", "questions", "--check", "comp")
    assert {word.rstrip("/") for word in offered("alliance", "--store", "s")} == {"store"}


def test_the_manual_page_has_every_command() -> None:
    """And no date, so that the same wheel comes of the same sources."""
    from alliance_tui.cli import COMMANDS

    page = made("manual", "1.2.3", "About it")
    assert page.startswith('.TH ALLIANCE "1" " " "alliance 1.2.3"')
    assert [command for command in COMMANDS if f"alliance {command}" not in page.replace("\\-", "-")] == []
