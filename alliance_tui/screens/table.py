"""A screen for the table between two people who talk: the question in large letters, whose turn it is, and its time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, AnswerState, Side, Version
from alliance_tui.domain.questions import Question
from alliance_tui.domain.session import Session
from alliance_tui.render.turns import time_of_turn
from alliance_tui.screens.base import key
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.services import sessions
from alliance_tui.widgets.large_text import LargeText
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import lines

GIVEN = {AnswerState.TEXT: "has answered", AnswerState.SPOKEN: "has answered, aloud", AnswerState.PASSED: "passes"}


class TableScreen(SessionPage):
    """The question that the partners are at. A session can be held with this alone, nothing typed."""

    CSS_PATH = "table.tcss"
    MARKED = "#turn"
    ABOUT = (
        "For the table between you: the question and whose turn it is. {next-turn} goes on; {spoken} notes that it was "
        "spoken."
    )
    BINDINGS = [
        key("n", "next_turn", "next", "Go to the next turn that waits for an answer"),
        key("s", "spoken", "spoken", "It was said, and on purpose not written down; {spoken} again takes that back"),
        key("escape,z", "back", "back", "Back to the talk, at this question", id="back-from-table"),
        key("left", "side('left')", "{left}", "The left partner answers"),
        key("right", "side('right')", "{right}", "The right partner answers"),
        key("p", "pause", "pause", "Pause the countdown, or go on", show=False),
        key("e", "extend", "extend", "Add time to the session", show=False),
        key("u", "undo", "undo", "Undo the last change made here", show=False),
        key("q", "leave", "leave", "Leave; the session is kept and goes on later", show=False),
    ]

    def __init__(self, name: str, session: Session, last: Version | None) -> None:
        super().__init__(name, session, last)
        self.question = self._question()
        self.side = self._answerer()

    def body(self) -> ComposeResult:
        yield LargeText()
        yield Static(id="turn")

    @property
    def question_in_view(self) -> str:
        return self.question.id

    @property
    def place(self) -> tuple[str, str]:
        return self.question.id, super().place[1]

    def show_session(self) -> None:
        if self.question.id not in self.session.bank:  # the other screen changed the bank, before the beginning
            self.question = self._question()
        self.query_one(LargeText).show(self.question.text)
        self.show_time()

    def show_time(self) -> None:
        self.show_text("#turn", self._turn())

    def _turn(self) -> Content:
        """Return whose turn it is, and who asked; how long it has had."""
        session, question, side = self.session, self.question.id, self.side
        turn, given = session.turn(question), session.answers.get((question, side))
        does = GIVEN[given.state] if given else "answers" if turn and side in turn.answerers else "may answer, too"
        who = person(side, session.partners) + f" {does}"
        asked = turn and turn.asker
        asks = person(asked, session.partners, "") + " asks" if asked else Content("both are asked" if turn else "")
        beside = [asks, Content(time_of_turn(session, question, self.time_now()))]
        return lines(who, Content(" · ").join(part for part in beside if part).stylize_before("$text-muted"))

    def _question(self) -> Question:
        session = self.session
        first = session.turns[0].question if session.turns else session.bank.questions[0].id
        return session.bank[session.current if session.current in session.bank else first]

    def _answerer(self) -> Side:
        """Return one's own side, or the one that is to answer."""
        turn = self.session.turn(self.question.id)
        return self.viewer.acts_as or (self._waiting() or (turn.answerers if turn else SIDES))[0]

    def _waiting(self) -> tuple[Side, ...]:
        turn = self.session.turn(self.question.id)
        return tuple(side for side in turn.answerers if self.session.waits_for(turn, side)) if turn else ()

    def show_viewer(self) -> None:
        self.side = self._answerer()
        self.show_session()

    async def action_next_turn(self) -> None:
        turn = self.session.next_turn(self.question.id, self.viewer.acts_as)
        if turn is None:
            self.show_notice("No other turn waits for an answer.")
            return
        self.question = self.session.bank[turn.question]
        self.side = self._answerer()
        self.show_session()
        await self.begin_turn(turn.question)

    async def action_spoken(self) -> None:
        given = self.session.answers.get((self.question.id, self.side))
        wanted = None if given and given.state is AnswerState.SPOKEN else AnswerState.SPOKEN
        if await self.act(sessions.mark, self.question.id, self.side, wanted) and wanted and self._waiting():
            self.side = self._answerer()
            self.show_time()

    def action_side(self, side: str) -> None:
        self.side = Side(side)
        self.show_time()

    async def action_back(self) -> None:
        if await self.flush():
            self.program.show_section(self.alliance_name, self.session.go_to(self.question.id), self.last)

    def allows(self, action: str) -> bool:
        """Allow to choose a side only where one keyboard serves both."""
        return (action != "side" or self.viewer.acts_as is None) and super().allows(action)
