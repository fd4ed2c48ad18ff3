"""The program as it was before format 2, out of git, on stores of the present one; and the other way round.

It opens them to be read only, offers no repair and changes no byte. What it wrote is read here as it is, and upgraded
file by file by the next saves.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Partners
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.library import FORMS, Library
from tests.needs import need, pass_over
from tests.unit.samples import LEFT, alliance, discard_session, kept_form, rich_session, save_form, version

COMMIT = "dfabdeb2fbecf7a762d6fe81ded55fc4d400acc2"
ROOT = Path(__file__).parents[3]
NAME = "ada-and-grace"

WRITE = """
now = datetime(2026, 3, 12, 12, tzinfo=UTC)
name = alliances.begin_alliance(library, Preparation("Ada", "Grace", "cofounders"), now).name
for side in SIDES:
    for question in ("hopes", "tone", "conflict"):
        sessions.choose(library, name, side, question)
for words in ("Frank words", "Frank, later words"):
    sessions.begin(library, name, now)
    for side in SIDES:
        sessions.answer(library, name, "hopes", side, f"{words} of {side}")
    sessions.agree(library, name, "tone", f"We pause, after {words}", Holder.BOTH)
    for side in SIDES:
        sessions.sign(library, name, side, now)
    alliances.revisit(library, name)
sessions.begin(library, name, now)
sessions.answer(library, name, "tone", SIDES[0], "unsigned words")
for left in ("M", "Mei"):
    library.keep_form("", {"left": left})
"""

ON_THE_SESSION = """
acts = {
    "begin": lambda: sessions.begin(library, name, datetime.now(UTC)),
    "choose": lambda: sessions.choose(library, name, SIDES[0], "requests"),
    "answer": lambda: sessions.answer(library, name, "hopes", SIDES[0], "other"),
    "agree": lambda: sessions.agree(library, name, "tone", "other", Holder.BOTH),
    "sign": lambda: sessions.sign(library, name, SIDES[1], datetime.now(UTC)),
    "open": lambda: library.open_session(name, library.load(name)[1]),
}
"""
ON_THE_ALLIANCE = """
acts |= {
    "rename": lambda: library.rename(name, Partners("A", "B"), ""),
    "look": lambda: library.note_look(name, SIDES[0], 1),
    "slip": lambda: library.change_slips(name, lambda slips: ()),
    "version": lambda: library.add_version(name, library.alliance(name).latest),
    "revisit": lambda: alliances.revisit(library, name),
    "form": lambda: library.keep_form("", {"left": "other"}),
}
"""
TRY = """
for what, act in acts.items():
    try:
        act()
    except NewerFormat as error:
        assert "Nothing was changed. Update" in str(error), what
    else:
        raise SystemExit(what + " was done")
"""
PREAMBLE = """
import sys
from datetime import UTC, datetime
from pathlib import Path

import alliance_tui
from alliance_tui.domain.alliance import SIDES, Holder, Partners
from alliance_tui.domain.errors import NewerFormat
from alliance_tui.services import alliances, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library

