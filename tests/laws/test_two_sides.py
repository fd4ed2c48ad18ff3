"""Each at their own program, answering apart: no word is lost, none is shown early, none of the other's is changed."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.domain.viewer import ANYBODY, Viewer
from alliance_tui.services import alliances, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from tests.laws.book import (
    Book,
    Raw,
    changes,
    covered_fields,
    parts_of,
    said_in,
    session_id,
    tables,
    words_in,
)
from tests.laws.screen import QUESTIONS, START, Outcome, later, stored_words
from tests.laws.sided_screen import SidedScreen, told_to

ADA, GRACE = SIDES
STORIES, ACTS = 16, 120
"""In the long form, too: in some ten thousand acts the book errs once, with two programs of one side."""
CASTS = [
    {"ada": Viewer(ADA), "grace": Viewer(GRACE)},
    {"ada": Viewer(ADA), "grace": Viewer(GRACE, invited=True)},
    {"ada": Viewer(ADA), "grace": Viewer(GRACE), "both": ANYBODY},
    {"ada": Viewer(ADA), "eva": Viewer(ADA), "grace": Viewer(GRACE)},
]
"""Who is at a screen of their own, by names; both may share one, and one may have two."""
READERS = [ANYBODY, *map(Viewer, SIDES)]


class Story:
    """A cast's screens, the store as a stranger reads it, and what the partners know of it."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.root = root
        self.name = alliances.begin_alliance(Library(root), Preparation("Ada", "Grace"), START).name
        for side in SIDES:
            for question in QUESTIONS:
                sessions.choose(Library(root), self.name, side, question, True)
        cast = CASTS[seed % len(CASTS)]
        self.screens = [
            SidedScreen(Library(root, viewer=viewer), self.name, who, random.Random(f"{seed}{who}"))
            for who, viewer in cast.items()
        ]
        self.book = Book()
        self.there: set[str] = set()
        self.away: dict[str, Raw] = {}
        """The sessions that were seen last before they were put into the trash."""
        self.now = START

    @property
    def raw(self) -> Raw:
        return tables(self.root / self.name / "session.json")

    def go_on(self) -> None:
        """One act on one of the screens, judged from outside."""
        screen = self.chance.choice(self.screens)
        screen.closing = screen.closing ^ (self.chance.random() < 0.03)
        self.now = later(self.now, self.chance)
        viewer, before = screen.library.viewer, self.raw
        screen.heard = ""
        outcome = screen.act(self.now)
        self.judge(outcome, viewer, before)

    def judge(self, outcome: Outcome, viewer: Viewer, before: Raw) -> None:
        after = self.raw
        self.there = (self.there | outcome.typed) - outcome.removed
        lost = self.there - stored_words(self.root)
        assert not lost, lost
        uncovered = self._note(outcome, session_id(before))
        if outcome.signed is not None and outcome.shown is not None:
            assert outcome.signed <= outcome.shown
        self.require_agreed(outcome)
        if session_id(before) and session_id(before) == session_id(after):
            self.require_own(outcome, viewer, before, after, uncovered)
        self.require_kept_away(before, after)
        self.require_covered(after)
        self.require_together(after, uncovered)

    def _note(self, outcome: Outcome, session: str) -> set[str]:
        """Write what was said into the book; return the questions that are uncovered by it."""
        if outcome.undone:
            self.book.take_back(session, outcome.undone.back)
        uncovered, back = self.book.note(session, outcome.told)
        if outcome.undoable:
            outcome.undoable.back = back
        return uncovered

    def require_agreed(self, outcome: Outcome) -> None:
        """In a version stands only what each said yes to, in those words, or what stood before."""
        if outcome.version:
            known = [*Library(self.root).alliance(self.name).versions]
            before = {
                (each.text, each.holder)
                for version in known
                if version.number < outcome.version.number
                for each in version.agreements
            }
            for each in outcome.version.agreements:
                words = each.text, each.holder
                assert words in before or all(self.book.yes[side, words] > 0 for side in SIDES), words

    def require_own(self, outcome: Outcome, viewer: Viewer, before: Raw, after: Raw, uncovered: set[str]) -> None:
        """Nothing of the other partner's changed; nor, where one acts for both, anything that is covered."""
        if viewer.acts_as:
            changed = changes(before, after, viewer.acts_as.other, outcome.told, uncovered)
            assert not changed, changed
            return
        for side in {*SIDES} - {viewer.side}:
            covered = {question for question, author in covered_fields(before) if author is side}
            hidden = covered | said_in(before).apart
            changed = changes(before, after, side, outcome.told, uncovered)
            together = {question for question, wanted in outcome.told.apart.items() if not wanted}
            changed = [part for part in changed if part[0] != "ready" or part[1] not in together]
            assert not [part for part in changed if part[0] in ("answer", "ready") and part[1] in hidden], changed

    def require_kept_away(self, before: Raw, after: Raw) -> None:
        """A session that was put into the trash comes back as it was."""
        gone, back = session_id(before), session_id(after)
        if gone and not back:
            self.away[gone] = before
        elif back and not gone and (was := self.away.pop(back, None)):
            assert [parts_of(was, side) for side in SIDES] == [parts_of(after, side) for side in SIDES]

    def require_covered(self, after: Raw) -> None:
        """No covered word is given to anybody but its author: when they look now, or on a screen that has not looked.

        Nor is it told that there is one.
        """
        if not self.raw and not (self.root / self.name).exists():
            return
        for viewer in READERS:
            assert not self.book.hidden_from(viewer.side) & words_in(told_to(self.root, self.name, viewer)), viewer
            if after:
                session = Library(self.root, viewer=viewer).load(self.name)[1]
                hidden = {key for key in covered_fields(after) if key[1] is not viewer.side}
                assert session is None or not hidden & {*session.answers}
        self.book.public |= words_in(told_to(self.root, self.name, ANYBODY)) - self.book.secret.keys()
        for screen in self.screens:
            assert not self.book.hidden_from(screen.library.viewer.side) & words_in(screen.held()), screen.who
        if after and session_id(after):
            page, told = self.book.sitting(session_id(after)), said_in(after)
            assert (page.apart, page.ready) == (told.apart, told.ready), (page, told)

    def require_together(self, after: Raw, uncovered: set[str]) -> None:
        """What both are ready for is seen by everybody at once."""
        if uncovered:
            assert not uncovered & {question for question, _ in covered_fields(after)}
            said = {
                (each["question"], Side(each["side"])) for each in after["answers"] if each["question"] in uncovered
            }
            for viewer in READERS:
                session = Library(self.root, viewer=viewer).load(self.name)[1]
                assert session and said <= {*session.answers}


@settings(
    max_examples=STORIES,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(0, 2**32))
def test_nothing_is_lost_nor_shown_early_between_two_sides(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder) / "store", seed)
        for _ in range(ACTS):
            story.go_on()
        assert list(Library(story.root).check()) == []
