"""The format of a file in the store: a header line, then a body line. A save writes exactly this.

The header is `{"format":2,"generation":N,"sha256":S,"bytes":n,"cover":{...},"proof":P}`; the body is n bytes, TinyDB's
JSON. S is the SHA-256 of "2 N", a newline and the body; P that of the header as it is without its proof, so that the
header alone proves the cover: what a list needs to know of the file (see `cover`).

Format 1 has neither cover nor proof, and hashes "1 N". Both are read; only format 2 is written. Format 1's program
takes format 2 for a newer release's, because the hash is none of its own, and finds the body where it expects it.
A plain TinyDB file is read as format 0, generation 0.
"""

import contextlib
import hashlib
import json
import re
from typing import Any, NamedTuple

from alliance_tui.domain.errors import NewerFormat, StoreError

Tables = dict[str, dict[str, Any]]
Cover = dict[str, Any]

FORMAT = 2
HEADER_LIMIT = 1 << 16  # bytes; a cover that does not fit is left empty, and the file has to be read whole
_PROOF_LENGTH = len(',"proof":"' + 64 * "0" + '"}\n')
_DECODER = json.JSONDecoder()
_HALF = re.compile("[\ud800-\udfff]")
OLD_KEPT = "What was saved before is whole; this change is not in it."


class Content(NamedTuple):
    """What is on the disk: the save's number, its body and tables (None without a file), its format and its cover."""

    generation: int
    body: bytes | None
    tables: Tables | None
    format: int = FORMAT
    cover: Cover | None = None


NOTHING = Content(0, None, None)


def encode(data: Tables) -> bytes:
    """Return tables as one line; raise StoreError, without their text, if JSON or UTF-8 can't hold them."""
    try:
        return _json(data)
    except UnicodeEncodeError:
        what = "a character that is half of one (a lone surrogate)"
    except (TypeError, ValueError, RecursionError):
        what = "a value that JSON has no form for"
    raise StoreError(f"The change holds {what} and was not saved. {OLD_KEPT} Take it out, then save again.")


def decode(body: bytes) -> Tables:
    """Read tables; ValueError for anything but a JSON object of objects.

    A lone surrogate, which only another program can have written, is read as U+FFFD: it can be
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


def digest(body: bytes, generation: int, form: int = FORMAT) -> str:
    """Hash the body and its generation, so that neither changes unnoticed."""
    return hashlib.sha256(b"%d %d\n%b" % (form, generation, body)).hexdigest()


def with_header(body: bytes, generation: int, cover: Cover | None = None, form: int = FORMAT) -> bytes:
    """Put the header before a body, with the cover if that fits; ValueError for a cover that JSON cannot hold."""
    header = {"format": form, "generation": generation, "sha256": digest(body, generation, form), "bytes": len(body)}
    if form == 1:
        return b"%b\n%b\n" % (_json(header), body)
    head = _json({**header, "cover": cover or {}})
    line = head[:-1] + _proof(head)
    return b"%b%b\n" % (line, body) if len(line) <= HEADER_LIMIT else with_header(body, generation)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def parse_file(raw: bytes) -> Content:
    """Split a file into header and body; raise ValueError if any byte is not as `with_header` would write it."""
    head, _, rest = raw.partition(b"\n")
    header, body = _header(head), rest[:-1]
    if header is None:
        return Content(0, raw, decode(raw), 0)
    form, number, cover = header["format"], header.get("generation"), header.get("cover")
    if type(number) is not int:
        number = 0
    if form in (1, FORMAT) and raw == with_header(body, number, cover, form):
        return Content(number, body, decode(body), form, cover)
    # A body that fits a hash of this release is of this release: only its format's digit is damaged.
    if form > FORMAT and header.get("sha256") not in (digest(body, number), digest(body, number, 1)):
        raise NewerFormat
    raise ValueError("not as written")


def cover_in(line: bytes, size: int) -> Cover | None:
    """Return the cover in the first line of a file of `size` bytes; None unless the line's proof holds.

    None too if the file has not the length that its header gives, and for another format than the present one.
    """
    head = line[:-_PROOF_LENGTH] + b"}"
    if line[-_PROOF_LENGTH:] != _proof(head):
        return None
    try:
        header, _ = _DECODER.raw_decode(head.decode())
        if header["format"] == FORMAT and len(line) + header["bytes"] + 1 == size and b"\\u" not in head:
            cover = header["cover"]
            return cover if isinstance(cover, dict) else None
    except (ValueError, RecursionError, KeyError, TypeError):  # a forger's, with a proof
        pass
    return None


def is_covered(line: bytes) -> bool:
    """Return True if a first line, whole or damaged, was written with a cover that is not empty."""
    return line.startswith(b'{"format":%d,' % FORMAT) and b'"cover":{}' not in line


def _proof(head: bytes) -> bytes:
    """Make the end of the first line that begins with `head`, a header without its proof."""
    return b',"proof":"%b"}\n' % hashlib.sha256(head).hexdigest().encode()


def _header(line: bytes) -> dict[str, Any] | None:
    """Read a first line; None if it is no header, which has a format that is a number."""
    with contextlib.suppress(ValueError, RecursionError):
        header = json.loads(line)
        if isinstance(header, dict) and type(header.get("format")) is int:
            return header
    return None
