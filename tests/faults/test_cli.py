"""The command line in a process of its own: encodings, closed pipes and full disks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.samples import LEFT
from tests.unit.test_cli import Cli


@pytest.fixture
def alliance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command over an empty store."""
    return Cli(tmp_path / "store", capsys)


def run(root: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m alliance_tui` with stdin closed."""
    env = {**os.environ, **environ}
    command = [sys.executable, "-m", "alliance_tui", "--store", str(root), *words]
    return subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)


def test_a_small_encoding_never_fails(alliance: Cli) -> None:
    """ASCII output stays legible, and its JSON exact."""
    name = alliance.begin("Ines", "Tomás")
    alliance.say(name, "hopes", LEFT, "温かい [red]x")
    environ = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shown = run(alliance.root, "show", name, **environ)
    assert shown.returncode == 0, shown.stderr
    assert rb"\u6e29\u304b\u3044 [red]x" in shown.stdout
    assert run(alliance.root, "list", **environ).stdout.isascii()
    listed = run(alliance.root, "list", "--json", **environ)
    assert json.loads(listed.stdout)["alliances"][0]["right"] == "Tomás"
    latin = run(alliance.root, "list", **{**environ, "PYTHONIOENCODING": "latin-1"})
    assert "Tomás" in latin.stdout.decode("latin-1")


def test_a_reader_that_goes_away_is_no_error(alliance: Cli) -> None:
    """`alliance show x | head -1` says nothing on stderr."""
    name = alliance.begin()
    alliance.say(name, "hopes", LEFT, "line\n" * 10_000)
    script = f"{sys.executable} -m alliance_tui --store '{alliance.root}' show {name} | head -1"
    piped = subprocess.run(["bash", "-c", script], capture_output=True, check=False, timeout=60)
    assert piped.stdout.startswith(b"Ada & Grace")
    assert piped.stderr == b""


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_said_plainly(alliance: Cli, unbuffered: str) -> None:
    """Not as a traceback, whether the first write fails or the last flush."""
    alliance.begin()
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "alliance_tui", "--store", str(alliance.root), "list"]
        env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        done = subprocess.run(command, env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("That could not be done")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["check"], ["--help"]])
def test_a_closed_stdout_is_no_crash(alliance: Cli, words: list[str]) -> None:
    """As some service managers start programs."""
    command = f"'{sys.executable}' -m alliance_tui --store '{alliance.root}' {' '.join(words)} >&-"
    done = subprocess.run(["bash", "-c", command], stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
