"""A real sshd on a loopback port, for the present user alone, with keys made for it."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.terminal import MARK, kill_marked
from tests.needs import need

ATTEMPTS = 5  # another program may take the free port before sshd does
PRIVILEGE_SEPARATION_DIRECTORY = Path("/run/sshd")


@dataclass(frozen=True)
class Sshd:
    """A running sshd: how to reach it, and the home its sessions see."""

    pid: int
    port: int
    user: str
    key: Path
    home: Path

    @property
    def log(self) -> Path:
        """What sshd says."""
        return self.home.parent / "log"

    @property
    def authorized_keys(self) -> Path:
        """A file of keys it lets in, beside the tester's own; nothing is there at first."""
        return self.home / ".ssh" / "authorized_keys"

    def command(self, *remote: str | os.PathLike[str]) -> list[str]:
        """The argv of an ssh with a terminal; the remote words arrive as given (none: a shell)."""
        argv = ["ssh", "-tt", "-p", str(self.port), *self.options(self.key), f"{self.user}@127.0.0.1"]
        return [*argv, shlex.join(os.fspath(word) for word in remote)] if remote else argv

    def options(self, key: Path) -> list[str]:
        """What ssh, scp and sftp need to come in with this key and with nothing of the tester's own."""
        options = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "LogLevel": "ERROR",
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "BatchMode": "yes",
        }
        argv = ["-F", "none", "-i", str(key)]
        for name, value in options.items():
            argv += ["-o", f"{name}={value}"]
        return argv


@contextmanager
def run_sshd(settings: str = "") -> Iterator[Sshd]:
    """Run an sshd, with these lines before its configuration; on leaving, it and all its sessions started are gone."""
    program = need("sshd", "openssh-server")
    keygen = need("ssh-keygen", "openssh-client")
    need("ssh", "openssh-client")
    if os.geteuid() == 0:
        PRIVILEGE_SEPARATION_DIRECTORY.mkdir(mode=0o755, parents=True, exist_ok=True)
    mark = uuid.uuid4().hex
    place = Path(tempfile.mkdtemp(prefix="alliance-sshd-"))
    try:
        (place / "home").mkdir()
        for name in ("host_key", "user_key"):
            words = [keygen, "-q", "-t", "ed25519", "-N", "", "-C", "alliance tests", "-f", f"{place}/{name}"]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        daemon, port = start(program, place, mark, settings)
        try:
            yield Sshd(daemon.pid, port, getpass.getuser(), place / "user_key", place / "home")
        finally:
            end_daemon(daemon)
    finally:
        kill_marked(mark)
        shutil.rmtree(place, ignore_errors=True)


def start(program: str, place: Path, mark: str, settings: str = "") -> tuple[subprocess.Popen[bytes], int]:
    """Start sshd and return it and the port it greets on; raises with its log when it never does."""
    for _ in range(ATTEMPTS):
        port = free_port()
        (place / "sshd_config").write_text(settings + configuration(port, place, mark), encoding="utf-8")
        with (place / "log").open("ab") as log:
            daemon = subprocess.Popen(
                [program, "-D", "-e", "-f", place / "sshd_config"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if greets(port, daemon):
            return daemon, port
        end_daemon(daemon)
    raise RuntimeError("sshd did not start:\n" + (place / "log").read_text(encoding="utf-8", errors="replace"))


def end_daemon(daemon: subprocess.Popen[bytes]) -> None:
    """Kill sshd and its sessions' own processes, which overwrite the mark with their titles."""
    parents = dict(living())
    family = [daemon.pid]
    for member in family:
        family += [pid for pid, parent in parents.items() if parent == member]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    daemon.wait()


def living() -> Iterator[tuple[int, int]]:
    """Every process that has not ended (zombies have), and its parent."""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if fields[0] != "Z":
                yield int(place.name), int(fields[1])


def configuration(port: int, place: Path, mark: str) -> str:
    """An sshd_config that lets in one key and those invited, and nothing of the machine's own settings."""
    return f"""\
Port {port}
ListenAddress 127.0.0.1
HostKey {place}/host_key
AuthorizedKeysFile {place}/user_key.pub {place}/home/.ssh/authorized_keys
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
X11Forwarding no
PrintMotd no
PrintLastLog no
SetEnv {MARK}={mark} HOME={place}/home LANG=C.UTF-8 TZ=UTC COLORTERM=truecolor
"""


def free_port() -> int:
    """A loopback port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def greets(port: int, daemon: subprocess.Popen[bytes], timeout: float = 10) -> bool:
    """Whether an SSH banner comes from the port, within so many seconds and while the daemon lives."""
    end = time.monotonic() + timeout
    while daemon.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.settimeout(5)
            if line.recv(64).startswith(b"SSH-"):
                return True
        time.sleep(0.05)
    return False
