"""What terminals report without a key being pressed: recorded, at random, whole and cut.

The forms are those of xterm's ctlseqs, of kitty's and iTerm2's protocols and of each terminal's source, with the
values that the named terminals give.
"""

from __future__ import annotations

import itertools
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ESC, BEL, ST = b"\x1b", b"\x07", b"\x1b\\"


@dataclass(frozen=True)
class Report:
    """One report: which terminal sends it, of which kind it is, its bytes."""

    kind: str
    terminal: str
    data: bytes

    def __str__(self) -> str:
        """A name for a test."""
        return f"{self.kind} {self.terminal} {self.data!r}"


def csi(body: str) -> bytes:
    """A control sequence."""
    return b"\x1b[" + body.encode()


def osc(body: str, end: bytes = ST) -> bytes:
    """An operating system command."""
    return b"\x1b]" + body.encode() + end


def dcs(body: str) -> bytes:
    """A device control string."""
    return b"\x1bP" + body.encode() + ST


SENT: dict[str, dict[str, list[bytes]]] = {
    "DA1": {
        "xterm": [csi("?64;1;2;6;9;15;16;17;18;21;22;28c"), csi("?62;22c")],
        "kitty": [csi("?62;c"), csi("?62;52;c")],
        "ghostty": [csi("?62;22;52c")],
        "iTerm2": [csi("?64;1;2;4;6;17;18;21;22c")],
        "Windows Terminal": [csi("?61;4;6;7;14;21;22;23;24;28;32;42c")],
        "foot": [csi("?62;4;22;28;29c")],
        "alacritty": [csi("?6c")],
        "VTE": [csi("?65;1;9c"), csi("?61;1;21;22c")],
        "Konsole": [csi("?62;1;4c")],
        "tmux": [csi("?1;2c"), csi("?1;2;4c")],
        "screen": [csi("?1;2c")],
        "mintty": [csi("?64;1;2;4;6;9;11;15;21;22;28;29c")],
        "linux": [csi("?6c")],
        "rxvt": [csi("?1;2c")],
    },
    "DA2": {
        "xterm": [csi(">41;354;0c"), csi(">1;390;0c")],
        "kitty": [csi(">1;4000;46c")],
        "ghostty": [csi(">1;10;0c")],
        "iTerm2": [csi(">0;95;0c"), csi(">64;2500;0c")],
        "Windows Terminal": [csi(">0;10;1c")],
        "foot": [csi(">1;012200;0c")],
        "alacritty": [csi(">0;1303;1c")],
        "VTE": [csi(">65;7600;1c")],
        "Konsole": [csi(">1;115;0c"), csi(">0;115;0c")],
        "tmux": [csi(">84;0;0c")],
        "screen": [csi(">83;50001;0c")],
        "mintty": [csi(">77;30705;15c")],
        "PuTTY": [csi(">0;136;0c")],
        "rxvt": [csi(">85;95;0c"), csi(">82;20710;0c")],
    },
    "DA3": {
        "xterm": [dcs("!|00000000")],
        "kitty": [dcs("!|6B697474")],
        "foot": [dcs("!|464f4f54")],
        "VTE": [dcs("!|7E565445")],
        "Konsole": [dcs("!|7E4B4445")],
        "iTerm2": [dcs("!|6954726D")],
        "linux": [dcs("!|00004C4E")],
    },
    "XTVERSION": {
        "xterm": [dcs(">|XTerm(390)")],
        "kitty": [dcs(">|kitty(0.42.1)")],
        "ghostty": [dcs(">|ghostty 1.1.3")],
        "iTerm2": [dcs(">|iTerm2 3.5.14")],
        "foot": [dcs(">|foot(1.22.3)")],
        "VTE": [dcs(">|VTE(7600)")],
        "Konsole": [dcs(">|Konsole 24.12.3")],
        "tmux": [dcs(">|tmux 3.5a")],
        "mintty": [dcs(">|mintty 3.7.5")],
        "WezTerm": [dcs(">|WezTerm 20240203-110809-5046fc22")],
        "Terminal.app": [b"\x1bP>|Terminal 455\x07\x1b\\"],
    },
    "DSR": {
        "any": [csi("0n"), csi("3n"), csi("24;80R"), csi("7;23R"), csi("?24;80R"), csi("?24;1;1R")],
        "xterm": [csi("?13n"), csi("?10n"), csi("?20n"), csi("?21n"), csi("?27;1;0;0n"), csi("?50n"), csi("?57;1n")],
        "foot": [csi("?997;1n"), csi("?997;2n")],
    },
    "DECRPM": {
        "any": [csi("?2026;2$y"), csi("?2026;0$y"), csi("?2048;2$y"), csi("?2027;3$y"), csi("?1;1$y"), csi("4;2$y")],
        "kitty": [csi("?2031;2$y"), csi("?1004;1$y"), csi("?5522;2$y")],
    },
    "DECRQSS": {
        "xterm": [dcs("1$r0m"), dcs("1$r1;24r"), dcs('1$r64;1"p'), dcs("1$r2 q"), dcs("0$r")],
        "kitty": [dcs("1$r38:2:10:20:30m")],
        "tmux": [dcs("1$r q0 q")],
    },
    "DECRQPSR": {
        "xterm": [dcs("1$u1;1;1;@;@;@;0;2;@;BB%5%5"), dcs("2$u9/17/25/33/41/49"), dcs("1!~A3F2")],
        "VT": [csi("2;1;1;128;128;1;0x"), csi("3;1;1;112;112;1;0x")],
    },
    "XTGETTCAP": {
        "xterm": [dcs("1+r544e=787465726D2D323536636F6C6F72"), dcs("1+r436F=323536"), dcs("0+r")],
        "kitty": [dcs("1+r544e=787465726d2d6b69747479"), dcs("0+r6d73")],
        "foot": [dcs("1+r524742=382F382F38;436f=323536")],
    },
    "colours": {
        "xterm": [osc("10;rgb:ffff/ffff/ffff", BEL), osc("11;rgb:1e1e/1e1e/2e2e"), osc("12;rgb:bfbf/bfbf/bfbf")],
        "kitty": [osc("21;foreground=rgb:dd/dd/dd;background=rgb:00/00/00"), osc("4;1;rgb:cccc/0404/0303")],
        "iTerm2": [osc("4;-2;rgb:1fff/2fff/3fff", BEL), osc("11;rgba:0000/0000/0000/cccc")],
        "Windows Terminal": [osc("10;rgb:cccc/cccc/cccc"), osc("4;15;rgb:f2f2/f2f2/f2f2")],
        "VTE": [osc("11;rgb:3030/0a0a/2424", BEL), osc("17;rgb:ffff/dddd/dddd"), osc("19;rgb:0000/0000/0000")],
        "rxvt": [osc("11;rgb:0000/0000/0000", BEL), osc("708;rgb:dddd/aaaa/dddd")],
    },
    "clipboard": {
        "xterm": [osc("52;c;RGVsZXRlIG1lIHk="), osc("52;p;eXlkRGRzbg==", BEL), osc("52;s0;")],
        "kitty": [osc("5522;type=read:status=OK"), osc("5522;type=read:status=DATA:mime=dGV4dA==;eXlEcw==")],
    },
    "commands": {
        "any": [osc("7;file://host/home/Dys"), osc("8;id=q;https://example.org/Dys"), osc("8;;"), osc("9;done, y?")],
        "kitty": [osc("99;i=1:p=title;c2lnbg=="), osc("99;i=7:p=?;a=report:o=always,unfocused:p=title,body,close")],
        "iTerm2": [
            osc("1337;ReportCellSize=17.0;8.0;2.0"),
            osc("1337;ReportVariable=RGVsZXRl", BEL),
            osc("1337;Capabilities=T3CwLrMSc7UUw9Ts3BFGsSyHNoSxF"),
        ],
        "shells": [osc("133;A"), osc("133;D;0", BEL), osc("633;P;Cwd=/home/Dys"), osc("777;notify;sign;y", BEL)],
    },
    "title": {
        "xterm": [osc("l Delete me y "), osc("lDelete me y"), osc("LDelete me y"), osc("l"), osc("L")],
        "mintty": [osc("lvim: Dys q \u00e9\u4e16\U0001f600 s y")],
        "rxvt": [osc("lsign y", ST), osc("LD", ST)],
        "PuTTY": [osc("lPuTTY n s y D")],
        "Konsole": [osc("2;Delete me y", BEL), osc("0;Delete me y", BEL), osc("1;Delete me y", BEL)],
    },
    "window": {
        "xterm": [csi("1t"), csi("2t"), csi("3;100;200t"), csi("4;600;800t"), csi("5;1080;1920t"), csi("6;18;9t")],
        "kitty": [csi("8;24;80t"), csi("9;50;200t"), csi("4;1080;1920t"), csi("3;0;0t")],
        "ghostty": [csi("48;24;80;480;640t"), csi("48;50;100;0;0t"), csi("48;0;0;0;0t")],
    },
    "keyboard flags": {
        "kitty": [csi("?0u"), csi("?1u"), csi("?31u")],
        "xterm": [csi(">4;0m"), csi(">4;2m"), csi(">1;2m"), csi("?4;0m")],
    },
    "graphics": {
        "kitty": [b"\x1b_Gi=31;OK\x1b\\", b"\x1b_Gi=31,p=1;ENOENT:no such file Dys\x1b\\", b"\x1b_Gi=1;EINVAL:y\x1b\\"],
        "xterm": [csi("?1;0;1024S"), csi("?2;0;800;480S"), csi("?1;3;0S")],
    },
    "strings": {
        "any": [b"\x1b^private y D s\x1b\\", b"\x1bXstart y D s\x1b\\", b"\x1b_yes D s\x1b\\", b"\x1b^\x1b\\"],
    },
    "focus": {"any": [csi("O") + csi("I"), csi("I")]},
    "locator": {"xterm": [csi("1;1;1;10;0&w"), csi("2;3;5;9&w"), csi("0&w")]},
    "Windows keys": {
        "Windows Terminal": [csi("89;21;121;1;0;1_"), csi("13;28;13;1;0;1_"), csi("83;31;115;0;0;1_")],
    },
    "releases": {
        "kitty": [
            *(csi(f"{code};1:3u") for code in (97, 121, 100, 115, 110, 113, 13, 27, 9, 127, 32, 57358)),
            csi("68:68;2:3u"),
            csi("1081::113;1:3u"),
            csi("112;5:3u"),
            *(csi(f"1;1:3{final}") for final in "ABCDFHPQS"),
            *(csi(f"{code};1:3~") for code in (2, 3, 5, 6, 15, 24)),
        ],
    },
    "modifiers": {
        "kitty": [csi(f"{code};{held}u") for code, held in zip(range(57441, 57455), (2, 5, 3, 9) * 4, strict=False)]
    },
    "no keys": {
        "kitty": [
            csi(f"{code}{rest}u")
            for code in (99999999, 1114112, 0xD800, 0xDBFF, 0xDFFF, 4294967296, 10**30)
            for rest in (";1", "", ";1:1", "::113;1")
        ],
        "broken": [csi("121;1;1114112u"), csi("121;1;55296u")],
        "xterm": [csi("27;1;99999999~"), csi("27;2;55296~"), csi("27;5;1114112~")],
    },
    "alt": {
        "xterm": [csi("27;3;110~"), csi("27;3;121~"), csi("27;4;68~"), csi("27;7;115~"), csi("27;3;13~")],
        "kitty": [
            csi("110;3u"),
            csi("121;3u"),
            csi("68;4u"),
            csi("115;7u"),
            csi("13;3u"),
            csi("115;9u"),
            csi("121;17u"),
        ],
    },
}
"""By kind and terminal. Nothing here is a key that is bound to anything."""

