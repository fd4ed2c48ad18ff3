"""The exported page in a real headless Chromium: how it lies, prints and reads, and that it keeps to itself."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Holder, Partners, Slip, Verdict, Version
from alliance_tui.domain.changes import compare
from alliance_tui.render.html import as_html
from alliance_tui.render.html_agreements import html_agreements
from alliance_tui.render.html_changes import html_changes
from alliance_tui.render.version_page import version_page
from alliance_tui.services.versions import stories_of
from alliance_tui.text.characters import clean
from tests.e2e.chromium import Chromium, find_chromium, run_chromium
from tests.needs import lacking, need, pass_over
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import CORPUS, LEFT, RIGHT, alliance, version

WIDTHS = [320, 768, 1280]
"""CSS pixels: a small phone, a tablet upright, a desk."""
AXE = Path(__file__).parents[2] / ".ci/node_modules/axe-core/axe.min.js"
RUN_AXE = """
const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
rules["color-contrast-enhanced"].enabled = false;
var run = axe.run(document, { rules });
true
"""
A4, LETTER = (8.27, 11.69), (8.5, 11.0)
"""Inches."""
MARGIN = 45.0
"""Points that stay white around what is printed; page numbers at the foot aside."""
TYPED = {
    **CORPUS,
    "a script": "<script>alert(1)</script>",
    "an ampersand": "Ada & Grace &amp; &lt;co&gt;",
    "quotes": "\"double\" 'single' “curly”",
    "an image": "<img src=https://example.org/x.png onerror=alert(1)>",
    "a style": "</style><style>@import 'https://example.org/x.css';</style>",
    "a long word": "x" * 3000,
    "an address": "https://example.org/" + "a-b/" * 100,
}
QUESTIONS = [question.id for question in version().bank]


def full_version(number: int, words: str) -> Version:
    """Every text there is, on one side or the other, and agreements of everybody."""
    keys = [(question, side) for question in QUESTIONS for side in (LEFT, RIGHT)]
    texts = [f"{words} {text}" for text in TYPED.values()]
    answers = {key: Answer(AnswerState.TEXT, text, 1) for key, text in zip(keys, texts, strict=False)}
    answers[keys[len(texts)]] = Answer(AnswerState.SPOKEN)
    answers[keys[len(texts) + 1]] = Answer(AnswerState.PASSED)
    agreements = tuple(
        Agreement(f"a{n}", TYPED[name], "tone", holder, 1, {LEFT: Verdict.LIVING}, "<b>why</b>")
        for n, (name, holder) in enumerate(zip(("a script", "Arabic", "quotes"), Holder, strict=True))
    )
    names = Partners("Ada <script>", "Grace & " + "y" * 80)
    return replace(version(number), partners=names, answers=answers, agreements=agreements)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with its optional part."""
    old, new = full_version(1, "So it was."), full_version(2, "So it is.")
    slips = (Slip("s", "a0", NOON, TYPED["an ampersand"], TYPED["a script"]),)
    whole = replace(alliance(), partnership="co<b>founders", versions=(old, new), slips=slips)
    clock = FakeClock()
    parts = html_changes(old, new, compare(old, new)), html_agreements(stories_of(whole, None), clock)
    html = as_html(version_page(whole, new, clock), *parts)
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(html, "utf-8")
    return file


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all of these."""
    command = find_chromium() or lacking("chromium", "chromium")
    with run_chromium(command, tmp_path_factory.mktemp("chromium") / "profile") as browser:
        yield browser


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_lies_well_and_keeps_to_itself(chromium: Chromium, page: Path, width: int, dark: bool) -> None:
    """Nothing sticks out, nothing is asked for, nothing runs, nothing is said in the console."""
    chromium.resize(width, dark=dark)
    chromium.open(page)
    assert chromium.evaluate("document.documentElement.scrollWidth") <= width
    wide = (
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert chromium.evaluate(wide) == 0
    side_by_side = "(([a, b]) => a.offsetTop === b.offsetTop)([...document.querySelector('.pair').children])"
    assert chromium.evaluate(side_by_side) is (width >= 768)
    luminance = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => +a + +b)"
    assert (chromium.evaluate(luminance) < 200) is dark
    assert chromium.requests() == [page.as_uri()]
    assert chromium.complaints() == []
    assert not [event for event in chromium.events if event.get("method") == "Page.javascriptDialogOpening"]
    assert chromium.evaluate("document.scripts.length") == 0


def test_text_shows_as_it_was_typed(chromium: Chromium, page: Path) -> None:
    """As the browser sees it, white space and all."""
    chromium.resize(1280)
    chromium.open(page)
    shown = chromium.evaluate("[...document.querySelectorAll('.words')].map(e => e.textContent)")
    for text in TYPED.values():
        assert f"So it is. {clean(text)}" in shown
    assert chromium.evaluate("document.querySelector('h1').textContent").startswith("Ada <script> & Grace & yyy")
    direction = "getComputedStyle([...document.querySelectorAll('li > span')].find(e => /\\u0644/.test(e.textContent)))"
    assert chromium.evaluate(f"{direction}.direction") == "rtl"


def test_what_runs_is_refused(chromium: Chromium, page: Path) -> None:
    """Even if markup should ever get in: the page's own policy stops it."""
    chromium.open(page)
    chromium.evaluate(
        'const html = \'<img src="https://example.org/x.png" onerror="window.ran=1">\';'
        "document.body.insertAdjacentHTML('beforeend', html);"
        "new Promise(done => setTimeout(done, 200))"
    )
    assert chromium.evaluate("window.ran") is None
    assert any("Content Security Policy" in said for said in chromium.complaints())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_accessibility(chromium: Chromium, page: Path, width: int, dark: bool) -> None:
    """By axe-core, all of its rules but the contrast of WCAG's level AAA; in both colour schemes."""
    if not AXE.exists():
        pass_over("axe-core is missing: npm ci --prefix .ci")
    chromium.resize(width, dark=dark)
    chromium.open(page)
    chromium.evaluate(AXE.read_text("utf-8") + RUN_AXE)
    found = chromium.evaluate("run.then(r => r.violations.map(v => v.id + v.nodes.map(n => ' ' + n.html)))")
    assert found == []
    assert chromium.evaluate("run.then(r => r.passes.some(p => p.id === 'color-contrast'))")


