"""Forms before they are submitted, and texts whose session ended while they were typed."""

from __future__ import annotations

from contextlib import suppress

from alliance_tui.domain.alliance import Alliance, Holder, Side, edit_id
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.limits import within_limit
from alliance_tui.domain.session import SealKey, Session
from alliance_tui.domain.steps import Doer
from alliance_tui.services import agreements, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.storage import drafts
from alliance_tui.storage.drafts import Form as Form
from alliance_tui.storage.drafts import KeptText as KeptText
from alliance_tui.storage.drafts import form as form
from alliance_tui.storage.drafts import save_text as save_text
from alliance_tui.storage.keyring import NotSealedHere
from alliance_tui.storage.library import Library
from alliance_tui.storage.sealing import SealLocked
from alliance_tui.text.characters import clean, one_line

PREPARE = ""
"""The form of the Prepare screen."""


def slip(about: str) -> str:
    """Return the name of a slip’s form: about the agreement, or the slip that a repair is added to, with this id."""
    return f"slip/{about}"


def pulse(side: Side) -> str:
    """Return the name of the form of a partner's pulse."""
    return f"pulse/{side}"


def save_form(library: Library, name: str, about: str, new: Form, seen: Form | None, alliance: str = "") -> None:
    """Keep what is typed into a form, and nothing of an empty or submitted one; `seen` is what the edit began with."""
    fields = {field: within_limit(clean(text)) for field, text in new.fields.items()}
    kept = fields if any(text.strip() for text in fields.values()) else {}
    drafts.save_form(library, name, about, Form(new.edit, kept), seen, alliance)


# Texts whose session ended


def keep_text(
    library: Library, name: str, alliance: str, session: Session, question: str, side: Side | None, text: str, edit: str
) -> None:
    """Keep an answer, or an agreement, that was typed after its session had ended; forget an empty one.

    What would have been covered in the session is offered to its author alone, and is sealed if it would have been.
    """
    covered = side is not None and (question in session.apart or session.covers((question, side)))
    kept = KeptText(edit, question, side, text, session.id, covered)
    _require_own_text(library, kept._replace(covered=False))  # one keyboard may keep what it is not offered later
    if side and covered and session.sealing and text.strip():
        key = session.keys.get(side)
        if key is None:
            raise SealLocked
        kept = kept._replace(text="", seal=library.keyring.seal(text, _place(kept), key.recipient), key=key)
    drafts.save_text(library, name, alliance, kept)


def kept_texts(library: Library, name: str, alliance: str = "") -> tuple[KeptText, ...]:
    """Return the texts kept that this program may show, in the order they were typed: sealed ones that open here."""
    shown = (_opened(library, text) for text in _own_texts(library, name, alliance))
    return tuple(text for text in shown if text.text)


def locked_keys(library: Library, name: str, alliance: str = "") -> tuple[SealKey, ...]:
    """Return the keys of this side's sealed texts that are not unlocked here."""
    keys = dict.fromkeys(text.key for text in _own_texts(library, name, alliance) if text.key)
    return tuple(key for key in keys if not library.keyring.holds(key))


def drop_text(library: Library, name: str, text: KeptText, alliance: str = "") -> None:
    """Remove a kept text if it is unchanged since it was seen; NotAllowed for the other partner's."""
    _require_own_text(library, text)
    drafts.drop_text(library, name, text._replace(text="") if text.seal else text, alliance)


def _own_texts(library: Library, name: str, alliance: str) -> list[KeptText]:
    return [text for text in drafts.kept_texts(library, name, alliance) if _is_own(library, text)]


def _is_own(library: Library, text: KeptText) -> bool:
    """Return True if a text is offered here: to its author, or to both if it is an agreement or not covered."""
    viewer = library.viewer
    return text.side in (None, viewer.side) or (viewer.acts_as is None and not text.covered)


def _require_own_text(library: Library, text: KeptText) -> None:
    if not _is_own(library, text):
        raise NotAllowed(
            "That was written for the other of you, who is offered it at a terminal of their own. Nothing was changed."
        )


def _opened(library: Library, text: KeptText) -> KeptText:
    """Return a text open, and without its words if it does not open here."""
    if text.seal is None:
        return text
    with suppress(NotSealedHere):
        return text._replace(text=library.keyring.open(text.seal, _place(text)) or "")
    return text


def _place(text: KeptText) -> str:
    return " ".join(("text", text.session, text.question, text.edit))


def describe_text(text: KeptText, alliance: Alliance, session: Session | None) -> str:
    """Describe a kept text: “Grace’s answer to “…””."""
    banks = [each.bank for each in (session, alliance.latest) if each]
    about = next((f" “{bank[text.question].text}”" for bank in banks if text.question in bank), " a question")
    return f"An agreement from{about}" if text.side is None else f"{alliance.partners[text.side]}’s answer to{about}"


def use_text(library: Library, name: str, text: KeptText, alliance: str = "") -> Session:
    """Add a kept text to the open session, beside the session's own; raise SessionEnded if none is open.

    `alliance` is the id of the text's; NotAllowed if the text is not kept any more.
    """
    if text not in kept_texts(library, name, alliance):
        raise NotAllowed("This text is not as it was shown, or not there any more. Close this and look again.")
    session = library.session(name)
    if text.question not in session.bank:
        raise NotAllowed("The open session does not ask this question, so the text stays where it is kept. Copy it.")
    edit = edit_id("kept", text.edit)  # so that it is there once, even if forgetting it fails
    over, doer = SeenText("", edit, covered=text.covered), Doer(session)
    if text.side is None:
        line = one_line(text.text)
        after = agreements.agree(library, name, text.question, line, Holder.BOTH, edit, over, doer=doer)
    else:
        after = sessions.answer(library, name, text.question, text.side, text.text, over, doer=doer)
    drop_text(library, name, text, alliance)
    return after
