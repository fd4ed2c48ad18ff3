"""What a person means by a name."""

from __future__ import annotations

import pytest

from alliance_tui.domain.terms import called

NAMES = ["Tomás", "Toma\u0301s & Eva", "Tomasz", "Anna", "anna-2"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("tomas", ["Tomás"]),
        ("TOMÁS", ["Tomás"]),
        ("toma\u0301s", ["Tomás"]),
        ("tomas ", ["Toma\u0301s & Eva"]),
        ("tomás &", ["Toma\u0301s & Eva"]),
        ("toma", ["Tomasz"]),
        ("tom", NAMES[:3]),
        ("anna", ["Anna"]),
        ("ann", ["Anna", "anna-2"]),
        ("bea", []),
    ],
)
def test_names(wanted: str, found: list[str]) -> None:
    """The same letters first, then without accents; whole names before beginnings."""
    assert called(wanted, ((name, name) for name in NAMES)) == found
