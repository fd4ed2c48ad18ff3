"""The screens, one a file with its styles beside it; what is taken from here is imported when it is first asked for.

The first frame needs one screen, and to import them all takes a quarter of the time to it.
"""

from importlib import import_module

TYPE_CHECKING = False  # as typing has it, without importing typing
if TYPE_CHECKING:
    from alliance_tui.screens.alliance import AllianceScreen as AllianceScreen
    from alliance_tui.screens.choose import ChooseScreen as ChooseScreen
    from alliance_tui.screens.diff import DiffScreen as DiffScreen
    from alliance_tui.screens.history import HistoryScreen as HistoryScreen
    from alliance_tui.screens.kept import KeptDialog as KeptDialog
    from alliance_tui.screens.library import LibraryScreen as LibraryScreen
    from alliance_tui.screens.locked_home import LockedHomeScreen as LockedHomeScreen
    from alliance_tui.screens.palette import Palette as Palette
    from alliance_tui.screens.prepare import PrepareScreen as PrepareScreen
    from alliance_tui.screens.section import SectionScreen as SectionScreen

HOMES = {
    "AllianceScreen": "alliance",
    "ChooseScreen": "choose",
    "DiffScreen": "diff",
    "LockedHomeScreen": "locked_home",
    "HistoryScreen": "history",
    "KeptDialog": "kept",
    "LibraryScreen": "library",
    "Palette": "palette",
    "PrepareScreen": "prepare",
    "SectionScreen": "section",
}
"""Which module each is in."""


def __getattr__(name: str) -> object:
    """A screen, imported now if it was not before."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
    return found


def import_ahead() -> None:
    """Import those of a session and what reads it, so that to open one takes no longer for it.

    All of them would be 2 MiB more.
    """
    for home in ("storage.durable", "storage.schema", "screens.section", "screens.choose"):
        import_module(f"alliance_tui.{home}")
