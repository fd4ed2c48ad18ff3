"""The talk: one section after the other, a question at a time, both partners' answers side by side."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.agreements import awaits
from alliance_tui.domain.alliance import SIDES, Agreement, AnswerKey, AnswerState, Side, Version, closing_turns
from alliance_tui.domain.covering import is_ready
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.ownership import require_own_answer
from alliance_tui.domain.questions import SECTIONS, Question, Section
from alliance_tui.domain.rivals import Resolution
from alliance_tui.domain.session import Session
from alliance_tui.render.covering import SAID_APART, SAID_SEALED, SAID_TOGETHER
from alliance_tui.screens.answer_writing import AnswerWriting
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.session_page import PAUSE_KEY, REVISIT_KEY, SECTION_KEYS, STOP_KEY, SessionPage
from alliance_tui.screens.shown_answers import ShownAnswers
from alliance_tui.screens.sided_page import SERVE_KEY
from alliance_tui.services import agreements, sessions
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.agreements import Agreed, AgreementList, strip_rows
from alliance_tui.widgets.answer_pane import AnswerPane, Words
from alliance_tui.widgets.message_line import MessageLine
from alliance_tui.widgets.plain import lines, plain
from alliance_tui.widgets.scroll_bar import ScrollBox
from alliance_tui.widgets.section_tabs import Progress, SectionTabs
from alliance_tui.widgets.split_view import SplitView
from alliance_tui.widgets.turn_line import TurnLine

WIDEST = 160
"""Columns from which there is room for a third column."""


class SectionScreen(SessionPage):
    """Intentions, Atmosphere, Responsibility, Backup plan and Closing: one screen that shows each of them."""

    CSS_PATH = "section.tcss"
    WHILE_TYPING = frozenset({"done"})
    ABOUT = (
        "One asks, the other answers; then the asker may answer too. Go anywhere at any time. "
        "A turn gets an equal part of the time left when it began."
    )
    OWN_LABELS = {
        "other_side": "Look at the other partner's side",
        "next_turn": "Go to the next turn that waits for your answer",
    }
    BINDINGS = [
        key("enter,i", "write", "write", "Write the marked side's answer"),
        key("B", "begin", "begin", "Be ready to begin, or not any more; with both the countdown starts", id="start"),
        SERVE_KEY,
        key("R", "ready", "ready", "Be ready for the answers to be uncovered, or not any more; with both they are"),
        key("U", "uncover", "uncover", "Uncover one’s own answer now, without the other’s"),
        key("Y", "adopt", "yes", "Say yes to what is proposed at this question", id="adopt-here"),
        key("tab,shift+tab", "other_side", "side", "Mark the other partner's side"),
        key("n", "next_turn", "next", "Go to the next unanswered turn"),
        key("N", "next_of_anybody", "next of both", "Go to the next unanswered turn of either of you", show=False),
        *SECTION_KEYS,
        key("z", "table", "on the table", "The question alone, for the table"),
        key("a", "agree", "agree", "Put an agreement into words"),
        key("r", "review", "review", "Review everything and sign"),
        PAUSE_KEY,
        *pair("j,down", "k,up", "move", "question", "Next and previous question"),
        key("s", "mark('spoken')", "spoken", "Spoken, and not written down"),
        key("x", "mark('passed')", "pass", "Pass on this question"),
        key("y", "keep", "keep", "Say again what was said last time"),
        key("m", "resolve('mine')", "mine", "Of two texts written at the same time, take the one in the field"),
        key("t", "resolve('theirs')", "theirs", "Of two texts written at the same time, take the one in the box"),
        key("b", "resolve('both')", "both", "Take both texts, one below the other"),
        key("v", "apart", "apart", "Answer apart, or together", show=False),
        key("A", "agreements", "agreements", "All agreements: reword, take out, say yes"),
        key("slash", "find", "find", "Find words, in Review", show=False),
        key("c", "choose", "questions", "Choice and order of questions", show=False, id="questions"),
        key("left", "side('left')", "", "Mark the left partner’s side", show=False),
        key("h", "side('left')", "", "Mark the left partner’s side", show=False, id="first-side"),
        key("right", "side('right')", "", "Mark the right partner’s side", show=False),
        key("l", "side('right')", "", "Mark the right partner’s side", show=False, id="second-side"),
        key("f", "unfold", "last time", "All of last time’s words, or two rows", False, id="fold"),
        *pair("pagedown,space", "pageup", "scroll", "scroll", "Scroll a long answer", show=False),
        REVISIT_KEY,
        STOP_KEY,
        key("escape", "done", "done · saved as you type", "End writing"),
        key("q,escape", "leave", "leave", "Leave; the session is kept and goes on later", id="leave-talk"),
    ]

    def __init__(self, name: str, session: Session, last: Version | None) -> None:
        super().__init__(name, session, last)
        first = session.turns[0].question if session.turns else session.bank.questions[0].id
        self.question = session.bank[session.current or first]
        self.split, self._tabs, self._turn_line = SplitView(), SectionTabs(), TurnLine(id="turn")
        self.writing = AnswerWriting(self)
        self.answers = ShownAnswers(self, self.writing)
        self._was_in_closing = False

    def body(self) -> ComposeResult:
        self.set_class(self.app.size.width >= WIDEST, "-widest")
        self._mark_answerer()
        self._show_answers({*SIDES})  # filled before they are mounted, the panes are given their styles once
        yield self.bar
        yield self._tabs
        yield ScrollBox(Words(plain(self.question.text, "bold"), id="question"), id="asking", can_focus=False)
        yield self._turn_line
        yield self.split
        yield AgreementList()
        yield Static(id="room")

    def on_mount(self) -> None:
        self.call_later(self.begin_turn, self.question.id)

    def on_resize(self) -> None:
        self.set_class(self.size.width >= WIDEST, "-widest")
        self.show_session()

    def on_screen_resume(self) -> None:
        self.make_room(0)

    # What is shown

    @property
    def side(self) -> Side:
        return self.split.active

    @property
    def marked(self) -> AnswerKey:
        """The question in view and the marked side."""
        return self.question.id, self.side

    def show_session(self) -> None:
        session = self.session
        if self.question.id not in session.bank:  # the other screen changed the bank, before the beginning
            self.question = session.bank.questions[0]
            self._mark_answerer()
        question = self.question
        self._was_in_closing |= question.section is Section.CLOSING
        tabs = self._tabs
        tabs.current = question.section
        tabs.progress = Progress({part: session.progress(part) for part in SECTIONS})
        moved = self.split.question != question.id
        if moved:
            self.show_text("#question", plain(question.text, "bold"))
        reload = {side for side in SIDES if moved or not self._being_written(side)}
        self._show_answers(reload)
        for side in reload:
            self.writing.note_shown((question.id, side), self.answers.text(question.id, side))
        self._show_agreements()
        self.show_time()
        self.show_others()
        self.refresh_bindings()

    def _show_answers(self, reload: set[Side]) -> None:
        """Show both sides; the text of those in `reload` is replaced."""
        question, split = self.question.id, self.split
        given = {side: self.answers.given(question, side, split.active, split.writing) for side in SIDES}
        split.show(question, given, reload)
        if self.has_class("-widest"):
            split.show_beside(self.answers.last_time(question) or self._all_agreements())

    def _show_agreements(self) -> None:
        known = self.session.agreements
        mine = tuple(each for each in known if each.question == self.question.id)
        room = 0 if self.has_class("-short") else self.size.height // (5 if self.has_class("-medium") else 4)
        self.query_one(AgreementList).show(self._agreed(mine, len(known) - len(mine)), room)

    def _agreed(self, agreements: tuple[Agreement, ...], elsewhere: int = 0) -> Agreed:
        session = self.session
        shown = tuple(map(self._as_said_here, agreements))
        return Agreed(shown, elsewhere, session.partners, session.number, self.slips, self._awaits())

    def _all_agreements(self) -> Content:
        """Return all agreements for the third column, if there is nothing from last time to show there."""
        width = min(72, self.size.width // 3 - 4)
        return lines(*strip_rows(self._agreed(self.session.agreements), width, 10**6))

    def make_room(self, rows: int) -> None:
        """Have the dialog in which an agreement is written lie below the answers, in the place of the strip."""
        if self.is_usable:
            self.set_class(rows > 0, "-agreeing")
            self.query_one("#room").styles.height = max(0, rows - self.query_one(MessageLine).outer_size.height)

    def show_time(self) -> None:
        session, now = self.session, self.time_now()
        if session.times.at != self.question.id:  # as `begin_turn` is about to save it
            session = session.go_to(self.question.id, now)
        self._turn_line.show(session, self.question.id, now, self.split.writing)
        is_due = self.is_closing_due and not (self._was_in_closing or self._has_begun_closing())
        self._tabs.due = Section.CLOSING if is_due else None

    def _has_begun_closing(self) -> bool:
        begun = self.session.times.turns
        return any(turn.question in begun for turn in closing_turns(self.session.bank))

    @property
    def place(self) -> tuple[str, str]:
        return self.question.id, super().place[1]

    def show_others(self) -> None:
        """Show who else is here in the border of their pane; where one pane is shown alone, in the other's too."""
        words = {side: self.words_for(side, self.question.id) for side in SIDES}
        alone, names = self.has_class("-single"), self.session.partners
        for side, pane in self.split.panes.items():
            other = f"{names[side.other]} {words[side.other]}" if alone and words[side.other] else ""
            pane.show_presence(words[side] or other)

    def _being_written(self, side: Side) -> bool:
        return (self.question.id, side) in self.drafts or (self.split.writing and self.side is side)

    @property
    def question_in_view(self) -> str:
        return self.question.id

    def caption(self, binding: Binding) -> str:
        own, action = self.library.viewer.side, binding.action
        if action == "done" and self.has_class("-single"):
            return "done"
        if action == "ready" and own and is_ready(self.session, self.question.id, own):
            return "not ready"
        return "not yet" if action == "begin" and self.is_waiting else super().caption(binding)

    def marked_widget(self) -> Widget:
        return self.focused or self.split.panes[self.split.viewed]

    # Moving

    async def _show_question(self, question: Question) -> None:
        """Show another question, after saving what is being written."""
        await self.flush()
        self.question = question
        self._mark_answerer()
        self.show_session()
        await self.begin_turn(question.id)

    def _mark_answerer(self) -> None:
        turn = self.session.turn(self.question.id)
        sides = turn.answerers if turn else SIDES
        waiting = [side for side in sides if (self.question.id, side) not in self.session.answers]
        self.split.activate(self.viewer.acts_as or (waiting or list(sides))[0], writing=False)

    def show_viewer(self) -> None:
        """Mark one's own side where the page is that of one, or whoever is to answer."""
        self._mark_answerer()
        self.show_session()

    async def action_move(self, by: int) -> None:
        order = [question for section in SECTIONS for question in self.session.questions(section)]
        index = order.index(self.question) + by
        if 0 <= index < len(order):
            await self._show_question(order[index])

    async def action_section(self, number: int) -> None:
        if questions := self.questions_of(number):
            turns = self.session.all_turns
            waiting = {turn.question for turn in turns if not self.session.done(turn)}
            await self._show_question(
                next((question for question in questions if question.id in waiting), questions[0])
            )

    async def action_next_turn(self) -> None:
        await self._next_turn(self.viewer.acts_as)

    async def action_next_of_anybody(self) -> None:
        await self._next_turn(None)

    async def _next_turn(self, side: Side | None) -> None:
        """Show the next turn that waits for a side's answer; None: for anybody's.

        Where one keyboard serves both and the turn asks both, the other side of it comes first.
        """
        here, sides = self.session.turn(self.question.id), (self.side.other, self.side)
        if here and not self.viewer.acts_as and [self.session.waits_for(here, who) for who in sides] == [True, False]:
            self.action_side(self.side.other)
            return
        turn = self.session.next_turn(self.question.id, side)
        if turn:
            order = [each.question for each in self.session.all_turns]
            if here and order.index(turn.question) < order.index(here.question):
                self.show_notice("From the first turn again: this one is still open.")
            await self._show_question(self.session.bank[turn.question])
        elif side and self.session.next_turn(self.question.id):
            self.show_notice(
                f"Nothing else waits for your answer. {key_for('next-of-anybody')}: the next turn of either of you."
            )
        else:
            self.show_notice(f"Every turn is answered. {key_for('review')}: review and sign.")

    async def on_section_tabs_clicked(self, event: SectionTabs.Clicked) -> None:
        if not self.typing:
            await self.action_section(event.number)

    async def on_agreement_list_clicked(self) -> None:
        if not self.typing:
            await self.action_agreements()

    def action_other_side(self) -> None:
        self.action_side(self.split.viewed.other)

    def action_side(self, side: str) -> None:
        """Mark a side; the other's, where one has a side of one's own, is only brought into view."""
        if self.viewer.acts_as in (None, side):
            self.split.activate(Side(side), writing=False)
        else:
            self.split.view(Side(side))
        self._show_answers(set())
        self.refresh_bindings()

    def action_unfold(self) -> None:
        self.split.unfold(not self.split.panes[self.side].unfolded)

    def action_scroll(self, pages: float) -> None:
        self.split.scroll_answer(pages)

    # Writing

    async def action_write(self) -> None:
        """Write on the marked side; if that is to be sealed, not without the passphrase."""
        try:
            require_own_answer(self.marked, self.library.viewer, self.session)
        except NotAllowed as refusal:
            self.show_error(refusal)
            return
        if self.question.id in self.session.apart and self.unsealing.is_needed(self.session):
            await self.unsealing.ask(self.session)
            return
        self.writing.begin(self.session.covers(self.marked))
        self.split.activate(self.side, writing=True)
        self._show_answers(set())
        self._paint()
        self.refresh_bindings()
        self.others.news.set()
        await self.begin_turn(self.question.id)

    async def on_answer_pane_clicked(self, event: AnswerPane.Clicked) -> None:
        if not self.typing:
            self.action_side(event.side)
            if self.side is event.side:
                await self.action_write()

    def on_answer_pane_changed(self, event: AnswerPane.Changed) -> None:
        event.stop()
        self.writing.change((self.question.id, event.side), event.text)

    def save_now(self) -> None:
        """Save what the editor holds, too: its last keys may still wait in a queue."""
        super().save_now()
        if self.split.writing:
            self.writing.save_now(self.marked, self.split.panes[self.side].editor.text)

    async def action_done(self) -> None:
        """End writing: save every key pressed before, and let the whole of it be undone."""
        await drain_keys(self)
        self.split.activate(self.side, writing=False)
        await self.writing.end()
        self.show_session()
        self._paint()
        self.others.news.set()
        self.leave_ended()

    def on_descendant_blur(self) -> None:
        """End writing when something else takes the caret: a click, or a screen that is too small."""
        if self.split.writing and not self.typing and self.app.app_focus:
            self.call_next(self.action_done)

    async def action_mark(self, state: str) -> None:
        """Mark the answer as spoken or passed; the same key again takes that back."""
        before = self.session.answers.get(self.marked)
        wanted = None if before and before.state == state else AnswerState(state)
        await self.act(sessions.mark, *self.marked, wanted)

    async def action_resolve(self, take: str) -> None:
        await self.act(sessions.resolve, *self.marked, Resolution(take), self.new_edit())

    async def action_keep(self) -> None:
        await self.act(sessions.keep, *self.marked)

    # Apart, then together

    async def action_apart(self) -> None:
        wanted = self.question.id not in self.session.apart
        if await self.act(sessions.set_apart, [self.question.id], wanted):
            apart = SAID_SEALED if self.session.sealing else SAID_APART
            self.show_notice(apart if wanted else SAID_TOGETHER)

    async def action_ready(self) -> None:
        side, question = self.library.viewer.side, self.question.id
        if side and await self.flush():
            await self.act(sessions.say_ready, question, side, not is_ready(self.session, question, side))

    async def action_uncover(self) -> None:
        side = self.library.viewer.side
        if side and await self.flush():
            await self.act(sessions.uncover, self.question.id, side)

    # Elsewhere

    async def action_agree(self) -> None:
        new = Agreement(self.library.new_id(), "", self.question.id, since=self.session.number)
        await self.app.push_screen(screens.agreement.AgreementDialog(self, new))

    def _as_said_here(self, agreement: Agreement) -> Agreement:
        """Return an agreement without the yeses it waits for while both put it into words at this one keyboard."""
        known = getattr(self.app.screen, "known", None)  # an AgreementDialog's, which the first frame does without
        written = isinstance(known, Agreement) and known.id == agreement.id
        return replace(agreement, waiting=()) if written and self.viewer.acts_as is None else agreement

    def _awaits(self) -> Agreement | None:
        """Return the first agreement of this question that waits for a yes from here."""
        side = self.library.viewer.acts_as
        here = (each for each in self.session.agreements if each.question == self.question.id)
        return next((each for each in here if awaits(each, side)), None)

    async def action_adopt(self) -> None:
        if agreement := self._awaits():
            await self.act(agreements.adopt, agreement.id)

    async def action_agreements(self) -> None:
        if screen := await screens.over_time.over_session(self):
            await self.app.push_screen(screen)

    async def action_review(self) -> None:
        if await self.flush():
            await self.end_turn(self.question.id)
            review = screens.review.ReviewScreen(*self.opened)
            review.changed_at = self.changed_at
            self.app.switch_screen(review)

    async def action_find(self) -> None:
        """Find words where all answers and agreements are shown; keys that follow are text of them."""
        await self.action_review()
        if isinstance(review := self.app.screen, screens.review.ReviewScreen):
            await review.action_find()

    async def action_table(self) -> None:
        if await self.flush():
            self.app.switch_screen(screens.table.TableScreen(*self.opened))

    async def action_begin(self) -> None:
        side = self.viewer.acts_as
        if side and self.is_waiting:
            await self.act(sessions.wait_to_begin, side)
        else:
            await self.begin()

    async def action_choose(self) -> None:
        if await self.flush():
            self.app.switch_screen(screens.choose.ChooseScreen(*self.opened))

    def allows(self, action: str) -> bool:
        """Allow the end of writing only while writing, and a choice of texts only if there is more than one."""
        answer, last, own = self.session.answers.get(self.marked), self.last, self.library.viewer.side
        if action == "ready":
            return own is not None and self.question.id in self.session.apart
        if action == "uncover":
            mine = own and self.session.answers.get((self.question.id, own))
            return bool(mine and mine.covered)
        if action == "done":
            return self.typing
        if action == "leave":
            return not self.typing
        if action == "unfold":
            return self.last is not None and any((self.question.id, side) in self.last.answers for side in SIDES)
        if action == "resolve":
            return answer is not None and bool(answer.rivals)
        if action == "adopt":
            return self._awaits() is not None
        if action == "keep":
            return last is not None and self.marked in last.answers and answer is None
        if action == "begin":
            return self.viewer.acts_as is not None and self.session.countdown.started is None
        if action == "next_of_anybody":
            return self.viewer.acts_as is not None
        return super().allows(action)
