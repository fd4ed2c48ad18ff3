"""`alliance answer` and `alliance slip`: words from stdin, by the same rules as on the screen."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from alliance_tui.commands.answer import fingerprint
from alliance_tui.domain.terms import Side
from alliance_tui.services import sessions
from tests.unit.samples import LEFT, RIGHT
from tests.unit.test_cli import COUNT_ON, Cli


class Stdin:
    """What is on stdin."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def __call__(self, words: str | bytes) -> None:
        raw = words.encode() if isinstance(words, str) else words
        self.patch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw), isatty=lambda: False))


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Stdin:
    return Stdin(monkeypatch)


def answered(alliance: Cli, name: str, question: str, side: Side) -> str:
    given = alliance.library.session(name).answers.get((question, side))
    return given.text if given else ""


def test_an_answer(alliance: Cli, stdin: Stdin) -> None:
    """To a question by its id or its words; more than one line, in any script."""
    name = alliance.begin()
    stdin("我们一起散步。\n\nAnd laugh.\n")
    assert alliance("answer", "ada", "hop", "--as", "ada") == (
        "Saved: Ada’s answer to “Name your highest hopes and dreams for this partnership.”\n"
    )
    assert answered(alliance, name, "hopes", LEFT) == "我们一起散步。\n\nAnd laugh."
    stdin("Rain.")
    alliance("answer", "ada", "What is the tone", "--as", "right")
    assert answered(alliance, name, "tone", RIGHT) == "Rain."


def test_other_words_are_replaced_by_their_fingerprint_alone(alliance: Cli, stdin: Stdin) -> None:
    """Which the refusal names; an old one no longer fits."""
    name = alliance.begin()
    alliance.say(name, "hopes", LEFT, "One.")
    stdin("Two.")
    alliance("answer", name, "hopes", "--as", "Ada", code=1)
    assert f"--over {fingerprint('One.')}" in alliance.err
    assert "One." not in alliance.err
    alliance("answer", name, "hopes", "--as", "Ada", "--over", fingerprint("One."))
    assert answered(alliance, name, "hopes", LEFT) == "Two."
    stdin("Three.")
    alliance("answer", name, "hopes", "--as", "Ada", "--over", fingerprint("One."), code=1)
    assert answered(alliance, name, "hopes", LEFT) == "Two."


def test_without_an_open_session_the_refusal_says_how_to_open_one(alliance: Cli, stdin: Stdin) -> None:
    name = alliance.begin()
    alliance.sign(name)
    stdin("One.")
    alliance("answer", name, "hopes", "--as", "Ada", code=1)
    assert f"{name} has no open session. Nothing was saved. `alliance open {name}`, then r" in alliance.err


def test_an_answer_apart_stays_covered(alliance: Cli, stdin: Stdin) -> None:
    """And the other's is not written."""
    name = alliance.begin()
    sessions.choose_apart(alliance.library, name, ["hopes"], False)
    stdin("Mine.")
    alliance("answer", name, "hopes", "--as", "Ada")
    assert alliance.library.session(name).answers == {}
    assert "Mine." not in alliance("show", name, "--json")


@pytest.mark.parametrize(
    ("words", "said", "why"),
    [
        (("hopes", "--as", "Ada"), b"", "no words on stdin"),
        (("hopes", "--as", "Ada"), b"\xff", "not UTF-8"),
        (("hopes", "--as", "Zoe"), b"x", "is neither of Ada"),
        (("weather", "--as", "Ada"), b"x", "fits no questions"),
        (("What", "--as", "Ada"), b"x", "questions. Nothing was changed. There are assumptions"),
    ],
)
def test_refusals_change_nothing(alliance: Cli, stdin: Stdin, words: tuple[str, ...], said: bytes, why: str) -> None:
    """And say why."""
    name = alliance.begin()
    stdin(said)
    alliance("answer", name, *words, code=1)
    assert why in alliance.err
    assert alliance.library.session(name).answers == {}


def test_a_slip(alliance: Cli, stdin: Stdin) -> None:
    """Of an agreement in force, by the beginning of its words."""
    name = alliance.two_versions()
    [agreement, *_] = alliance.library.alliance(name).versions[-1].agreements
    stdin("We forgot it.\n")
    alliance("slip", name, agreement.text[:9], "--repaired", "We laughed.")
    [slip] = alliance.library.alliance(name).slips
    assert (slip.agreement, slip.what, slip.repaired) == (agreement.id, "We forgot it.", "We laughed.")
    stdin("x")
    alliance("slip", name, "weather", code=1)
    assert "fits no agreements in force" in alliance.err
    alliance("slip", name, COUNT_ON, code=1)