MOUSE: dict[str, dict[str, list[bytes]]] = {
    "mouse": {
        "X10": [
            b"\x1b[M !!",
            b"\x1b[M#!!",
            b"\x1b[MyDs",
            b"\x1b[M\x20ny",
            b"\x1b[M`qq",
            b"\x1b[M \xc8H",
            b"\x1b[M#\xffy",
        ],
        "urxvt": [csi("32;10;5M"), csi("35;10;5M"), csi("96;1;1M"), csi("32;300;200M")],
        "SGR": [
            csi("<0;10;5M"),
            csi("<0;10;5m"),
            csi("<64;1;1M"),
            csi("<35;40;12M"),
            csi("<128;3;3M"),
            csi("<0;9999;9999M"),
        ],
        "SGR in pixels": [csi("<0;640;312M"), csi("<0;640;312m"), csi("<259;1;1M"), csi("<0;-5;10M")],
    },
}
"""For a program that did not ask for the mouse."""


def _listed(sent: dict[str, dict[str, list[bytes]]]) -> tuple[Report, ...]:
    return tuple(
        Report(kind, terminal, data)
        for kind, terminals in sent.items()
        for terminal, each in terminals.items()
        for data in each
    )


C1_FORMS = {b"\x1b[": 0x9B, b"\x1b]": 0x9D, b"\x1bP": 0x90, b"\x1b_": 0x9F, b"\x1b^": 0x9E, b"\x1bX": 0x98}


