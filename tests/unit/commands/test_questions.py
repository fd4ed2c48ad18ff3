"""`alliance questions` and `--bank`, in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui import cli
from alliance_tui.domain.errors import AllianceError, NotFound
from alliance_tui.services.banks import banks_preferring
from alliance_tui.storage.bank_files import BUILT_IN, TEMPLATE, built_in_text
from alliance_tui.storage.question_banks import bank_folder


class Questions:
    """`alliance questions …`."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Nothing asked yet."""
        self._capsys = capsys
        self.err = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run it; returns what it printed."""
        assert cli.main(["questions", *words]) == code
        out, self.err = self._capsys.readouterr()
        return out


@pytest.fixture
def questions(capsys: pytest.CaptureFixture[str]) -> Questions:
    """The command."""
    return Questions(capsys)


def own(text: str, file: str = "mine.toml") -> Path:
    """A file in the user's folder."""
    bank_folder().mkdir(parents=True, exist_ok=True)
    path = bank_folder() / file
    path.write_text(text)
    return path


def test_which_there_are_and_the_default(questions: Questions) -> None:
    """Built in and own, the broken ones with their problem; the worksheet's questions."""
    own(built_in_text(TEMPLATE))
    broken = own('id = "x"\ntitle = "X"\ncolour = 1\n', "broken.toml")
    lines = questions().splitlines()
    pairs = len(BUILT_IN) - 2
    assert lines[:2] + lines[2 + pairs : 6 + pairs] == [
        "designed-alliance: Designing the Alliance · 15 questions · 90 minutes · built in",
        "short-revisit: A short revisit · 7 questions · 30 minutes · for a revisit · built in",
        f"{broken}: can’t be used. line 1: a bank has its questions in [[sections]]",
        f"  and 1 more: alliance questions --check {broken}",
        f"my-questions: My questions · 4 questions · 90 minutes · {bank_folder() / 'mine.toml'}",
        f"Your own are in {bank_folder()}. `alliance questions --template` prints one to start from.",
    ]
    assert lines[7 + pairs] == "Designing the Alliance"
    assert "  What can you count on from each other? Be specific!" in lines


@pytest.mark.parametrize("wanted", ["short-revisit", "short", "FILE"])
def test_one_bank(questions: Questions, tmp_path: Path, wanted: str) -> None:
    """By its id, the beginning of it, or its file."""
    file = tmp_path / "bank.toml"
    file.write_text(built_in_text("short_revisit.toml").replace('"short-revisit"', '"other"'))
    out = questions(str(file) if wanted == "FILE" else wanted)
    assert out.startswith("A short revisit\n\nWhere we are\n  What has changed for you")
    assert out.endswith("Questions: Written for alliance-tui\n")


def test_no_such_bank(questions: Questions) -> None:
    """It says which there are."""
    assert questions("weather", code=1) == ""
    assert "There are designed-alliance, short-revisit" in questions.err
    assert "can’t be read: No such file" in questions("weather.toml", code=1)


def test_checking_a_file(questions: Questions, tmp_path: Path) -> None:
    """Every problem with its line, and 1; the title and 0 when it is sound."""
    file = tmp_path / "bank.toml"
    text = built_in_text(TEMPLATE).replace('id = "need"', 'id = "hope"').replace("credit =", "# credit =")
    file.write_text(text)
    first, second = (
        text[: text.index(part)].count("\n") + 1 for part in ('id = "hope"', 'id = "hope", text = "What do you n')
    )
    assert questions("--check", str(file), code=1).splitlines() == [
        "line 1: credit: say who wrote these questions, if you know",
        f"line {second}: question id “hope” was used in line {first} already",
    ]
    file.write_text(built_in_text(TEMPLATE))
    assert questions("--check", str(file)) == "My questions: 4 questions, and it can be used\n"
    assert (
        questions("--check", str(tmp_path / "none"), code=1)
        == "line 1: this can’t be read: No such file or directory\n"
    )


def test_the_template_is_a_bank(questions: Questions, tmp_path: Path) -> None:
    """As it is printed."""
    file = tmp_path / "bank.toml"
    file.write_text(questions("--template"))
    questions("--check", str(file))


def test_nothing_in_a_file_acts_on_the_terminal(questions: Questions, tmp_path: Path) -> None:
    """Neither a key nor a value."""
    file = tmp_path / "bank.toml"
    file.write_text('"\\u001b[2J" = 1\nid = "\\u001b]0;x\\u0007"\n')
    out = questions("--check", str(file), code=1)
    assert "\x1b" not in out
    assert "\x07" not in out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["questions", "short", "--template"], "give a bank to print, or --check FILE, or --template"),
        (["--bank", "short", "list"], "--bank is for new sessions"),
        (["open", "--locked", "--bank", "short", "ada-and-grace"], "leave --bank out"),
        (["--bank=short", "open", "--locked", "ada-and-grace"], "leave --bank out"),
    ],
)
def test_usage_that_makes_no_sense(words: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said, and 2 returned."""
    assert cli.main(words) == 2
    assert why in capsys.readouterr().err


def test_the_bank_of_a_run(tmp_path: Path) -> None:
    """By id or file; one that can't be used is said before the app opens."""
    assert banks_preferring("short").offers()[0].bank.id == "short-revisit"
    file = own(built_in_text(TEMPLATE))
    assert banks_preferring(str(file)).offers()[0].bank.id == "my-questions"
    assert banks_preferring("my-questions").offers()[0].bank.id == "my-questions"
    file.write_text("id = ")
    with pytest.raises(AllianceError, match=r"can’t be used\. line 1: this is not TOML"):
        banks_preferring(str(file))
    with pytest.raises(NotFound):
        banks_preferring("weather")


def test_a_file_in_ones_home(questions: Questions) -> None:
    """A shell leaves the ~ of --bank=~/x.toml as it is."""
    Path("~/mine.toml").expanduser().write_text(built_in_text(TEMPLATE))
    assert banks_preferring("~/mine.toml").offers()[0].bank.id == "my-questions"
    assert "and it can be used" in questions("--check=~/mine.toml")
    assert questions("--check=~nosuchuser/mine.toml", code=1).startswith("line 1: this can’t be read")


def test_bank_before_or_after_open() -> None:
    """Either way it is the next session's."""
    assert cli._arguments(["--bank", "x", "open", "ada"]).bank == "x"
    assert cli._arguments(["open", "ada", "--bank", "x"]).bank == "x"
    assert cli._arguments(["open", "ada"]).bank is None
