"""What a file of the store looks like: a header line, then a body line.

The header is `{"format":1,"generation":N,"sha256":S,"bytes":n}`; the body is n bytes, TinyDB's JSON; S is over
"1 N", a newline and the body. A plain TinyDB file is read as generation 0.
"""

import contextlib
import hashlib
import json
import re
from typing import Any, NamedTuple

from alliance_tui.domain.errors import NewerFormat, StoreError

Tables = dict[str, dict[str, Any]]

FORMAT = 1
_HALF = re.compile("[\ud800-\udfff]")
OLD_KEPT = "What was saved before is whole; this change is not in it."


class Version(NamedTuple):
    """Which save a file holds; the digest tells apart two saves that bear one number after a restore."""

    generation: int
    digest: str


class Content(NamedTuple):
    """What is on the disk: the save and its body, or no body where there is no file."""

    version: Version
    body: bytes | None


NOTHING = Content(Version(0, ""), None)


def encode(data: Tables) -> bytes:
    """Write tables as one line; StoreError without the text if JSON or UTF-8 has no way to."""
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        what = "a character that is half of one (a lone surrogate)"
    except (TypeError, ValueError, RecursionError):
        what = "a value that JSON has no form for"
    raise StoreError(f"The change holds {what} and was not saved. {OLD_KEPT} Take it out, then save again.")


def decode(body: bytes) -> Tables:
    """Read tables; ValueError for anything but a JSON object of objects.

    Half a character (a lone surrogate), which only another program can have written, is read as U+FFFD: it can be
    neither shown nor saved.
    """
    tables = json.loads(body, parse_constant=_refuse)
    if b"\\u" in body:
        tables = json.loads(_HALF.sub("\ufffd", json.dumps(tables, ensure_ascii=False)))
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ValueError("not tables")
    return tables


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which could be read but never saved again."""
    raise ValueError(constant)


def digest(body: bytes, generation: int) -> str:
    """Hash the body and its generation, so that neither changes unnoticed."""
    return hashlib.sha256(b"%d %d\n%b" % (FORMAT, generation, body)).hexdigest()


def frame(body: bytes, generation: int) -> bytes:
    """Put the header before a body."""
    header = {"format": FORMAT, "generation": generation, "sha256": digest(body, generation), "bytes": len(body)}
    return json.dumps(header, separators=(",", ":")).encode() + b"\n" + body + b"\n"


def take_apart(raw: bytes) -> Content:
    """Split a file into its version and body; ValueError if any byte is not as `frame` would write it."""
    head, _, rest = raw.partition(b"\n")
    header = None
    with contextlib.suppress(ValueError, RecursionError):
        header = json.loads(head)
    if not isinstance(header, dict) or not isinstance(header.get("format"), int):
        decode(raw)
        return Content(Version(0, hashlib.sha256(raw).hexdigest()), raw)
    generation, body = header.get("generation"), rest[:-1]
    number = generation if isinstance(generation, int) else 0
    if raw == frame(body, number):
        decode(body)
        return Content(Version(number, header["sha256"]), body)
    # A body that fits this release's hash is of this release: only its format's digit is damaged.
    if header["format"] > FORMAT and header.get("sha256") != digest(body, number):
        raise NewerFormat
    raise ValueError("not as written")
