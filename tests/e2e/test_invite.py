"""An invited key over a real sshd that forbids nothing by itself: it leads to one alliance, and to nothing else."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Partners, Side
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import lay_down
from tests.e2e.sshd import Sshd, living, run_sshd
from tests.e2e.terminal import Terminal
from tests.needs import need

PERMISSIVE = """\
LogLevel DEBUG1
AllowAgentForwarding yes
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
GatewayPorts clientspecified
X11Forwarding yes
PermitUserRC yes
PermitTunnel yes
Subsystem sftp internal-sftp
AcceptEnv LANG LC_* TEXTUAL* PYTHON* ALLIANCE_* XDG_* ESCDELAY COLUMNS
"""
ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
ODD = 'of "two" it\'s $HOME `id` \\ ä; id'
"""A folder's name that no quoting may let through to a shell."""
NEEDS_A_TERMINAL = "This needs a terminal"
SECRET = "SECRET-OF-MEI"


@dataclass(frozen=True)
class Guest:
    """Somebody whose key was invited to Ada & Grace; Mei & Noor are in the same store."""

    sshd: Sshd
    key: Path
    store: Path

    def argv(self, *options: str, remote: Sequence[str] = ()) -> list[str]:
        """An ssh with these options, and a command for the other side."""
        own = self.sshd.options(self.key)
        return ["ssh", *options, "-p", str(self.sshd.port), *own, f"{self.sshd.user}@127.0.0.1", *remote]

    def run(self, *options: str, remote: Sequence[str] = (), **environ: str) -> subprocess.CompletedProcess[str]:
        """Run it without a terminal."""
        return run(self.argv(*options, remote=remote), **environ)


def run(argv: Sequence[str | os.PathLike[str]], **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the client's side, without a terminal."""
    env = ENVIRONMENT | environ
    return subprocess.run(
        argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, timeout=40, check=False
    )


@pytest.fixture(scope="module")
def guest(alliance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    """A key invited by the command itself, into a store and an alliance with odd names."""
    place = tmp_path_factory.mktemp("invite")
    store, key = place / ODD, place / "key"
    (store / lay_down(store)).rename(store / ODD)
    lay_down(store, "Mei", SECRET)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "grace@home", "-f", key], check=True)
    with run_sshd(PERMISSIVE) as sshd:
        words = ["--store", str(store), "invite", f"{key}.pub", ODD, "--install", "--yes"]
        done = run([str(alliance), *words], HOME=str(sshd.home))
        assert (done.returncode, done.stderr.count("\n")) == (0, 1)
        assert "serves both sides" in done.stderr
        assert done.stdout.split("\n")[0] + "\n" == sshd.authorized_keys.read_text("utf-8")
        yield Guest(sshd, key, store)


def see_the_alliance(line: Terminal) -> None:
    """The session of the two is on screen, and no library."""
    shown = line.wait_for("◆ Ada & ● Grace")
    assert "Library" not in shown
    assert SECRET not in shown


def leave(line: Terminal) -> None:
    """Leave the alliance, which ends the connection."""
    line.press("q")
    assert line.wait_exit() == 0


# Where it leads


@pytest.mark.parametrize("remote", [[], ["id"], ["/bin/sh"], ["alliance", "list"], ["x'; id; '"], ["sftp"]])
def test_with_a_terminal_it_leads_to_the_alliance(guest: Guest, terminal: OpenTerminal, remote: list[str]) -> None:
    """Whatever was asked for; leaving it is the end."""
    line = terminal(guest.argv("-tt", remote=remote))
    see_the_alliance(line)
    assert "uid=" not in line.screen()
    leave(line)


@pytest.mark.parametrize("remote", [[], ["id"], ["cat", "/etc/passwd"], ["alliance", "list"], ["python3", "-c", "1"]])
def test_without_a_terminal_it_leads_to_a_line_that_says_so(guest: Guest, remote: list[str]) -> None:
    """And nothing of the command is run."""
    done = guest.run("-T", remote=remote)
    assert (done.returncode, done.stdout) == (2, "")
    said = [
        line for line in done.stderr.splitlines() if not line.startswith("debug1: ")
    ]  # sshd's own, as PERMISSIVE has it
    assert len(said) == 1
    assert said[0].startswith(NEEDS_A_TERMINAL)
    assert "ssh -t" in said[0]


