"""Choose: each partner picks 3 or 4 questions to put to the other."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.alliance import SIDES, Side, Version
from alliance_tui.domain.presence import CHOOSING
from alliance_tui.domain.session import FEWEST, MOST, Session
from alliance_tui.domain.steps import Doer
from alliance_tui.render.covering import how_to_open, session_apart
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dialogs import Choice
from alliance_tui.screens.page import heading
from alliance_tui.screens.partner_keys import map_keys
from alliance_tui.screens.session_page import STOP_KEY, SessionPage
from alliance_tui.screens.turn_order import TurnOrderDialog
from alliance_tui.services import sessions
from alliance_tui.widgets.choice_list import ChoiceList
from alliance_tui.widgets.key_bar import key_name
from alliance_tui.widgets.plain import lines, plain

HOW_TO_ANSWER_APART = "v: each of you answers apart first; then both see both."
HOW_WORDS = "For the whole session; v at a question changes it for that one."
HOW = {
    "t": "together: each sees what the other writes",
    "a": "apart, covered until both are ready\n"
    "Covered, not encrypted: whoever can read the files of this store could read them.",
    "s": "apart, covered and sealed: encrypted to each of you with a passphrase of your own\n"
    "A forgotten passphrase costs you that answer.",
}


class ChooseScreen(SessionPage):
    """All questions but Closing's, with a column for each partner."""

    CSS_PATH = "choose.tcss"
    DOING = CHOOSING
    ABOUT = (
        "Each of you picks 3 or 4 questions to put to the other. A question you both pick is one turn for both. "
        "The two Closing questions are always asked, of both, on top."
    )
    OWN_LABELS = {"begin": "Be ready to begin; with both of you the countdown starts"}
    BINDINGS = [
        key("left", "pick('left')", "{left}", "The left partner picks this question, or takes it back"),
        key("right", "pick('right')", "{right}", "The right partner picks this question, or takes it back"),
        *pair("j,down", "k,up", "move", "move", "To the next or previous question"),
        key("o", "order", "order of turns", "See and change the order of turns"),
        key("enter", "begin", "begin", "Start the countdown with the first turn"),
        key("w", "ahead", "answer ahead", "Go to the questions, to answer before the session begins"),
        key("t", "details", "details", "Names, place and length"),
        key("v", "apart", "apart or together", "Whether each answers apart, covered until both are ready", show=False),
        STOP_KEY,
    ]

    def __init__(self, name: str, session: Session, last: Version | None) -> None:
        super().__init__(name, session, last)
        self.choices = ChoiceList(session.bank)

    def body(self) -> ComposeResult:
        yield self.bar
        yield heading(f"Choose · each of you puts {FEWEST} or {MOST} questions to the other")
        yield VerticalScroll(self.choices, can_focus=False)
        yield Static(id="state")
        yield Static(id="apart")

    def on_mount(self) -> None:
        self._keys = map_keys(self, "pick", self.session.partners)

    def caption(self, binding: Binding) -> str:
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
        self.choices.show(self.session.choices, self.session.partners)
        self.show_text("#state", self._state())
        self._show_apart()
        self.refresh_bindings()

    def _show_apart(self) -> None:
        """Show whether answers are given apart, and how; to one keyboard only if they are."""
        session, line = self.session, self.query_one("#apart", Static)
        words, own = session_apart(session), self.library.viewer.side
        if self.unsealing.is_needed(session):
            words = f"{words} V: your passphrase."
        line.set_class(bool(words), "-given")
        if words and own is None:
            words = f"{words} Each at a terminal of your own: {how_to_open(self.alliance_name, session)}"
        elif own and not words and session.countdown.started is None and not self._is_tiny:
            words = HOW_TO_ANSWER_APART
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
            words = f"{session.partners[side]}{you} {len(session.choices[side])} of {FEWEST}-{MOST}"
            state = plain(f"{words}, {lack}") if lack else plain(f"{words} ✓", "bold")
            where = "" if tiny else self.words_for(side)
            states.append(state + plain(f" · {where}", "$text-muted") if where else state)
        return lines(Content("   ").join(states), plain(self._nudge(), "italic"))

    def _nudge(self) -> str:
        session = self.session
        neglected = [section.label for section in session.sections_without_choice()]
        if not any(session.choices.values()):
            keys = {side: key_name(self._keys[side].split(",")[0]) for side in SIDES}
            side = self.viewer.acts_as
            sides = (side,) if side else SIDES
            names = " and ".join(f"{session.partners[side]} picks with {keys[side]}" for side in sides)
            return f"j and k move; {names}."
        nobody = f"Nobody has chosen from {' or '.join(neglected)} yet." if neglected else ""
        if not any(map(session.missing_choices, SIDES)):
            if self.viewer.acts_as is None or session.countdown.started:
                begins = "enter begins."
            elif self.is_awaited:
                begins = f"{self.other} is ready: enter begins."
            else:
                begins = f"enter: {'be ready' if self._is_tiny else 'ready to begin'}. w: answer ahead."
            return f"{begins} {nobody}".strip()
        return nobody if len(neglected) < 3 else ""

    async def action_pick(self, side: str) -> None:
        question = self.choices.current.id
        wanted = question not in self.session.choices[Side(side)]
        await self.act(sessions.choose, Side(side), question, wanted)

    def action_move(self, by: int) -> None:
        self.choices.move(by)

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
        await self.ask(Choice("How do you answer?", HOW_WORDS, HOW), partial(self._set_apart, Doer(self.session)))

    async def _set_apart(self, doer: Doer, answer: str) -> None:
        questions = [question.id for question in doer.seen.bank]
        if answer == "t":
            await self.do(doer, sessions.choose_together)
        elif answer == "a":
            await self.do(doer, sessions.choose_apart, questions, False)
        else:
            self.program.asked_passphrase.add(doer.seen.id)  # it is asked at once, so no notice says how
            if await self.do(doer, sessions.choose_apart, questions, True):
                await self.unsealing.ask(self.session)

    async def action_details(self) -> None:
        await self.app.switch_screen(screens.prepare.PrepareScreen(*self.opened))

    def allows(self, action: str) -> bool:
        """Allow changes of names, place and length, and answers ahead, only before the countdown starts."""
        session = self.session
        if action == "ahead" and (self.viewer.acts_as is None or any(map(session.missing_choices, SIDES))):
            return False
        return super().allows(action) and (action not in ("details", "ahead") or session.countdown.started is None)
