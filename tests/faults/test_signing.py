"""The second signature under faults, kills and races: no word in neither place, and no word signed unread."""

from __future__ import annotations

import errno
import itertools
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from alliance_tui.domain.alliance import Side, Version
from alliance_tui.domain.errors import AllianceError, ChangedMeanwhile, SessionEnded, StoreError
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.services import drafts, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.services.drafts import KeptText
from alliance_tui.storage.library import Library
from tests.faults.storage.test_faults import CALLS, Faulty, put_in
from tests.full import FULL
from tests.ui.driver import Room
from tests.unit.clock import NOON

RACES = 100 if FULL else 25


def half_signed(folder: Path) -> tuple[Library, str, Session]:
    """A session with a word in it that Ada has signed; returns it as both screens show it."""
    room = Room(folder)
    name = room.begun()
    room.say(name, "tone", "before")
    sessions.sign(room.library, name, Side.LEFT, NOON)
    return room.library, name, room.library.session(name)


def type_on(library: Library, name: str, seen: Session) -> bool:
    """Type a word on the other screen; whether it was saved in the session. If that has ended, it is kept apart."""
    over = SeenText("before", "other:1")
    try:
        sessions.answer(library, name, "tone", Side.LEFT, "before after", over, doer=Doer(seen))
    except SessionEnded:
        text = KeptText("other:1", "tone", Side.LEFT, "before after", seen.id)
        drafts.save_text(library, name, library.alliance(name).id, text)
        return False
    return True


def holds(library: Library, name: str, word: str) -> str:
    """Where a word is: "session", "version", "kept" or ""."""
    alliance, session = Library(library.root).load(name)

    def has(of: Session | Version) -> bool:
        return any(word in text.text.split() for answer in of.answers.values() for text in answer.texts)

    if session and has(session):
        return "session"
    if any(map(has, alliance.versions)):
        return "version"
    return "kept" if any(word in each.text.split() for each in drafts.kept_texts(library, name)) else ""


def judge(library: Library, name: str, saved: bool) -> None:
    """Both words are somewhere, and what was said to be saved is in the open session."""
    assert holds(library, name, "before")
    assert holds(library, name, "after") == ("session" if saved else "kept")
    assert list(library.check()) == []


def folders(tmp_path: Path) -> Iterator[Path]:
    """A new folder each time."""
    return (tmp_path / str(number) for number in itertools.count())


@pytest.mark.parametrize("forever", [False, True])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_at_any_call(
    tmp_path: Path, code: int, forever: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version is there and the message says so, or it is not and nothing was signed; the other types on."""
    for first, folder in zip(itertools.count(1), folders(tmp_path), strict=False):
        library, name, seen = half_signed(folder)
        faulty, said = Faulty(first, code, forever), ""
        with monkeypatch.context() as patched:
            put_in(patched, faulty)
            try:
                _, version = sessions.sign(library, name, Side.RIGHT, NOON, doer=Doer(seen))
            except StoreError as error:
                version, said = None, str(error)
        there = library.alliance(name).versions
        if version:
            assert there == (version,)
        else:
            assert bool(there) == ("was saved, but" in said)
        judge(library, name, type_on(library, name, seen))
        if not faulty.hit:
            assert version
            return
    raise AssertionError


def test_a_kill_at_any_call(tmp_path: Path) -> None:
    """A program that is gone in the middle leaves the session open, or the version whole."""
    for first, folder in zip(itertools.count(1), folders(tmp_path), strict=False):
        library, name, seen = half_signed(folder)
        child = os.fork()
        if child == 0:
            sign_until(first, library, name, seen)
        killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        judge(library, name, type_on(library, name, seen))
        if not killed:
            assert library.alliance(name).versions
            return
    raise AssertionError


def sign_until(first: int, library: Library, name: str, seen: Session) -> NoReturn:
    """Sign, and be gone at call number `first`: in a process of its own, of which nothing is left."""
    count = itertools.count(1)

    class Deadly(Faulty):
        def __getattr__(self, called: str) -> object:
            real = super().__getattr__(called)
            if called not in CALLS:
                return real

            def call(*args: object, **kwargs: object) -> object:
                if next(count) == first:
                    os._exit(9)
                return real(*args, **kwargs)

            return call

    try:
        put_in(pytest.MonkeyPatch(), Deadly(0, 0, forever=False))
        sessions.sign(library, name, Side.RIGHT, NOON, doer=Doer(seen))
    finally:
        os._exit(0)


def test_a_word_in_the_moment_of_signing_is_signed_only_if_it_was_read(tmp_path: Path) -> None:
    """One screen signs, the other types at the same time; never is the word in the version."""
    outcomes = set()
    for number in range(RACES):
        library, name, seen = half_signed(tmp_path / str(number))
        ready = threading.Barrier(2)
        saved: list[bool] = []

        def other(root: Path = library.root, name: str = name, seen: Session = seen, saved: list[bool] = saved) -> None:
            ready.wait()  # noqa: B023 (joined below)
            saved.append(type_on(Library(root), name, seen))

        typist = threading.Thread(target=other)
        typist.start()
        ready.wait()
        version = None
        try:
            _, version = sessions.sign(library, name, Side.RIGHT, NOON, doer=Doer(seen))
        except ChangedMeanwhile:
            pass
        except AllianceError as error:
            raise AssertionError(error) from error
        typist.join()
        judge(library, name, saved[0])
        assert saved[0] == (version is None)
        outcomes.add(saved[0])
    assert outcomes
