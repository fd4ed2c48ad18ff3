"""A version as HTML, Markdown and plain text: everything typed shows as it was typed, and does nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from alliance_tui.domain.alliance import Agreement, Alliance, Answer, AnswerState, Holder, Partners, Slip, Version
from alliance_tui.domain.changes import compare
from alliance_tui.render.html import POLICY, as_html
from alliance_tui.render.html_changes import html_changes
from alliance_tui.render.markdown import as_markdown, literal
from alliance_tui.render.plain_text import as_text
from alliance_tui.render.version_page import VersionPage, version_page
from alliance_tui.text.characters import clean, one_line
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import CORPUS, LEFT, RIGHT, alliance, rich_session, version, with_covered_answers

HOSTILE = {
    **CORPUS,
    "a script": "<script>alert(1)</script>",
    "an ampersand": "Ada & Grace &amp; &lt;co&gt; &#60;",
    "quotes": "\"double\" 'single' `back` “curly”",
    "an attribute": '" onmouseover="alert(1)" x="',
    "the end of the style": "</style></head><img src=x onerror=alert(1)>",
    "a comment": "<!-- --> ]]> <![CDATA[",
    "escape codes": "\x1b]0;owned\x07\x1b[31mred\x9b2J\x00",
    "bidi": "abc\u202edcb\u2066x\u2069",
    "Markdown": "# no *heading* _here_ [a](http://x.org) ![b](c) `d` ~~e~~ | f | <b>",
    "lists": "- one\n+ two\n* three\n1. four\n2) five\n    code\n> quote\n---\n===\n\n\n\nfar below",
    "a table": "a | b\n- | -\n1 | 2",
    "a reference": "[x]: http://example.org 'y'",
    "spaces": "  two before,   three  within\ttab",
    "a fence": "```\ncode\n```\n~~~",
    "backslashes": "C:\\temp\\*\\",
    "a formula": "$x$ and $$y$$",
}


def page_of(text: str) -> VersionPage:
    """A version in which this text stands wherever text can stand."""
    return version_page(*whole(text), FakeClock())


def whole(text: str) -> tuple[Alliance, Version]:
    """An alliance and its one version, full of this text."""
    line = one_line(text) or "x"
    names = Partners(f"L{line}", f"R{line}")
    agreement = Agreement("one", line, "tone", verdicts={}, reason=line)
    signed = replace(
        version(),
        partners=names,
        place=line,
        answers={("tone", LEFT): Answer(AnswerState.TEXT, text), ("tone", RIGHT): Answer(AnswerState.SPOKEN)},
        agreements=(agreement,),
    )
    slips = (Slip("s", "one", NOON, text, line),)
    return replace(alliance(), name="x", partners=names, partnership=line, versions=(signed,), slips=slips), signed


class Seen(HTMLParser):
    """The elements and the text of a page as a browser would find them."""

    def __init__(self, page: str) -> None:
        """Read it."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Text."""
        self.words.append(data)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_html_shows_what_was_typed_and_does_nothing(text: str) -> None:
    """In every place where text stands."""
    html = as_html(page_of(text))
    seen = Seen(html)
    assert clean(text) in seen.words
    assert not {"script", "img", "b", "a", "iframe", "link", "base"} & seen.tags
    allowed = {"lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "aria-labelledby"}
    assert seen.attributes <= allowed
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
    assert html.count("</style>") == 1


def test_html_needs_nothing_from_elsewhere() -> None:
    """No address, no script, a policy, a language, one first heading."""
    html = as_html(page_of("x"))
    assert f'http-equiv="Content-Security-Policy" content="{POLICY}"' in html
    assert '<html lang="en">' in html
    assert html.count("<h1>") == 1
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"\b(src|href)=", html)


def test_html_says_what_there_is() -> None:
    """Agreements by whose doing they are, answers with what they date from, who signed."""
    page = version_page(replace(alliance(), versions=(version(),)), version(), FakeClock())
    assert page.state == "Not signed yet"
    signed = version()
    html = as_html(version_page(replace(alliance(), versions=(signed,)), signed, FakeClock()))
    for words in ("Version 1", "12 March 2026", "Both of us", "Grace tells Ada the same day", "1 September 2026"):
        assert words in html
    assert "spoken, not written down" in html
    assert "asked by" in html


