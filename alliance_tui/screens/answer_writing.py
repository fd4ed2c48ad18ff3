"""The answers that are being written on one screen, from the key to the disk."""

from __future__ import annotations

from functools import partial

from alliance_tui.domain.alliance import AnswerKey
from alliance_tui.domain.steps import Doer, Step
from alliance_tui.screens.drafts import Draft
from alliance_tui.screens.session_page import Saved, SessionPage
from alliance_tui.services import sessions
from alliance_tui.services.acts import SeenText


class AnswerWriting:
    """What was typed, in which edit, and which text it replaces. What an edit changes is undone as a whole."""

    def __init__(self, page: SessionPage) -> None:
        """`page` saves the drafts and remembers the edits for undo."""
        self._page = page
        self._edit = ""
        """The id of the present edit, or the last one."""
        self._changed = Step()
        """What that edit has changed so far."""
        self._covered = False
        """True if that edit writes what is covered: it stays so, even if all of it is deleted and typed anew."""
        self._known: dict[AnswerKey, str] = {}
        """The texts on disk as they were last shown or saved here; the next save replaces them."""
        self._typed: dict[AnswerKey, str] = {}

    def begin(self, covered: bool = False) -> None:
        """Begin an edit; `covered`: of an answer that is covered, or will be."""
        self._edit, self._covered = self._page.new_edit(), covered
        self._changed = Step()

    async def end(self) -> None:
        """Save, and let the whole edit be undone."""
        await self._page.flush()
        self._page.remember(self._changed)
        self._changed = Step()

    def change(self, key: AnswerKey, text: str) -> None:
        self._typed[key] = text
        self._page.drafts.save_soon(key, self._draft(key, text))

    def unsaved(self, key: AnswerKey) -> str | None:
        """Return what was typed and is not on disk yet; None if all of it is."""
        return self._typed[key] if key in self._page.drafts else None

    def note_shown(self, key: AnswerKey, text: str) -> None:
        """Note which text the screen shows, unless what was typed over it is not saved yet."""
        if key not in self._page.drafts:
            self._known[key] = text

    def save_now(self, key: AnswerKey, text: str) -> None:
        """Save a text from any thread: the program is about to end."""
        if text != self._known.get(key, ""):
            self._draft(key, text).save_anyhow()

    def _draft(self, key: AnswerKey, text: str) -> Draft:
        parts = key, text, self._edit
        save, saved = partial(self._save, *parts, self._covered), partial(self._saved, key, self._edit)
        return Draft(save, saved, partial(self._keep_apart, *parts))

    def _saved(self, key: AnswerKey, edit: str, done: Saved) -> None:
        session, step = done
        if edit == self._edit:
            if given := session.answers.get(key):
                self._covered = given.covered
            self._changed = self._changed.then(step)
        else:
            self._page.remember(step)
        self._page.show(session, step, typed=key)

    # These run on the writer's thread.

    def _save(self, key: AnswerKey, text: str, edit: str, covered: bool) -> Saved:
        doer = Doer(self._page.session)
        over = SeenText(self._known.get(key, ""), edit, covered=covered)
        session = self._page.apply(doer, sessions.answer, *key, text, over)
        self._known[key] = text
        return session, doer.step

    def _keep_apart(self, key: AnswerKey, text: str, edit: str) -> bool:
        """Keep a text that the session does not take; return True if there was anything to keep."""
        return text != self._known.get(key, "") and self._page.keep_apart(edit, *key, text)