assert Path(alliance_tui.__file__).is_relative_to(Path.cwd()), alliance_tui.__file__
library, name = Library(Path(sys.argv[1])), "ada-and-grace"
"""


class OldProgram:
    """The program as it was, over one store."""

    def __init__(self, source: Path, store: Path) -> None:
        """`source` is the folder of its package."""
        self._source = source
        self.store = store

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command that must end with `code`; returns what it printed, in one line."""
        return self._run("-m", "alliance_tui", "--store", str(self.store), *words, code=code)

    def act(self, script: str) -> None:
        """Call its services."""
        self._run("-c", PREAMBLE + script, str(self.store))

    def _run(self, *words: str, code: int = 0) -> str:
        environ = {**os.environ, "PYTHONPATH": str(self._source), "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, *words], cwd=self._source, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return " ".join((done.stdout + done.stderr).split())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its package, out of git."""
    archive = [need("git", "git"), "archive", COMMIT, "alliance_tui"]
    done = subprocess.run(archive, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pass_over(f"The commit {COMMIT} is not here: fetch the whole history.")
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


@pytest.fixture
def old(source: Path, tmp_path: Path) -> OldProgram:
    """It, over a store that is not there yet."""
    return OldProgram(source, tmp_path / "store")


@pytest.fixture
def library(old: OldProgram) -> Library:
    """The present program over the same store."""
    return Library(old.store)


def contents(store: Path) -> dict[str, bytes]:
    """Every file of the store but the locks."""
    files = (path for path in store.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(store)): path.read_bytes() for path in files}


def form_of(path: Path) -> int:
    """The number of a file's format."""
    number = json.loads(path.read_bytes().partition(b"\n")[0])["format"]
    assert isinstance(number, int)
    return number


# A store of the present program in the old one


def opens_to_be_read_only(old: OldProgram, *words: str) -> None:
    """Everything can be read there, nothing is taken for damage, and no byte is changed."""
    before = contents(old.store)
    assert "newer release, to read only" in old("list")
    [listed] = json.loads(old("list", "--json"))
    assert (listed["name"], listed["read_only"]) == (NAME, True)
    shown = old("show", NAME)
    assert all(word in shown for word in words)
    assert "v1" in old("diff", NAME)
    for out in (old("check", code=1), old("repair", "--yes", code=1), old("repair", NAME, "--yes", code=1)):
        assert "written by a newer release" in out
        assert "damaged" not in out
        assert "is back" not in out
    assert contents(old.store) == before


def test_a_new_store_opens_in_the_old_program_to_be_read_only(old: OldProgram, library: Library) -> None:
    library.add(alliance(), rich_session(3))
    for number in (1, 2):
        library.record(NAME).add_version(version(number, f"words of version {number}"))
    for left in ("A", "B"):
        save_form(library, {"left": left})
    opens_to_be_read_only(old, "words of version 2")
    before = contents(old.store)
    old.act(ON_THE_SESSION + ON_THE_ALLIANCE + TRY)
    assert contents(old.store) == before


def test_an_upgraded_store_opens_in_the_old_program_to_be_read_only(old: OldProgram, library: Library) -> None:
    old.act(WRITE)
    library.record(NAME).rename(Partners("Augusta", "Grace"), "friends")
    library.change_session(NAME, lambda now: now.go_to("conflict"))
    save_form(library, {"left": "Noor"})
    assert {form_of(path) for path in old.store.rglob("*.json")} == {2}
    assert "Augusta & Grace" in old("list")
    opens_to_be_read_only(old, "Frank, later words of left")
    before = contents(old.store)
    old.act(ON_THE_SESSION + ON_THE_ALLIANCE + TRY)
    assert contents(old.store) == before


@pytest.mark.parametrize("upgraded", [ALLIANCE, SESSION])
def test_a_store_that_is_half_upgraded_opens_in_the_old_program(
    old: OldProgram, library: Library, upgraded: str
) -> None:
    """Nothing of the upgraded file is changed, whichever it is."""
    old.act(WRITE)
    if upgraded == ALLIANCE:
        library.record(NAME).record_reading(LEFT, 1)
    else:
        library.change_session(NAME, lambda now: now.go_to("conflict"))
    forms = {file: form_of(old.store / NAME / file) for file in (ALLIANCE, SESSION)}
    assert forms == {ALLIANCE: 1, SESSION: 1} | {upgraded: 2}
    opens_to_be_read_only(old, "Frank, later words of left")
    before = contents(old.store)
    old.act(ON_THE_SESSION + TRY)
    assert contents(old.store) == before


# A store of the old program in the present one


def test_an_old_store_is_not_changed_by_reading(old: OldProgram, library: Library) -> None:
    old.act(WRITE)
    before = contents(old.store)
    [entry] = library.summaries()
    assert (entry.partners, entry.versions, entry.problem) == (Partners("Ada", "Grace"), 2, "")
    held, session = library.load(NAME)
    assert session is not None
    said = [*(each.answers for each in held.versions), session.answers]
    texts = [answer.text for answers in said for answer in answers.values()]
    for text in ("Frank words of left", "Frank, later words of right", "unsigned words"):
        assert text in texts
    assert kept_form(library) == {"left": "Mei"}
    assert not [*library.check()]
    assert contents(old.store) == before


def test_an_old_store_is_upgraded_file_by_file_and_the_old_files_are_kept(old: OldProgram, library: Library) -> None:
    old.act(WRITE)
    before = contents(old.store)
    acts: dict[str, Callable[[], object]] = {
        f"{NAME}/{ALLIANCE}": lambda: library.record(NAME).record_reading(LEFT, 1),
        f"{NAME}/{SESSION}": lambda: library.change_session(NAME, lambda now: now.go_to("conflict")),
        FORMS: lambda: save_form(library, {"left": "Noor"}),
    }
    held, session = library.load(NAME)
    for at, (file, act) in enumerate(acts.items(), 1):
        act()
        assert [form_of(old.store / each) for each in acts] == [2] * at + [1] * (len(acts) - at)
        assert contents(old.store)[f"{file}.format-1"] == before[file]
    for number in (2, 1, 2, 1, 2):  # until the backups have turned over
        library.record(NAME).record_reading(LEFT, number)
    after = contents(old.store)
    assert after[f"{NAME}/{ALLIANCE}.format-1"] == before[f"{NAME}/{ALLIANCE}"]
    now_held, now_session = library.load(NAME)
    assert now_held.versions == held.versions
    assert session is not None
    assert now_session == session.go_to("conflict")
    assert not [*library.check()]
    discard_session(library, NAME)
    assert {path.name for path in (old.store / NAME).glob(f"{SESSION}*")} == {f"{SESSION}.lock"}


def test_the_old_file_opens_in_the_old_program_when_it_is_put_back(old: OldProgram, library: Library) -> None:
    """The way back to it."""
    old.act(WRITE)
    shown = old("show", NAME)
    library.record(NAME).record_reading(LEFT, 1)
    path = old.store / NAME / ALLIANCE
    path.with_name(f"{ALLIANCE}.format-1").replace(path)
    assert old("show", NAME) == shown
    old.act('library.rename(name, Partners("Augusta", "Grace"), "friends")')
    assert library.alliance(NAME).partners == Partners("Augusta", "Grace")
