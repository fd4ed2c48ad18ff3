"""Signing: both names on lines, what is signed, where and when; then the version that it became."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Alliance, Partners, Side, Signature, Version
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.steps import Doer, content_changed, name_parts
from alliance_tui.render.phrases import at_hour, count, join_parts, on, review, today
from alliance_tui.render.times import long_day
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dialogs import Ask
from alliance_tui.screens.export import Export
from alliance_tui.screens.page import Page
from alliance_tui.screens.session_dialog import SessionDialog
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.services import sessions
from alliance_tui.services.dates import parse_day
from alliance_tui.terminal.keymap import key_for
from alliance_tui.text.characters import clean
from alliance_tui.widgets.people import pair_of
from alliance_tui.widgets.plain import key_sign, lines, plain
from alliance_tui.widgets.signature_line import SignatureLine

GROUP = 4
"""Characters of a fingerprint that stand together, so that it can be read aloud."""


SPANS = ("2 weeks", "4 weeks", "6 weeks", "3 months", "6 months")
"""What the arrows go through when a review date is asked for."""


class AskReview(Ask):
    """The day of the next review, typed or one of `SPANS`, with the day that it means."""

    WHILE_TYPING = Ask.WHILE_TYPING | {"span"}
    BINDINGS = [*pair("down", "up", "span", "other times", "", ids="later-review sooner-review")]

    def __init__(self, value: str, now: date) -> None:
        super().__init__("Review date", "A day like 2027-02-22, or how far off. Empty: none.", value)
        self._today = now

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Static(id="spans")
        yield Static(id="means")

    def on_input_changed(self) -> None:
        typed = self.field.value.strip()
        spans = [plain(span, "bold" if span == typed else "$text-muted") for span in SPANS]
        self.show_text("#spans", plain(f"{key_for('later-review')} ", "bold $accent") + Content(" · ").join(spans))
        means = ""
        with suppress(NotAllowed):
            means = long_day(parse_day(typed, self._today))
        self.show_text("#means", plain(means, "$text-muted"))

    def on_mount(self) -> None:
        super().on_mount()
        self.on_input_changed()

    def action_span(self, by: int) -> None:
        """Fill in the next of them, or the previous."""
        typed = self.field.value.strip()
        row = SPANS.index(typed) + by if typed in SPANS else 0 if by > 0 else -1
        self.field.value = SPANS[row % len(SPANS)]
        self.field.action_select_all()


class ReviewDate:
    """The day of the next review, asked for over a page."""

    def __init__(self, page: SessionPage, then: Callable[[], None] = lambda: None) -> None:
        """`then` is called once it was set."""
        self.page, self._then = page, then

    async def ask(self) -> None:
        session = self.page.session
        current = session.review.isoformat() if session.review else self.page.program.config.review
        await self.page.ask(AskReview(current, today(self.page.clock)), partial(self._set, Doer(session)))

    async def _set(self, doer: Doer, text: str) -> None:
        try:
            when = parse_day(text, today(self.page.clock)) if text.strip() else None
        except NotAllowed as error:
            self.page.show_error(error)
            return
        if await self.page.do(doer, sessions.set_review, when):
            self._then()


def sheet(above: Iterable[str], below: Iterable[str]) -> ComposeResult:
    """Make the lines to sign on, and the parts with these ids above and below them."""
    with VerticalScroll(id="sheet", can_focus=False):
        yield from (Static(id=fact) for fact in above)
        with Horizontal(id="lines"):
            yield from map(SignatureLine, SIDES)
        yield from (Static(id=fact) for fact in below)


def signed_at(given: Signature, clock: Clock) -> str:
    return f"signed {on(given.at, clock)}, {at_hour(given.at, clock)}"


def title(partners: Partners, words: str) -> Static:
    """Make a screen's first line: both names, and in quiet letters what this is."""
    return Static(pair_of(partners) + plain(f"   {words}", "$text-muted"), classes="heading")


def day_and_place(day: date, place: str) -> Content:
    return plain(join_parts(long_day(day), place), "$text-muted")


def look_again(due: date | None, clock: Clock) -> Content:
    """Return when the partners will look at it again."""
    return plain(f"{review(due, clock)} · {long_day(due)}" if due else "no review date", "$text-muted")


