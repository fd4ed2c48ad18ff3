"""What a designed alliance is, in our words, and where the questions come from."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.screens.dialogs import Reader
from alliance_tui.storage.bank_files import worksheet

WORDS = """\
[bold]What it is[/]
A designed alliance is a conversation held on purpose: two people say, before anything has gone wrong, how they want \
to work with each other so that it goes well for both. Coaches open their work with it.

[bold]Why[/]
Most partnerships run on guesses. Said aloud, a guess can be corrected: how to reach you when you are stuck or afraid, \
what you can be counted on for, what to do on the day it breaks. You are in it together, and you build it together.

[bold]How[/]
Set aside 90 minutes that are about the two of you and not the work, best away from it. Each picks 3 or 4 questions \
for the other. Take turns; listen first, type second. Keep time for Closing.

[bold]A living document[/]
What you need will change. Come back after some months, see what held, and sign the next version. Earlier ones stay as \
they were, so you can see how far you have come.

[bold]Where the questions come from[/]
$credit; its $count questions are kept word for word. Adapted from
$source"""


class AboutScreen(Reader):
    """The background, and the credit."""

    def __init__(self) -> None:
        bank = worksheet()
        credit = {"credit": bank.credit, "count": len(bank.questions), "source": bank.adapted_from}
        super().__init__("Designing an alliance", Content.from_markup(WORDS, **credit))
