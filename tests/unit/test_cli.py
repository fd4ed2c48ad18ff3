"""The command line, in this process, over stores filled by the services."""

from __future__ import annotations

import json
import stat
import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest

from alliance_tui import __version__, cli, commands
from alliance_tui.commands import interactive
from alliance_tui.domain.alliance import Holder, Side
from alliance_tui.services import agreements, alliances, sessions, slips
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import LEFT, RIGHT

ASKED = {LEFT: ("assumptions", "tone", "count-on"), RIGHT: ("hopes", "requests", "conflict")}
COUNT_ON = "That I never surprise you in front of the board. You hear it from me first."


class Cli:
    """`alliance` over one store, on a clock that stands still."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Use the store in `root`."""
        self.root = root
        self.library = Library(root)
        self.clock = FakeClock(NOON + timedelta(hours=2))
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command which must end with `code`; returns what it printed, keeping stderr in `err`."""
        assert self.run(*words) == code
        return self.out

    def run(self, *words: str) -> int:
        """Run a command; return its exit code, keeping what it printed in `out` and `err`."""
        code = cli.main([*words, "--store", str(self.root)], clock=self.clock)
        self.out, self.err = self._capsys.readouterr()
        return code

    def begin(self, left: str = "Ada", right: str = "Grace") -> str:
        """A new alliance with its session begun; returns its name."""
        alliance = alliances.begin_alliance(self.library, Preparation(left, right, "cofounders"), NOON)
        for side, picks in ASKED.items():
            for question in picks:
                sessions.choose(self.library, alliance.name, side, question, True)
        sessions.begin(self.library, alliance.name, NOON)
        return alliance.name

    def say(self, name: str, question: str, side: Side, text: str) -> None:
        """Answer."""
        sessions.answer(self.library, name, question, side, text)

    def sign(self, name: str) -> None:
        """Both sign."""
        for side in Side:
            sessions.sign(self.library, name, side, NOON + timedelta(minutes=80))

    def revisit(self, name: str) -> None:
        """Open the next session and begin it."""
        alliances.revisit(self.library, name)
        sessions.begin(self.library, name, NOON + timedelta(minutes=90))

    def two_versions(self) -> str:
        """An alliance signed twice, with three answers changed in between."""
        name = self.begin()
        for question, side in (("assumptions", RIGHT), ("tone", RIGHT), ("hopes", LEFT)):
            self.say(name, question, side, f"What {side} said of {question} and means to keep.")
        self.say(name, "count-on", RIGHT, COUNT_ON)
        agreements.agree(self.library, name, "count-on", "Grace tells Ada the same day.", Holder.RIGHT)
        self.sign(name)
        self.revisit(name)
        self.say(name, "count-on", RIGHT, COUNT_ON.replace("board", "team"))
        self.say(name, "hopes", LEFT, "What left said of hopes and means to change.")
        self.say(name, "conflict", LEFT, "I walk once round the house.")
        self.sign(name)
        return name


@pytest.fixture
def alliance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command over an empty store."""
    return Cli(tmp_path / "store", capsys)


# list


def test_an_empty_library_says_how_to_begin(alliance: Cli) -> None:
    """In a sentence; as JSON it is an empty list, and nothing is created."""
    assert "No alliances in" in alliance("list")
    assert json.loads(alliance("list", "--json"))["alliances"] == []
    assert not alliance.root.exists()


def test_list(alliance: Cli) -> None:
    """Versions, sessions and their time."""
    alliance.two_versions()
    alliance.begin("Ines", "Tomás")
    alliance.clock.set(NOON + timedelta(seconds=30))
    out = alliance("list")
    assert "ada-and-grace   Ada & Grace · cofounders   v2  signed 12 Mar" in out
    assert "session open · 89:30 left" in out
    listed = json.loads(alliance("list", "--json"))["alliances"]
    assert [(entry["name"], entry["versions"]) for entry in listed] == [("ada-and-grace", 2), ("ines-and-tomás", 0)]
    assert listed[0]["session"] is None
    assert listed[1]["session"] == {"number": 1, "stage": "open", "to_closing": 77 * 60 + 30, "left": 89 * 60 + 30}


