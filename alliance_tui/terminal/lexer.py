"""Split what a terminal sends into text, keys, and reports that are no keys.

The grammar is that of ECMA-48 and of xterm's and kitty's documents: control sequences (CSI), strings (OSC, DCS,
APC, PM, SOS) up to BEL or ST, single shifts (SS3), keys as CSI u with event types and alternate keys, and xterm's
modifyOtherKeys. What is none of the keys below is a report, in whatever mode the program is: it is never a key.

ESC and a letter at once is the Escape key and the letter, as in vim: tmux holds ESC back for half a second and sends
the two together, and nothing in the program is bound to Alt. A report may be cut anywhere. Behind ESC and the next
byte its rest is awaited for `STALLED`; a lone ESC is the Escape key after `ESCAPE_DELAY`, and the rest of a report that
comes later is dropped all the same.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

ESCAPE_DELAY = 0.1
"""Seconds without input after which ESC is the Escape key."""
STALLED = 10.0
"""Seconds within which the rest of a report must have come, or ESC and a character were keys."""
AT_ONCE = 0.15
"""Seconds within which two characters are not two presses of a person."""
REST = 1.0
"""Seconds after an Escape key in which little may be the rest of a report that its ESC was the beginning of."""
REST_HELD = 0.3
"""Seconds for which a character that may be such a rest is held back."""
LONGEST_SEQUENCE = 256
"""The most characters that are kept of an unfinished control sequence."""


class Press(NamedTuple):
    """A key that is not text, by its name in Textual (`ctrl+left`); `sent` is what the terminal sent for it."""

    name: str
    sent: str


class Report(NamedTuple):
    """What is no key: a control sequence, or an OSC string without its end; other strings are dropped unread."""

    sent: str


Token = str | Press | Report
"""Text is a plain `str`: printable characters, and Tab, Enter and Ctrl+J, which are text in a paste."""

PASTE_START = Report("\x1b[200~")
ESCAPE = Press("escape", "\x1b")

_SECONDS = {0x8F: "O", 0x90: "P", 0x98: "X", 0x9B: "[", 0x9C: "\\", 0x9D: "]", 0x9E: "^", 0x9F: "_"}
_EIGHT_BITS = {chr(plane + byte): "\x1b" + second for byte, second in _SECONDS.items() for plane in (0, 0xDC00)}
"""ESC and a character as one: of Unicode, or as a byte that is no UTF-8, decoded with surrogateescape."""
_TEXT = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f" + "".join(_EIGHT_BITS) + "]+")
_CSI, _SS3 = "(?:\x1b\\[|[\x9b\udc9b])", "(?:\x1bO|[\x8f\udc8f])"
_SEQUENCE = re.compile(
    rf"""
      {_CSI}\[[A-E]                             # F1 to F5 of the Linux console
    | {_CSI}M(?:[^\x1b]{{3}}|[^\x1b]{{0,2}}(?=\x1b)) # a mouse that has no other way to say so, and its three characters
    | {_CSI}[2-8]\$                            # keys with Shift in rxvt
    | {_CSI}(?!\[?\Z|M)[ -?]*[@-~]              # any other, be its parts in the wrong order
    | {_SS3}[0-9;]*[@-~]
    """,
    re.VERBOSE,
)
_UNFINISHED = re.compile(rf"(?:\x1b|{_CSI}(?:\[?|M[^\x1b]{{0,2}}|[ -?]*)|{_SS3}[0-9;]*)\Z")
_BROKEN_OFF = re.compile(rf"(?:{_CSI}|{_SS3})[ -?]*")
_STRING = re.compile("\x1b[]P^_X]|[\x90\x98\x9d-\x9f\udc90\udc98\udc9d-\udc9f]")
_ST = re.compile("\x1b\\\\|[\x9c\udc9c]")
_STRING_END = re.compile("[\x07\x18\x1a]|\x1b(?:\\\\|(?=[\x1b" + "".join(_EIGHT_BITS) + "]))|(?=\x1b.)", re.DOTALL)
"""BEL, CAN, SUB, ST, or the beginning of something else, be it amid an ST."""
_WHOLE_STRING_END = re.compile(f"\x07|{_ST.pattern}")
_EIGHT_BIT_STRING_END = re.compile(f"{_ST.pattern}|{_STRING_END.pattern}", re.DOTALL)
_REST = re.compile(r"\[[ -?]*(?:[@-~]|\Z)|O[A-Z]|\][0-9lLI]|P[!-?|]|[X^_].|[]OPX^_[]\Z", re.DOTALL)
"""How what began with ESC goes on, when that was taken for the Escape key."""
_LONG_REST = re.compile(r"\[[0-?].|\][0-9]+;|\][lLI].|P(?:[0-?]|![|~]).|[X^_]..", re.DOTALL)
"""Continuations that nobody types."""
_GOES_ON = {"[": "[ -`a-d{-~]", "O": "[A-Z]", "]": "[0-9lLI]", "P": "[!-?|]", "_": "G", "^": "(?!)", "X": "(?!)"}
"""What a single character must be to belong to ESC and one of these before it, when it comes later than `AT_ONCE`."""
_CERTAIN = {"[": "[0-?]", "]": "[0-9lL]", "P": "[>!0-9]", "_": "G"}
"""What shows that one of these, which came some time after the Escape key, was no key either."""

_UNDECODED = re.compile("[\ud800-\udfff]")

_FINALS = dict(zip("ABCDHFPQS", ["up", "down", "right", "left", "home", "end", "f1", "f2", "f4"], strict=True))
_NUMBERS = {1: "home", 2: "insert", 3: "delete", 4: "end", 5: "pageup", 6: "pagedown", 7: "home", 8: "end"}
_NUMBERS |= {number: f"f{n}" for n, number in enumerate([*range(11, 16), *range(17, 22), 23, 24], 1)}
_OF_RXVT = {"$": "shift+", "^": "ctrl+", "@": "ctrl+shift+"}
_WHOLE = {"\x1b[Z": "shift+tab", "\x1bOR": "f3"}
_WHOLE |= {f"\x1b[[{chr(0x40 + n)}": f"f{n}" for n in range(1, 6)}
_WHOLE |= {
    f"\x1b{kind}{f.lower()}": held + _FINALS[f] for f in "ABCD" for kind, held in (("[", "shift+"), ("O", "ctrl+"))
}
_KEYPAD = dict(zip("jklmnopqrstuvwxyMX", "*+,-./0123456789\r=", strict=True))
_CONTROLS = {chr(n): f"ctrl+{chr(0x60 + n)}" for n in range(1, 27)} | {
    "\0": "ctrl+@",
    "\b": "backspace",
    "\x1c": "ctrl+backslash",
    "\x1d": "ctrl+right_square_bracket",
    "\x1e": "ctrl+circumflex_accent",
    "\x1f": "ctrl+underscore",
    "\x7f": "backspace",
}
_CODES: dict[int, str] = dict(enumerate("0123456789./*-+\r=,", 57399))  # those of kitty's keypad, and its other keys
_CODES |= enumerate(["left", "right", "up", "down", "pageup", "pagedown", "home", "end", "insert", "delete"], 57417)
_CODES |= {8: "backspace", 9: "\t", 13: "\r", 27: "escape", 127: "backspace"}
_NUMBER = r"(\d{0,8})"
_KEY = re.compile(
    rf"\x1b\[{_NUMBER}(?::{_NUMBER})?(?::{_NUMBER})?"
    rf"(?:;{_NUMBER}(?::{_NUMBER})?(?:;(\d{{0,8}}(?::\d{{0,8}})*))?)?([ABCDFHPQSu~^$@])"
)
"""A character's number, with Shift, in the US layout; what is held, and whether pressed; what is typed; what it is."""
_SHIFT, _CTRL, _OTHERS = 1, 4, 2 | 8 | 16 | 32
"""What may be held with a key, less one. Nothing is bound to the others, which are Alt, Super, Hyper and Meta."""
_RELEASED = "3"


class Lexer:
    """Splits what comes, bit by bit; `now` is in seconds, of any clock that only goes forward."""

    def __init__(self) -> None:
        self.left = ""
        """What came behind the start of a paste, as it is."""
        self._unfinished = ""
        self._in_string = self._lost_string = self._eight_bit = False
        self._osc: str | None = None
        """What has come of an OSC string, as much as is kept; None in another string."""
        self._begun = self._last = 0.0
        self._escaped: float | None = None
        """When ESC was taken for the Escape key, if no key has come since but `_second`."""
        self._second = ""
        """A character taken for a key behind it, which may have been the second of a report."""
        self._given = False
        """True if the unfinished sequence begins with that ESC."""

    @property
    def patience(self) -> float | None:
        """Seconds to wait for more before `expire`; None if nothing is unfinished."""
        if self._in_string or self._unfinished[:1] != "\x1b" or self._unfinished[1:] not in ("", *_GOES_ON):
            return None
        if self._unfinished == "\x1b":
            return ESCAPE_DELAY
        return REST_HELD if self._given else STALLED

    def expire(self, now: float) -> list[Token]:
        """Take ESC for the Escape key, and a character held back for a key: nothing came within `patience`."""
        second, self._unfinished, self._escaped = self._unfinished[1:], "", now
        self._second = second
        return [second] if self._given else [ESCAPE]

    def feed(self, text: str, now: float) -> list[Token]:
        """Split what has come, decoded with surrogateescape. The start of a paste ends it; the rest is in `left`."""
        tokens = self._after_pause(text, now)
        if self._unfinished == "" and self._escaped is not None and self._is_rest(text, now - self._escaped):
            self._unfinished, self._given = "\x1b" + self._second, True
            self._escaped, self._second = None, ""
        carried, self._unfinished = self._unfinished, ""
        text, start, self.left = (carried + text).partition(PASTE_START.sent)
        text += start
        self._last = now
        at = 0
        while at < len(text):
            if self._in_string:
                at = self._string(text, at, tokens)
            elif run := _TEXT.match(text, at):
                tokens.append(_UNDECODED.sub("\ufffd", run[0]))
                at = run.end()
            elif text[at] in _CONTROLS:
                tokens.append(Press(_CONTROLS[text[at]], text[at]))
                at += 1
            else:
                if at or not carried:
                    self._begun, self._given = now, False
                at = self._escape(text, at, tokens)
        if not all(isinstance(token, Report) for token in tokens):
            self._escaped, self._second = None, ""
        return tokens

    def _after_pause(self, text: str, now: float) -> list[Token]:
        """Forget what is unfinished for too long, and take it for keys where `text` shows that it is no report."""
        if now - self._begun > STALLED and not (text[1:] and _SEQUENCE.fullmatch(self._unfinished + text)):
            self._lost_string |= self._in_string
            self._unfinished, self._in_string = "", False
        second = self._unfinished[1:]
        if now - self._last <= AT_ONCE or second not in _GOES_ON:
            return []
        if text[0] == "\x1b":
            typed = text != "\x1b\\"
        else:
            goes_on = (_CERTAIN if self._given else _GOES_ON).get(second, "(?!)")
            typed = len(text) == 1 and not re.match(goes_on, text)
        if not typed:
            return []
        self._unfinished = ""
        return [second] if self._given else [ESCAPE]

    def _is_rest(self, text: str, since: float) -> bool:
        """Return True if this is the rest of a report whose ESC was taken for the Escape key so many seconds ago."""
        if self._second:
            return since < STALLED and re.match(_CERTAIN.get(self._second, "(?!)"), text) is not None
        return bool((since < REST and _REST.match(text)) or (since < STALLED and _LONG_REST.match(text)))

    def _string(self, text: str, at: int, tokens: list[Token]) -> int:
        """Report an OSC string, drop any other; return where it ends."""
        end = (_EIGHT_BIT_STRING_END if self._eight_bit else _STRING_END).search(text, at)
        if self._osc is not None:
            self._osc = (self._osc + text[at : end.start() if end else None].rstrip("\x1b"))[:LONGEST_SEQUENCE]
        if end:
            if self._osc is not None and _WHOLE_STRING_END.fullmatch(end[0]):
                tokens.append(Report(f"\x1b]{self._osc}"))
            self._in_string = False
            self._lost_string = not _ST.fullmatch(end[0])
            return end.end()
        self._unfinished = "\x1b" if text.endswith("\x1b") else ""
        return len(text)

    def _escape(self, text: str, at: int, tokens: list[Token]) -> int:
        """Read what begins with ESC; return where it ends."""
        if sequence := _SEQUENCE.match(text, at):
            tokens += key(_EIGHT_BITS.get(text[at], text[at]) + sequence[0][1:])
            return sequence.end()
        if _UNFINISHED.match(text, at):
            self._unfinished = text[at:] if len(text) - at < LONGEST_SEQUENCE else "\x1b[?"
            return len(text)
        if string := _STRING.match(text, at):
            self._eight_bit = len(string[0]) == 1
            self._osc = "" if _EIGHT_BITS.get(string[0], string[0]) == "\x1b]" else None
            self._in_string = self._eight_bit or string.end() < len(text)
            if not self._in_string:
                self._unfinished = string[0]
            return string.end()
        if st := _ST.match(text, at):
            if self._lost_string and tokens and isinstance(tokens[-1], str):
                tokens.pop()  # the rest of a string that was taken for ended
            self._lost_string = False
            return st.end()
        if broken_off := _BROKEN_OFF.match(text, at):
            return broken_off.end()
        tokens.append(ESCAPE)
        return at + 1


def key(sent: str) -> list[Token]:
    """Return the key that a control sequence stands for, or the text it types; nothing for a release; else a report."""
    if sent == PASTE_START.sent:
        return [PASTE_START]
    if name := _WHOLE.get(sent):
        return [Press(name, sent)]
    if sent[1] == "O":
        if sent[2:] in _KEYPAD:
            return [_KEYPAD[sent[2:]]]
        sent = f"\x1b[{sent[2:]}"
    if not (found := _KEY.fullmatch(sent)):
        return [Report(sent)]
    code, shifted, base, held, event, typed, final = found.groups("")
    if final == "~" and code == "27" and typed.isdecimal():  # modifyOtherKeys
        code, final, typed = typed, "u", ""
    if typed and final != "u":
        return [Report(sent)]
    if final in _FINALS and not held and code not in ("", "1"):
        code, held = "", code  # as xterm without its first parameter
    modifiers = int(held or 1) - 1
    if event == _RELEASED or modifiers & _OTHERS:
        return []
    prefix = "ctrl+" * bool(modifiers & _CTRL) + "shift+" * bool(modifiers & _SHIFT)
    if final == "u":
        return _character(sent, prefix, code, shifted, base, typed)
    if final in _OF_RXVT:
        prefix = _OF_RXVT[final]
    named = _FINALS.get(final) or _NUMBERS.get(int(code or 0))
    if not named or (final in _FINALS and code not in ("", "1")):
        return [Report(sent)]
    return [Press(prefix + named, sent)]


def _character(sent: str, prefix: str, code: str, shifted: str, base: str, typed: str) -> list[Token]:
    """Return the key of a character by its number, those it has with Shift and in the US layout, and those it types."""
    name = _CODES.get(int(code or 1))
    if name and prefix in ("", "shift+"):
        if len(name) > 1:
            return [Press(name, sent)]
        return [Press("shift+tab", sent)] if name == "\t" and prefix else [name]
    if prefix.startswith("ctrl+"):
        letter = _text(base or code)
        if letter == "[":
            return [Press("escape", sent)]
        return [Press(prefix + letter, sent)] if letter.isascii() and letter.isalnum() else []
    if typed or not prefix:
        text = "".join(map(_text, (typed or code).split(":")))
    else:
        text = _text(shifted) or _text(code).upper()
    return [text] if text else []


def _text(number: str) -> str:
    """Return the character of that number; "" for what no key types: controls, private use, what is no character."""
    if not number or int(number) > 0x10FFFF:
        return ""
    return "" if category(chr(int(number))) in ("Cc", "Cs", "Co", "Cn") else chr(int(number))
