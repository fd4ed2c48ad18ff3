"""Sealed answers from the act to the file and back: for their author alone, until both are ready."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pyrage import decrypt, passphrase
from pyrage.x25519 import Identity

from alliance_tui.domain.alliance import Answer, AnswerState, Side
from alliance_tui.domain.errors import NotAllowed, StoreError
from alliance_tui.domain.limits import LONGEST
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import countdown, drafts, sealing, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.services.sealing import Lock
from alliance_tui.storage.backup import Fate, backup, read_backup, restore
from alliance_tui.storage.catalogue import SESSION
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.keyring import WrongPassphrase
from alliance_tui.storage.library import Library
from alliance_tui.storage.record_files import open_file, write_session
from alliance_tui.storage.sealing import SealLocked
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, RIGHT, alliance, chosen, discard_session
from tests.unit.sealing import without_scrypt

HERS, HIS = "plum-8341", "quince-5520"
"""Words that no file may hold."""
UNOPENED = "The sealed answer to tone on the left can’t be opened. All else is whole; write it again."


@dataclass
class Table:
    """A sealed session, and a program on each side of it."""

    root: Path
    name: str
    ada: Library
    grace: Library

    def program(self, side: Side | None) -> Library:
        """Another program on a side, or on none."""
        return Library(self.root, viewer=Viewer(side))

    def seen(self, library: Library, side: Side, question: str = "tone") -> str | None:
        """What a program sees of an answer."""
        answer = library.session(self.name).answers.get((question, side))
        return answer.text if answer else None

    def tamper(self, change: Callable[[dict[str, str]], object], side: Side = LEFT) -> None:
        """Change a seal in the file, as somebody could who writes the files."""
        path = self.root / self.name / SESSION
        with open_file(path, self.name) as storage, storage.transaction() as buffer:
            tables = buffer.read() or {}
            change(next(each for each in tables["answers"].values() if each["side"] == side)["seal"])
            buffer.write(tables)

    def is_in_a_file(self, word: str) -> bool:
        """Whether a file below the store holds the word."""
        return any(word.encode() in path.read_bytes() for path in self.root.rglob("*") if path.is_file())


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Both have chosen their passphrases, and tone is answered apart."""
    without_scrypt(monkeypatch)
    name = Library(tmp_path).add(alliance(), chosen().begin(NOON)).name
    both = Table(tmp_path, name, Library(tmp_path, viewer=Viewer(LEFT)), Library(tmp_path, viewer=Viewer(RIGHT)))
    sessions.choose_apart(both.ada, name, (), True)
    sessions.set_apart(both.ada, name, ("tone", "hopes"), True)
    sealing.unlock(both.ada, name, "ada’s")
    sealing.unlock(both.grace, name, "grace’s")
    return both


def test_only_its_author_reads_a_sealed_answer(table: Table) -> None:
    for text in ("a", HERS, f"{HERS} and more"):
        after = sessions.answer(table.ada, table.name, "tone", LEFT, text)
        assert after.answers["tone", LEFT] == Answer(AnswerState.TEXT, text, covered=True)
    assert table.seen(table.ada, LEFT) == f"{HERS} and more"
    for library in (table.grace, table.program(None), table.program(RIGHT)):
        assert table.seen(library, LEFT) is None
    assert not table.is_in_a_file("plum")


def test_age_alone_opens_what_is_in_the_file(table: Table) -> None:
    """As docs/sealed-answers.md says, so that nobody needs this program for it."""
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    key, seal = table.ada.session(table.name).keys[LEFT], _stored(table, LEFT)["seal"]
    identity = Identity.from_str(passphrase.decrypt(b64decode(key.identity), "ada’s").decode())
    content = decrypt(b64decode(seal["ciphertext"]), [identity])
    place, answer = json.loads(content[32:])
    assert (place, answer["text"]) == ("session-1 tone left", HERS)
    assert seal["hash"] == hashlib.sha256(content).hexdigest()


def test_spoken_and_passed_are_sealed_as_words_are(table: Table) -> None:
    sessions.mark(table.ada, table.name, "tone", LEFT, AnswerState.PASSED)
    record = _stored(table, LEFT)
    assert (record["state"], record["text"]) == ("text", "")
    assert table.ada.session(table.name).answers["tone", LEFT].state is AnswerState.PASSED


