"""Whatever one partner has covered, the other's program and the command line are the same."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alliance_tui import cli
from alliance_tui.domain.alliance import SIDES, AnswerState, Holder
from alliance_tui.domain.changes import open_version
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.finding import Searched
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.domain.rivals import Resolution
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer, Step, name_parts
from alliance_tui.domain.summary import summary_of
from alliance_tui.domain.viewer import ANYBODY, Viewer
from alliance_tui.render import json_records
from alliance_tui.render.turns import place_of_turn, time_of_turn, whose_turn
from alliance_tui.services import agreements, alliances, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.services.alliances import Preparation
from alliance_tui.services.export_import import ExportRequest, Format, export
from alliance_tui.services.search import search
from alliance_tui.services.versions import history_of, version_to_show
from alliance_tui.storage.library import Library
from alliance_tui.text.finding import Wanted
from tests.unit.clock import NOON, FakeClock

ADA, GRACE = SIDES
MARKER = "Xyzzy"
PICKS = {ADA: ("assumptions", "tone", "feedback"), GRACE: ("hopes", "tone", "requests", "conflict")}
QUESTIONS = ("tone", "hopes", "feedback")
SEARCHES = ("search xyzzy", "search what --json")
ACTS = 40
CLOCK = FakeClock()


class World:
    """A store in which Ada answers apart; what she covers depends on `chance`."""

    def __init__(self, root: Path, chance: random.Random, viewer: Viewer) -> None:
        self.root, self.ada = root, chance
        ids = itertools.count()
        self.other = Library(root, lambda: f"id{next(ids)}")
        self.name = alliances.begin_alliance(self.other, Preparation("Ada", "Grace"), NOON).name
        for side, picks in PICKS.items():
            for question in picks:
                sessions.choose(self.other, self.name, side, question, True)
        self.library = Library(root, lambda: f"id{next(ids)}", viewer)
        self.seen = self.library.session(self.name)
        self.steps: list[Step] = []

    def cover(self) -> None:
        """Ada says something, or nothing, to a question that is answered apart."""
        self.other.viewer = Viewer(ADA)
        session = self.other.session(self.name)
        apart = [*(each for each in session.apart if session.covers((each, ADA))), ""]
        for question in filter(None, self.ada.choices(apart, k=3)):
            texts = ["", MARKER, f"{MARKER} " * self.ada.randrange(1, 300)]
            sessions.answer(self.other, self.name, question, ADA, self.ada.choice(texts))
        self.other.viewer = ANYBODY

    def act(self, act: Callable[..., Session], *args: Any) -> object:
        """Do something here; return what is shown of it."""
        doer = Doer(self.seen)
        try:
            self.seen = act(self.library, self.name, *args, doer=doer)
        except AllianceError as error:
            return type(error), str(error)
        if doer.step:
            self.steps.append(doer.step)
        return name_parts(doer.step.before, self.seen) if doer.step else "", self.shown()

    def undo(self) -> object:
        return self.act(sessions.undo, self.steps[-1]) if self.steps else None

    def look(self) -> object:
        self.seen = self.library.session(self.name)
        return self.shown()

    def shown(self) -> list[object]:
        """All that a screen of this program derives from the session."""
        alliance, loaded = self.library.load(self.name)
        assert loaded is not None
        found: list[object] = [self.seen, loaded, summary_of(alliance, loaded), history_of(alliance, loaded)]
        for session in (self.seen, loaded):
            found += [time_of_turn(session, question.id, NOON) for question in session.bank]
            found += [session.unsigned, session.times, open_version(session, None)]
            found += [session.progress(section) for section in SECTIONS]
            found += [(session.done(turn), session.next_turn(turn.question)) for turn in session.all_turns]
            found += [
                (
                    whose_turn(session, question.id, writing=False, short=short),
                    place_of_turn(session, question.id, short),
                )
                for question in session.bank
                for short in (True, False)
            ]
        version = version_to_show(alliance, loaded, None)
        found.append(json_records.version_record(alliance, version, loaded, CLOCK))
        for format in (Format.HTML, Format.MARKDOWN, Format.TEXT):
            found.append(export(self.library, self.name, ExportRequest(format), CLOCK))
        for words in ("Xyzzy", "said", "tone", "hopes"):
            searched = Searched()
            steps = search(Library(self.root), Wanted(words), searched, self.name)
            found.append(([each for step in steps for each in step], searched))
        assert MARKER not in repr(found)
        return found

    def printed(self) -> Iterator[str]:
        """What the command line prints of the alliance."""
        for words in (
            "list",
            "show Ada",
            "show Ada --json",
            "history Ada",
            "history Ada --json",
            "list --json",
            "due",
            *SEARCHES,
        ):
            with redirect_stdout(out := io.StringIO()), redirect_stderr(err := io.StringIO()):
                cli.main(["--store", str(self.root), *words.split()], clock=CLOCK)
            yield out.getvalue() + err.getvalue()


def acts(chance: random.Random, viewer: Viewer) -> Iterator[Callable[[World], object]]:
    """Acts of the one who looks, the same in both worlds.

    One keyboard sets nothing together again: what it then writes would go where something may be covered.
    """
    for number in range(ACTS):
        question, side = chance.choice(QUESTIONS), chance.choice(SIDES)
        over = SeenText("", f"grace:{number}")
        some: list[tuple[Any, ...]] = [
            (sessions.answer, question, side, f"said {number}", over),
            (sessions.answer, question, side, "", over),
            (sessions.mark, question, side, chance.choice([None, *AnswerState])),
            (sessions.keep, question, side),
            (sessions.resolve, question, side, chance.choice([*Resolution]), f"grace:{number}"),
            (sessions.say_ready, question, side, chance.random() < 0.5),
            (sessions.uncover, question, side),
            (sessions.set_apart, [question], chance.random() < 0.7 or not viewer.side),
            (sessions.set_apart, [*QUESTIONS], True),
            (sessions.go_to, question, NOON + timedelta(minutes=number)),
            (agreements.agree, question, f"agreed {number}", Holder.BOTH),
            (sessions.choose, side, question, chance.random() < 0.5),
            (sessions.begin, NOON),
            (sessions.set_review, None),
        ]
        given = chance.choice(some)
        yield chance.choice(
            [lambda world, given=given: world.act(*given)] * 4 + [World.undo if viewer.side else World.look]
        )


@pytest.fixture(autouse=True)
def _no_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


@pytest.mark.parametrize("viewer", [Viewer(GRACE), Viewer(GRACE, invited=True), ANYBODY], ids=["side", "key", "both"])
@pytest.mark.parametrize("seed", range(6))
def test_what_is_covered_changes_nothing_for_the_other(tmp_path: Path, viewer: Viewer, seed: int) -> None:
    """Same words, same counts, same refusals, whatever Ada covers meanwhile, and whether she does."""
    worlds = [World(tmp_path / str(each) / "store", random.Random(f"{seed}{each}"), viewer) for each in range(2)]
    for act in acts(random.Random(seed), viewer):
        for world in worlds:
            world.cover()
        one, other = (act(world) for world in worlds)
        assert one == other
    printed = ["".join(world.printed()).replace(str(world.root), "") for world in worlds]
    assert printed[0] == printed[1] and MARKER not in printed[0]
