"""What changed between two versions: words marked inside answers, the unchanged folded away."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content, Span
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.alliance import Version
from alliance_tui.domain.changes import AgreementChange, AnswerChange, Comparison, Kind
from alliance_tui.render.diff import STYLES, inline, side, whose
from alliance_tui.render.marks import Column, Mark
from alliance_tui.render.phrases import KINDS, count
from alliance_tui.widgets.plain import plain

Change = AnswerChange | AgreementChange
THEMED = {
    STYLES[Mark.GONE]: "$text-error strike",
    STYLES[Mark.COME]: "$text-success underline",
    STYLES[Mark.MOVED_AWAY]: "$text-accent strike",
    STYLES[Mark.MOVED_HERE]: "$text-accent underline",
}
"""The theme's colours for marks: legible in light and dark, and with colours taken out."""


def themed(text: Text) -> Content:
    """Marked words as content in the theme's colours."""
    spans = [Span(start, end, THEMED.get(str(style), str(style))) for start, end, style in text.spans]
    return Content(text.plain, spans)


class ChangeBlock(Vertical):
    """One changed answer or agreement, in two columns and as one text; the view shows one of them."""

    DEFAULT_CSS = """
    ChangeBlock { height: auto; margin-bottom: 1; border-left: blank; }
    ChangeBlock.-current { border-left: thick $primary; }
    ChangeBlock Static { height: auto; }
    ChangeBlock .-head { text-style: bold; }
    ChangeBlock .-question { text-style: bold; color: $text-primary; }
    ChangeBlock Horizontal { height: auto; }
    ChangeBlock .-column { width: 1fr; padding: 0 1; border-left: solid $foreground-muted; }
    ChangeBlock .-inline { padding: 0 1; border-left: solid $foreground-muted; }
    """

    def __init__(self, old: Version, new: Version, change: Change, above: str) -> None:
        """A change from `old` to `new`; `above` heads the first change of a question."""
        super().__init__()
        self.old, self.new, self.change, self.above = old, new, change, above

    def compose(self) -> ComposeResult:
        """Whose and of what kind, then the words."""
        old, new, change = self.old, self.new, self.change
        coarse = ", too long to mark word by word" if change.coarse else ""
        self.head = plain(f"{whose(new, change)} · {KINDS[change.kind]}{coarse}")
        if self.above:
            yield Static(plain(self.above), classes="-question")
        yield Static(self.head, classes="-head")
        columns = ((old, Column.OLD), (new, Column.NEW))
        yield Horizontal(
            *(
                Static(
                    Content("\n").join([plain(f"v{version.number}", "dim"), themed(side(version, change, column))]),
                    classes="-column",
                )
                for version, column in columns
            )
        )
        parts = [themed(text) for text in inline(old, new, change)]
        yield Static(Content("\n").join(parts), classes="-inline")

    def mark(self, current: bool) -> None:
        """Be the change that `n` and `N` are at."""
        self.set_class(current, "-current")
        self.query_one(".-head", Static).update(Content.assemble("▸ " if current else "", self.head))


class Fold(Vertical):
    """Unchanged answers: counted, and shown when unfolded."""

    DEFAULT_CSS = """
    Fold { height: auto; margin-bottom: 1; }
    Fold Static { height: auto; color: $text-muted; }
    Fold .-kept { display: none; padding: 0 2; }
    """

    def __init__(self, version: Version, kept: list[AnswerChange]) -> None:
        """Answers that stayed as they were."""
        super().__init__()
        self.version, self.kept = version, kept

    def compose(self) -> ComposeResult:
        """A count, then the answers."""
        yield Static(f"┄┄ {count(len(self.kept), 'unchanged answer')} ┄┄")
        for change in self.kept:
            words = plain(side(self.version, change, Column.NEW).plain)
            head = plain(f"{change.question.text} · {whose(self.version, change)}", "bold")
            yield Static(Content("\n").join([head, words]), classes="-kept")


class DiffView(VerticalScroll):
    """Changes in the order of the document; one of them is current."""

    DEFAULT_CSS = """
    DiffView { height: 1fr; padding: 0 1; }
    """

    def __init__(self, old: Version, new: Version, comparison: Comparison) -> None:
        """A comparison, computed already."""
        super().__init__(can_focus=False)
        self.old, self.new, self.comparison = old, new, comparison
        self._blocks: list[ChangeBlock] = []
        self._at = -1

    def compose(self) -> ComposeResult:
        """Questions with their changes, folds between them, agreements last."""
        if not self.comparison.changed:
            yield Static("Nothing changed: the two versions say the same.")
        for changed, group in groupby(self.comparison.answers, key=lambda change: change.kind is not Kind.KEPT):
            if changed:
                yield from self._answers(list(group))
            else:
                yield Fold(self.new, list(group))
        if agreements := self.comparison.changed_agreements:
            yield from (self._block(change, "" if index else "Agreements") for index, change in enumerate(agreements))

    def _answers(self, changes: list[AnswerChange]) -> Iterable[Widget]:
        for question, group in groupby(changes, key=lambda change: change.question):
            title = f"{question.section.label} · {question.text}"
            yield from (self._block(change, "" if index else title) for index, change in enumerate(group))

    def _block(self, change: Change, above: str) -> ChangeBlock:
        block = ChangeBlock(self.old, self.new, change, above)
        self._blocks.append(block)
        return block

    def jump(self, by: int) -> bool:
        """To the next or previous change; whether there was one."""
        at = self._at + by
        if not 0 <= at < len(self._blocks):
            return False
        self._at = at
        for index, block in enumerate(self._blocks):
            block.mark(index == at)
        self._blocks[at].scroll_visible(animate=False, top=True)
        return True

    @property
    def place(self) -> str:
        """Which change is current, of how many."""
        return f"{self._at + 1} of {len(self._blocks)}" if self._at >= 0 else count(len(self._blocks), "change")
