"""Forms before they are submitted, and texts whose session ended while they were typed."""

from __future__ import annotations

from alliance_tui.domain.alliance import Alliance, Holder, edit_id
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.limits import within_limit
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.services import sessions
from alliance_tui.services.sessions import SeenText
from alliance_tui.storage import drafts
from alliance_tui.storage.drafts import Form as Form
from alliance_tui.storage.drafts import KeptText as KeptText
from alliance_tui.storage.drafts import drop_text as drop_text
from alliance_tui.storage.drafts import form as form
from alliance_tui.storage.drafts import kept_texts as kept_texts
from alliance_tui.storage.drafts import save_text as save_text
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import clean, one_line

PREPARE = ""
"""The form of the Prepare screen."""


def slip(about: str) -> str:
    """Return the name of a slip’s form: about the agreement, or the slip that a repair is added to, with this id."""
    return f"slip/{about}"


def save_form(library: Library, name: str, about: str, new: Form, seen: Form | None, alliance: str = "") -> None:
    """Keep what is typed into a form, and nothing of an empty or submitted one; `seen` is what the edit began with."""
    fields = {field: within_limit(clean(text)) for field, text in new.fields.items()}
    kept = fields if any(text.strip() for text in fields.values()) else {}
    drafts.save_form(library, name, about, Form(new.edit, kept), seen, alliance)


def describe_text(text: KeptText, alliance: Alliance, session: Session | None) -> str:
    """Describe a kept text: “Grace’s answer to “…””."""
    banks = [each.bank for each in (session, alliance.latest) if each]
    about = next((f" “{bank[text.question].text}”" for bank in banks if text.question in bank), " a question")
    return f"An agreement from{about}" if text.side is None else f"{alliance.partners[text.side]}’s answer to{about}"


def use_text(library: Library, name: str, text: KeptText, alliance: str = "") -> Session:
    """Add a kept text to the open session, beside the session's own; raise SessionEnded if none is open.

    `alliance` is the id of the text's; NotAllowed if the text is not kept any more.
    """
    if text not in drafts.kept_texts(library, name, alliance):
        raise NotAllowed("This text is not as it was shown, or not there any more. Close this and look again.")
    session = library.session(name)
    if text.question not in session.bank:
        raise NotAllowed("The open session does not ask this question, so the text stays where it is kept. Copy it.")
    edit = edit_id("kept", text.edit)  # so that it is there once, even if forgetting it fails
    over, doer = SeenText("", edit, covered=text.covered), Doer(session)
    if text.side is None:
        line = one_line(text.text)
        after = sessions.agree(library, name, text.question, line, Holder.BOTH, edit, over, doer=doer)
    else:
        after = sessions.answer(library, name, text.question, text.side, text.text, over, doer=doer)
    drop_text(library, name, text, alliance)
    return after
