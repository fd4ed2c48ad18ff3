"""Texts that two screens wrote at the same time into one answer: none is lost, until a partner chooses."""

from __future__ import annotations

from enum import StrEnum

from alliance_tui.domain.alliance import Answer, AnswerState, Rival, author_of


class Resolution(StrEnum):
    """Which of the texts written at the same time are kept."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def written_over(given: Answer | None, written: Rival, seen: str | None) -> Answer | None:
    """Return the answer after a text was written over `seen` (None: without looking); None if nothing is left.

    Where another screen has put other words there since, both are kept.
    """
    if given is None or not given.text.strip() or seen is None:
        return _answer([written, *(given.rivals if given else ())])
    texts = [*given.texts]
    continued = (
        [each for each in texts if each.edit == written.edit]  # this edit was saved before
        or [each for each in texts if each.text == seen and each.author == written.author]
        or [each for each in texts[:1] if each.text == seen]
    )
    if not continued:
        return _answer([*texts, written])
    return _answer([written if each is continued[0] else each for each in texts])


def resolved(given: Answer, resolution: Resolution, edit: str) -> Answer:
    """Return the answer with one of its texts, or all of them; `MINE` is that of the author of `edit`."""
    texts = given.on_screen(author_of(edit)).texts
    taken = {Resolution.MINE: texts[:1], Resolution.THEIRS: texts[1:], Resolution.BOTH: texts}[resolution]
    return Answer(AnswerState.TEXT, _merge_texts([each.text for each in taken]), edit=edit)


def _answer(texts: list[Rival]) -> Answer | None:
    """Return the answer with these texts, each once, the first as its own; None if all are empty."""
    different = list({(each.text, each.author): each for each in reversed(texts) if each.text.strip()}.values())[::-1]
    if not different:
        return None
    first, *rivals = different
    return Answer(AnswerState.TEXT, first.text, rivals=tuple(rivals), edit=first.edit)


def _merge_texts(texts: list[str]) -> str:
    """Join texts, one below the other; a line that an earlier text has is left out."""
    whole = texts[0]
    for text in texts[1:]:
        lines = set(whole.split("\n"))
        new = "\n".join(line for line in text.split("\n") if not line.strip() or line not in lines).strip("\n")
        whole = f"{whole}\n\n{new}" if new.strip() else whole
    return whole
