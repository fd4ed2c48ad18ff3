"""Review and sign: everything side by side, the review date, both signatures."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.alliance import SIDES, Side, Version
from alliance_tui.domain.changes import Comparison, compared, open_version
from alliance_tui.domain.errors import AllianceError, ChangedMeanwhile
from alliance_tui.domain.presence import REVIEWING
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer, content_changed
from alliance_tui.render.phrases import at_hour, count, on, review, today
from alliance_tui.render.since import since_last
from alliance_tui.render.times import day
from alliance_tui.render.turns import time_of_turn
from alliance_tui.render.version_page import parts
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.finding import FIND_KEY, FIND_KEYS, FindingPage
from alliance_tui.screens.session_page import PAUSE_KEY, SECTION_KEYS, STOP_KEY, SessionPage
from alliance_tui.screens.signing import ReviewDate, SigningDialog
from alliance_tui.services import sessions
from alliance_tui.services.dates import parse_day
from alliance_tui.services.versions import compare_versions
from alliance_tui.widgets.document_view import Changes, DocumentView, Part, document
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import key_sign, lines, plain
from alliance_tui.widgets.side_keys import name_of_key

JUST_CHANGED = (
    "Something changed on the other screen in the last seconds. Nothing was signed. Read it; then sign again."
)


def _to_do(words: str, *ids: str) -> Content:
    """Return what is still to be done, and the keys that lead to it."""
    return plain(words) + Content(" or ").join([key_sign(each) for each in ids])


class ReviewScreen(FindingPage, SessionPage):
    """What the two are about to sign."""

    CSS_PATH = "review.tcss"
    DOING = REVIEWING
    MARKED = SCROLLED = "DocumentView"
    FILLED_BY = SessionPage.FILLED_BY | {"comparing", "document"}
    ABOUT = (
        "Read it together. Each of you signs with {first-partner} or {second-partner}, then {sign}; with both "
        "signatures it becomes a version, which is never edited. Changing a word takes a signature back and says so."
    )
    BINDINGS = [
        *FIND_KEYS[:-1],
        key("left", "sign('left')", "{left} signs", "The left partner signs, or takes the signature back"),
        key("right", "sign('right')", "{right} signs", "The right partner signs, or takes the signature back"),
        key("d", "review_date", "review date", "When the two of you will come back to this"),
        key("m", "changes", "marks", "Mark what changed since the last version, or not", id="marks"),
        FIND_KEYS[-1],
        key("r,escape,b", "back", "back", "Back to the question you were at", id="back-to-question"),
        PAUSE_KEY,
        *pair("j,down", "k,up", "scroll", "scroll", "Scroll both sides", step=0.1),
        *pair("pagedown,space", "pageup", "scroll", "page", "Scroll by a page", show=False),
        FIND_KEY,
        key("home", "end(False)", "top", "To the top", show=False),
        key("end", "end(True)", "bottom", "To the bottom", show=False),
        *SECTION_KEYS,
        key("A", "agreements", "agreements", "All agreements: reword, take out, say yes, verdicts"),
        key("z", "table", "on the table", "The question alone, for the table", show=False),
        STOP_KEY,
    ]

    def __init__(self, name: str, session: Session, last: Version | None) -> None:
        super().__init__(name, session, last)
        self._comparison: Comparison | None = None
        self._compared: object = None
        """The content that `_comparison` is of."""
        self._marks = last is not None
        self._proposing = session.review is None and not session.signatures
        """True until the review date is there that is proposed at first."""
        self.document = DocumentView(() if last else self._document())  # where there is a last one: once compared
        self._shown = self._content()

    def body(self) -> ComposeResult:
        yield self.bar
        yield self.document
        yield Static(id="signatures")

    def on_mount(self) -> None:
        """Propose a review date."""
        if self._proposing:
            self.call_later(self._propose_review)
        self._compare()

    @property
    def searched(self) -> str:
        return "this session"

    def show_session(self) -> None:
        if self._shown != self._content():
            self._shown = self._content()
            self._refill()
            self._compare()
        self.show_text("#signatures", self._signatures())

    def show_others(self) -> None:
        self.show_text("#signatures", self._signatures())

    # What changed since the last version

    @property
    def since(self) -> str:
        """What changed since the last version, in one line; "" for the first, and until it is compared."""
        current = self._comparison if self._compared == self._content() else None
        return since_last(current, self.session) if current else ""

    @work(exclusive=True, group="comparing")
    async def _compare(self) -> None:
        """Compare the session with the last version, off the event loop, and mark what changed."""
        if (last := self.last) is None:
            return
        content, session, before = self._content(), open_version(self.session, last), self._comparison
        with suppress(AllianceError):
            self._comparison = await asyncio.to_thread(lambda: compared(compare_versions(last, session, before)))
            self._compared = content
        if self.is_usable:
            self._refill()
            self.show_text("#signatures", self._signatures())

    def allows(self, action: str) -> bool:
        """Offer what changed only where there is a version before."""
        return (action != "changes" or self.last is not None) and super().allows(action)

    def action_changes(self) -> None:
        self._marks = not self._marks
        self._refill()

    def _signatures(self) -> Content:
        session, clock = self.session, self.clock
        due = session.review
        date_line = (
            f"{review(due, clock)}, {day(due, today(clock))}" if due else "" if self._proposing else "no review date"
        )
        rows = [plain(self.since, "bold")] if self.last else []
        signed = [self._signature(side) for side in SIDES]
        below = not self.has_class("-short") and not self.has_class("-wide")
        rows += signed if below else [Content("    ").join(signed)]
        rows.append(plain(date_line, "$text-muted"))
        if lacking := sum(not kept.stands for kept in session.agreements):
            rows.append(_to_do(f"{count(lacking, 'agreement')} without a yes from both: ", "agreements"))
        if session.unjudged:
            waiting = len(session.unjudged)
            what = str(waiting) if self.has_class("-short") else count(waiting, "agreement")
            rows.append(_to_do(f"{what} without a verdict from both: ", "agreements"))
        if covered := sum(answer.covered for answer in session.answers.values()):
            words = "one of your answers" if covered == 1 else f"{covered} of your answers"
            rows.append(_to_do(f"Only you see {words}, at the question: ", "ready", "uncover"))
        if session.unsigned:
            rows.append(plain(session.unsigned, "bold"))
        return lines(*rows)

    def _signature(self, side: Side) -> Content:
        """Return whether a partner has signed, with the key by which they do."""
        own = self.viewer.acts_as in (None, side)
        who = plain(f"{name_of_key(side)} ", "$accent bold") if own else plain("")
        who += person(side, self.session.partners)
        given, short = self.session.signatures.get(side), self.has_class("-short")
        if given:
            when = "" if short else f" {on(given.at, self.clock)}, {at_hour(given.at, self.clock)}"
            who += f" signed{when} ✓"
        else:
            who += plain(" unsigned" if short else " has not signed yet", "$text-muted")
        where = self.words_for(side)
        return who + plain(f" · {where}", "$text-muted") if where else who

    async def action_sign(self, side: str) -> None:
        """Go to the signatures; whoever has signed takes the signature back."""
        who = Side(side)
        if not await self.flush():
            return
        if who not in self.session.signatures:
            await self.app.push_screen(SigningDialog(self, self.sign, who, self.since))
        elif await self.act(sessions.unsign, who):
            self.show_notice(f"{self.session.partners[who]}’s signature was taken back.")

    async def sign(self, side: Side, doer: Doer) -> bool:
        """Sign what was shown when the dialog opened, and return True; what was changed since is shown instead."""
        if not await self.flush():
            return False
        if side.other in doer.seen.signatures and self.just_changed:
            await self.refuse(ChangedMeanwhile(JUST_CHANGED))
        elif signed := await self.change(doer, sessions.sign, side, self.now()):
            session, version = signed
            if version is None:
                self.show(session)
                if self.viewer.acts_as is None:  # else it is among the news
                    self.show_notice(f"{session.partners[side]} has signed. Now {session.partners[side.other]}.")
            elif not self._leaving:
                self._leaving = True
                await self.program.show_signed(self, self.alliance_name, version)
            return True
        changed = content_changed(doer.seen, self.session)
        if changed or self.just_changed:
            self.document.go_to(next((part[1] for part in changed if part[0] in ("answer", "rival")), ""))
        return False

    async def action_review_date(self) -> None:
        await ReviewDate(self).ask()

    async def _propose_review(self) -> None:
        """Set a review date to start from, unless the other screen has just done so."""
        with suppress(AllianceError):
            when, doer = parse_day(self.program.config.review, today(self.clock)), Doer(self.session)
            session = await self.perform(self.apply, doer, sessions.propose_review, when)
            self.show(session, doer.step)
        self._proposing = False
        self.show_text("#signatures", self._signatures())

    async def action_table(self) -> None:
        if await self.flush():
            self.app.switch_screen(screens.table.TableScreen(*self.opened))

    async def action_agreements(self) -> None:
        if screen := await screens.over_time.over_session(self):
            await self.app.push_screen(screen)

    @work(group="document", exclusive=True)
    async def _refill(self) -> None:
        await self.document.refill(self._document())
        self.find_again()

    def _document(self) -> Iterator[Part]:
        session = self.session
        sections = parts(open_version(session, self.last), session.all_turns, self.last)
        changes = None
        if self._marks and self._comparison:
            changes = Changes.of(self._comparison, open_version(session, self.last), self.app.no_color)
        times = {question.id: time_of_turn(session, question.id, self.time_now()) for question in session.bank}
        agreements, partners = session.agreements, session.partners
        return document(sections, agreements, partners, changes, due=True, times=times, before=self.last)

    def _content(self) -> object:
        return self.session.answers, self.session.agreements, self.session.partners

    def action_end(self, bottom: bool) -> None:
        scroll = self.document.scroll_end if bottom else self.document.scroll_home
        scroll(animate=False)

    async def action_section(self, number: int) -> None:
        questions = self.questions_of(number)
        if questions and await self.flush():
            self.program.show_section(self.alliance_name, self.session.go_to(questions[0].id), self.last)

    async def action_back(self) -> None:
        if await self.flush():
            self.program.show_section(*self.opened)
