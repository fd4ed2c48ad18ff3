"""The banks there are: built in, one's own, and one for this run."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from alliance_tui.domain.errors import NotFound
from alliance_tui.storage.bank_files import BUILT_IN, TEMPLATE, built_in_text, read_offer, worksheet
from alliance_tui.storage.question_banks import LARGEST, QuestionBanks, bank_folder

SOUND = built_in_text(TEMPLATE)


def put(file: str, text: str | bytes = SOUND, id_: str = "") -> Path:
    """A file in the user's folder; `id_` is the bank's, if not the template's."""
    folder = bank_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file
    if isinstance(text, str):
        text = text.replace('"my-questions"', f'"{id_}"').encode() if id_ else text.encode()
    path.write_bytes(text)
    return path


FOR_PAIRS = [read_offer(built_in_text(file)).bank.id for file in BUILT_IN[2:]]
"""The built-in banks for a coach and a client, and so on."""


def ids(question_banks: QuestionBanks, **banks: object) -> list[str]:
    """What is offered, in order, but for the banks for pairs of a kind."""
    offered = [offer.bank.id for offer in question_banks.offers(**banks)]  # type: ignore[arg-type]
    assert [each for each in offered if each in FOR_PAIRS] == FOR_PAIRS
    return [each for each in offered if each not in FOR_PAIRS]


def problems(question_banks: QuestionBanks) -> dict[str, str]:
    """The first problem of each file that can't be used."""
    return {each.file.name: str(each.problems[0]) for each in question_banks.all() if each.file and not each.offer}


def test_the_folder_is_the_configurations() -> None:
    """And none there is no error."""
    assert bank_folder() == Path(os.environ["XDG_CONFIG_HOME"]) / "alliance" / "banks"
    assert ids(QuestionBanks(bank_folder())) == ["designed-alliance"]


def test_a_coach_keeps_several() -> None:
    """By the names of their files; other files are nobody's business."""
    put("b.toml", id_="second")
    put("a.toml", id_="first")
    put(".a.toml.swp.toml", "half")
    put("notes.txt", "half")
    question_banks = QuestionBanks(bank_folder())
    assert ids(question_banks) == ["designed-alliance", "first", "second"]
    assert problems(question_banks) == {}


def test_a_broken_one_is_listed_and_stops_nothing() -> None:
    """Whatever is wrong with it."""
    put("a.toml", "id = [")
    put("b.toml", b"id = '\xff'")
    put("c.toml", b"#" * (LARGEST + 1))
    put("d.toml", id_="designed-alliance")
    put("e.toml")
    put("f.toml")
    put("g.toml", b"\xef\xbb\xbf" + SOUND.replace("my-", "your-").encode())
    folder = bank_folder()
    (folder / "h.toml").mkdir()
    (folder / "i.toml").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "j.toml")
    question_banks = QuestionBanks(folder)
    assert ids(question_banks) == ["designed-alliance", "my-questions", "your-questions"]
    said = problems(question_banks)
    assert said.pop("a.toml").startswith("line 1: this is not TOML")
    assert said == {
        "b.toml": "line 1: this is not UTF-8; save it as that",
        "c.toml": "line 1: this is larger than 256 KB",
        "d.toml": "line 6: id “designed-alliance” is that of a built-in bank; give this bank another",
        "f.toml": "line 6: id “my-questions” is that of e.toml; give this bank another",
        "h.toml": "line 1: this is not a file",
        "i.toml": "line 1: this can’t be read: No such file or directory",
        "j.toml": "line 1: this is not a file",
    }


def test_a_folder_that_is_a_file() -> None:
    """As if there were none."""
    bank_folder().parent.mkdir(parents=True)
    bank_folder().write_text("")
    assert ids(QuestionBanks(bank_folder())) == ["designed-alliance"]


def test_a_revisit_begins_with_the_bank_of_last_time() -> None:
    """In its present words; in those of the version, when the file is gone. Some are for revisits only."""
    path = put("a.toml")
    question_banks = QuestionBanks(bank_folder())
    [mine] = [offer.bank for offer in question_banks.offers() if offer.bank.id == "my-questions"]
    path.write_text(SOUND.replace("My questions", "Ours"))
    assert ids(question_banks, again=mine) == ["my-questions", "designed-alliance", "short-revisit"]
    assert question_banks.offers(again=mine)[0].bank.title == "Ours"
    path.unlink()
    carried = replace(mine, earlier=(worksheet(),))
    assert question_banks.offers(again=carried)[0].bank == mine
    assert ids(question_banks, again=worksheet(), now=mine) == ["designed-alliance", "short-revisit", "my-questions"]


def test_one_for_this_run_comes_first(tmp_path: Path) -> None:
    """A file from anywhere, or a bank by its id; also at a revisit, also one that is for revisits."""
    inside = put("a.toml", id_="inside")
    outside = tmp_path / "own.toml"
    outside.write_text(SOUND)
    put("b.toml")
    folder = bank_folder()
    assert ids(QuestionBanks(folder, outside)) == ["my-questions", "designed-alliance", "inside"]
    assert ids(QuestionBanks(folder, outside), again=worksheet())[0] == "my-questions"
    assert ids(QuestionBanks(folder, inside)) == ["inside", "designed-alliance", "my-questions"]
    assert ids(QuestionBanks(folder, "short-revisit"))[0] == "short-revisit"


def test_finding_one(tmp_path: Path) -> None:
    """By its id or the beginning of it; by its file, which may be broken; or not at all."""
    path = put("a.toml")
    question_banks = QuestionBanks(bank_folder())
    for wanted, title in (("short-revisit", "A short revisit"), ("my", "My questions"), (str(path), "My questions")):
        found = question_banks.find(wanted).offer
        assert found
        assert found.bank.title == title
    assert question_banks.find(str(tmp_path / "none.toml")).offer is None
    with pytest.raises(NotFound, match="no question bank “weather”"):
        question_banks.find("weather")


def test_a_file_that_changes_between_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look tells what is there then; one that goes while the folder is read is named, or not there."""
    path = put("a.toml")
    question_banks = QuestionBanks(bank_folder(), path)
    assert ids(question_banks)[0] == "my-questions"
    path.write_text("id = [")
    assert ids(question_banks) == ["designed-alliance"]
    assert question_banks.unusable() == ["a.toml"]
    path.unlink()
    assert ids(question_banks) == ["designed-alliance"]
    assert problems(question_banks) == {"a.toml": "line 1: this can’t be read: No such file or directory"}
    path.mkdir()
    assert problems(question_banks) == {"a.toml": "line 1: this is not a file"}
    monkeypatch.setattr(QuestionBanks, "_files", lambda question_banks: [bank_folder() / "b.toml"])
    assert problems(QuestionBanks(bank_folder())) == {"b.toml": "line 1: this can’t be read: No such file or directory"}