def test_keys_that_lead_out_of_other_programs(guest: Guest, terminal: OpenTerminal) -> None:
    """ctrl+z, ctrl+\\ and ctrl+c don't; the palette has no screenshot, no other alliance."""
    line = terminal(guest.argv("-tt"))
    see_the_alliance(line)
    line.send(b"\x1a\x1c\x03")
    line.wait_quiet()
    line.send(b"\x10")
    line.wait_for("Search for commands")
    for words in ("Screenshot", "Library", "Devtools", "delete"):
        line.type(words)
        shown = line.wait_quiet()
        assert "SVG" not in shown
        assert SECRET not in shown
        line.send(b"\x15")
    line.press("escape")
    line.wait_gone("Search for commands")
    line.wait_quiet()
    leave(line)


# For one partner


@pytest.fixture
def grace(guest: Guest, alliance: Path) -> Iterator[tuple[Guest, str]]:
    """A second key, invited as Grace alone to another alliance of the two; and the folder of that."""
    name, key = lay_down(guest.store), guest.key.with_name("grace's key")
    keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", 'grace\'s "own"', "-f", str(key)]
    subprocess.run(keygen, check=True, stdin=subprocess.DEVNULL)
    before = guest.sshd.authorized_keys.read_bytes()
    words = ["--store", str(guest.store), "invite", f"{key}.pub", name, "--as", "grace", "--install", "--yes"]
    done = run([str(alliance), *words], HOME=str(guest.sshd.home))
    assert (done.returncode, done.stderr) == (0, f"This key opens {name} for Grace alone.\n")
    yield Guest(guest.sshd, key, guest.store), name
    guest.sshd.authorized_keys.write_bytes(before)
    for path in (key, Path(f"{key}.pub")):
        path.unlink()
    shutil.rmtree(guest.store / name)


def test_a_key_of_one_partner_opens_that_side(grace: tuple[Guest, str], terminal: OpenTerminal) -> None:
    """What Ada has covered never reaches its terminal; it is Grace's side, though she is called something else now."""
    guest, name = grace
    library, ada = Library(guest.store), Library(guest.store, viewer=Viewer(Side.LEFT))
    asked = library.session(name).turns[0].question
    sessions.set_apart(library, name, [asked], True)
    sessions.answer(ada, name, asked, Side.LEFT, SECRET)
    library.record(name).rename(Partners("Ada", "Left"), "cofounders")
    line = terminal(guest.argv("-tt"))
    line.wait_for("◆ Ada & ● Left")
    line.press("right", "enter")
    line.type("OF-GRACE")
    line.press("escape")
    line.wait_quiet()
    line.press("S")
    assert "abandon" not in line.wait_for("set aside")
    line.press("escape")
    leave(line)
    assert SECRET.encode() not in line.raw
    answers = {side: Library(guest.store, viewer=Viewer(side)).session(name).answers for side in Side}
    assert answers[Side.LEFT][asked, Side.LEFT].text == SECRET
    written = [key for key in answers[Side.RIGHT] if answers[Side.RIGHT][key].text == "OF-GRACE"]
    assert [side for _, side in written] == [Side.RIGHT]


def test_the_keys_that_there_are(grace: tuple[Guest, str], alliance: Path) -> None:
    """Each with its fingerprint; that of an alliance without a side is said to serve both."""
    guest, name = grace
    words = ["--store", f"{guest.store}/.", "invite", "--list", "--json"]
    done = run([str(alliance), *words], HOME=str(guest.sshd.home))
    assert (done.returncode, done.stderr) == (0, "")
    listed = json.loads(done.stdout)["invitations"]
    assert [(each["alliance"], each["side"], each["partner"]) for each in listed] == [
        (ODD, None, None),
        (name, "right", "Grace"),
    ]
    shown = run(["ssh-keygen", "-l", "-f", f"{guest.key}.pub"]).stdout
    assert shown == f"256 {listed[1]['fingerprint']} {listed[1]['comment']} (ED25519)\n"