class SigningDialog(SessionDialog[None]):
    """What one signs here is what the page below showed when this was opened; nothing else is ever signed."""

    MARKED = "#version"
    CSS_PATH = ["dialogs.tcss", "signing.tcss"]
    BINDINGS = [
        key("enter", "sign", "sign"),
        key("left", "choose('left')", "{left}"),
        key("right", "choose('right')", "{right}"),
        key("d", "review_date", "review date"),
        *pair("j,down", "k,up", "scroll", "scroll", "", show=False),
        key("escape,q", "close", "back", id="close-list"),
    ]

    def __init__(
        self, page: SessionPage, sign: Callable[[Side, Doer], Awaitable[bool]], side: Side, since: str = ""
    ) -> None:
        """`sign` signs on the page, or shows there why not; `side`: who is about to sign, by enter.

        `since`: what changed since the last version, in a line.
        """
        super().__init__(page)
        self.seen, self.since = page.session, since
        self.side: Side | None = side
        """Who is about to sign; None once they have."""
        self._sign = sign

    def compose(self) -> ComposeResult:
        yield title(self.seen.partners, "signing")
        yield from super().compose()

    def body(self) -> ComposeResult:
        yield from sheet(("version", "what", "since", "day", "changed"), ("review",))

    def show_session(self) -> None:
        seen, session, clock = self.seen, self.session, self.clock
        answers = count(len(seen.answers_to_sign(self.page.last)), "answer")
        agreements = count(sum(not kept.outgrown for kept in seen.agreements), "agreement")
        changed = content_changed(seen, session)
        facts = {
            "#version": plain(f"Version {seen.number}", "$both bold"),
            "#what": plain(f"{answers}, {agreements}"),
            "#since": plain(self.since),
            "#day": day_and_place(today(clock), seen.place),
            "#changed": plain(f"{name_parts(changed, session)} changed on the other screen since this was opened. ")
            + key_sign("close-list")
            + ": read it.",
            "#review": look_again(seen.review, clock),
        }
        for place, words in facts.items():
            self.show_text(place, words)
        self.query_one("#since").display = bool(self.since)
        self.query_one("#changed").display = bool(changed)
        for line in self.query(SignatureLine):
            given = session.signatures.get(line.side)
            when = signed_at(given, clock) if given else join_parts("not signed yet", self.page.words_for(line.side))
            with_key = not given and self._signs(line.side)
            line.show(
                session.partners, given.name if given else "", when, with_key, with_key and line.side is self.side
            )
        self.refresh_bindings()

    def _signs(self, side: Side) -> bool:
        return self.page.viewer.acts_as in (None, side)

    def caption(self, binding: Binding) -> str:
        name = self.session.partners[self.side] if self.side else ""
        return clean(f"{name} signs") if binding.action == "sign" and name else super().caption(binding)

    def action_choose(self, side: str) -> None:
        self.side = Side(side)
        self.show_session()

    async def action_sign(self) -> None:
        """Sign; where that is refused, go back to the page, which shows why."""
        side, self.side = self.side, None
        if side and not await self._sign(side, Doer(self.seen)):
            self.dismiss()

    async def action_review_date(self) -> None:
        await ReviewDate(self.page, self._note_review).ask()

    def _note_review(self) -> None:
        self.seen = replace(self.seen, review=self.session.review)
        self.show_session()

    def action_scroll(self, by: int) -> None:
        self.query_one("#sheet").scroll_relative(y=by, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let everybody sign once, each at their own terminal if they have one."""
        if action == "choose":
            side = Side(str(parameters[0]))
            return side is not self.side and side not in self.session.signatures and self._signs(side)
        if action == "sign":
            return self.side is not None and self.side not in self.session.signatures
        return super().check_action(action, parameters)


class SignedScreen(Page):
    """The version that both have just signed."""

    CSS_PATH = "signing.tcss"
    MARKED, SCROLLED = "#version", "#sheet"
    ABOUT = "Both of you have signed. A version is never edited; its fingerprint tells whether a copy of it is whole."
    BINDINGS = [
        key("enter,escape,q", "go_on", "go on", "On to the alliance, and to what changed since the version before"),
        key("e", "export", "take with you", "Take this version with you, in a file"),
        *pair("j,down", "k,up", "scroll", "scroll", "Scroll", show=False, step=0.1),
    ]

    def __init__(self, alliance: Alliance, version: Version) -> None:
        super().__init__()
        self.alliance, self.version = alliance, version

    def body(self) -> ComposeResult:
        yield title(self.version.partners, "signed by both")
        yield from sheet(("version", "day"), ("review", "fingerprint"))

    def on_mount(self) -> None:
        version, clock = self.version, self.clock
        signed = clock.local(version.signed).date()
        facts = {
            "#version": plain(f"Version {version.number}", "$both bold"),
            "#day": day_and_place(signed, version.place),
            "#review": look_again(version.review, clock),
        }
        for place, words in facts.items():
            self.show_text(place, words)
        for line in self.query(SignatureLine):
            given = version.signatures[line.side]
            line.show(version.partners, given.name, signed_at(given, clock))

    def on_resize(self) -> None:
        """Show the fingerprint in groups that can be read aloud, as many in a row as fit."""
        whole = self.version.hash
        groups = [whole[at : at + GROUP] for at in range(0, len(whole), GROUP)]
        many = len(groups) // (2 if self.size.width > 2 * len(groups) * (GROUP + 1) // 3 else 4)
        rows = [" ".join(groups[at : at + many]) for at in range(0, len(groups), many)]
        self.show_text("#fingerprint", lines(plain("fingerprint"), *map(plain, rows)))

    async def action_go_on(self) -> None:
        await self.program.leave_signed(self.alliance, self.version)

    def action_export(self) -> None:
        Export(self, self.alliance.name, self.version).begin()
