"""The strip of agreements below the answers, as small text pictures."""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.alliance import Agreement, Holder, Slip, Verdict
from alliance_tui.widgets.agreements import Agreed, strip_rows
from tests.unit.clock import NOON
from tests.unit.samples import ADA_AND_GRACE, LEFT, RIGHT

OLD = Agreement("old", "Tells Ada the same day when a promise is at risk.", "tone", Holder.RIGHT, 1)
NEW = Agreement("new", "Anything over £2,000 waits one night.", "tone", Holder.BOTH, 2)
JUDGED = replace(OLD, verdicts={LEFT: Verdict.LIVING, RIGHT: Verdict.SLIPPED})
SLIPPED = (Slip("slip", "old", NOON, "late"),)


def drawn(agreed: Agreed, width: int, most: int = 9) -> list[str]:
    return [row.plain.rstrip() for row in strip_rows(agreed, width, most)]


def test_whose_doing_it_is_its_words_and_what_became_of_it() -> None:
    agreed = Agreed((JUDGED, NEW), 5, ADA_AND_GRACE, session=2, slips=SLIPPED)
    assert drawn(agreed, 96) == [
        "We agree ────────────────────────────────────────────────────────────────────────────── 5 more A",
        " ● Grace  Tells Ada the same day when a promise is at risk.              ◆ living  ● slipped  ↯1",
        "          talk about it",
        " ◆● both  Anything over £2,000 waits one night.",
    ]


def test_narrow_verdicts_are_signs_and_words_wrap_below_the_first() -> None:
    agreed = Agreed((OLD, JUDGED), 0, ADA_AND_GRACE, session=2)
    assert drawn(agreed, 50) == [
        "We agree ─────────────────────────────────────────",
        " ● Grace  Tells Ada the same day when a      ◆– ●–",
        "          promise is at risk.",
        " ● Grace  Tells Ada the same day when a      ◆  ●▲",
        "          promise is at risk.",
        "          talk about it",
    ]


def test_what_does_not_fit_is_counted() -> None:
    """An agreement is shown whole or not at all, but for the first one."""
    agreed = Agreed((OLD, NEW), 1, ADA_AND_GRACE, session=2)
    assert drawn(agreed, 50, most=3) == [
        "We agree ──────────────────────────────── 2 more A",
        " ● Grace  Tells Ada the same day when a      ◆– ●–",
        "          promise is at risk.",
    ]


def test_a_proposal_says_whose_yes_it_waits_for() -> None:
    waiting = replace(NEW, waiting=(RIGHT,))
    assert drawn(Agreed((waiting,), 0, ADA_AND_GRACE, session=2, awaits=waiting), 60) == [
        "Proposed ───────────────────────────────────────────────────",
        " ◆● both  Anything over £2,000 waits one night.",
        "          proposed by Ada · waits for Grace’s yes  Y yes",
    ]