def test_partners_of_one_name_keep_their_agreements_apart() -> None:
    """Each agreement stands under its own holder, whatever the two are called."""
    held = tuple(Agreement(f"{side}", f"of the {side}", "tone", side) for side in Holder)
    signed = replace(version(), partners=Partners("both", "both"), agreements=held)
    html = as_html(version_page(replace(alliance(), versions=(signed,)), signed, FakeClock()))
    for side in Holder:
        assert html.partition(f'"holder by-{side}"')[2].partition("</ul>")[0].count(f"of the {side}") == 1


def test_an_open_session_is_not_taken_for_signed() -> None:
    """Even when one of the two has signed."""
    draft = rich_session().to_version(None)
    page = version_page(alliance(), draft, FakeClock())
    assert (page.state, page.signatures, page.hash) == ("Not signed yet", (), "")
    assert "Not signed yet" in as_html(page)
    assert "Not signed yet" in as_text(page)


def test_what_is_only_proposed_is_not_under_what_both_agree_to() -> None:
    """Where both said yes to all, one line says so."""
    signed = version_page(replace(alliance(), versions=(version(),)), version(), FakeClock())
    draft = version_page(alliance(), with_covered_answers(rich_session()).to_version(None), FakeClock())
    for form in (as_html, as_markdown, as_text):
        whole, part = form(signed), form(draft)
        assert whole.count("Ada and Grace said yes to each.") == 1
        assert "Proposed" not in whole
        assert whole.index("Grace tells Ada the same day") < whole.index("Ada and Grace said yes")
        assert part.index("Ada and Grace said yes.") < part.index("Proposed") < part.index("when one of us is tired")
        assert "proposed by Ada · waits for Grace’s yes" in part
        assert "Grace proposes to take it out" in part


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_changes_show_what_was_typed(text: str) -> None:
    """As what came, what went, and what stayed."""
    old, new = version(1, "It was so. It stays."), version(2, f"{text} It stays.")
    for before, after in ((old, new), (new, old)):
        seen = Seen(html_changes(before, after, compare(before, after)))
        assert not {"script", "img", "b", "a"} & seen.tags
        together = "".join("".join(seen.words).split())
        for word in clean(text).split():
            assert word in together


def test_changes_mark_words_with_elements() -> None:
    """Not with signs, and not by colour alone."""
    old, new = version(1, "You hear it from the board first."), version(2, "You hear it from the team first.")
    part = html_changes(old, new, compare(old, new))
    assert "<del>board</del><ins>team</ins>" in part
    assert "[-" not in part


def test_what_was_rewritten_is_two_plain_paragraphs() -> None:
    """Told apart by words and signs beside their rules."""
    old, new = version(1, "Like the workshop on a good day."), version(2, "Warm tea, honest numbers.")
    part = html_changes(old, new, compare(old, new))
    was, now = part.split('<div class="was">')[1].split('<div class="now">')
    assert "− before" in was and '<del class="whole">Like the workshop on a good day.</del>' in was
    assert "+ after" in now and '<ins class="whole">Warm tea, honest numbers.</ins>' in now


# Markdown


def rendered(markdown: str) -> str:
    """What a reader sees of Markdown, white space aside."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_markdown_shows_what_was_typed(text: str) -> None:
    """Rendered by a reader that knows tables and strikes, nothing is missing and nothing became something else."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(as_markdown(page_of(text)))
    assert not re.search(r"<(script|img|a|b|table|code[^>]*>(?![0-9a-f]{64}<)|pre|s|ol)\b", html)
    shown = "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
    assert "".join(clean(text).split()) in shown


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_line_is_literal_in_markdown(text: str) -> None:
    """Whatever marks are in it."""
    line = one_line(text)
    assert rendered(f"> {literal(line)}") == "".join(line.split())
    assert rendered(f"# {literal(line)}") == "".join(line.split())


@given(st.text("ab \n\t-*#>1.`|_[]()<&\\", max_size=40))
def test_any_answer_is_literal_in_markdown(text: str) -> None:
    """Over several lines too, with their breaks."""
    markdown = as_markdown(page_of(text))
    assert "".join(text.split()) in rendered(markdown)
    for line in text.split("\n"):
        assert "".join(line.split()) in rendered(markdown)


# Plain text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_shows_what_was_typed(text: str) -> None:
    """Line for line, set in by four."""
    written = as_text(page_of(text))
    for line in clean(text).split("\n"):
        assert f"    {line}".rstrip() in written.split("\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", written)