# Ways around it


def test_sftp_and_scp_are_refused(guest: Guest, tmp_path: Path) -> None:
    """Neither in nor out, by the old protocol or the new."""
    own, port, where = guest.sshd.options(guest.key), str(guest.sshd.port), f"{guest.sshd.user}@127.0.0.1"
    sent, got = guest.sshd.home / "sent", tmp_path / "got"
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "batch").write_text(f"put {tmp_path}/mine {sent}\n")
    attempts = [
        ["scp", "-P", port, *own, f"{where}:/etc/hostname", str(got)],
        ["scp", "-O", "-P", port, *own, f"{where}:/etc/hostname", str(got)],
        ["scp", "-P", port, *own, str(tmp_path / "mine"), f"{where}:{sent}"],
        ["scp", "-O", "-P", port, *own, str(tmp_path / "mine"), f"{where}:{sent}"],
        ["sftp", "-P", port, *own, "-b", str(tmp_path / "batch"), where],
        guest.argv("-s", remote=["sftp"]),
    ]
    for attempt in attempts:
        done = run(attempt)
        assert done.returncode != 0, attempt
    assert not sent.exists()
    assert not got.exists()
    owner = guest.sshd.options(guest.sshd.key)
    assert run(["scp", "-P", port, *owner, f"{where}:/etc/hostname", str(got)]).returncode == 0  # the probe can fail


@contextmanager
def treasure() -> Iterator[int]:
    """A port on the host that gives something away to whoever reaches it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def give() -> None:
            with suppress(OSError):
                while True:
                    line, _ = server.accept()
                    with line:
                        line.sendall(b"treasure\n")

        threading.Thread(target=give, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def connected(guest: Guest, port: int, *options: str) -> Iterator[socket.socket]:
    """A connection through what an ssh without any command (-N) forwards on this side."""
    argv = guest.argv("-N", *options)
    with subprocess.Popen(argv, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as ssh:
        try:
            for _ in range(400):
                with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 10) as line:
                    yield line
                    return
                time.sleep(0.05)
            raise AssertionError("ssh did not listen")
        finally:
            ssh.kill()


def all_of(line: socket.socket) -> bytes:
    """Everything that comes until the other side closes."""
    got = b""
    with suppress(ConnectionResetError):
        while piece := line.recv(1000):
            got += piece
    return got


def test_local_forwarding_is_refused(guest: Guest) -> None:
    """-L to a port leads to nothing; with the tester's own key it leads there, so the probe can fail."""
    with treasure() as target:
        port = free_port()
        with connected(guest, port, "-L", f"127.0.0.1:{port}:127.0.0.1:{target}") as line:
            assert all_of(line) == b""
        owner = Guest(guest.sshd, guest.sshd.key, guest.store)
        port = free_port()
        with connected(owner, port, "-L", f"127.0.0.1:{port}:127.0.0.1:{target}") as line:
            assert all_of(line) == b"treasure\n"


def test_dynamic_forwarding_is_refused(guest: Guest) -> None:
    """-D: a SOCKS proxy that reaches nothing."""
    with treasure() as target:
        port = free_port()
        with connected(guest, port, "-D", f"127.0.0.1:{port}") as line:
            line.sendall(b"\5\1\0" + b"\5\1\0\1\x7f\0\0\1" + target.to_bytes(2, "big"))
            assert b"treasure" not in all_of(line)


