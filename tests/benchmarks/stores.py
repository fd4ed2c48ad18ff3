"""Stores to measure on: the sample, and one with as many alliances as are asked for."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from alliance_tui.domain.alliance import Partners, Side
from alliance_tui.services import sessions
from alliance_tui.services.demo import make_demo
from alliance_tui.storage import schema
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.cover import alliance_cover, session_cover
from alliance_tui.storage.file_format import decode, encode, with_header
from alliance_tui.storage.library import Library
from tests.unit.samples import alliance, rich_session, version

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
    place = tempfile.TemporaryDirectory(prefix="alliance-many-")
    _places.append(place)
    root = Path(place.name) / "store"
    furnish(root, count, versions)
    return root


def furnish(root: Path, number: int, versions: int = 1) -> None:
    """Write so many alliances, one in fifty with an open session, as quickly as the disk takes them."""
    signed = _signed(versions)
    session = schema.session_to_tables(rich_session(versions + 1))
    for at in range(number):
        folder = root / f"ada-{at}-and-grace"
        folder.mkdir(mode=0o700, parents=True)
        whole = replace(alliance(f"Ada {at}"), id=f"{at:032x}", partners=Partners(f"Ada {at}", "Grace"))
        _write(folder / ALLIANCE, {"alliance": [schema.alliance_to_record(whole)], "versions": signed})
        if at % 50 == 0:
            _write(folder / SESSION, session)


def _signed(versions: int) -> list[schema.Record]:
    """So many versions as records, each with the hash of the one before."""
    records: list[schema.Record] = []
    for number in range(1, versions + 1):
        previous = records[-1]["hash"] if records else ""
        records.append(schema.version_to_record(schema.seal(replace(version(number), previous=previous))))
    return records


def _write(path: Path, tables: schema.Tables) -> None:
    body = encode({name: {str(at): each for at, each in enumerate(records, 1)} for name, records in tables.items()})
    make = {ALLIANCE: alliance_cover, SESSION: session_cover}[path.name]
    path.write_bytes(with_header(body, 1, make(decode(body))))
    path.chmod(0o600)
