"""What people see as one character, as the data of Unicode have it."""

from __future__ import annotations

from itertools import accumulate, pairwise

import regex
from uniseg.graphemecluster import grapheme_clusters

from alliance_tui.text.graphemes import PLAIN, cluster_at, clusters
from tests.unit.text.unicode_data import for_clusters

EXAMPLES = [
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f🇩🇪🇫1️⃣👩🏽\u200d🚀",
    "नमस्ते ที่น้ำ ខ្មែរ 한국어 \u1112\u1161\u11ab e\u0301\r\n",
    "🇩🇪🇫🇷🇩a\u0600🇩🇪🇫\u0301🇷",
]
DISPUTED = regex.compile(
    r"(?V1)(?<!\p{InCB=Consonant}[\p{InCB=Extend}\p{InCB=Linker}]*)[\p{InCB=Extend}\p{InCB=Linker}]+\p{InCB=Consonant}"
    r"|[\p{InCB=Linker}--[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]]"
)
"""A sign joins an Indic letter with the next one; `regex` joins what is no letter, too, and knows more such signs."""


def test_clusters_are_unicodes() -> None:
    """Extended grapheme clusters, and each of them from any place in it."""
    for text in (*EXAMPLES, *for_clusters()):
        wanted = regex.findall(r"\X", text)
        assert DISPUTED.search(text) or wanted == [*grapheme_clusters(text)], ascii(text)
        assert clusters(text) == wanted, ascii(text)
        for start, end in pairwise([0, *accumulate(map(len, wanted))]):
            assert {cluster_at(text, place) for place in range(start, end)} == {(start, end)}, ascii(text)


def test_plain_characters_stand_alone() -> None:
    """None of them is joined with another by a rule."""
    for char in filter(PLAIN.fullmatch, map(chr, range(0x10000))):
        assert regex.match(r"(?!\p{InCB=Linker}|\p{InCB=Consonant})\p{GCB=Other}|\p{GCB=Control}|\p{GCB=LF}", char), (
            char
        )


def test_a_long_run_of_signs_takes_no_time() -> None:
    """Each sign is looked at once; tried again from each place, these would take minutes."""
    for signs in ("\u094d", "\u0915\u094d", "\u200d", "👩\u200d", "\u0600", "\u1100", "🇩"):
        text = signs * 50_000
        assert "".join(clusters(text)) == text
        assert cluster_at(text, len(text) - 1)[1] == len(text)
