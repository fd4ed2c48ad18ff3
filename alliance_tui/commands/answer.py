"""`alliance answer NAME QUESTION --as WHO`: write an answer in the open session from stdin."""

from __future__ import annotations

import hashlib
import os

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_line, read_words
from alliance_tui.domain.alliance import edit_id
from alliance_tui.domain.errors import NotAllowed, NotFound
from alliance_tui.domain.questions import Question, QuestionBank
from alliance_tui.domain.side_names import side_called
from alliance_tui.domain.terms import called
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import sessions
from alliance_tui.services.acts import SeenText


def run(request: Request) -> int:
    """Save the words as this partner's answer, unless there are others that nobody has said to have seen."""
    args, library, name = request.args, request.library, request.name
    side = side_called(args.who, library.alliance(name).partners)
    library.viewer = Viewer(side)
    session = library.load(name)[1]
    if session is None:
        raise NotFound(f"{name} has no open session. Nothing was saved. `alliance open {name}`, then r, opens one.")
    question = _question(args.question, session.bank)
    given = session.answers.get((question.id, side))
    seen = given.text if given else ""
    if seen and fingerprint(seen) != args.over:
        raise NotAllowed(
            f"{session.partners[side]} has an answer to “{question.text}” already. Nothing was changed. Look at it, "
            f"then replace it with --over {fingerprint(seen)}."
        )
    over = SeenText(seen, edit_id(os.urandom(8).hex(), "1"))
    sessions.answer(library, name, question.id, side, read_words("an answer"), over)
    return print_line(f"Saved: {session.partners[side]}’s answer to “{question.text}”")


def fingerprint(text: str) -> str:
    """Return what stands for a text that somebody has seen."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _question(wanted: str, bank: QuestionBank) -> Question:
    """Return the question a person means by its id or its words, or a beginning that only one has; NotFound."""
    fits = called(wanted, ((name, question) for question in bank for name in (question.id, question.text)))
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(question.id for question in fits or bank)
    raise NotFound(f"“{wanted}” fits {len(fits) or 'no'} questions. Nothing was changed. There are {known}.")
