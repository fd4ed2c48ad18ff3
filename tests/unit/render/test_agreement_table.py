"""Agreements over time, as small text pictures and as JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alliance_tui.domain.agreement_story import Stories, agreement_stories
from alliance_tui.domain.alliance import Agreement, Holder, Proposal, Slip, Verdict
from alliance_tui.domain.changes import Compared
from alliance_tui.render.agreement_story import agreements_record
from alliance_tui.render.agreement_table import over_time
from tests.unit.clock import NOON, FakeClock
from tests.unit.domain.test_agreement_story import signed, sitting, slip
from tests.unit.render.pictures import picture
from tests.unit.samples import CORPUS, LEFT, RIGHT, alliance

WALK = Agreement("walk", "We walk on Fridays at four, laptops shut.", "tone")
TELL = Agreement("tell", "Grace tells Ada within the week.", "count-on", Holder.RIGHT)
SOONER = replace(
    TELL, text="Grace tells Ada the same day.", reason="A week is long.", verdicts={RIGHT: Verdict.SLIPPED}
)
LATE = Slip("late", "tell", NOON - timedelta(days=300), "The fund said no, and Ada heard it last.", "Tea.")
VERSIONS = signed(1, TELL, WALK), signed(2, SOONER)


def told(*columns: Compared, slips: tuple[Slip, ...] = ()) -> Stories:
    return agreement_stories(columns, slips)


def shown(stories: Stories, width: int = 80, ascii_only: bool = False) -> str:
    """The table and the stories as a pipe gets them."""
    return picture(over_time(stories, FakeClock(), width, ascii_only), width)


def test_a_table_a_legend_and_the_stories() -> None:
    """Of the open session the column has what waits for verdicts."""
    new = replace(WALK, id="new", since=3, waiting=(RIGHT,), text="We run.")
    found = told(*VERSIONS, sitting(3, replace(SOONER, verdicts={}, reason=""), new), slips=(LATE,))
    assert (
        shown(found, 90)
        == """
Agreements over time · ◆ Ada & ● Grace
1 in force · 1 new in the open session · 1 retired · 1 slipped

                                                   v1 Mar 2026  v2 Mar 2026  open
●  Grace  Grace tells Ada the same day.            + new        ~ –  ●▲      │ –  –
                                                   ↯ 16 May ’25
◆● both   We run.                                  ·            ·            ? proposed
◆● both   We walk on Fridays at four, laptops      + new        × retired    ·
          shut.

+ new  │ kept  ~ reworded  × retired  ? proposed  ◆ ● living  ▲ slipped  ○ outgrown
– no verdict  ↯ slip

● Grace · Grace tells Ada the same day.
  v1 · 13 Mar    agreed: Grace tells Ada within the week.
  ↯ 16 May 2025  The fund said no, and Ada heard it last.
                 repaired: Tea.
  v2 · 14 Mar    ◆ Ada has not said  ● Grace slipped
                 Grace tells Ada [-within-] the [-week-]{+same day+}.
                 because: A week is long.
  open session   no verdict yet

◆● both · We run.
  open session  proposed
                proposed by Ada · waits for Grace’s yes

◆● both · We walk on Fridays at four, laptops shut.  (no longer in force)
  v1 · 13 Mar  agreed
  v2 · 14 Mar  retired
"""
    )


def test_narrow_and_in_ascii_versions_go_below_each_other() -> None:
    found = told(*VERSIONS, slips=(LATE,))
    assert shown(found, 40, ascii_only=True).split("\n\n")[1:4] == [
        """\
                           v1 Mar 2026
@  Grace tells Ada the     + new
   same day.               ! 16 May ’25
#@ We walk on Fridays at   + new
   four, laptops shut.""",
        """\
                           v2 Mar 2026
@  Grace tells Ada the s…  ~ -  @^
#@ We walk on Fridays at…  x retired""",
        """\
+ new  ~ reworded  x retired  # @ living
^ slipped  o outgrown  - no verdict
! slip""",
    ]


def test_a_change_of_owner_a_rewritten_text_and_what_comes_back() -> None:
    ours = replace(TELL, holder=Holder.BOTH)
    other = replace(ours, text="Whoever hears of it writes it down.")
    story = shown(told(signed(1, TELL), signed(2, ours), signed(3), signed(4, other), sitting(5, other)))
    assert (
        story.partition("both · ")[2]
        == """\
Whoever hears of it writes it down.
  v1 · 13 Mar   agreed: Grace tells Ada within the week.
  v2 · 14 Mar   from Grace to both
  v3 · 15 Mar   retired
  v4 · 16 Mar   agreed again
  open session  no verdict yet
"""
    )
    rewritten = shown(told(signed(1, ours), signed(2, other)))
    assert "before: [-Grace tells Ada within the week.-]" in rewritten
    assert "now: {+Whoever hears of it writes it down.+}" in rewritten


def test_many_slips_of_one_version_take_three_lines() -> None:
    story = shown(told(signed(1, TELL), slips=tuple(slip("tell", 2 + days) for days in range(6))))
    cells = [line.split("↯")[1].strip() for line in story.splitlines()[4:9] if "↯" in line]
    assert cells == ["14 Mar", "4 more", "19 Mar"]


def test_what_is_proposed_in_the_place_of_one() -> None:
    beside = replace(WALK, proposals={LEFT: Proposal("We run.", given=True)})
    assert "Ada proposes instead: We run." in shown(told(signed(1, WALK), sitting(2, beside)))


def test_what_follows_from_the_verdicts_of_an_open_session() -> None:
    def of(left: Verdict, right: Verdict) -> str:
        judged = replace(WALK, verdicts={LEFT: left, RIGHT: right})
        return shown(told(signed(1, WALK), sitting(2, judged))).partition("open session")[2]

    assert of(Verdict.LIVING, Verdict.SLIPPED).split("\n")[1].strip() == "talk about it"
    assert of(Verdict.OUTGROWN, Verdict.OUTGROWN).split("\n")[1].strip() == "retired when you sign"
    assert of(Verdict.LIVING, Verdict.LIVING).strip() == "◆ Ada living  ● Grace living"


def test_nothing_agreed() -> None:
    assert "Nothing was agreed in any version." in shown(told(signed(1)))


def test_texts_of_all_kinds_stay_in_their_column() -> None:
    found = told(signed(1, *(Agreement(name, text, "tone") for name, text in CORPUS.items())))
    rows = shown(found, 60).splitlines()
    assert all(len(row) <= 60 for row in rows if row.isascii())
    assert sum("+ new" in row for row in rows) == len(CORPUS) + 1


def test_for_programs_a_cell_for_every_version() -> None:
    found = told(*VERSIONS, sitting(3, SOONER), slips=(LATE,))
    record = agreements_record(alliance(), found)
    assert [(each["version"], each["open"]) for each in record["columns"]] == [(1, False), (2, False), (3, True)]
    tell, walk = record["agreements"]
    assert (tell["agreement"], tell["section"], tell["in_force"]) == ("tell", "responsibility", True)
    assert [cell["became"] for cell in tell["cells"]] == ["new", "reworded", "kept"]
    assert tell["cells"][1]["agreement"]["verdicts"] == {"right": "slipped"}
    assert [each["what"] for each in tell["cells"][0]["slips"]] == [LATE.what]
    assert [(cell["became"], cell["agreement"] is None) for cell in walk["cells"]] == [
        ("new", False),
        ("retired", True),
        ("absent", True),
    ]
