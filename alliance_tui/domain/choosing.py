"""How many questions each partner picks, and the turns and sets of questions that follow from the picks."""

from __future__ import annotations

from collections.abc import Sequence

from alliance_tui.domain.alliance import SIDES, Side, Turn
from alliance_tui.domain.questions import QuestionBank

FEWEST, MOST = 3, 4
"""Questions per person, by the worksheet."""


def alternate(choices: dict[Side, tuple[str, ...]], bank: QuestionBank) -> tuple[Turn, ...]:
    """Return the turns: askers alternate, and questions that both picked come at their place in the bank.

    The partner with more questions of their own begins, so that the alternation holds to the end.
    """
    own = {side: [question for question in choices[side] if question not in choices[side.other]] for side in SIDES}
    mutual = [question for question in choices[Side.LEFT] if question in choices[Side.RIGHT]]
    asker = max(SIDES, key=lambda side: len(own[side]))
    turns: list[Turn] = []
    while mutual or any(own.values()):
        side = asker if own[asker] else asker.other
        if min((*mutual[:1], *own[side][:1]), key=bank.position) in mutual:
            turns.append(Turn(mutual.pop(0), None))
        else:
            turns.append(Turn(own[side].pop(0), side))
            asker = side.other
    return tuple(turns)


def deal(picks: tuple[str, ...], others: tuple[str, ...], order: Sequence[str], bank: QuestionBank) -> tuple[str, ...]:
    """Return one partner's picks and as many more as make 3 or 4, with one from each section while there is room.

    No pick goes. A section that nobody has chosen from comes first; then what the other has not picked, as that
    would be one turn for both; then what is earlier in `order`, the ids of all questions that can be picked.
    """
    section = {question.id: question.section for question in bank.choosable}
    theirs = {section[pick] for pick in others}
    while rest := [each for each in order if each in section and each not in picks]:
        own = {section[pick] for pick in picks}
        best = min(rest, key=lambda each: (section[each] in own, section[each] in theirs, each in others))
        if len(picks) == MOST or (len(picks) >= FEWEST and section[best] in own):
            break
        picks = (*picks, best)
    return tuple(sorted(picks, key=bank.position))
