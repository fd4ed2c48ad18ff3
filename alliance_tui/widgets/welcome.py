"""The first words of an empty store."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.plain import plain

TITLE = "Design your alliance."
WORDS = """\
Two of you, ninety minutes, one shared screen: say what you hope for, how you want to be with each other, what you can \
count on, and what happens when it breaks. Both sign. Come back in some months."""


def welcome(trash: int) -> Content:
    """Return what is shown in the place of a list; `trash`: how many things can be brought back."""
    keys = {
        key_for("new", "n"): "begin",
        key_for("sample", "s"): "look at the sample first",
        key_for("undelete", "U"): f"bring something back: {trash} in the trash" if trash else "",
        key_for("about", "b"): "what a designed alliance is",
        key_for("help", "?"): "every key",
    }
    hints = [plain(f"  {name}   ", "bold $accent") + plain(words) for name, words in keys.items() if words]
    pair = plain("◆", "$left") + plain("●  ", "$right")
    return Content("\n").join([pair + plain(TITLE, "bold"), Content(""), plain(WORDS), Content(""), *hints])