@pytest.mark.parametrize("paper", [A4, LETTER], ids=["A4", "Letter"])
def test_printing(chromium: Chromium, page: Path, tmp_path: Path, paper: tuple[float, float]) -> None:
    """Every line is on one page, whole and within its margins; agreements have the first page to themselves."""
    need("pdftotext", "poppler-utils")
    chromium.resize(1280, dark=True)
    chromium.open(page)
    (tmp_path / "page.pdf").write_bytes(chromium.pdf(*paper))
    done = subprocess.run(
        ["pdftotext", "-bbox", "page.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    pages = done.stdout.split("<page ")[1:]
    lines: list[str] = []
    for each in pages:
        size = re.match(r'width="([\d.]+)" height="([\d.]+)"', each)
        assert size
        across, down = float(size[1]), float(size[2])
        assert (across, down) == pytest.approx((paper[0] * 72, paper[1] * 72), abs=1)
        words = re.findall(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)<', each)
        body = [word for word in words if float(word[1]) < down - MARGIN]
        for left, top, right, bottom, word in body:
            assert float(left) >= MARGIN - 2, word
            assert float(right) <= across - MARGIN + 2, word
            assert float(top) >= MARGIN - 2, word
            assert float(bottom) <= down - MARGIN, f"{word} is cut"
        lines += re.findall(r"line (\d+)\b", " ".join(word[4] for word in body))
    assert sorted(set(lines), key=int) == [str(number) for number in range(1, 201)]
    # Both in the answers and in what changed, where the text comes once: nothing is printed twice over a page's end.
    assert len(lines) == 400
    first = pages[0]
    assert "agree" in first
    assert "Intentions" not in first
