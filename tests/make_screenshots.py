"""Makes `screenshots/` anew: `python -m tests.make_screenshots`. A test holds them to what the program shows.

Each picture is the running app over a copy of `data/sample`, its clock standing still at the sample's moment,
after a few keys. Nothing in one depends on the time, the machine or the network.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic

import tests.conftest  # noqa: F401 (before Textual: it clears what a person's own settings would change)
from alliance_tui.app import AllianceApp
from alliance_tui.domain.alliance import Side
from alliance_tui.screens import library_preview
from alliance_tui.screens.drafts import Drafts
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.services import drafts, sessions
from alliance_tui.services.drafts import KeptText
from alliance_tui.storage.library import Library
from tests.make_data import ANCHOR, SAMPLE
from tests.unit.clock import FakeClock

SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
MADE_FROM = SCREENSHOTS / "made_from.json"
"""The SHA-256 of the SVGs each PNG and the GIF was made from."""
README = ("choose", "diff", "agreements")
"""Pictures the README shows, which are PNGs too."""
MOVING = "session"
"""The picture that moves, which is a GIF alone."""
PATIENCE = 30
"""Seconds a picture may take on a loaded machine."""
FONT = "DejaVu Sans Mono"
GIF_WIDTH, COLOURS = 1000, 64
"""Of the moving picture."""

SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
    font-family: "Fira Code", "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px;
}}
.{unique_id}-title {{ font-family: "DejaVu Sans", sans-serif; font-size: 16px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own frame without its fonts from the network."""


@dataclass(frozen=True)
class Typed:
    """Text put in letter by letter, where other steps are keys."""

    text: str


@dataclass(frozen=True)
class Frame:
    """A frame of a moving picture, once `see` is shown: the seconds it stays, and those that pass on the clock then."""

    stays: float = 0.16
    passes: float = 0
    see: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """What somebody does on the other screen meanwhile."""

    act: Callable[[Library], object]


Step = str | Typed | Frame | Elsewhere


@dataclass(frozen=True)
class Picture:
    """What to press from the library on, and words by which the screen wanted is known.

    `away`: seconds since the sample's moment; `sample`: whether the store holds the sample.
    """

    see: str
    steps: tuple[Step, ...] = ()
    size: tuple[int, int] = (100, 30)
    sample: bool = True
    away: int = 0


NAMES: tuple[Step, ...] = ("n", Typed("Maya"), "enter", Typed("Ben"), "tab", Typed("a couple"))
PICKS: tuple[Step, ...] = ("enter", "j", "left", "right", "j", "right", "j", "left", "j", "j", "left", "j", "right")
PROMISE = Typed("Neither of us opens a letter from the bank alone")
OURS = "ada-and-grace"
OTHER_TEXT = Elsewhere(
    lambda library: sessions.answer(
        library, OURS, "count-on", Side.RIGHT, "That I never surprise you in front of the team."
    )
)
LATE_TEXT = Elsewhere(
    lambda library: drafts.save_text(
        library,
        OURS,
        library.alliance(OURS).id,
        KeptText("a:1", "confidentiality", Side.RIGHT, "And nobody is quoted, not even kindly.", "the session before"),
    )
)


def _written(words: str) -> tuple[Step, ...]:
    """Begin to write, put in three words at a time, a frame after each, and end."""
    parts = re.findall(r"(?:\s*\S+){1,3}", words)
    typed: list[Step] = [step for part in parts for step in (Typed(part), Frame(passes=2))]
    return "enter", Frame(0.5, 3), *typed, "escape", Frame(1.2, 4)


SESSION: tuple[Step, ...] = (
    *(Frame(1.5, see="6 agreements in force"), "enter", Frame(1.5, 5), *_written(" hoped it would be gone by Monday.")),
    *("tab", Frame(0.8, 9), *_written("That you ring me on the Thursday, and I don't leave the room.")),
    *("a", Frame(0.8, 12), *_written("A letter from Bergen is read by both, the day it comes.")[1:-2]),
    *("enter", Frame(1.5, 20), "5", Frame(1, 5), *_written("You ring the people I can't ring.")),
    *("tab", Frame(0.6, 10), *_written("You say it to my face, and then you stay.")),
    *("r", Frame(2, 30), "left", Frame(1.2, 3), "enter", Frame(1.2, 5), "right", Frame(1, 2), "enter", Frame(5)),
)

