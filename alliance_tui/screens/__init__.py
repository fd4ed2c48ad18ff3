"""The screens, one a file with its styles beside it; `screens.diff` imports that module at the first use.

The first frame needs one screen, and to import them all takes a quarter of the time to it. `services` is alike.
"""

from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False  # as typing has it, without importing typing
if TYPE_CHECKING:
    from alliance_tui.screens import about as about
    from alliance_tui.screens import absence as absence
    from alliance_tui.screens import agreement as agreement
    from alliance_tui.screens import alliance as alliance
    from alliance_tui.screens import choose as choose
    from alliance_tui.screens import dialogs as dialogs
    from alliance_tui.screens import diff as diff
    from alliance_tui.screens import help as help
    from alliance_tui.screens import history as history
    from alliance_tui.screens import kept_text as kept_text
    from alliance_tui.screens import library as library
    from alliance_tui.screens import library_words as library_words
    from alliance_tui.screens import locked_home as locked_home
    from alliance_tui.screens import over_time as over_time
    from alliance_tui.screens import palette as palette
    from alliance_tui.screens import passphrase as passphrase
    from alliance_tui.screens import prepare as prepare
    from alliance_tui.screens import pulse as pulse
    from alliance_tui.screens import review as review
    from alliance_tui.screens import revisit as revisit
    from alliance_tui.screens import section as section
    from alliance_tui.screens import signing as signing
    from alliance_tui.screens import table as table
    from alliance_tui.screens import theme as theme
    from alliance_tui.screens import trash as trash
    from alliance_tui.screens import version as version


def __getattr__(name: str) -> ModuleType:
    if name.startswith("__"):
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")


def import_ahead() -> None:
    """Import those of a session and what reads it, so that to open one takes no longer for it.

    All of them would be 2 MiB more.
    """
    for module in (
        "storage.durable_storage",
        "storage.schema",
        "screens.section",
        "screens.agreement",
        "screens.choose",
    ):
        import_module(f"alliance_tui.{module}")
