"""What changed since the last version, in one line: it stands above the signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from alliance_tui.domain.changes import Comparison, Kind
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import count

_REWORDED = {Kind.REWORDED, Kind.REWRITTEN, Kind.MOVED}
_ANSWERS = {**dict.fromkeys(_REWORDED, "reworded"), Kind.NEW_ANSWER: "new", Kind.REMOVED: "taken back"}
_AGREEMENTS = {
    **dict.fromkeys(_REWORDED, "reworded"),
    **{kind: kind.label for kind in (Kind.ADDED, Kind.RETIRED, Kind.REOPENED, Kind.PROPOSED)},
}


def since_last(comparison: Comparison, session: Session) -> str:
    """Return what changed from the last version to the open session, given their comparison.

    "since v3: 3 reworded, 2 new, 1 agreement added, 1 verdict differs".
    """
    return f"since v{session.number - 1}: {', '.join(_changes(comparison, session)) or 'nothing changed'}"


def _changes(comparison: Comparison, session: Session) -> Iterator[str]:
    answers = Counter(_ANSWERS.get(change.kind, "") for change in comparison.answers)
    yield from (f"{answers[words]} {words}" for words in dict.fromkeys(_ANSWERS.values()) if answers[words])
    agreements = Counter(_AGREEMENTS.get(change.kind, "") for change in comparison.agreements)
    for words in dict.fromkeys(_AGREEMENTS.values()):
        if agreements[words]:
            yield f"{count(agreements[words], 'agreement')} {words}"
    if differ := sum(kept.unsettled for kept in session.agreements):
        yield f"{count(differ, 'verdict')} differ{'s' if differ == 1 else ''}"