PICTURES = {
    "library": Picture("6 agreements in force"),
    "library_empty": Picture("look at the sample", sample=False),
    "prepare": Picture("a couple", NAMES),
    "choose": Picture("Maya 3 chosen ✓", (*NAMES, *PICKS)),
    "order": Picture("Then Closing", (*NAMES, *PICKS, "o", "j")),
    "intentions": Picture("Name your highest hopes", ("enter", "1", "j")),
    "atmosphere": Picture("What is the tone", ("enter", "2")),
    "responsibility": Picture("writing", ("enter", "enter")),
    "backup_plan": Picture("What will help you get back", ("enter", "4")),
    "closing": Picture("fiercely support", ("enter", "5")),
    "agreement": Picture("whose doing", ("enter", "a", PROMISE)),
    "review": Picture("since v3", ("enter", "r")),
    "revisit": Picture("agreement 2 of 6", ("enter", "L", "k")),
    "alliance": Picture("Versions", ("v",)),
    "agreements": Picture("open session", ("A", "j")),
    "table": Picture("of 15 min", ("enter", "z")),
    "search": Picture("growers", ("slash", Typed("grower"))),
    "version": Picture("signed by Ada and Grace", ("v", "enter")),
    "diff": Picture("4 reworded", ("d", "n")),
    "diff_inline": Picture("4 reworded", ("d", "n", "s")),
    "help": Picture("Pass on this question", ("enter", "question_mark")),
    "about": Picture("A living document", ("b",)),
    "two_texts": Picture("at the same time", ("enter", "enter", OTHER_TEXT, Typed(" Always."), "escape")),
    "sign": Picture("Version 4", ("enter", "r", "left")),
    "kept": Picture("In no version", (LATE_TEXT, "enter")),
    "trash": Picture("Trash", ("j", "D", "y", "U")),
    "gap": Picture("While you were away", ("enter",), away=47 * 60),
    "responsibility_80x24": Picture("writing", ("enter", "enter"), size=(80, 24)),
    "responsibility_40x12": Picture("writing", ("enter", "enter"), size=(40, 12)),
    MOVING: Picture("fingerprint", SESSION),
}
STILLS = [name for name in PICTURES if name != MOVING]


async def take(name: str, folder: Path) -> list[str]:
    """A picture's frames as SVG, by its name in PICTURES; the store is made in `folder`, which is empty."""
    os.environ.update(COLORTERM="truecolor", TERM="xterm-256color")  # the theme depends on them
    picture = PICTURES[name]
    frames = []
    store = folder / "store"
    if picture.sample:
        shutil.copytree(SAMPLE, store)
    clock = FakeClock(ANCHOR)
    clock.advance(picture.away)
    ids = count()
    app = AllianceApp(Library(store, lambda: f"{next(ids):032x}"), clock)  # a fingerprint depends on them
    async with app.run_test(size=picture.size) as pilot:
        app.animation_level = "none"
        library_preview.REST = 0.01
        await _settled(app, "& ● Noor" if picture.sample else "look at the sample")
        for step in picture.steps:
            match step:
                case Elsewhere():
                    step.act(Library(store))
                case Frame():
                    if step.see:
                        await _settled(app, step.see)
                    frames.append(_svg(app, name))
                    clock.advance(step.passes)
                case Typed():
                    await pilot.press(*step.text)
                case _:
                    await pilot.press(step)
            await _settled(app)
        await _settled(app, picture.see)
        return frames or [_svg(app, name)]


async def _settled(app: AllianceApp, see: str = "") -> None:
    """Wait until `see` is on the screen, all is saved, and two looks at it show the same."""
    deadline = monotonic() + PATIENCE
    before = ""
    while monotonic() < deadline:
        await _saved(app)
        shown = _svg(app, "a")
        if shown == before and see in _words(app):
            return
        before = shown
        await asyncio.sleep(0.05)
    raise AssertionError(f"{see!r} never came to rest on the screen, which shows:\n{_words(app)}")


