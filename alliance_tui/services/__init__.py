"""What a person does: one function an act, called by key presses, the command line, the demo and tests.

`services.sessions` imports that module at the first use: the first frame does without it,
which saves 15 % of a start.
"""

from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False  # as typing has it, without importing typing
if TYPE_CHECKING:
    from alliance_tui.services import alliances as alliances
    from alliance_tui.services import demo as demo
    from alliance_tui.services import drafts as drafts
    from alliance_tui.services import over_time as over_time
    from alliance_tui.services import search as search
    from alliance_tui.services import sessions as sessions


def __getattr__(name: str) -> ModuleType:
    if name.startswith("__"):
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