def test_what_did_not_change_keeps_its_ciphertext(table: Table) -> None:
    """So a save encrypts one answer, and none where only the countdown changed."""
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    before = _stored(table, LEFT)
    sessions.answer(table.ada, table.name, "hopes", LEFT, "else")
    sessions.answer(table.grace, table.name, "tone", RIGHT, HIS)
    countdown.extend(table.grace, table.name, NOON, 600)
    assert _stored(table, LEFT) == before


def test_both_are_uncovered_in_one_save_when_both_are_ready(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    sessions.answer(table.grace, table.name, "tone", RIGHT, HIS)
    sessions.say_ready(table.ada, table.name, "tone", LEFT, True)
    assert table.seen(table.grace, LEFT) is None and not table.is_in_a_file("plum")
    sessions.say_ready(table.grace, table.name, "tone", RIGHT, True)
    for library in (table.ada, table.grace, table.program(None)):
        assert (table.seen(library, LEFT), table.seen(library, RIGHT)) == (HERS, HIS)


def test_ready_taken_back_seals_it_to_its_author_alone_again(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    sessions.say_ready(table.ada, table.name, "tone", LEFT, True)
    assert _stored(table, LEFT)["seal"]["shared"]
    sessions.say_ready(table.ada, table.name, "tone", LEFT, False)
    assert "shared" not in _stored(table, LEFT)["seal"]
    assert table.seen(table.ada, LEFT) == HERS


def test_its_author_may_uncover_it_alone(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    sessions.answer(table.grace, table.name, "tone", RIGHT, HIS)
    sessions.uncover(table.ada, table.name, "tone", LEFT)
    assert table.seen(table.grace, LEFT) == HERS
    assert table.seen(table.ada, RIGHT) is None and not table.is_in_a_file("quince")


def test_undo_and_cancel_know_nothing_of_seals(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    doer = Doer(table.ada.session(table.name))
    sessions.answer(table.ada, table.name, "tone", LEFT, "reworded", doer=doer)
    sessions.undo(table.ada, table.name, doer.step, doer=Doer(table.ada.session(table.name)))
    assert table.seen(table.ada, LEFT) == HERS and not table.is_in_a_file("plum")


def test_what_is_being_typed_is_sealed_although_the_other_chose_to_answer_together(table: Table) -> None:
    """Or signed. Nothing of it was saved yet, so nothing held the other one back."""
    seen = table.ada.session(table.name)
    sessions.set_apart(table.grace, table.name, ("tone", "hopes"), False)
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS, SeenText("", "a:1"), doer=Doer(seen))
    assert table.seen(table.grace, LEFT) is None and not table.is_in_a_file("plum")
    sessions.uncover(table.ada, table.name, "tone", LEFT)
    assert table.seen(table.grace, LEFT) == HERS


# Without a key


def test_without_the_passphrase_nothing_is_opened_or_written(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    later = table.program(LEFT)
    assert sealing.lock_of(later, later.session(table.name)) is Lock.LOCKED
    before = (table.root / table.name / SESSION).read_bytes()
    for question, text in (("tone", "over it"), ("tone", ""), ("hopes", "new")):
        with pytest.raises(SealLocked):
            sessions.answer(later, table.name, question, LEFT, text)
    with pytest.raises(SealLocked):
        sessions.uncover(later, table.name, "tone", LEFT)
    with pytest.raises(WrongPassphrase):
        sealing.unlock(later, table.name, "grace’s")
    assert (table.root / table.name / SESSION).read_bytes() == before
    sealing.unlock(later, table.name, "ada’s")
    assert table.seen(later, LEFT) == HERS


def test_what_is_not_sealed_is_written_without_the_passphrase(table: Table) -> None:
    later = table.program(LEFT)
    sessions.answer(later, table.name, "feedback", LEFT, "for all to see")
    countdown.pause(later, table.name, NOON)
    assert table.seen(table.grace, LEFT, "feedback") == "for all to see"


def test_a_second_program_does_not_choose_another_passphrase(table: Table) -> None:
    sessions.choose_apart(table.ada, table.name, (), True)
    with pytest.raises(WrongPassphrase):
        sealing.unlock(table.program(LEFT), table.name, "another")
    with pytest.raises(NotAllowed):
        sealing.unlock(table.program(None), table.name, "ada’s")


def test_a_forgotten_passphrase_costs_the_answers_it_sealed_and_nothing_else(table: Table) -> None:
    """But not those that the other one may open already."""
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    sessions.answer(table.ada, table.name, "hopes", LEFT, "ready to be seen")
    sessions.say_ready(table.ada, table.name, "hopes", LEFT, True)
    sessions.answer(table.grace, table.name, "tone", RIGHT, HIS)
    later = table.program(LEFT)
    sealing.forget(later, table.name, later.session(table.name).keys[LEFT], "a new one")
    assert table.seen(later, LEFT) is None and table.seen(table.grace, RIGHT) == HIS
    sessions.answer(later, table.name, "tone", LEFT, "again")
    for who, library in ((LEFT, later), (RIGHT, table.grace)):
        sessions.say_ready(library, table.name, "tone", who, True)
    sessions.say_ready(table.grace, table.name, "hopes", RIGHT, True)
    assert table.seen(table.grace, LEFT) == "again"
    assert table.seen(later, LEFT, "hopes") == "ready to be seen"


# When one of the two can't open what the other sealed


def test_it_waits_for_the_program_that_can_open_it(table: Table) -> None:
    """Ada was ready before Grace had a key; her program is gone when Grace says ready."""
    name = table.name
    _forget_key(table, RIGHT)
    grace = table.program(RIGHT)
    sessions.answer(table.ada, name, "tone", LEFT, HERS)
    sessions.say_ready(table.ada, name, "tone", LEFT, True)
    sealing.unlock(grace, name, "grace’s new one")
    sessions.answer(grace, name, "tone", RIGHT, HIS)
    sessions.say_ready(grace, name, "tone", RIGHT, True)
    assert table.seen(grace, LEFT) is None and table.seen(grace, RIGHT) == HIS
    assert sealing.what_keeps_sealed(grace, name, "tone") == (
        "Ada’s answer is sealed still: it opens when Ada’s program is here next."
    )
    assert not table.is_in_a_file("plum") and not table.is_in_a_file("quince")
    assert sealing.may_settle(table.ada, table.ada.session(name))
    sealing.settle(table.ada, name)
    assert (table.seen(grace, LEFT), table.seen(table.ada, RIGHT)) == (HERS, HIS)
    assert sealing.what_keeps_sealed(grace, name, "tone") == ""


def test_it_is_sealed_to_the_other_as_soon_as_there_is_a_key(table: Table) -> None:
    _forget_key(table, RIGHT)
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    sessions.say_ready(table.ada, table.name, "tone", LEFT, True)
    assert "shared" not in _stored(table, LEFT)["seal"]
    grace = table.program(RIGHT)
    after = sealing.unlock(grace, table.name, "grace’s new one")
    sealing.settle(table.ada, table.name)
    assert _stored(table, LEFT)["seal"]["shared"] == after.keys[RIGHT].recipient


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_what_is_not_what_was_sealed_is_said_and_never_shown(table: Table, side: Side) -> None:
    """Whichever of the two says ready last."""
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    sessions.answer(table.grace, table.name, "tone", RIGHT, HIS)
    last = table.ada if side is LEFT else table.grace
    first = table.grace if side is LEFT else table.ada
    sessions.say_ready(first, table.name, "tone", side.other, True)
    table.tamper(lambda seal: seal.update(hash="0" * 64))
    sessions.say_ready(last, table.name, "tone", side, True)
    assert table.seen(table.ada, RIGHT) is None and table.seen(table.grace, LEFT) is None
    assert table.seen(table.ada, LEFT) == ""
    said = [sealing.what_keeps_sealed(library, table.name, "tone") for library in (table.ada, table.grace)]
    assert "Ada’s answer is not what was sealed" in said[0]
    assert ("not what was sealed" if side is RIGHT else "opens when Ada’s program is here") in said[1]
    assert not table.is_in_a_file("plum") and not table.is_in_a_file("quince")
    sessions.answer(table.ada, table.name, "tone", LEFT, "again")
    assert (table.seen(table.grace, LEFT), table.seen(table.ada, RIGHT)) == ("again", HIS)


@pytest.mark.parametrize("size", [1, 900, 1100, 70_000, LONGEST])
@pytest.mark.parametrize("ready", [False, True])
def test_a_check_finds_nothing_in_what_is_whole(table: Table, size: int, ready: bool) -> None:
    """Whatever its length, for one and for both."""
    sessions.answer(table.ada, table.name, "tone", LEFT, "ä" * size)
    sessions.say_ready(table.ada, table.name, "tone", LEFT, ready)
    assert ("shared" in _stored(table, LEFT)["seal"]) is ready
    assert [*table.program(None).check()] == []


@pytest.mark.parametrize(
    "change",
    [
        {"ciphertext": "no base64"},
        {"ciphertext": b64encode(HERS.encode()).decode()},
        {"ciphertext": ""},
        {"shared": "age1" + "q" * 58},
        {"hash": ""},
    ],
)
def test_a_check_finds_a_seal_that_is_none(table: Table, change: dict[str, str]) -> None:
    """Without a passphrase."""
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    table.tamper(lambda seal: seal.update(change))
    assert _unopened(table) == [UNOPENED]


def test_a_seal_that_is_none_keeps_no_alliance_out_of_a_restoring(table: Table, tmp_path: Path) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    table.tamper(lambda seal: seal.update(hash=""))
    (tmp_path / "all.zip").write_bytes(backup(Library(table.root), NOON)[0])
    other = Library(tmp_path / "other")
    assert restore(other, read_backup(tmp_path / "all.zip"), NOON, ()) == [(table.name, Fate.ADDED)]


@pytest.mark.parametrize("more", [-1, 1, -700])
def test_a_check_finds_a_seal_of_another_length(table: Table, more: int) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    raw = b64decode(_stored(table, LEFT)["seal"]["ciphertext"])
    raw = raw[:more] if more < 0 else raw + b"x" * more
    table.tamper(lambda seal: seal.update(ciphertext=b64encode(raw).decode()))
    assert _unopened(table) == [UNOPENED]


def test_a_check_finds_a_seal_without_a_key(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    with DurableStorage(table.root / table.name / SESSION).transaction() as buffer:
        tables = buffer.read() or {}
        del next(iter(tables["session"].values()))["keys"][LEFT]
        buffer.write(tables)
    assert _unopened(table) == [UNOPENED]


# Choosing


def test_nothing_sealed_is_opened_by_a_choice(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    for library in (table.ada, table.grace):
        with pytest.raises(NotAllowed):
            sessions.choose_apart(library, table.name, (), False)
        sessions.set_apart(library, table.name, ("tone", "hopes"), False)
        with pytest.raises(NotAllowed):
            sessions.choose_apart(library, table.name, (), False)
        sessions.set_apart(library, table.name, ("tone", "hopes"), True)
    assert table.seen(table.grace, LEFT) is None and not table.is_in_a_file("plum")


def test_nothing_is_saved_in_plain_that_should_be_sealed(table: Table) -> None:
    """Whatever forgets to seal: the last step before the file refuses."""
    session = table.ada.session(table.name)
    plain = replace(session, answers={("tone", LEFT): Answer(AnswerState.TEXT, HERS, covered=True)})
    with table.ada.record(table.name).locked_session() as (_, buffer, _), pytest.raises(StoreError, match="not sealed"):
        write_session(buffer, plain)


def test_the_trash_and_back(table: Table) -> None:
    sessions.answer(table.ada, table.name, "tone", LEFT, HERS)
    seen = table.grace.session(table.name)
    item = sessions.abandon(table.grace, table.name, NOON, seen.id, doer=Doer(seen))
    assert not table.is_in_a_file("plum")
    sessions.reopen(table.grace, item.id)
    assert table.seen(table.ada, LEFT) == HERS and not table.is_in_a_file("plum")


# Typed when the session had ended


def test_a_text_that_came_too_late_is_sealed_too_and_offered_to_its_author_alone(table: Table) -> None:
    session = table.ada.session(table.name)
    _keep(table, session, "tone", f"{HERS} too late")
    _keep(table, session, "feedback", "for all to see")
    assert [text.text for text in drafts.kept_texts(table.ada, table.name)] == [f"{HERS} too late", "for all to see"]
    assert [text.text for text in drafts.kept_texts(table.program(None), table.name)] == ["for all to see"]
    assert drafts.kept_texts(table.grace, table.name) == ()
    assert drafts.locked_keys(table.grace, table.name) == ()
    assert not table.is_in_a_file("plum")


def test_a_sealed_text_opens_with_the_passphrase_of_its_session_after_that_is_gone(table: Table) -> None:
    _keep(table, table.ada.session(table.name), "tone", f"{HERS} too")
    _keep(table, table.ada.session(table.name), "tone", f"{HERS} too late")
    discard_session(table.ada, table.name)
    later = table.program(LEFT)
    assert drafts.kept_texts(later, table.name) == ()
    (key,) = drafts.locked_keys(later, table.name)
    later.keyring.unlock(key, "ada’s")
    (text,) = drafts.kept_texts(later, table.name)
    assert text.text == f"{HERS} too late"
    drafts.drop_text(later, table.name, text)
    assert drafts.kept_texts(later, table.name) == () == drafts.locked_keys(later, table.name)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text["seal"].update(ciphertext="cGx1bQ=="),
        lambda text: text["seal"].update(hash=""),
        lambda text: text.pop("key"),
    ],
)
def test_a_check_finds_a_kept_text_that_can_not_be_opened(table: Table, spoil: Callable[[Any], object]) -> None:
    """In the trash, too, and beside texts that can be."""
    _keep(table, table.ada.session(table.name), "tone", HERS)
    _keep(table, table.ada.session(table.name), "hopes", HERS)
    assert [*table.program(None).check()] == []
    with DurableStorage(table.root / table.name / "drafts.json").transaction() as buffer:
        tables = buffer.read() or {}
        spoil(next(iter(tables["texts"].values())))
        buffer.write(tables)
    unopened = "The sealed text kept for tone on the left can’t be opened. All else is whole; write it again."
    assert _unopened(table) == [unopened]
    library = Library(table.root)
    library.trash_alliance(table.name, NOON, id=library.id_of(table.name))
    assert _unopened(table) == [unopened]


def test_a_text_that_can_not_be_sealed_is_not_kept_in_plain(table: Table) -> None:
    session = replace(table.ada.session(table.name), keys={})
    with pytest.raises(SealLocked):
        _keep(table, session, "tone", HERS)
    assert not table.is_in_a_file("plum")


def test_a_covered_text_that_is_not_sealed_is_offered_to_its_author_alone(table: Table) -> None:
    _keep(table, replace(table.ada.session(table.name), sealing=False), "tone", "covered")
    assert [text.text for text in drafts.kept_texts(table.ada, table.name)] == ["covered"]
    assert drafts.kept_texts(table.grace, table.name) == () == drafts.kept_texts(table.program(None), table.name)


def _keep(table: Table, session: Session, question: str, text: str) -> None:
    drafts.keep_text(table.ada, table.name, "", session, question, LEFT, text, f"a:{question}")


def _unopened(table: Table) -> list[str]:
    """What a check says of sealed answers."""
    return [found.problem for found in table.program(None).check() if found.seal]


def _stored(table: Table, side: Side) -> dict[str, Any]:
    """An answer to tone, as it is in the file."""
    tables = json.loads((table.root / table.name / SESSION).read_bytes().split(b"\n")[1])
    found: dict[str, Any] = next(
        each for each in tables["answers"].values() if (each["question"], each["side"]) == ("tone", side)
    )
    return found


def _forget_key(table: Table, side: Side) -> None:
    """Have a side without a key, as before its first opening."""

    def act(session: Session) -> Session:
        return replace(session, keys={who: key for who, key in session.keys.items() if who is not side})

    table.program(side).change_session(table.name, act)
