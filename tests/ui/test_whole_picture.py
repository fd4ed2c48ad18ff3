"""The whole picture comes back, with any dialog open: after another size, ctrl+l, and a stop of the program."""

from __future__ import annotations

import pytest
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Size

from alliance_tui.terminal.frames import LightCompositor
from tests.benchmarks.programs import prose
from tests.benchmarks.stores import sample
from tests.e2e.emulator import Emulator
from tests.ui.driver import Room
from tests.ui.wire import WiredDesk

SIZE, OTHER = Size(100, 30), Size(40, 12)
DIALOGS = {"agreement": "a", "extension": "e", "stop": "S", "palette": "ctrl+p", "help": "question_mark", "none": ""}
"""In the talk, and the keys that open them."""


async def open_dialog(desk: WiredDesk, key: str) -> None:
    """Open the talk, and a dialog in it."""
    await desk.see("6 agreements in force")
    await desk.open()
    desk.stop_timers()
    if key:
        await desk.press(key)


def picture(desk: WiredDesk) -> list[str]:
    """What a terminal shows that gets everything anew."""
    for screen in desk.app.screen_stack:
        screen._set_dirty()
    whole = Compositor.render_update(desk.screen._compositor, True, desk.app._background_screens)
    assert isinstance(whole, CompositorUpdate)
    terminal = Emulator(*desk.app.size)
    terminal.feed(b"\x1b[?7l" + whole.render_segments(desk.app.console).encode())
    return list(terminal.screen.display)


def shown(desk: WiredDesk) -> list[str]:
    """What the terminal shows."""
    return list(desk.app.shown.screen.display)


@pytest.mark.parametrize("key", DIALOGS.values(), ids=DIALOGS)
async def test_a_size_of_which_no_frame_was_drawn(room: Room, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """The screens have had the other size, the terminal has dropped what lay beyond it, and no frame shows it."""
    sample(room.library.root, prose(2_000))
    async with WiredDesk(room, (SIZE.width, SIZE.height)) as desk:
        await open_dialog(desk, key)
        with monkeypatch.context() as held:
            held.setattr(LightCompositor, "_is_busy", lambda self: True)
            held.setattr(LightCompositor, "_is_overdue", lambda self: False)
            for size in (OTHER, SIZE):
                desk.post_size(size)
                while any(screen.outer_size != size for screen in [*desk.app._background_screens, desk.screen]):
                    await desk.pilot.pause()
        await desk.wait_until_idle()
        await desk.tick()
        assert shown(desk) == picture(desk)


@pytest.mark.parametrize("key", DIALOGS.values(), ids=DIALOGS)
async def test_ctrl_l(room: Room, key: str) -> None:
    """Whatever else has written on the terminal."""
    sample(room.library.root, prose(2_000))
    async with WiredDesk(room, (SIZE.width, SIZE.height)) as desk:
        await open_dialog(desk, key)
        desk.scribble(1)
        await desk.press("ctrl+l")
        assert shown(desk) == picture(desk)


@pytest.mark.parametrize("key", DIALOGS.values(), ids=DIALOGS)
async def test_all_unknown_and_a_second_later(room: Room, key: str) -> None:
    """A row of the countdown is no picture: the first thing that is drawn brings the rest."""
    sample(room.library.root, prose(2_000))
    async with WiredDesk(room, (SIZE.width, SIZE.height)) as desk:
        await open_dialog(desk, key)
        desk.scribble(1)
        desk.app.forget()
        desk.clock.advance(1)
        await desk.tick()
        await desk.until(lambda: not desk.app._whole_due, "all of the screen")
        assert shown(desk) == picture(desk)
