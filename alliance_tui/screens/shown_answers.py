"""What a page of the talk shows of the two answers to a question: which text, which keys, and what is covered."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.domain.alliance import SIDES, Answer, AnswerState, Side
from alliance_tui.domain.covering import is_ready
from alliance_tui.render.covering import APART, BOTH_SEE, COVERED, ONLY_YOU, READY, how_to_open
from alliance_tui.render.phrases import WITHOUT_WORDS, join_parts
from alliance_tui.screens.answer_writing import AnswerWriting
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.screens.unsealing import HINTS
from alliance_tui.widgets.answer_pane import Given, Hint
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import lines, plain


class ShownAnswers:
    """Makes of a page's session what its panes show."""

    def __init__(self, page: SessionPage, writing: AnswerWriting) -> None:
        self._page, self._writing = page, writing

    def text(self, question: str, side: Side) -> str:
        given = self._answer(question, side)
        return given.text if given else ""

    def given(self, question: str, side: Side, active: Side, writing: bool) -> Given:
        """Return what a pane shows; `active`: the side the keys act on, by which what they do depends."""
        session, own = self._page.session, self._page.viewer.acts_as
        key = question, side
        turn, name = session.turn(question), session.partners[side]
        answer = self._answer(question, side)
        last = self._page.last.answers.get(key) if self._page.last else None
        if own not in (None, side):
            may = f"{name} answers here" if turn and side in turn.answerers else f"{name} may answer too"
            hints: tuple[Hint, ...] = (("", may),) if turn else ()
        elif side is not active:
            hints = () if writing else (("first-partner" if side is Side.LEFT else "second-partner", "to this side"),)
        else:
            hints = self._keys(question, side)
        if answer and answer.seal:
            hints = HINTS.get(self._page.unsealing.lock(session), hints)
        typed = self._writing.unsaved(key)
        if typed is not None:  # though the two may have been elsewhere meanwhile
            answer = Answer(AnswerState.TEXT, typed, rivals=answer.rivals if answer else ())
        viewer = self._page.viewer.side
        return self._marked(question, side, Given(name, answer, last, hints, side is viewer if viewer else None))

    def _keys(self, question: str, side: Side) -> tuple[Hint, ...]:
        """Return what the keys do for an answer that is not there yet."""
        page = self._page
        turn = page.session.turn(question)
        found: list[Hint] = []
        if turn is None:
            found = [("", "not chosen for today"), ("write", "answer all the same")]
        elif side in turn.answerers:
            found = [("write", "write"), ("mark-spoken", "spoken, not written down"), ("mark-passed", "pass")]
        else:
            found = [("write", "answer too")]
        if page.last and (question, side) in page.last.answers:
            found.append(("keep", "keep last time’s, word for word"))
        if page.viewer.acts_as is side and turn and question not in page.session.apart:
            found.append(("apart", "apart, until both are ready"))
        return tuple(found)

    def _answer(self, question: str, side: Side) -> Answer | None:
        """Return a side's answer to a question; of two texts, this screen's own first."""
        given = self._page.session.answers.get((question, side))
        return given and given.on_screen(self._page.program.author)

    def _marked(self, question: str, side: Side, given: Given) -> Given:
        """Return what a pane shows, with a line on whether it is covered; of the other’s it shows nothing else."""
        session, own = self._page.session, self._page.library.viewer.side
        answer = session.answers.get((question, side))
        apart, ready = question in session.apart, is_ready(session, question, side)
        if side is own:
            mark = ONLY_YOU if session.covers((question, side)) else BOTH_SEE if apart and answer else ""
        elif apart and answer is None:
            mark = COVERED if own else APART
            how = how_to_open(self._page.alliance_name, session)
            given = given._replace(hints=() if own else (("", how),))
        else:
            return given
        return given._replace(mark=join_parts(mark, READY if apart and ready else ""))

    def last_time(self, question: str) -> Content:
        """Return what both said last time, as a column of its own; empty if nobody did."""
        last, partners = self._page.last, self._page.session.partners
        said = [(side, last.answers.get((question, side))) for side in SIDES] if last else []
        parts = []
        for side, answer in said:
            if answer:
                of_when = plain(f"  last time, v{answer.since}", "$text-muted italic")
                words = WITHOUT_WORDS.get(answer.state) or answer.text
                parts += [person(side, partners) + of_when, plain(words, "$text-muted"), Content("")]
        return lines(*parts)
