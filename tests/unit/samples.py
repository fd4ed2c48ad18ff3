"""Two partners, their sessions and versions, and the texts that must survive anywhere."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta

from alliance_tui.domain.alliance import (
    SIDES,
    Agreement,
    Alliance,
    Answer,
    AnswerState,
    Holder,
    Partners,
    Proposal,
    Seal,
    Signature,
    Verdict,
    Version,
)
from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.news import News, NewsKind
from alliance_tui.domain.session import SealKey, Session, Stage
from alliance_tui.domain.turn_times import TurnTime, TurnTimes
from alliance_tui.storage import drafts
from alliance_tui.storage.bank_files import worksheet
from alliance_tui.storage.catalogue import SESSION
from alliance_tui.storage.drafts import Form
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON

LEFT, RIGHT = SIDES
BANK = worksheet()
ADA_AND_GRACE = Partners("Ada", "Grace")

CORPUS = {
    "a closing tag": "[/]",
    "an open tag": "[red]x",
    "an action": "[@click=app.quit]x[/]",
    "brackets meant": "Anna [sic]",
    "Chinese": "我们不会让对方措手不及。",
    "Arabic": "لن أفاجئك أمام الآخرين",
    "combining accents": "re\u0301sume\u0301, man\u0303ana, Z\u0351\u036b\u0343",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 🏳️‍🌈",
    "a tab": "first\tsecond",
    "a long paragraph": ("You hear it from me first. " * 800)[:20_000].rstrip().ljust(20_000, "."),
    "200 lines": "\n".join(f"line {number}" for number in range(1, 201)),
}
"""The texts of acceptance 5 of issue 2."""

ONE_LINERS = {name: text for name, text in CORPUS.items() if name not in {"a tab", "200 lines"}}
"""Those that fit a field of a single line; there, white space becomes one space."""


def session(number: int = 1, partners: Partners = ADA_AND_GRACE) -> Session:
    """A prepared session in which nothing was chosen yet."""
    return Session(f"session-{number}", number, partners, BANK)


def chosen(number: int = 1) -> Session:
    """A session with 3 questions by the left side and 4 by the right, one of them a match."""
    now = session(number)
    for question in ("assumptions", "tone", "feedback"):
        now = now.choose(LEFT, question)
    for question in ("tone", "hopes", "requests", "conflict"):
        now = now.choose(RIGHT, question)
    return now


def rich_session(number: int = 1) -> Session:
    """An open session with something in every field."""
    later = NOON + timedelta(minutes=20)
    time = Countdown(80 * 60, 15 * 60).start(NOON).pause(later).resume(later + timedelta(minutes=5))
    time = time.extend(later + timedelta(minutes=6), 600).note(later).announce(tuple(time.due(later)))
    return replace(
        chosen(number),
        place="the café in Gràcia",
        planned=NOON,
        stage=Stage.OPEN,
        countdown=time,
        current="tone",
        answers={
            ("tone", LEFT): Answer(AnswerState.TEXT, "Frank,\n\tand 温かい", number),
            ("tone", RIGHT): Answer(AnswerState.SPOKEN, since=number),
            ("feedback", RIGHT): Answer(AnswerState.PASSED, since=number),
        },
        agreements=(
            Agreement("one", "Grace tells Ada the same day", "tone", Holder.RIGHT, 1, {LEFT: Verdict.LIVING}),
            Agreement("two", "We stop when one of us is tired", "conflict", Holder.BOTH, number),
        ),
        signatures={LEFT: Signature("Ada", NOON + timedelta(microseconds=5))},
        unsigned="Grace: the signature was taken back",
        review=date(2026, 9, 1),
        apart=("hopes", "feedback"),
        ready={RIGHT: ("hopes",)},
        begun=(LEFT,),
        news=(News(3, NewsKind.PAUSED, LEFT),),
        sealing=True,
        keys={RIGHT: SealKey(f"age1{'q' * 58}", b64encode(b"an identity").decode())},
        times=TurnTimes("tone", 600, {"hopes": TurnTime(660, 590), "tone": TurnTime(0)}),
    ).move_turn("tone", 2)


_AGE = f"age-encryption.org/v1\n-> X25519 {'A' * 43}\n{'A' * 43}\n--- {'A' * 43}\n".encode()
SEAL = Seal(b64encode(_AGE + bytes(16 + 1024 + 16)).decode(), "0" * 64)
"""Of the form of what is sealed."""


def with_covered_answers(session: Session) -> Session:
    """The session with one answer that is covered, one that is sealed, and proposals for its second agreement."""
    one, two = session.agreements
    proposal = Proposal("We stop.", Holder.LEFT, "shorter", "a:1", given=True)
    return replace(
        session,
        answers={
            **session.answers,
            ("hopes", LEFT): Answer(AnswerState.TEXT, "covered", session.number, covered=True),
            ("hopes", RIGHT): Answer(AnswerState.TEXT, "", session.number, covered=True, seal=SEAL),
        },
        agreements=(one, replace(two, waiting=(RIGHT,), proposals={LEFT: proposal, RIGHT: Proposal("")})),
    )


def version(number: int = 1, text: str = "") -> Version:
    """A signed version, not sealed; `text` is what the left side said of the tone, if it is given."""
    now = rich_session(number)
    if text:
        now = replace(now, answers={("tone", LEFT): Answer(AnswerState.TEXT, text, number)})
    return replace(now.to_version(None), signatures={side: Signature(now.partners[side], NOON) for side in SIDES})


def alliance(left: str = "Ada", right: str = "Grace") -> Alliance:
    """An alliance without versions, not in a store yet."""
    return Alliance(f"{left}+{right}", "", Partners(left, right), "cofounders", NOON)


def discard(storage: DurableStorage) -> None:
    """Remove a file and every copy of it."""
    with storage.transaction() as buffer:
        buffer.discard()


def discard_session(library: Library, name: str) -> None:
    """Remove an open session's file and its older saves, as one that was signed is removed."""
    for file in (library.root / name).glob(f"{SESSION}*"):
        if file.suffix != ".lock":
            file.unlink()


def save_form(library: Library, fields: dict[str, str], name: str = "") -> None:
    """Keep what is typed into the Prepare screen of an alliance, or of a new one."""
    drafts.save_form(library, name, "", Form("a:1", fields), None)


def kept_form(library: Library, name: str = "") -> dict[str, str]:
    """What was typed there."""
    form = drafts.form(library, name, "")
    return form.fields if form else {}
