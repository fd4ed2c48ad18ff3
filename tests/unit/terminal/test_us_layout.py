"""The letters of other keyboard layouts, and the keys they lie on."""

from __future__ import annotations

import string
import unicodedata

import pytest

from alliance_tui.terminal.us_layout import us_character

KEYBOARD = set(string.printable) - set(string.whitespace) | {" "}
UPPER, MIDDLE, LOWER = "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"
EVERYTHING = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
ROWS = {
    "Russian": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "Russian, shifted": ("ЙЦУКЕНГШЩЗХЪ", "ФЫВАПРОЛДЖЭ", "ЯЧСМИТЬБЮ"),
    "Ukrainian": ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю"),
    "Ukrainian, shifted": ("ЙЦУКЕНГШЩЗХЇ", "ФІВАПРОЛДЖЄ", "ЯЧСМИТЬБЮ"),
    "Belarusian, but for i": ("йцукенгшўзх", "фывапролджэ", "ячсм"),
    "Greek": (" ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"),
    "Greek, shifted": ("  ΕΡΤΥΘΙΟΠ", "ΑΣΔΦΓΗΞΚΛ", "ΖΧΨΩΒΝΜ"),
    "Greek, with accents": ("  έ  ύ ίό", "ά    ή", "   ώ"),
    "Hebrew": ("  קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ"),
    "Arabic": ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرﻻىةوزظ"),
    "Persian, where Arabic has nothing": ("           چ", "  ی      کگ", "      پ"),
    "Korean": ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ"),
    "Korean, shifted": ("ㅃㅉㄸㄲㅆ   ㅒㅖ",),
    "Georgian": ("ქწერტყუიოპ", "ასდფგჰჯკლ", "ზხცვბნმ"),
    "Thai": ("ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ"),
    "full width": ("ｑｗｅｒｔｙｕｉｏｐ［］", "ａｓｄｆｇｈｊｋｌ；＇", "ｚｘｃｖｂｎｍ，．／"),
    "full width, shifted": ("ＱＷＥＲＴＹＵＩＯＰ｛｝", "ＡＳＤＦＧＨＪＫＬ：＂", "ＺＸＣＶＢＮＭ＜＞？"),
}
"""The rows of keyboards, as printed on their keys; a space for a key with nothing, or nothing but a mark, on it."""
SHIFTED = str.maketrans("[];',./" + string.ascii_lowercase, '{}:"<>?' + string.ascii_uppercase)


@pytest.mark.parametrize("layout", ROWS)
def test_a_letter_is_the_key_in_its_place(layout: str) -> None:
    """Whole rows of keyboards."""
    for row, keys in zip(ROWS[layout], (UPPER, MIDDLE, LOWER), strict=False):
        expected = keys.translate(SHIFTED) if layout.endswith("shifted") else keys
        for letter, key in zip(row, expected, strict=False):
            assert letter == " " or us_character(letter) == key, (letter, key)


def test_every_letter_is_one_key_of_a_us_keyboard() -> None:
    """Whatever is a source; and no key of that keyboard is one, but digits, which are themselves."""
    sources = {char: key for char in EVERYTHING if (key := us_character(char)) is not None}
    assert len(sources) > 1000
    assert set(sources.values()) <= KEYBOARD
    assert {char for char in sources if char.isascii()} == set(string.digits)


def test_upper_case_is_upper_case() -> None:
    """Where a script has it, a capital is the same key with Shift."""
    for char in EVERYTHING:
        key, upper = us_character(char), char.upper()
        if key is not None and len(upper) == 1 and upper not in (char, "Σ") and us_character(upper):
            assert us_character(upper) in (key.upper(), key.translate(SHIFTED), {"`": "~", "\\": "|"}.get(key))


@pytest.mark.parametrize("mark", "?？؟\u037e")
def test_question_marks_ask_for_help(mark: str) -> None:
    """Full width, Arabic, Greek."""
    assert mark == "?" or us_character(mark) == "?"


def test_digits_and_spaces_of_any_script() -> None:
    """Arabic, Persian, Thai, full width; ideographic and no-break spaces."""
    assert [us_character(digit) for digit in "٣۳๓３"] == ["3"] * 4
    assert [us_character(space) for space in "\u3000\u00a0"] == [" "] * 2


@pytest.mark.parametrize("char", [*"éßñçøłı漢字かカ가😀№–’€Աա", "\u200d", "\ufffd", "\u0301", "ab", ""])
def test_what_is_on_no_known_key(char: str) -> None:
    """Letters of Latin layouts, what an input method makes, signs, marks; and what is not one character."""
    assert us_character(char) is None


def test_marks_and_letters_only() -> None:
    """Beside full width, digits and spaces a source is a letter, a mark that is typed by itself or an Arabic sign."""
    for char in EVERYTHING:
        if us_character(char) is not None and not 0xFF01 <= ord(char) <= 0xFF5E:
            assert unicodedata.category(char)[0] in "LM" or char.isdecimal() or char in "؟،؛\u037e\u3000\u00a0ฯ"