def eight_bit(data: bytes, utf8: bool) -> bytes:
    """A report with its introducer and its string terminator as C1 controls, raw or in UTF-8."""

    def c1(code: int) -> bytes:
        return chr(code).encode() if utf8 else bytes([code])

    return data.replace(data[:2], c1(C1_FORMS[data[:2]])).replace(ST, c1(0x9C))


def in_eight_bits(reports: tuple[Report, ...]) -> Iterator[Report]:
    """Those that a terminal set to 8-bit controls (S8C1T) may send."""
    for report in reports:
        if report.data[:2] in C1_FORMS and report.data.isascii():
            yield Report(f"{report.kind} 8-bit", report.terminal, eight_bit(report.data, utf8=False))
            yield Report(f"{report.kind} 8-bit in UTF-8", report.terminal, eight_bit(report.data, utf8=True))


SEVEN_BIT = _listed(SENT)
"""Without the mouse, as nearly all terminals send them."""
MOUSE_REPORTS = _listed(MOUSE)
RECORDED = (*SEVEN_BIT, *in_eight_bits(SEVEN_BIT))
"""All but the mouse's."""
KINDS = tuple(dict.fromkeys(report.kind for report in (*SEVEN_BIT, *MOUSE_REPORTS)))


def of_kind(kind: str) -> tuple[Report, ...]:
    """The recorded ones of one kind, 8-bit forms included."""
    seven = tuple(report for report in (*SEVEN_BIT, *MOUSE_REPORTS) if report.kind == kind)
    return (*seven, *in_eight_bits(seven))