async def _saved(app: AllianceApp) -> None:
    """What is typed on disk, every act done and shown, on the screens below the top one too; no caret that blinks."""
    from textual.widgets import Input

    await _handled(app)
    for screen in app.screen_stack:
        drafts = getattr(screen, "drafts", None)
        if isinstance(drafts, Drafts):
            await drafts.flush()
        if isinstance(screen, SessionPage):  # it looks each second for what was saved; here we don't wait for it
            for timer in screen._timers:
                timer.stop()  # on a busy machine a second may pass or not, and what is said of the turn with it
            screen._tick()
            await screen._poll()
        for field in screen.query(Input):
            field.cursor_blink = False
    await app.perform(lambda: None)
    await _handled(app)
    for screen in app.screen_stack:
        screen._on_timer_update()  # paint now what waits for the next frame, as Pilot.pause does for the top screen


async def _handled(app: AllianceApp) -> None:
    """Wait until every widget has handled the messages it has now."""
    widgets = [app, *(widget for screen in app.screen_stack for widget in screen.walk_children(with_self=True))]
    waiting = []
    for widget in widgets:
        handled = asyncio.Event()
        if widget.call_later(handled.set):
            waiting.append(handled.wait())
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*waiting)


def _words(app: AllianceApp) -> str:
    """The letters on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def _svg(app: AllianceApp, name: str) -> str:
    """What is on the screen, as Textual's `export_screenshot` draws it, but in our frame and with our ids."""
    from rich.console import Console

    width, height = app.size
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
        safe_box=False,
    )
    console.print(app.screen._compositor.render_update(full=True, screen_stack=app._background_screens))
    return console.export_svg(title=app.title, code_format=SVG, unique_id=name)


def png(svg: str, width: int | None = None) -> bytes:
    """The same picture for pages that don't show SVGs, in a font that is on most machines."""
    import resvg_py

    drawn = svg.replace('"Fira Code", ', "")
    fonts = ["/usr/share/fonts"]
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, width=width, font_dirs=fonts, monospace_family=FONT))


def gif(svgs: list[str]) -> bytes:
    """The moving picture of these frames, each of them blank where it shows the same as the one before."""
    from PIL import Image, ImageChops

    drawn = [Image.open(io.BytesIO(png(svg, GIF_WIDTH))).convert("RGB") for svg in svgs]
    width, height = drawn[0].size
    some = Image.new("RGB", (width, height * 3))
    for place in range(3):
        some.paste(drawn[place * (len(drawn) - 1) // 2], (0, place * height))
    palette = some.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in drawn]
    shown = [Image.frombytes("L", frame.size, frame.tobytes()) for frame in frames]
    for frame, old, new in zip(frames[1:], shown, shown[1:], strict=False):
        frame.paste(COLOURS, mask=ImageChops.difference(old, new).point(lambda changed: 0 if changed else 255))
    stays = [round(step.stays * 1000) for step in SESSION if isinstance(step, Frame)]
    file = io.BytesIO()
    rest = {"append_images": frames[1:], "duration": stays, "transparency": COLOURS}
    frames[0].save(file, "GIF", save_all=True, loop=0, disposal=1, optimize=False, **rest)
    return file.getvalue()


def fingerprint(*svgs: str) -> str:
    """What `made_from.json` keeps of SVGs."""
    return hashlib.sha256("".join(svgs).encode()).hexdigest()


def main() -> None:
    """Take every picture and put them in the place of those in `screenshots/`."""
    taken = {}
    for name in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            taken[name] = asyncio.run(take(name, Path(folder)))
        print(name)
    SCREENSHOTS.mkdir(exist_ok=True)
    for old in [path for path in SCREENSHOTS.iterdir() if path.suffix in (".svg", ".png", ".gif")]:
        old.unlink()
    for name in STILLS:
        (SCREENSHOTS / f"{name}.svg").write_text(taken[name][0], encoding="utf-8")
    for name in README:
        (SCREENSHOTS / f"{name}.png").write_bytes(png(taken[name][0]))
    (SCREENSHOTS / f"{MOVING}.gif").write_bytes(gif(taken[MOVING]))
    made_from = {f"{name}.png": fingerprint(*taken[name]) for name in README}
    made_from[f"{MOVING}.gif"] = fingerprint(*taken[MOVING])
    MADE_FROM.write_text(json.dumps(made_from, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
