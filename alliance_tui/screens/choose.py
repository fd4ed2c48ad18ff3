"""Choose: each partner picks 3 or 4 questions to put to the other."""

from __future__ import annotations

import random
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.alliance import SIDES, Side, Version
from alliance_tui.domain.choosing import FEWEST, MOST
from alliance_tui.domain.presence import CHOOSING
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.render.covering import how_to_open, session_apart
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dialogs import Choice
from alliance_tui.screens.session_page import REVISIT_KEY, STOP_KEY, SessionPage
from alliance_tui.screens.turn_order import TurnOrderDialog, who_asks
from alliance_tui.services import sessions
from alliance_tui.terminal.keymap import key_for, name_keys
from alliance_tui.widgets.choice_list import ChoiceHead, ChoiceList, ChoiceRow
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import key_sign, lines, plain
from alliance_tui.widgets.side_keys import key_of

HOW_TO_ANSWER_APART = "{apart}: each of you answers apart first; then both see both."
HOW_WORDS = "For the whole session; {apart} at a question changes it for that one."
HOW = {
    "together": "together: each sees what the other writes",
    "apart": "apart, covered until both are ready\n"
    "Covered, not encrypted: whoever can read the files of this store could read them.",
    "sealed": "apart, covered and sealed: encrypted to each of you with a passphrase of your own\n"
    "A forgotten passphrase costs you that answer.",
}


ROOMY = 160
"""Columns from which the order of turns is shown beside the questions."""


