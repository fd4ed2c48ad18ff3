"""What a person's text may carry: everything visible, nothing that a terminal would obey."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alliance_tui.text.characters import clean, one_line
from tests.unit.samples import CORPUS, ONE_LINERS

ANY = st.text(st.characters())
OBEYED = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\u2028",
    "\u2029",
} - {"\t", "\n"}


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    """Markup, scripts, accents, emoji, tabs, long paragraphs and many lines."""
    assert clean(text) == text


@pytest.mark.parametrize("text", ONE_LINERS.values(), ids=ONE_LINERS)
def test_what_fits_on_a_line_stays_as_it_is_there(text: str) -> None:
    """Names and agreements may be of any script, and as long as people like."""
    assert one_line(text) == text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("\r\r\n\n", "\n\n\n"),
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07 nul\x00", "bell␇ nul␀"),
        ("delete\x7f", "delete␡"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202eevil\u2069", "\ufffdevil\ufffd"),
        ("half \ud800", "half \ufffd"),
        ("\u200d\u200d\u200da\u200d\u200db", "\u200da\u200db"),
    ],
)
def test_what_a_terminal_would_obey_becomes_visible(given: str, shown: str) -> None:
    """Line breaks of every kind are one kind; controls are marks; joiners that join nothing are one."""
    assert clean(given) == shown


@pytest.mark.parametrize("kept", ["\u200d", "\u200c", "\u200e", "\u200f", "\u061c", "\ufe0f", "\u00ad", "\u00a0"])
def test_what_scripts_and_emoji_need_is_kept(kept: str) -> None:
    """Joiners, direction marks, variation selectors, soft hyphens and fixed spaces."""
    assert clean(f"a{kept}b") == f"a{kept}b"


@given(ANY)
@example("\r\u2028\x1b\ud800")
def test_the_rule_is_idempotent(text: str) -> None:
    """What is on the disk is shown as it is."""
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(ANY)
@example("".join(sorted(OBEYED)))
def test_nothing_obeyed_is_left_and_all_can_be_saved(text: str) -> None:
    """The result is free of controls and is valid UTF-8; lines and tabs are not lost."""
    shown = clean(text)
    assert OBEYED.isdisjoint(shown)
    assert shown.encode().decode() == shown
    assert shown.count("\t") == text.count("\t")


@given(ANY)
def test_one_line_is_one_line(text: str) -> None:
    """No line break, no white space at the ends; what is between words stays as typed."""
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert line.split() == clean(text).split()
