"""`alliance diff` sifted, and with the open session, over a copy of the sample."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from alliance_tui import cli
from tests.make_data import SAMPLE


class Diff:
    """`alliance diff` over one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Use the store in `store`."""
        self._store, self._capsys = store, capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run it; it must end with `code`. Returns what it printed, or complained."""
        assert cli.main(["diff", "ada", *words, "--store", str(self._store)]) == code
        out, complaint = self._capsys.readouterr()
        return out if code == 0 else complaint

    def changes(self, *words: str) -> list[dict[str, str]]:
        """What it prints for programs."""
        found: list[dict[str, str]] = json.loads(self(*words, "--json"))["changes"]
        return found


@pytest.fixture
def diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Diff:
    """Over a copy of the sample."""
    shutil.copytree(SAMPLE, tmp_path / "store")
    return Diff(tmp_path / "store", capsys)


def test_by_section_and_side(diff: Diff) -> None:
    """Only what one partner said in one section."""
    answers = diff.changes("2", "3", "--section", "responsibility", "--side", "grace")
    assert {change["section"] for change in answers} == {"responsibility"}
    assert {change["side"] for change in answers if "agreement" not in change} == {"right"}


def test_the_agreements_alone(diff: Diff) -> None:
    found = diff.changes("2", "3", "--section", "Agreements")
    assert found
    assert all("agreement" in change for change in found)
    out = diff("2", "3", "--section", "agreements")
    assert "Mondays" in out
    assert "Responsibility ·" not in out
    assert diff("2", "3", "--section", "agreement") == out
    assert "agreements." in diff("2", "3", "--section", "promises", code=1)


def test_by_kind(diff: Diff) -> None:
    """The one answer in which a sentence only moved."""
    [moved] = diff.changes("2", "3", "--kind", "moved")
    assert (moved["question"], moved["side"]) == ("count-on", "left")


def test_section_as_people_write_it(diff: Diff) -> None:
    """With a space, a hyphen or an underscore."""
    ways = [diff.changes("1", "2", "--section", way) for way in ("backup plan", "Backup-Plan", "backup_plan", "backup")]
    assert ways[0] == ways[1] == ways[2] == ways[3] != []


def test_the_open_session(diff: Diff) -> None:
    """What would be signed now, beside the version in force."""
    half = [change for change in diff.changes("3", "open") if change["question"] == "count-on"]
    assert {change["kind"] for change in half if change["side"] == "right"} <= {"reworded", "rewritten"}
    assert "→ open session" in diff("3", "open")


def test_nothing_of_that_changed(diff: Diff) -> None:
    """An empty diff_filter says so, not that the versions are the same."""
    assert diff("2", "3", "--kind", "removed") == "Nothing of that changed.\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--kind", "purple"), "none of these: kept, reworded"),
        (("--section", "middle"), "none of these: intentions"),
        (("--side", "bob"), "neither of Ada, on the left, and Grace, on the right"),
        (("1", "9"), "have no version 9"),
    ],
)
def test_words_that_name_nothing(diff: Diff, words: tuple[str, ...], complaint: str) -> None:
    """The complaint lists what there is."""
    assert complaint in diff(*words, code=1)
