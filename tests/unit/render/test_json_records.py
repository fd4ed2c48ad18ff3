"""What programs get."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.changes import compare
from alliance_tui.domain.summary import summary_of
from alliance_tui.render import json_records
from alliance_tui.render.json_text import dumps
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import CORPUS, LEFT, alliance, chosen, rich_session, version, with_covered_answers


@given(st.text(st.characters()), st.booleans())
def test_json_reads_back_exactly_and_carries_nothing_active(text: str, ascii_only: bool) -> None:
    """Whatever a hand-made store holds."""
    dumped = dumps({"text": text}, ascii_only)
    assert json.loads(dumped) == {"text": text}
    assert not any(char in dumped for char in "\x1b\x07\x7f\x9b\u202e\u2066\u2028")
    dumped.encode("ascii" if ascii_only else "utf-8")


def test_the_list() -> None:
    """The fields the command promises."""
    signed = replace(alliance(), name="ada-and-grace", versions=(version(),))
    assert json_records.summary_record(summary_of(signed, chosen(2).begin(NOON)), FakeClock()) == {
        "name": "ada-and-grace",
        "left": "Ada",
        "right": "Grace",
        "partnership": "cofounders",
        "versions": 1,
        "signed": NOON.isoformat(),
        "review": "2026-09-01",
        "session": {"number": 2, "stage": "open", "to_closing": 78 * 60, "left": 90 * 60},
        "pulse": [],
        "read_only": False,
        "zone": "",
        "to_repair": 0,
    }
    fresh = json_records.summary_record(summary_of(alliance(), None), FakeClock())
    assert (fresh["versions"], fresh["signed"], fresh["review"], fresh["session"]) == (0, None, None, None)


def test_a_version_whole() -> None:
    """Wordings, both sides, states, holders by name, signatures."""
    signed = replace(alliance(), versions=(version(),))
    shown = json_records.version_record(signed, signed.versions[0], None, FakeClock())
    tone = next(question for question in shown["questions"] if question["question"] == "tone")
    assert tone == {
        "section": "atmosphere",
        "question": "tone",
        "wording": "What is the tone or relational environment you want to create?",
        "asker": None,
        "left": {"state": "text", "text": "Frank,\n\tand 温かい", "since": 1},
        "right": {"state": "spoken", "text": "", "since": 1},
    }
    assert shown["agreements"][0]["holder_name"] == "Grace"
    assert shown["agreements"][0]["verdicts"] == {"left": "living"}
    assert (shown["agreements"][0]["yes"], shown["agreements"][0]["proposals"]) == (["left", "right"], {})
    assert [given["name"] for given in shown["signatures"]] == ["Ada", "Grace"]
    assert json.loads(dumps(shown, False)) == shown


def test_an_open_session_has_what_is_proposed() -> None:
    draft = with_covered_answers(rich_session()).to_version(None)
    shown = json_records.version_record(alliance(), draft, None, FakeClock())["agreements"][1]
    assert shown["yes"] == ["left"]
    assert shown["proposals"] == {
        "left": {"text": "We stop.", "holder": "left", "reason": "shorter"},
        "right": {"text": "", "holder": "both", "reason": ""},
    }


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_joined_spans_are_the_texts(text: str) -> None:
    """Exactly, for answers and agreements, changed or not."""
    old, new = version(1, text), version(2, f"{text} and more")
    changes = json_records.difference(compare(old, new), new)
    answer = next(change for change in changes if (change["question"], change["side"]) == ("tone", "left"))
    assert [*answer] == ["section", "question", "side", "kind", "spans"]
    assert "".join(span["old"] for span in answer["spans"]) == text
    assert "".join(span["new"] for span in answer["spans"]) == f"{text} and more"
    agreement = next(change for change in changes if change.get("agreement") == "one")
    assert (agreement["section"], agreement["side"], agreement["kind"]) == ("atmosphere", None, "kept")


def test_an_answer_to_a_question_the_version_does_not_carry_is_left_out() -> None:
    """As a hand-made store may have it; nothing crashes."""
    odd = replace(version(), answers={("no-such", LEFT): Answer(AnswerState.TEXT, "x")})
    assert "no-such" not in [
        question["question"]
        for question in json_records.version_record(alliance(), odd, None, FakeClock())["questions"]
    ]
