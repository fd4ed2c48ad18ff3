"""A store in which every text is hostile, written past the program's own cleaning; and what raw output may hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from alliance_tui.services import drafts
from alliance_tui.services.drafts import Form
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.cover import alliance_cover, session_cover
from alliance_tui.storage.file_format import decode, parse_file, with_header
from alliance_tui.storage.library import Library
from alliance_tui.terminal.questions import ASK_BACKGROUND
from tests.e2e.session import lay_down

ATTACKS = {
    "a title": "\x1b]0;PWNED\x07",
    "the clipboard": "\x1b]52;c;UFdORUQ=\x1b\\",
    "a device string": "\x1bP$qPWNED\x1b\\",
    "a colour": "\x1b[31;99;77m",
    "a full reset": "\x1bc",
    "one-byte sequences": "\x9b31;99;77m\x9d0;PWNED\x9c\x90PWNED\x85",
    "controls": "\x00\x01\x05\x07\x08\x0b\x0c\x0e\x0f\x11\x18\x1a\x7f",
    "line ends": "\r\u2028\u2029",
    "bidi": "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069",
    "zero width": "a\u200b\u200d\ufeffb",
    "half characters": "\ud800\udc00\udfff",
    "markup": "[/][@click=app.quit]x[/] [red]x [b",
}
HOSTILE = "".join(ATTACKS.values())
BRIEF = ATTACKS["a title"] + ATTACKS["one-byte sequences"] + ATTACKS["half characters"] + ATTACKS["markup"]
TEXTS = {"left", "right", "partnership", "place", "title", "credit", "adapted_from", "text", "name", "unsigned"}
TEXTS |= {"intentions", "atmosphere", "responsibility", "backup_plan", "backup-plan", "closing"}

FORBIDDEN = re.compile(
    rb"\x1b(?![78DM\[]|\]22;[a-z-]*\x07)|[\x00-\x06\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|"
    rb"\xe2\x81[\xa6-\xa9]|\xed[\xa0-\xbf]|\x1b\[[0-9;]*99;77m|"
    rb"(?:\x07|\xe2\x90\x87)\x08(?:\x0b|\xe2\x90\x8b)"
)
"""What no output of ours holds: C0 but BEL, tab, line ends and BS (the painter moves the cursor by it, so only that of
the attack is told), DEL, C1, bidi, surrogates, any ESC that begins no CSI, nor moves the cursor by a row (but OSC
22, the mouse pointer's shape, which Textual sends)."""
QUESTION = ASK_BACKGROUND.encode()
"""What the program asks the terminal at its start, with an OSC: at most once, as it is."""


def lay_down_hostile(store: Path) -> str:
    """An alliance with two versions, an open session and a form, every text in it hostile; returns its folder."""
    plain = lay_down(store, versions=2)
    (store / "forms.json").unlink(missing_ok=True)
    fields = {"left": "A", "right": "G", "partnership": "", "place": "", "when": ""}
    drafts.save_form(Library(store), "", drafts.PREPARE, Form("a:1", fields), None)
    name = f"{plain}-{ATTACKS['a title']}\x9b31m\u202e[@click=app.quit]x[red]".replace("/", "")
    (store / plain).rename(store / name)
    for file in (*(store / name).glob("*.json"), store / "forms.json"):
        rewrite(file)
    return name


def rewrite(file: Path) -> None:
    """Put the attacks into every text of a file of the store, as somebody with an editor could."""
    content = parse_file(file.read_bytes())
    assert content.body is not None
    tables = poisoned(json.loads(content.body))
    body = json.dumps(tables, separators=(",", ":")).encode()
    make = {ALLIANCE: alliance_cover, SESSION: session_cover}.get(file.name)
    file.write_bytes(with_header(body, content.generation, make(decode(body)) if make else None))


def poisoned(value: Any, key: str = "") -> Any:
    """A document with the attacks after every text that is nobody's id."""
    if isinstance(value, dict):
        if "fields" in value:
            return {**value, "fields": {name: poisoned(each, "text") for name, each in value["fields"].items()}}
        return {name: poisoned(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each) for each in value]
    if isinstance(value, str) and key in TEXTS:
        return value + (BRIEF if key in {"left", "right", "name"} else HOSTILE)
    return value


def leaks(raw: bytes) -> list[bytes]:
    """What in an output a terminal could obey or misread beyond ordinary drawing, each with what is around it."""
    raw = raw.replace(QUESTION, b"", 1)
    return [raw[max(0, found.start() - 20) : found.end() + 20] for found in FORBIDDEN.finditer(raw)]
