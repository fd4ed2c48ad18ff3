"""Two programs on a sealed session, killed at random: no word of theirs is ever in a file, and none is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import drafts, sealing, sessions
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, RIGHT, alliance, chosen
from tests.unit.sealing import without_scrypt

KILLS = 100 if os.environ.get("ALLIANCE_FULL") else 12
MARK = "plum8341"
QUESTIONS = ("assumptions", "tone", "feedback", "hopes")
PROGRAM = """
import random, sys
from pathlib import Path
import pytest
from alliance_tui.domain.alliance import AnswerState, Side
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import countdown, drafts, sealing, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.storage.library import Library
from tests.faults.test_sealed_killed import MARK, QUESTIONS
from tests.unit.clock import NOON
from tests.unit.sealing import without_scrypt
root, name, side, seed = Path(sys.argv[1]), sys.argv[2], Side(sys.argv[3]), sys.argv[4]
without_scrypt(pytest.MonkeyPatch())
library, chance = Library(root, viewer=Viewer(side)), random.Random(seed)
sealing.unlock(library, name, side)
for number in range(10_000):
    question = chance.choice(QUESTIONS)
    said = f"{MARK} {side} {seed}-{number} " + "x" * chance.choice((0, 10, 2_000))
    match chance.randrange(8):
        case 0:
            session = library.session(name)
            drafts.keep_text(library, name, "", session, question, side, said, f"late:{question}")
        case 1:
            sessions.say_ready(library, name, question, side, True)
            sessions.say_ready(library, name, question, side, False)
        case 2:
            countdown.extend(library, name, NOON, 60)
        case 3:
            sessions.answer(library, name, question, side, said, SeenText("not what is there", f"{side}:{number}"))
        case _:
            sessions.answer(library, name, question, side, said)
            print(question, said, flush=True)
"""


def leaks(root: Path) -> list[Path]:
    """The files below a folder that hold the mark."""
    found = []
    for path in root.rglob("*"):
        try:
            if path.is_file() and MARK.encode() in path.read_bytes():
                found.append(path)
        except FileNotFoundError:  # a temporary file of the other program
            pass
    return found


def run_and_kill(root: Path, name: str, side: Side, seed: int, lines: int) -> dict[str, str]:
    """Start a program, and kill it when it has said so many lines; return the last words saved of each question."""
    argv = [sys.executable, "-c", PROGRAM, str(root), name, side.value, str(seed)]
    program = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert program.stdout
    said = {}
    for count, line in enumerate(program.stdout):
        if line.endswith("\n"):
            question, _, words = line.rstrip("\n").partition(" ")
            said[question] = words
        if count == lines:
            program.kill()
        assert not leaks(root)
    program.wait()
    program.stdout.close()
    return said


def test_no_sealed_word_is_in_a_file_however_it_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups, late texts and what a kill leaves behind among them; the last words that were saved open again."""
    without_scrypt(monkeypatch)
    name = Library(tmp_path).add(alliance(), chosen().begin(NOON)).name
    both = {side: Library(tmp_path, viewer=Viewer(side)) for side in (LEFT, RIGHT)}
    sessions.choose_apart(both[LEFT], name, (), True)
    sessions.set_apart(both[LEFT], name, QUESTIONS, True)
    for side, library in both.items():
        sealing.unlock(library, name, side)
    chance = random.Random(12)
    said: dict[tuple[str, Side], str] = {}
    for kill in range(KILLS):
        side = chance.choice((LEFT, RIGHT))
        words = run_and_kill(tmp_path, name, side, kill, chance.randrange(12))
        said |= {(question, side): text for question, text in words.items()}
        assert not leaks(tmp_path)
    assert len(list((tmp_path / name).glob("session.json.[123]"))) == 3
    for (question, side), text in said.items():
        answer = both[side].session(name).answers[question, side]
        later = [each.text.split()[2] for each in answer.texts]
        assert text in [each.text for each in answer.texts] or any(
            _number(each) > _number(text.split()[2]) for each in later
        )
    for side, library in both.items():
        assert all(text.text.startswith(MARK) for text in drafts.kept_texts(library, name))
        assert not any(key[1] is side.other for key in library.session(name).answers)


def _number(mark: str) -> tuple[int, ...]:
    return tuple(map(int, mark.split("-")))
