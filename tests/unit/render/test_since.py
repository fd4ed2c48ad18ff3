"""The line above the signatures: what changed since the last version."""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Verdict
from alliance_tui.domain.changes import compare, open_version
from alliance_tui.domain.session import Session
from alliance_tui.render.since import since_last
from tests.unit.samples import LEFT, RIGHT, rich_session, version

NEW = Agreement("new", "We ring before we write", "tone", since=2)


def line(session: Session) -> str:
    last = version()
    return since_last(compare(last, open_version(session, last)), session)


def revisit() -> Session:
    return replace(rich_session(2), answers={}, agreements=version().agreements)


def test_nothing_changed() -> None:
    assert line(revisit()) == "since v1: nothing changed"


def test_everything_that_changed_is_counted() -> None:
    """Answers without a noun; agreements, and the verdicts that differ, with one."""
    words = Answer(AnswerState.TEXT, "Frank,\n\tand kind, and 温かい", 2)
    session = replace(revisit(), answers={("tone", LEFT): words, ("hopes", RIGHT): replace(words, text="Calm")})
    session = session.agree(NEW).judge("one", LEFT, Verdict.LIVING).judge("one", RIGHT, Verdict.SLIPPED)
    assert line(session) == "since v1: 1 reworded, 1 new, 1 agreement added, 1 verdict differs"
    session = session.withdraw("two").talk_about("one").agree(replace(NEW, id="newer"))
    assert line(session) == "since v1: 1 reworded, 1 new, 2 agreements added, 1 agreement retired"
