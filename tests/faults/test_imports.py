"""What is imported when, in a fresh interpreter, and the contracts between the rooms."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from alliance_tui import screens, services
from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.terms import Side, Stage
from alliance_tui.storage.library import Library
from tests.unit.samples import alliance, chosen, rich_session

ROOT = Path(__file__).parents[2]
HEAVY = "('textual', 'rich', 'tinydb', 'platformdirs')"
REPORT = f"import sys; print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"


FIRST_FRAME = """
import sys
from pathlib import Path
from types import ModuleType
from alliance_tui.commands.interactive import import_app
from alliance_tui.services.clock import SystemClock
from alliance_tui.storage.library import Library

async def look(pilot):
    while type(app.screen).__name__ == "EmptyScreen":  # until the alliance is open
        await pilot.pause()
    await pilot.pause()
    print(type(app.screen).__name__, *[name for name, module in sys.modules.items() if module], file=sys.__stderr__)
    app.exit()

app = import_app()(Library(Path(sys.argv[1])), SystemClock(), opening=sys.argv[2] or None)
app.run(headless=True, auto_pilot=look)
"""
"""Prints the screen in view at the start, and what was imported for it."""
LATER = {
    "alliance_tui.commands.diff",
    "alliance_tui.domain.alliance",
    "alliance_tui.domain.changes",
    "alliance_tui.domain.session",
    "alliance_tui.render.diff",
    "alliance_tui.render.json_records",
    "alliance_tui.render.document",
    "alliance_tui.services.alliances",
    "alliance_tui.services.demo",
    "alliance_tui.services.export_import",
    "alliance_tui.services.sessions",
    "alliance_tui.storage.bank_check",
    "alliance_tui.storage.bank_files",
    "alliance_tui.storage.durable_storage",
    "alliance_tui.storage.keyring",
    "alliance_tui.storage.schema",
    "alliance_tui.storage.question_banks",
    "alliance_tui.text.diff",
    "alliance_tui.text.matching",
    "icalendar",
    "importlib.resources",
    "markdown_it",
    "pyrage",
    "pygments",
    "rich.markdown",
    "rich.syntax",
    "rich.traceback",
    "textual.widgets._text_area",
    "tinydb",
    "tomllib",
    "regex",
    "zoneinfo",
}
"""What the first frame does without. The rest of the screens is, besides."""

LATER_IN_A_SESSION = {
    "alliance_tui.screens.agreement",
    "alliance_tui.screens.dialogs",
    "alliance_tui.screens.passphrase",
    "alliance_tui.text.alignment",
    "alliance_tui.text.diff",
    "alliance_tui.widgets.line_editor",
    "alliance_tui.widgets.line_input",
    "regex",
    "zoneinfo",
}
"""What that of a session does without, while all that it shows is plain."""


COVERED = """
import sys
sys.modules["pyrage"] = None
from pathlib import Path
from alliance_tui.domain.viewer import Viewer
from alliance_tui.domain.terms import Side
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library

root, name = Path(sys.argv[1]), sys.argv[2]
ada, grace = (Library(root, viewer=Viewer(side)) for side in Side)

def seen(library):
    answer = library.session(name).answers.get(("tone", Side.LEFT))
    return answer and answer.text

sessions.set_apart(ada, name, ["tone"], True)
sessions.answer(ada, name, "tone", Side.LEFT, "words")
print(seen(ada), seen(grace))
for library in (ada, grace):
    sessions.say_ready(library, name, "tone", library.viewer.side, True)
print(seen(grace))
"""
"""Answers apart without sealing, where pyrage can't be imported."""