# At random

LETTERS = "yDsnqarcAvdxjkh?/mtbpiUu1235 "
"""Most of them keys of some screen."""
TITLES = [
    "Delete me y",
    "vim: Dys",
    "q",
    "sign s y",
    "\u00fcber \u4e16\u754c",
    "~/D (y) - n",
    "\U0001f44d s",
    "[y] D;s;q",
]


def _number(chance: random.Random) -> str:
    return str(chance.choice((0, 1, 2, chance.randint(0, 99), chance.randint(0, 99_999))))


def _numbers(chance: random.Random, most: int = 8) -> str:
    return ";".join(_number(chance) for _ in range(chance.randint(1, most)))


def _text(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(TITLES)
    return "".join(chance.choices(LETTERS, k=chance.randint(0, 60)))


def _hex(chance: random.Random) -> str:
    return "".join(chance.choices(string.hexdigits, k=2 * chance.randint(1, 30)))


def _end(chance: random.Random) -> bytes:
    return chance.choice((BEL, ST))


def _colour(chance: random.Random) -> bytes:
    parts = "/".join(f"{chance.randrange(65536):04x}" for _ in range(3))
    return osc(
        f"{chance.choice(('10', '11', '12', '17', '19', f'4;{chance.randrange(256)}'))};rgb:{parts}", _end(chance)
    )


def _osc(chance: random.Random) -> bytes:
    number = chance.choice((0, 1, 2, 7, 8, 9, 21, 50, 52, 99, 133, 633, 777, 1337, 5522, 66))
    return osc(f"{number};{_text(chance)}", _end(chance))


def _title(chance: random.Random) -> bytes:
    return osc(chance.choice("lL") + _text(chance), ST)


def _string(chance: random.Random) -> bytes:
    return ESC + chance.choice(b"_^X").to_bytes() + _text(chance).encode() + ST


def _device_string(chance: random.Random) -> bytes:
    bodies = (
        f">|{_text(chance)}",
        f"!|{_hex(chance)[:8]}",
        f"1$r{_numbers(chance)}m",
        f"1+r{_hex(chance)}={_hex(chance)}",
    )
    return dcs(
        chance.choice((*bodies, f"2$u{_numbers(chance).replace(';', '/')}", f"{_number(chance)}!~{_hex(chance)[:4]}"))
    )


def _private(chance: random.Random) -> bytes:
    return csi(
        chance.choice(("?{}c", ">{}c", "?{}n", "?{}$y", "?{}u", "?{}S", ">{}m", "?{}R")).format(_numbers(chance))
    )


def _status(chance: random.Random) -> bytes:
    """Never in the first row, where xterm's report of the cursor is the same as F3 with something held."""
    return chance.choice((csi("0n"), csi("3n"), csi(f"{chance.randint(2, 300)};{chance.randint(1, 500)}R")))


def _window(chance: random.Random) -> bytes:
    number = chance.choice((1, 2, 3, 4, 5, 6, 8, 9, 48))
    return csi(f"{number};{_numbers(chance, 4)}t")


def _released(chance: random.Random) -> bytes:
    held = chance.randint(1, 64)
    code = chance.choice((*range(33, 127), 9, 13, 27, 127, 1081, 0x4E16, *range(57358, 57455)))
    forms = (
        f"{code};{held}:3u",
        f"{code}::{chance.randint(97, 122)};{held}:3u",
        f"1;{held}:3{chance.choice('ABCDEFHPQS')}",
    )
    return csi(chance.choice((*forms, f"{chance.choice((2, 3, 5, 6, 15, 17, 24))};{held}:3~")))


def _nothing_held(chance: random.Random) -> bytes:
    code = chance.choice(
        (chance.randint(0xD800, 0xDFFF), chance.randint(0x110000, 2**40), chance.randint(57441, 57454))
    )
    return csi(f"{code};{chance.randint(1, 8)}u")


def _alt(chance: random.Random) -> bytes:
    code, held = chance.randint(33, 126), chance.choice((3, 4, 7, 8))
    return csi(chance.choice((f"27;{held};{code}~", f"{code};{held}u")))


def _mouse(chance: random.Random) -> bytes:
    x, y, button = chance.randint(1, 300), chance.randint(1, 95), chance.choice((0, 1, 2, 3, 32, 35, 64, 65, 66, 128))
    forms = (csi(f"<{button};{x};{y}{chance.choice('Mm')}"), csi(f"{button + 32};{x};{y}M"))
    x10 = b"\x1b[M" + bytes((button % 128 + 32, min(x, 223) + 32, y + 32))
    return chance.choice((*forms, x10))


MAKERS: tuple[Callable[[random.Random], bytes], ...] = (
    _colour,
    _osc,
    _title,
    _string,
    _device_string,
    _private,
    _status,
    _window,
    _released,
    _nothing_held,
    _alt,
)


def random_report(chance: random.Random, mouse: bool) -> bytes:
    """A recorded report or one of a recorded form with other values; `mouse`: the program did not ask for it."""
    if chance.random() < 0.3:
        return chance.choice((*RECORDED, *MOUSE_REPORTS) if mouse else RECORDED).data
    if mouse and chance.random() < 0.15:
        return _mouse(chance)
    data = chance.choice(MAKERS)(chance)
    if data.isascii() and chance.random() < 0.15:
        return eight_bit(data, utf8=chance.random() < 0.5)
    return data


# Cuts


def cut(data: bytes, *places: int) -> list[bytes]:
    """The pieces between these places."""
    edges = [0, *sorted(places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges) if start < end]


def places(data: bytes) -> list[int]:
    """Where a report may be cut for long: anywhere but behind an ESC, which alone is the Escape key after a while."""
    return [place for place in range(1, len(data)) if data[place - 1] != ESC[0]]


def places_behind_escape(data: bytes) -> list[int]:
    """Where a cut leaves an ESC at the end of what has come."""
    return [place for place in range(1, len(data)) if data[place - 1] == ESC[0]]