class ChooseScreen(SessionPage):
    """All questions but Closing's, with a column for each partner."""

    CSS_PATH = "choose.tcss"
    DOING = CHOOSING
    ABOUT = (
        "Each of you picks 3 or 4 questions to put to the other. A question you both pick is one turn for both. "
        "The two Closing questions are always asked, of both, on top. v2 in a partner’s column: picked for version 2."
    )
    OWN_LABELS = {"begin": "Be ready to begin; with both of you the countdown starts"}
    BINDINGS = [
        key("enter", "begin", "begin", "Start the countdown with the first turn"),
        key("left", "pick('left')", "{left}", "The left partner picks this question, or takes it back"),
        key("right", "pick('right')", "{right}", "The right partner picks this question, or takes it back"),
        *pair("j,down", "k,up", "move", "move", "To the next or previous question"),
        key("d", "deal", "deal a set", "Add one question from each section for each of you, up to 4; no pick is lost"),
        key("o", "order", "order of turns", "See and change the order of turns"),
        key("w", "ahead", "answer ahead", "Go to the questions, to answer before the session begins"),
        key("t", "details", "details", "Names, place and length"),
        key("v", "apart", "apart or together", "Whether each answers apart, covered until both are ready", show=False),
        REVISIT_KEY,
        STOP_KEY,
        key("escape", "back", "back", "Back to the talk, or to where you came from", show=False, id="step-back"),
    ]

    def __init__(self, name: str, session: Session, last: Version | None) -> None:
        super().__init__(name, session, last)
        self.choices = ChoiceList(session.bank)

    def body(self) -> ComposeResult:
        self.set_class(self.app.size.width >= ROOMY, "-roomy")
        yield self.bar
        with Horizontal():
            with Vertical(id="choosing"):
                yield ChoiceHead(
                    f"Choose: each puts {FEWEST} or {MOST} questions to the other", f"Choose {FEWEST} or {MOST} each"
                )
                yield self.choices
            yield VerticalScroll(Static(id="turns"), id="beside", can_focus=False)
        yield Static(id="state")
        yield Static(id="apart")

    def on_resize(self) -> None:
        self.set_class(self.size.width >= ROOMY, "-roomy")

    def caption(self, binding: Binding) -> str:
        if binding.action == "begin" and self.session.countdown.started:
            return "to the talk"
        own = self.viewer.acts_as and binding.action.startswith("pick")
        return "pick" if own else super().caption(binding)

    def marked_widget(self) -> Widget:
        return self.choices.current_row

    def show_session(self) -> None:
        if self.session.bank != self.choices.bank:  # the other screen changed the bank
            self.choices.bank = self.session.bank
            anew = ChooseScreen(*self.opened)
            self.app.run_worker(self.program.replace_page(self, anew))
            return
        side = self.viewer.acts_as
        self.query_one(ChoiceHead).show(self.session.partners, (side,) if side else SIDES)
        self.choices.show(self.session.choices, self.last)
        self.show_text("#turns", self._turns())
        self.show_text("#state", self._state())
        self._show_apart()
        self.refresh_bindings()

    def _show_apart(self) -> None:
        """Show whether answers are given apart, and how; to one keyboard only if they are."""
        session, line = self.session, self.query_one("#apart", Static)
        words, own = session_apart(session), self.library.viewer.side
        if self.unsealing.is_needed(session):
            words = f"{words} {key_for('passphrase')}: your passphrase."
        line.set_class(bool(words), "-given")
        if words and own is None:
            words = f"{words} Each at a terminal of your own: {how_to_open(self.alliance_name, session)}"
        elif own and not words and session.countdown.started is None and not self._is_tiny:
            words = name_keys(HOW_TO_ANSWER_APART)
        line.update(plain(words))
        line.display = bool(words)

    @property
    def _is_tiny(self) -> bool:
        """True where two rows below the questions have to do."""
        return self.has_class("-short") and self.has_class("-single")

    def show_others(self) -> None:
        self.show_text("#state", self._state())

    def _state(self) -> Content:
        session = self.session
        tiny, states = self._is_tiny, []
        for side in SIDES:
            lack = session.missing_choices(side)
            you = " (you)" if side is self.viewer.side and not tiny else ""
            state = person(side, session.partners) + f"{you} {len(session.choices[side])} chosen"
            state += f", {lack}" if lack else " ✓"
            where = "" if tiny else self.words_for(side)
            states.append(state + plain(f" · {where}", "$text-muted") if where else state)
        return lines(Content("   ").join(states), self._hint().stylize_before("$text-muted"))

    def _hint(self) -> Content:
        """Return what the keys do next: pick at first, begin when all is chosen; and what nobody has chosen from."""
        session, side = self.session, self.viewer.acts_as
        deal, begin, ahead = (key_sign(id_) for id_ in ("deal", "begin", "ahead"))
        if not any(session.choices.values()):
            picks = [key_of(each) + f" {session.partners[each]} picks" for each in ((side,) if side else SIDES)]
            return Content(" · ").join([*picks, deal + " deals a set"])
        neglected = [section.label for section in session.sections_without_choice()]
        nobody = f"Nobody has chosen from {' or '.join(neglected)} yet." if neglected else ""
        if any(map(session.missing_choices, SIDES)):
            return plain(nobody if len(neglected) < 3 else "")
        if session.countdown.started:
            begins = begin + ": back to the talk."
        elif side is None:
            begins = begin + " begins."
        elif self.is_awaited:
            begins = plain(f"{self.other} is ready: ") + begin + " begins."
        else:
            begins = begin + (": be ready. " if self._is_tiny else ": ready to begin. ") + ahead + ": answer ahead."
        return begins + f" {nobody}"

    def _turns(self) -> Content:
        """Return the order of turns, shown where there is room beside the questions."""
        session = self.session
        rows = [plain("Order of turns", "$accent bold")]
        for number, turn in enumerate(session.turns, 1):
            who = who_asks(turn, session.partners)
            rows += [Content(""), plain(f"{number}  ", "$text-muted") + who, plain(session.bank[turn.question].text)]
        rows += [Content(""), plain("Then Closing, asked of both.", "$text-muted")]
        return lines(*rows)

    async def action_pick(self, side: str) -> None:
        question = self.choices.current.id
        wanted = question not in self.session.choices[Side(side)]
        await self.act(sessions.choose, Side(side), question, wanted)

    async def on_choice_row_clicked(self, event: ChoiceRow.Clicked) -> None:
        if event.side and self.viewer.acts_as in (None, event.side):
            await self.action_pick(event.side)

    def action_move(self, by: int) -> None:
        self.choices.move(by)

    async def action_deal(self) -> None:
        before = self.session.choices
        order = [question.id for question in self.session.bank.choosable]
        random.shuffle(order)
        if await self.act(sessions.deal, order):
            dealt = self.session.choices != before
            self.show_notice(
                f"Dealt. {key_for('undo')} takes it back." if dealt else "There is nothing to add: the set is whole."
            )

    async def action_order(self) -> None:
        if self.session.turns:
            await self.app.push_screen(TurnOrderDialog(self))
        else:
            self.show_notice("Choose questions first; then there are turns to put in order.")

    async def action_begin(self) -> None:
        if await self.begin():
            self.program.show_section(*self.opened)

    def action_ahead(self) -> None:
        turn = self.session.next_turn("", self.viewer.acts_as)
        session = self.session.go_to(turn.question) if turn else self.session
        self.program.show_section(self.alliance_name, session, self.last)

    async def action_apart(self) -> None:
        await self.ask(
            Choice("How do you answer?", name_keys(HOW_WORDS), HOW), partial(self._set_apart, Doer(self.session))
        )

    async def _set_apart(self, doer: Doer, answer: str) -> None:
        questions = [question.id for question in doer.seen.bank]
        if answer == "together":
            await self.do(doer, sessions.choose_together)
        elif answer == "apart":
            await self.do(doer, sessions.choose_apart, questions, False)
        else:
            self.program.asked_passphrase.add(doer.seen.id)  # it is asked at once, so no notice says how
            if await self.do(doer, sessions.choose_apart, questions, True):
                await self.unsealing.ask(self.session)

    async def action_back(self) -> None:
        if self.session.countdown.started is None:
            await self.action_leave()
        elif await self.flush():
            self.program.show_section(*self.opened)

    async def action_details(self) -> None:
        await self.app.switch_screen(screens.prepare.PrepareScreen(*self.opened, details=True))

    def allows(self, action: str) -> bool:
        """Allow changes of names, place and length, and answers ahead, only before the countdown starts."""
        session = self.session
        if action == "ahead" and (self.viewer.acts_as is None or any(map(session.missing_choices, SIDES))):
            return False
        return super().allows(action) and (action not in ("details", "ahead") or session.countdown.started is None)
