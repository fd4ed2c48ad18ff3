"""Stores to measure on: the sample, and one with as many alliances as are asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

from alliance_tui.domain.alliance import SIDES, Answer, AnswerState, Partners, Side, Turn, Version
from alliance_tui.services import sessions
from alliance_tui.services.demo import make_demo
from alliance_tui.storage import schema
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.cover import alliance_cover, session_cover
from alliance_tui.storage.file_format import decode, encode, with_header
from alliance_tui.storage.library import Library
from tests.benchmarks.compare_prose import edited, prose
from tests.unit.samples import BANK, alliance, rich_session, version

RUNNING = "ada-and-grace"
"""The sample's alliance whose session is running."""
ANSWERED = ("count-on", Side.RIGHT)
"""The answer its talk is at."""
FEW, SOME, MANY = 10, 1_000, 10_000
"""Alliances."""
_places: list[tempfile.TemporaryDirectory[str]] = []
"""Folders that go away when the process ends."""


def sample(root: Path, text: str = "") -> Library:
    """The sample, with this text for the answer that the talk is at."""
    library = make_demo(root, datetime.now(UTC))
    if text:
        question, side = ANSWERED
        sessions.answer(library, RUNNING, question, side, text)
    return library


@cache
def many(count: int, versions: int = 1) -> Path:
    """Make a store with so many alliances, each of so many versions; made once, gone when the process ends."""
    root = _place()
    furnish(root, count, versions)
    return root


@cache
def answered(versions: int, length: int, share: float) -> Path:
    """Make a store with one alliance, all 30 answers so many characters long; this share of words changes each time."""
    chance = Random(versions)
    texts = {key: prose(length // 4, chance) for key in product((each.id for each in BANK.questions), SIDES)}
    made = []
    for number in range(1, versions + 1):
        answers = {key: Answer(AnswerState.TEXT, " ".join(words)[:length], number) for key, words in texts.items()}
        turns = tuple(Turn(question.id, None) for question in BANK.choosable)
        made.append(replace(version(number), turns=turns, answers=answers))
        texts = {key: edited(words, chance, share) for key, words in texts.items()}
    root = _place()
    _fill(root, 1, made)
    return root


def _place() -> Path:
    _places.append(tempfile.TemporaryDirectory(prefix="alliance-many-"))
    return Path(_places[-1].name) / "store"


def furnish(root: Path, number: int, versions: int = 1) -> None:
    """Write so many alliances, one in fifty with an open session, as quickly as the disk takes them."""
    _fill(root, number, map(version, range(1, versions + 1)))


def _fill(root: Path, number: int, made: Iterable[Version]) -> None:
    signed = _signed(made)
    session = schema.session_to_tables(rich_session(len(signed) + 1))
    for at in range(number):
        folder = root / f"ada-{at}-and-grace"
        folder.mkdir(mode=0o700, parents=True)
        whole = replace(alliance(f"Ada {at}"), id=f"{at:032x}", partners=Partners(f"Ada {at}", "Grace"))
        _write(folder / ALLIANCE, {"alliance": [schema.alliance_to_record(whole)], "versions": signed})
        if at % 50 == 0:
            _write(folder / SESSION, session)


def _signed(made: Iterable[Version]) -> list[schema.Record]:
    """The versions as records, each with the hash of the one before."""
    records: list[schema.Record] = []
    for each in made:
        previous = records[-1]["hash"] if records else ""
        records.append(schema.version_to_record(schema.seal(replace(each, previous=previous))))
    return records


def _write(path: Path, tables: schema.Tables) -> None:
    body = encode({name: {str(at): each for at, each in enumerate(records, 1)} for name, records in tables.items()})
    make = {ALLIANCE: alliance_cover, SESSION: session_cover}[path.name]
    path.write_bytes(with_header(body, 1, make(decode(body))))
    path.chmod(0o600)
