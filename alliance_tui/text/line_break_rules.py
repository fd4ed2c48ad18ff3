"""The rules of Unicode Standard Annex 14: where a line may be broken, by the classes of characters around a place."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from alliance_tui.text.graphemes import unicode_pattern

_RULES = r"""
                                          × [BK SP ZW]
    [ZW] [SP]?                            ÷
                                          × [WJ]
    [WJ GL]                               ×
    [^SP BA HY HH]                        × [GL]
                                          × [CL CP EX SY]
    [OP] [SP]?                            ×
    (?:\A|[BK OP QU GL SP ZW]) [Pi] [SP]? ×
                                          × [Pf] (?:\Z|[BK SP GL WJ CL CP QU EX IS SY ZW])
    [SP]                                  ÷ [IS] [NU]
                                          × [IS]
    [CL CP] [SP]?                         × [NS]
    [B2] [SP]?                            × [B2]
    [SP]                                  ÷
                                          × [Qu Pf]
    [Qu Pi]                               ×
    [^EA]                                 × [QU]
                                          × [QU] (?:\Z|[^EA])
    [QU]                                  × [^EA]
    (?:\A|[^EA]) [QU]                     ×
                                          ÷ [CB]
    [CB]                                  ÷
                                          × [BA HY HH NS]
    [BB]                                  ×
    [HL] [HY HH]                          × [^HL]
                                          × [IN]
    [PR]                                  × [ID H2]
    [ID H2]                               × [PO]
    [PR PO]                               × [AL HL]
    [AL HL]                               × [PR PO]
    [NU] [SY IS]* [CL CP]?                × [PR PO]
    [PR PO]                               × (?:[OP] [IS]?)? [NU]
    [AP]                                  × [AK AS]
    [AK AS]                               × [VF VI]
    [AK AS] [VI]                          × [AK]
    [AK AS]                               × [AK AS] [VF]
    [CP]                                  × [AL HL NU]
                                          ÷
"""
"""What is before and behind a place where a line may be broken (÷) or not (×); the first rule that fits counts.

Those of the Annex that apply beside a space or a character of a script without spaces.
"""
_UNSPACED = "(?: [ID NS RI AK AP AS VF VI] | (?![AL HL NU H2]) [EA] )"
"""A character of a script that is written without spaces, or an emoji; wide letters and Korean have spaces."""
_NAME = re.compile("[A-Z][A-Za-z2]")
_CLASSES = {
    "Pi": r"\p{LB=QU}&&\p{Pi}",
    "Pf": r"\p{LB=QU}&&\p{Pf}",
    "Qu": r"\p{LB=QU}",
    "Sp": r"\p{LB=BA}&&\s",
    "AK": r"\p{LB=AK}\u25cc",
    "BK": r"\p{LB=BK}\p{LB=CR}\p{LB=LF}\p{LB=NL}",
    "H2": r"\p{LB=JL}\p{LB=JV}\p{LB=JT}\p{LB=H2}\p{LB=H3}",
    "ID": r"\p{LB=ID}\p{LB=EB}\p{LB=EM}",
    "NS": r"\p{LB=NS}\p{LB=CJ}",
}
_CLASSES |= {
    name: rf"\p{{LB={name}}}" for name in (*_NAME.findall(_RULES), "RI") if name not in ("AL", "EA", "QU", *_CLASSES)
} | {"AL": r"\p{Any}"}
"""The classes that the rules name. Some of the Annex's are one here; a character is of the first that it fits."""
_SIGNS = {name: chr(0x100 + 2 * at) + chr(0x101 + 2 * at) for at, name in enumerate(_CLASSES)}
"""What stands for the narrow and the wide characters of a class in the text that the patterns are tried on."""
_SIGNS["EA"] = "".join(both[1] for both in _SIGNS.values())
_SIGNS["QU"] = _SIGNS["Qu"] + _SIGNS["Pi"] + _SIGNS["Pf"]
_SIGNS["BA"] += _SIGNS["Sp"]
LETTERS = frozenset("".join(_SIGNS[name] for name in ("AL", "HL", "NU", "H2", "ID", "AK")))
"""Signs: what is before one of these has no say in what is behind it."""
MARK = r"(?<=[^\p{LB=SP}\p{LB=ZW}\p{LB=BK}\p{LB=CR}\p{LB=LF}\p{LB=NL}])[\p{LB=CM}\p{LB=ZWJ}[\p{LB=SA}&&\p{M}]]"
"""A mark that breaks as what it stands on."""


class _Signs(dict[int, str]):
    """What stands for a character, by its code point, looked up once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = unicode_pattern("|".join(f"([{chars}])" for chars in _CLASSES.values())).match(char)
        wide = bool(unicode_pattern(r"[\p{EA=W}\p{EA=F}\p{EA=H}]").match(char))
        self[code] = sign = chr(0x100 + 2 * (found.lastindex - 1) + wide)
        return sign


_signs = _Signs()


def signs(text: str) -> str:
    """Return for each character the sign of its class."""
    return text.translate(_signs)


@lru_cache(maxsize=10_000)
def may_break(before: str, behind: str) -> bool:
    """Return True if a row may begin between the signs before a place, from the last letter on, and three behind it.

    Unlike the Annex it lets none begin within a word of a script with spaces, behind a hyphen or between Korean
    syllables. A row of spaces is one sign.
    """
    beside = _pattern(rf"[SP ZW Sp] \Z | {_UNSPACED} \Z"), _pattern(_UNSPACED)
    if not beside[0].search(before) and not beside[1].match(behind):
        return False
    return next(allowed for left, allowed, right in _rules() if right.match(behind) and left.search(before))


@cache
def _rules() -> list[tuple[re.Pattern[str], bool, re.Pattern[str]]]:
    """Return what is before and behind a place for each of the rules, and whether a line may be broken there."""
    parts = (re.split("([×÷])", rule) for rule in _RULES.strip("\n").splitlines())
    return [(_pattern(rf"(?:{before}) \Z"), sign == "÷", _pattern(behind)) for before, sign, behind in parts]


@cache
def _pattern(rule: str) -> re.Pattern[str]:
    """Return the pattern of signs for one of classes."""
    return re.compile(_NAME.sub(lambda name: _SIGNS[name[0]], rule).replace(" ", ""))
