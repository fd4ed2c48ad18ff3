"""The bytes that xterm sends for keys."""

from __future__ import annotations

import string

FINAL_KEYS = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
FINAL_KEYS |= {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
TILDE_KEYS = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18}
TILDE_KEYS |= {"f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24}
PLAIN_KEYS = {"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f"}
PLAIN_KEYS |= {"space": " ", "ctrl+space": "\0"}
MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def key_bytes(name: str, application: bool = False) -> bytes:
    """The bytes xterm sends for a key such as `n`, `enter`, `shift+tab`, `ctrl+x`, `alt+left`.

    `application` says whether the program asked for application cursor keys (DECCKM).
    """
    if name in PLAIN_KEYS or len(name) == 1:
        return PLAIN_KEYS.get(name, name).encode()
    *held, key = name.split("+")
    if not set(held) <= set(MODIFIERS):
        raise ValueError(f"no key is called {name!r}")
    if held == ["ctrl"] and len(key) == 1 and key in string.ascii_lowercase:
        return bytes([ord(key) & 0x1F])
    if held == ["alt"] and len(key) == 1:
        return b"\x1b" + key.encode()
    modifier = 1 + sum(MODIFIERS[each] for each in held)
    if key in FINAL_KEYS:
        single = b"\x1bO" if application or key.startswith("f") else b"\x1b["
        return (b"\x1b[1;%d" % modifier if held else single) + FINAL_KEYS[key].encode()
    if key in TILDE_KEYS:
        return b"\x1b[%d%s~" % (TILDE_KEYS[key], b";%d" % modifier if held else b"")
    raise ValueError(f"no key is called {name!r}")
