"""What a session page does because each partner has a program of their own.

It says what either did that concerns both, knows whether the other's program is here, and goes on for both if not.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from time import monotonic
from typing import ClassVar

from textual.binding import Binding

from alliance_tui import screens
from alliance_tui.domain.agreements import proposals_of
from alliance_tui.domain.session import Session, Stage
from alliance_tui.domain.viewer import Viewer
from alliance_tui.render.news import news_line
from alliance_tui.screens.base import key
from alliance_tui.screens.drafts import WritingPage
from alliance_tui.terminal.keymap import key_for

SAID_ONCE = 10.0
"""Seconds in which the same news is not said again, such as that of each turn that is moved."""

SERVE_KEY = key("B", "serve_both", "for both", "Go on for both of you here, as the other’s program is gone")
OWN = frozenset({"judge", "pick", "sign"})
"""Actions that each partner does alone; their parameter is the side."""


class SidedPage(WritingPage):
    """A page on a session, which may be one partner's own."""

    BINDINGS = [SERVE_KEY]
    OWN_LABELS: ClassVar[dict[str, str]] = {}
    """What actions do, in full, where each partner has a program of their own and that makes a difference."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._told = _last_number(session)
        self._said, self._said_at = "", -inf
        self.is_other_here = False
        """Whether the other partner's program was here when it was last looked for."""

    @property
    def viewer(self) -> Viewer:
        return self.library.viewer

    @property
    def other(self) -> str:
        """The name of the partner whose program this is not; "" where one keyboard serves both."""
        side = self.viewer.side
        return self.session.partners[side.other] if side else ""

    @property
    def somebody_types(self) -> bool:
        """True if a field has the focus, on this page or in a dialog over it."""
        focused = self.app.screen.focused
        return focused is not None and focused.check_consume_key("a", "a")

    def show_session(self) -> None:
        """Bring the screen's parts up to date with `session`."""

    # Before the countdown starts

    @property
    def is_waiting(self) -> bool:
        """True if this partner is ready to begin, and the other is not yet."""
        return self.viewer.acts_as in self.session.begun

    @property
    def is_awaited(self) -> bool:
        """True if the other partner is here and ready to begin, and this one is not yet."""
        side = self.viewer.acts_as
        return side is not None and side.other in self.session.begun and self.is_other_here

    @property
    def awaited(self) -> str:
        """Who is waited for before the countdown starts, in words; "" if nobody is."""
        if self.is_waiting:
            return f"waits for {self.other} to begin"
        return f"{self.other} is ready to begin" if self.is_awaited else ""

    # What either did

    def say_news(self, before: Session) -> None:
        """Say what either partner did since `before`, on both screens in the same words."""
        for line in dict.fromkeys(self._news(before)):
            if line != self._said or monotonic() - self._said_at > SAID_ONCE:
                self.show_notice(line)
            self._said, self._said_at = line, monotonic()

    def _news(self, before: Session) -> Iterator[str]:
        session, side = self.session, self.viewer.acts_as
        news = [each for each in session.news if each.number > self._told]
        self._told = max(self._told, _last_number(session))
        yield from (news_line(each, before, session, self.clock) for each in news)
        if session.stage is Stage.SET_ASIDE is not before.stage and not news:
            yield "The session was set aside: the clock stands still. What is typed is saved in it."
        if side and side.other in {*session.begun} - {*before.begun}:
            yield f"{self.other} is ready to begin."
        if side and {*proposals_of(session, side.other)} - {*proposals_of(before, side.other)}:
            all_of_them, yes = key_for("agreements", "A"), key_for("adopt", "y")
            yield f"{self.other} proposes an agreement. {all_of_them} shows it; {yes} there says yes."

    # Whether the other is here

    async def look_for_other(self) -> bool:
        """Look whether the other partner's program has this session open; return what was found."""
        raise NotImplementedError

    @property
    def found_other(self) -> bool:
        """Whether it had when somebody last looked."""
        raise NotImplementedError

    async def follow_other(self) -> None:
        """Note whether the other's program is here. When it is back, this one is its own partner's alone again."""
        if self.viewer.side is None:
            return
        before, self.is_other_here = self.is_other_here, self.found_other
        if self.is_other_here is not before and self.is_usable:
            self.show_session()
            if before:
                how = f" {key_for('serve-both')}: go on for both here." if self.allows("serve_both") else ""
                self.show_notice(f"{self.other}’s program is gone.{how}")
        if self.is_other_here and self.viewer.serves_both and await self._is_at_rest():
            self._serve(both=False)
            self.show_notice(f"{self.other} is here again. This screen is yours alone from now on.")

    async def _is_at_rest(self) -> bool:
        """Return True if nothing is being written here, for whichever side, and all of it is saved."""
        return not self.somebody_types and await self.flush() and not self.somebody_types

    async def action_serve_both(self) -> None:
        answers = {"yes": f"go on for both, until {self.other} is here again", "no": "not now"}
        words = f"{self.other}’s program is gone. Go on for both here?"
        await self.ask(screens.dialogs.Choice("For both", words, answers), self._serve_both)

    async def _serve_both(self, answer: str) -> None:
        if answer != "yes":
            return
        if await self.look_for_other():
            self.show_notice(f"{self.other} is here again. Nothing was changed.")
            return
        self._serve(both=True)
        self.show_notice(f"This screen serves both of you now, until {self.other} is here again.")

    def _serve(self, both: bool) -> None:
        self.library.viewer = self.viewer._replace(serves_both=both)
        self.show_viewer()
        self.refresh_bindings()

    def show_viewer(self) -> None:
        """Show for whom the page acts now."""
        self.show_session()

    def label(self, binding: Binding) -> str:
        own = self.OWN_LABELS.get(binding.action) if self.viewer.acts_as else None
        return own or super().label(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nobody do for the other partner what is each one's own."""
        side = self.viewer.acts_as
        own = action not in OWN or side is None or parameters == (side.value,)
        return own and super().check_action(action, parameters)

    def allows(self, action: str) -> bool:
        """Allow to serve both once the session has begun, while the other is not here, and to nobody invited."""
        if action != "serve_both":
            return super().allows(action)
        viewer, begun = self.viewer, self.session.countdown.started is not None
        return begun and viewer.acts_as is not None and not viewer.invited and not self.is_other_here


def _last_number(session: Session) -> int:
    return session.news[-1].number if session.news else 0
