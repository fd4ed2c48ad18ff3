"""The first words of an empty store."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.widgets.plain import plain

TITLE = "Design your alliance."
WORDS = """\
Two of you, ninety minutes, one shared screen: say what you hope for, how you want to be with each other, what you can \
count on, and what happens when it breaks. Both sign. Come back in some months."""


def welcome(trash: int) -> Content:
    """Return what is shown in the place of a list; `trash`: how many things can be brought back."""
    keys = {
        "n": "begin",
        "s": "look at the sample first",
        "U": f"bring something back: {trash} in the trash" if trash else "",
        "b": "what a designed alliance is",
        "?": "every key",
    }
    hints = [plain(f"  {name}   ", "bold $accent") + plain(words) for name, words in keys.items() if words]
    pair = plain("◆", "$left") + plain("●  ", "$right")
    return Content("\n").join([pair + plain(TITLE, "bold"), Content(""), plain(WORDS), Content(""), *hints])
