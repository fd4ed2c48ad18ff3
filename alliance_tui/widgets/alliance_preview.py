"""The agreements in force of one alliance, as many as there is room for; what is wanting is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.terms import Partners
from alliance_tui.render.people import SLIP
from alliance_tui.render.phrases import count, on
from alliance_tui.text.characters import one_line
from alliance_tui.text.line_breaks import fold
from alliance_tui.widgets.people import held_by, pair_of
from alliance_tui.widgets.plain import key_sign, lines, plain

if TYPE_CHECKING:  # the first frame does without the domain
    from alliance_tui.domain.alliance import Alliance

MEASURE = 72
"""Cells of a line of prose at most."""
NAME = 14
"""Cells of the names of those who keep the agreements at most."""
GAP = "  "


class AlliancePreview(Widget):
    """Says nothing until it is given an alliance."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(id="preview")
        self._clock = clock
        self.alliance: Alliance | None = None

    def show(self, alliance: Alliance | None) -> None:
        if alliance is not self.alliance:
            self.alliance = alliance
            self.set_class(alliance is not None, "-said")
            self.refresh()

    def render(self) -> RenderResult:
        alliance, room = self.alliance, self.content_size.height
        if alliance is None or not (last := alliance.latest):
            return ""
        width = min(self.content_size.width, MEASURE)
        partners = Partners(*map(one_line, alliance.partners))
        agreed = count(len(last.agreements), "agreement") if last.agreements else "no agreements"
        title = pair_of(partners) + plain(f"   {agreed} in force, v{last.number}", "$text-muted")
        shown = [title]
        rows = [*self._rows(alliance, partners, width)]
        room -= len(shown)
        if sum(map(len, rows)) < room:
            shown.append(Content(""))
        elif sum(map(len, rows)) > room:
            while rows and sum(map(len, rows)) >= room:  # the last line says how many there are besides
                rows.pop()
        shown += [part for row in rows for part in row]
        if left := len(last.agreements) - len(rows):
            shown.append(plain(f"and {left} more: ", "$text-muted") + key_sign("overview", "v"))
        return lines(*(line.truncate(self.content_size.width, ellipsis=True) for line in shown))

    def _rows(self, alliance: Alliance, partners: Partners, width: int) -> Iterator[list[Content]]:
        """Yield the lines of each agreement and its slips, all words behind the name of whoever keeps it."""
        agreements = alliance.latest.agreements if alliance.latest else ()
        keepers = [held_by(each.holder, partners).truncate(NAME, ellipsis=True) for each in agreements]
        indent = max((keeper.cell_length for keeper in keepers), default=0) + len(GAP)
        for agreement, keeper in zip(agreements, keepers, strict=True):
            first, *more = fold(one_line(agreement.text), width - indent)
            row = [keeper + " " * (indent - keeper.cell_length) + plain(first)]
            row += [plain(" " * indent + line) for line in more]
            for slip in alliance.unrepaired:
                if slip.agreement == agreement.id:
                    said = plain(f"{SLIP} {on(slip.at, self._clock)}{GAP}{one_line(slip.what)}", "$gone")
                    row.append(Content(" " * indent) + said.truncate(width - indent, ellipsis=True))
            yield row