def test_other_forwarding_is_refused(guest: Guest, tmp_path: Path) -> None:
    """-R on a port or a socket, -W, and a tunnel device."""
    with treasure() as target:
        for option in (f"0:127.0.0.1:{target}", f"{tmp_path}/socket:127.0.0.1:{target}"):
            refused = guest.run("-N", "-o", "ExitOnForwardFailure=yes", "-R", option)
            assert refused.returncode == 255
            assert "forwarding failed" in refused.stderr
        direct = guest.run("-W", f"127.0.0.1:{target}")
        assert (direct.returncode, direct.stdout) == (255, "")
        assert "forwarding failed" in direct.stderr


def test_x11_and_agent_forwarding_are_refused(guest: Guest) -> None:
    """Asked for, each is turned down by the far side, as its log says of the agent."""
    need("ssh-agent", "openssh-client")
    begin = guest.sshd.log.stat().st_size
    done = run(
        ["ssh-agent", *guest.argv("-T", "-A", "-Y", "-o", "IdentityAgent=SSH_AUTH_SOCK", "-o", "LogLevel=INFO")],
        DISPLAY="127.0.0.1:77",
    )
    assert done.returncode == 2
    assert "X11 forwarding request failed" in done.stderr
    log = guest.sshd.log.read_bytes()[begin:].decode(errors="replace")
    assert "agent forwarding disabled" in log


def test_no_rc_file_is_run_and_nothing_else_is_granted(guest: Guest) -> None:
    """The far side's own account of what this key may: the command and a terminal. No user-rc, no forwarding."""
    begin = guest.sshd.log.stat().st_size
    guest.run("-T")
    log = guest.sshd.log.read_bytes()[begin:].decode(errors="replace")
    granted = {line.partition("key options:")[2].strip() for line in log.splitlines() if "key options:" in line}
    assert granted == {"command pty"}
    assert "rc file" not in log


HOSTILE = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "TEXTUAL_DRIVER": "textual.drivers.headless_driver:HeadlessDriver",
    "PYTHONINSPECT": "1",
    "PYTHONVERBOSE": "1",
    "PYTHONPATH": "/nowhere",
    "ALLIANCE_STORE": "/",
    "XDG_DATA_HOME": "/",
    "LC_ALL": "../../etc/passwd",
    "COLUMNS": "9999",
}


def test_the_environment_is_not_heeded(guest: Guest, terminal: OpenTerminal, tmp_path: Path) -> None:
    """Though this sshd lets it through: no debugger, no log, no picture, no prompt at the end."""
    hostile = HOSTILE | {"TEXTUAL_LOG": str(tmp_path / "log"), "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path)}
    line = terminal(guest.argv("-tt", "-o", "SetEnv=" + " ".join(f'"{k}={v}"' for k, v in hostile.items())))
    see_the_alliance(line)
    (seen,) = environments(str(guest.store))
    assert not hostile.keys() & seen
    assert seen <= {"COLORTERM", "LANG", "LOGNAME", "TERM", "TZ", "USER", "HOME", "LC_CTYPE"}
    line.send(b"\x1a")  # TEXTUAL_ALLOW_SIGNALS would stop it
    time.sleep(1.5)  # TEXTUAL_SCREENSHOT would have ended it
    leave(line)
    assert ">>>" not in line.screen()
    assert not list(tmp_path.iterdir())


def environments(word: str) -> list[set[str]]:
    """The names in the environment of every program of ours that has this word on its command line."""
    found = []
    for pid, _ in living():
        with suppress(OSError):
            process = Path("/proc", str(pid))
            said = (process / "cmdline").read_bytes().split(b"\0")
            if word.encode() in said and b"alliance_tui" in said:
                held = (process / "environ").read_bytes().decode(errors="replace").split("\0")
                found.append({entry.partition("=")[0] for entry in held if entry})
    return found


def test_a_deleted_alliance_lets_nobody_into_another(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """The beginning of a name is not enough for a locked program."""
    name = lay_down(store)
    other = lay_down(store)
    assert other.startswith(name)
    (store / name).rename(store / ".gone")
    line = terminal([alliance, "--store", store, "open", name, "--locked"])
    assert line.wait_exit() == 1
    assert "not here any more" in line.screen()
