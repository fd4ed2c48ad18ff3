"""Texts for the tests of comparing: strategies, and changes drawn as text."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import settings
from hypothesis import strategies as st

from alliance_tui.text.spans import Op, Span
from tests import full

EXAMPLES = settings(max_examples=full.EXAMPLES)

_WORDS = [
    "we",
    "talk",
    "and",
    "don’t",
    "well-kept",
    "Sundays",
    "No",
    "我",
    "们",
    "ไทย",
    "سلام",
    "e\u0301",
    "👩‍👩‍👧",
    "3.5",
]
_JOINTS = [" ", " ", " ", ", ", ". ", ".\n", "? ", "\n\n", "。", "", "  ", "...", "\n- ", " — ", "\u00a0", "\u2028"]
_JOINTS += ["\n1. ", "\n2. ", "\n3. ", "\na) ", "\nb) ", "\n(i) ", "\n1.1 "]

any_text = st.text(max_size=60) | st.text(st.characters(codec=None), max_size=20)
"""Arbitrary Unicode, lone surrogates too."""
prose_text = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_JOINTS)), max_size=40).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)
"""A few words in many arrangements, so that the two sides have much in common."""


@st.composite
def sentences_moved(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of some of the same sentences, in two orders."""
    stock = [f"This is sentence {number} of {number * 7}." for number in range(8)] + ["No.", "We talk. "]
    some = st.lists(st.sampled_from(stock), max_size=10)
    return " ".join(draw(some)), "\n\n".join(draw(some))


pairs = (
    st.tuples(any_text, any_text)
    | st.tuples(prose_text, prose_text)
    | sentences_moved()
    | st.tuples(any_text, prose_text)
)
"""Two texts to compare."""


def picture(spans: Iterable[Span]) -> str:
    """The spans as text: [-deleted-]{+inserted+}, and [<moved away<] and {>moved here>}."""
    return "".join(map(_drawn, spans))


def _drawn(span: Span) -> str:
    """One span; an equal one as the new text has it."""
    match span.op:
        case Op.EQUAL:
            return span.new
        case Op.DELETE:
            return f"[-{span.old}-]"
        case Op.INSERT:
            return f"{{+{span.new}+}}"
        case Op.MOVE:
            return f"[<{span.old}<]" if span.old else f"{{>{span.new}>}}"