def test_list_of_one_kind_and_in_another_order(alliance: Cli) -> None:
    """With several kinds, all must hold."""

    def named(*options: str) -> list[str]:
        return [entry["name"] for entry in json.loads(alliance("list", "--json", *options))["alliances"]]

    slipped, due, open_ = (alliance.begin(left) for left in ("Zoë", "Ada", "Ines"))
    agreements.agree(alliance.library, slipped, "hopes", "We tell each other early.", Holder.BOTH)
    sessions.set_review(alliance.library, due, NOON.date())
    for name in (slipped, due):
        alliance.sign(name)
    [agreement] = alliance.library.alliance(slipped).versions[0].agreements
    slips.add_slip(alliance.library, slipped, agreement.id, "We did not.", "", NOON)
    assert (named("--slips"), named("--due"), named("--open")) == ([slipped], [due], [open_])
    assert named("--slips", "--due") == []
    assert named("--sort", "name") == [due, open_, slipped]
    assert named("--sort", "next") == [open_, due, slipped]
    assert [each["to_repair"] for each in json.loads(alliance("list", "--json", "--slips"))["alliances"]] == [1]
    listed = alliance("list", "--slips")
    assert "1 slip to repair" in listed
    assert listed.endswith("\n\nZoë & Grace\n  12 Mar · We tell each other early.\n    We did not.\n")
    assert alliance("list", "--names", "--open") == f"{open_}\n"


def test_a_damaged_alliance_is_listed_with_its_problem(alliance: Cli) -> None:
    """The others are still there."""
    alliance.begin()
    name = alliance.begin("Ines", "Tomás")
    for file in (alliance.root / name).glob("alliance.json*"):
        file.write_text("{")
    assert "cannot be read" in alliance("list")
    entries = json.loads(alliance("list", "--json"))["alliances"]
    assert entries[0]["name"] == "ada-and-grace"
    assert entries[1]["problem"]
    assert name in alliance("check", code=1)


# show


def test_show(alliance: Cli) -> None:
    """What was typed, under what was asked; found by the beginning of a name."""
    alliance.two_versions()
    out = alliance("show", "Ada")
    assert "version 2 of 2 · signed 12 Mar" in out
    assert "What can you count on from each other? Be specific!" in out
    assert "front of the team." in out
    assert "• Grace tells Ada the same day.  (Grace)" in out
    assert "front of the board." in alliance("show", "ada-and-grace", "--version", "1")
    shown = json.loads(alliance("show", "ada", "--version", "v1", "--json"))
    answer = next(question for question in shown["questions"] if question["question"] == "count-on")["right"]
    assert (shown["version"], answer["text"]) == (1, COUNT_ON)


def test_show_without_a_version_shows_the_open_session(alliance: Cli) -> None:
    """And beside a version there is a line for it."""
    name = alliance.begin()
    alliance.say(name, "hopes", LEFT, "To be still here.")
    out = alliance("show", name)
    assert "not signed yet · first session" in out
    assert "To be still here." in out
    shown = json.loads(alliance("show", name, "--json"))
    assert (shown["version"], shown["signed"], shown["session"]["number"]) == (None, None, 1)
    alliance.sign(name)
    alliance.revisit(name)
    assert "Beside this version: second session" in alliance("show", name)


def test_nothing_to_show_is_said_plainly(alliance: Cli) -> None:
    """No such alliance, no such version, nothing signed: exit code 1, nothing on stdout."""
    name = alliance.begin()
    for words in (("show", "nobody"), ("show", name, "--version", "1"), ("diff", name), ("diff", name, "1", "2")):
        assert alliance(*words, code=1) == ""
        assert alliance.err.endswith(".\n")
    opened = alliance.library.load(name)[1]
    assert opened
    sessions.abandon(alliance.library, name, NOON, opened.id)
    assert alliance("show", name, code=1) == ""
    assert "no version yet and have no session open" in alliance.err


# undelete