def loaded(code: str) -> str:
    """The heavy libraries that `code` loads in a new interpreter, as a list's text."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{REPORT}"], capture_output=True, text=True, check=True)
    return done.stderr.strip()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["diff", "--help"], ["dance"], []])
def test_asking_for_help_pays_for_nothing_else(words: list[str]) -> None:
    """Neither does wrong usage, nor the refusal without a terminal."""
    quietly = "import contextlib, io\nwith contextlib.redirect_stderr(io.StringIO()):"
    assert loaded(f"from alliance_tui.cli import main\n{quietly} main({words!r})") == "[]"


def test_help_loads_none_of_our_rooms() -> None:
    """The command line alone is read."""
    code = "import sys; from alliance_tui.cli import main; main(['--help'])"
    report = "print([name for name in sys.modules if name.startswith('alliance_tui')], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", f"{code}; {report}"], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "['alliance_tui', 'alliance_tui.cli']"


@pytest.mark.parametrize("room", ["domain", "text"])
def test_the_lowest_rooms_are_plain_python(room: str) -> None:
    """Every module of them, but for line breaks: rich says how many cells a character takes."""
    modules = {path.stem for path in (ROOT / "alliance_tui" / room).glob("*.py")} - {"line_breaks"}
    assert loaded("\n".join(f"import alliance_tui.{room}.{module}" for module in sorted(modules))) == "[]"


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["show", "x"], ["check"], ["questions"]])
def test_printing_never_loads_the_app(words: list[str], tmp_path: Path) -> None:
    """Textual costs a quarter of a second."""
    assert "textual" not in loaded(
        f"from alliance_tui.cli import main\nmain([*{words!r}, '--store', {str(tmp_path)!r}])"
    )


def test_a_list_of_covers_opens_no_document(tmp_path: Path) -> None:
    """So it does without what opens one."""
    name = Library(tmp_path).add(alliance("Ada"), rich_session()).name
    listing = f"from alliance_tui.cli import main\nmain(['list', '--store', {str(tmp_path)!r}])"
    assert loaded(listing) == "['rich']"
    (tmp_path / name / "alliance.json").write_text("")
    assert loaded(listing) == "['rich', 'tinydb']"


def test_the_first_frame_pays_for_itself_alone(tmp_path: Path) -> None:
    """What other screens and commands need is imported once it is there."""
    code = [sys.executable, "-c", FIRST_FRAME, str(tmp_path), ""]
    screen, *modules = subprocess.run(code, capture_output=True, text=True, check=True).stderr.split()
    assert screen == "LibraryScreen"
    assert not LATER & {*modules}
    ours = {name.removeprefix("alliance_tui.screens.") for name in modules if name.startswith("alliance_tui.screens.")}
    assert ours == {"base", "library", "library_page", "library_preview", "library_scan", "page", "program"}


def test_a_session_that_is_opened_at_once_pays_for_its_page_alone(tmp_path: Path) -> None:
    """Its dialogs, and what knows the characters of all scripts, are imported when they are needed."""
    said = {("tone", side): Answer(AnswerState.TEXT, "Café.") for side in Side}
    open_session = replace(chosen(), stage=Stage.OPEN, current="tone", answers=said)
    name = Library(tmp_path).add(alliance("Ada"), open_session).name
    code = [sys.executable, "-c", FIRST_FRAME, str(tmp_path), name]
    screen, *modules = subprocess.run(code, capture_output=True, text=True, check=True).stderr.split()
    assert screen == "SectionScreen"
    assert not LATER_IN_A_SESSION & {*modules}


def test_nobody_pays_for_encryption_who_does_not_seal(tmp_path: Path) -> None:
    """An answer is covered, seen by its author alone and uncovered without pyrage."""
    name = Library(tmp_path).add(alliance("Ada"), chosen()).name
    done = subprocess.run([sys.executable, "-c", COVERED, tmp_path, name], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["words", "None", "words"]


@pytest.mark.parametrize("package", [screens, services])
def test_a_package_has_its_modules_alone(package: ModuleType) -> None:
    """They are imported when they are first asked for."""
    modules = [path.stem for path in Path(str(package.__file__)).parent.glob("[!_]*.py")]
    assert [getattr(package, name).__name__ for name in modules] == [f"{package.__name__}.{name}" for name in modules]
    assert not hasattr(package, "__no_such_name__")


def test_arrows_point_one_way() -> None:
    """The contracts in pyproject.toml hold."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