def test_undelete_lists_and_brings_back(alliance: Cli) -> None:
    """The newest of a name; what comes back is said; what does not fit is refused."""
    assert alliance("undelete") == "Nothing is in the trash.\n"
    name = alliance.begin()
    opened = alliance.library.load(name)[1]
    assert opened
    sessions.abandon(alliance.library, name, NOON, opened.id)
    alliance.library.delete(name, NOON + timedelta(hours=1), id=alliance.library.alliance(name).id)
    listed = alliance("undelete").splitlines()
    assert listed[0] == "Ada & Grace · alliance ada-and-grace · deleted 12 Mar · kept until 11 Apr"
    assert listed[1] == "Ada & Grace · session of ada-and-grace · abandoned 12 Mar · kept until 11 Apr"
    assert "0 alliances, 0 versions, 2 in the trash: all is well" in alliance("check")
    assert alliance("undelete", "eve", code=1) == ""
    assert "Nothing in the trash is called “eve”" in alliance.err
    assert alliance("undelete", "ada") == "The alliance is back.\n"
    assert alliance("undelete", "Ada & Grace") == "The session is back.\n"
    assert alliance.library.load(name)[1] == opened
    assert alliance("undelete") == "Nothing is in the trash.\n"


# diff


def test_diff_shows_just_what_changed(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three changes, side by side or inline; the rest is a count."""
    name = alliance.two_versions()
    out = alliance("diff", name)
    assert "3 kept  2 reworded  1 new answer\n" in out
    assert "│" in out
    assert "means to keep" not in out
    inline = alliance("diff", name, "--inline")
    assert "[-board-]{+team+}" in inline
    assert inline.count("│") == 1  # beside the new answer
    assert inline.count("\n  Ada · ") + inline.count("\n  Grace · ") == 3
    assert "2 unchanged answers · 1 unchanged agreement" in inline
    monkeypatch.setenv("COLUMNS", "60")
    assert alliance("diff", name) == alliance("diff", name, "--inline")


def test_diff_of_any_two_versions(alliance: Cli) -> None:
    """In either order, wherever the options stand, and of a version with itself."""
    name = alliance.two_versions()
    assert alliance("diff", name) == alliance("diff", name, "1", "2")
    assert alliance("diff", name, "--inline", "1", "2") == alliance("diff", name, "v1", "v2", "--inline")
    assert "[-team-]{+board+}" in alliance("diff", name, "2", "--inline", "1")
    assert "Nothing changed" in alliance("diff", name, "2", "2")


def test_diff_as_json_gives_the_texts_exactly(alliance: Cli) -> None:
    """Joined spans are what was typed; kinds say what became of it."""
    name = alliance.two_versions()
    changes = json.loads(alliance("diff", name, "--json"))["changes"]
    kinds = {(change["question"], change["side"]): change["kind"] for change in changes if "agreement" not in change}
    assert [key for key, kind in kinds.items() if kind != "kept"] == [
        ("hopes", "left"),
        ("count-on", "right"),
        ("conflict", "left"),
    ]
    change = next(change for change in changes if change["question"] == "count-on")
    assert change["section"] == "responsibility"
    assert "".join(span["old"] for span in change["spans"]) == COUNT_ON
    assert "".join(span["new"] for span in change["spans"]) == COUNT_ON.replace("board", "team")
    assert [change["kind"] for change in changes if "agreement" in change] == ["kept"]


# check


def test_check(alliance: Cli) -> None:
    """One line when all is well, the findings when it isn't."""
    assert alliance("check").startswith("0 alliances, 0 versions: all is well (there is nothing at")
    name = alliance.two_versions()
    alliance.begin("Ines", "Tomás")
    assert alliance("check") == "2 alliances, 2 versions: all is well\n"
    (alliance.root / name / "alliance.json").write_text("{}")
    assert alliance("check", code=1).startswith(f"{name}/alliance.json: ")


# Where, and how asked


def test_the_store_may_be_named_anywhere(
    alliance: Cli, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the command, after it, or in the environment; the option wins."""
    alliance.begin()
    monkeypatch.setenv("ALLIANCE_STORE", str(alliance.root / "elsewhere"))
    for words in (["--store", str(alliance.root), "list", "--json"], ["list", f"--store={alliance.root}", "--json"]):
        assert cli.main(words) == 0
        assert len(json.loads(capsys.readouterr().out)["alliances"]) == 1
    assert cli.main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["alliances"] == []
    monkeypatch.setenv("ALLIANCE_STORE", str(alliance.root))
    assert cli.main(["list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["alliances"]) == 1


def test_a_store_that_is_a_file_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not touched."""
    file = tmp_path / "file"
    file.write_text("mine")
    assert cli.main(["list", "--store", str(file)]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    "words",
    [
        ["dance"],
        ["show"],
        ["show", "x", "--version", "two"],
        ["show", "x", "y"],
        ["diff", "x", "1"],
        ["diff", "x", "1", "2", "3"],
        ["diff", "x", "--json", "vv1"],
        ["list", "--store", ""],
        ["list", "--names", "--json"],
        ["--json", "list", "--names"],
        ["due", "--brief", "--json"],
        ["diff", "x", "--inline", "--json"],
        ["questions", "--template", "--json"],
        ["config", "--init", "--json"],
        ["invite", "x.pub", "x", "--yes"],
        ["list", "--color"],
        ["\x1b]0;x\x07"],
        ["list", "\x1b]0;x\x07"],
    ],
)
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, on stderr, and nothing in it that a terminal would obey."""
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: alliance")
    assert not {"\x1b", "\x07"} & {*err}


def test_version_and_help(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both end well, at any width."""
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"alliance {__version__}\n"
    for columns in ("", "20", "x", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        for words in (["--help"], *([command, "--help"] for command in cli.COMMANDS)):
            assert cli.main(words) == 0
            assert "--store" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["open", "x"], ["demo"]])
def test_without_a_terminal_the_app_does_not_open(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One line says so and names what works."""
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "list, due, show, diff, history" in err


@pytest.mark.parametrize("term", ["", "dumb"])
def test_a_dumb_terminal_is_refused(
    term: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it is a terminal."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", term)
    assert cli.main([]) == 2
    assert "TERM" in capsys.readouterr().err


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a traceback."""

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "run", interrupted)
    assert cli.main(["list"]) == 130


# Opening the app


class Opened:
    """Stands in for the app: remembers what it was opened with."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.roots: list[Path] = []
        self.names: list[str] = []
        self.opening: str | None = None
        self.side: Side | None = None
        self.locked = False
        self.mode = 0

    def __call__(
        self,
        args: Namespace,
        library: Library,
        _clock: object,
        opening: str | None = None,
        *,
        locked: bool = False,
        side: Side | None = None,
        pulse: bool = False,
    ) -> int:
        """Be `interactive.run_app`."""
        self.side, self.pulse = side, pulse
        self.roots.append(library.root)
        self.names = library.names()
        self.opening, self.locked, self.plain = opening, locked, args.plain_output
        self.mode = stat.S_IMODE(library.root.stat().st_mode) if library.root.exists() else 0
        return 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The app, replaced, on what looks like a terminal."""
    app = Opened()
    monkeypatch.setattr(interactive, "run_app", app)
    monkeypatch.setattr(cli, "_terminal_problem", lambda: "")
    return app


def test_open_finds_the_folder_a_person_means(alliance: Cli, opened: Opened) -> None:
    """By its partners too; without a command the library opens."""
    name = alliance.begin()
    alliance("open", "Ada & G")
    assert (opened.opening, opened.plain) == (name, False)
    alliance()
    assert opened.opening is None
    for words in (["--plain-output"], ["open", name, "--plain-output"], ["--plain-output", "open", name]):
        alliance(*words)
        assert opened.plain
    alliance("open", "nobody", code=1)
    assert "nobody" in alliance.err
    assert opened.roots == [alliance.root] * 5


def test_the_demo_leaves_nothing_behind(alliance: Cli, opened: Opened) -> None:
    """Its store is nobody else's to read, never the user's, and gone at the end."""
    out = alliance("demo")
    (root,) = opened.roots
    assert opened.names
    assert opened.mode == 0o700
    assert not root.exists()
    assert not alliance.root.exists()
    assert "is gone" in out
