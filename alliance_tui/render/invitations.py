"""Invited keys as lines and as JSON: which alliance each opens, and for whom."""

from __future__ import annotations

from alliance_tui.domain.invitation import Invitation
from alliance_tui.render.json_records import Record
from alliance_tui.render.phrases import join_parts
from alliance_tui.text.characters import one_line

KINDS = {"ed25519": "ED25519", "ecdsa": "ECDSA", "rsa": "RSA"}
"""What ssh-keygen calls the types of key, by a part of their names."""


def invitation_line(invitation: Invitation) -> str:
    """Return the line of one key: the alliance, for whom, and the key as `ssh-keygen -l` prints it."""
    key = invitation.key
    gone = "" if invitation.is_here else "not here any more"
    shown = f"{key.fingerprint} {key.comment}".strip()
    return one_line(join_parts(invitation.name, gone, _for_whom(invitation), f"{shown} ({_kind(key.kind)})"))


def _for_whom(invitation: Invitation) -> str:
    partners, side = invitation.partners, invitation.side
    if invitation.who is None:
        return "for both sides"
    if side is None:
        return f"for nobody: “{invitation.who}” is neither of them"
    return f"for {partners[side]}, {side}" if partners else f"for the {side} side"


def _kind(kind: str) -> str:
    name = next((name for part, name in KINDS.items() if part in kind), kind)
    return f"{name}-SK" if kind.startswith("sk-") else name


def invitation_record(invitation: Invitation) -> Record:
    """Return one key for `--json`; `side` is null for a key of both, `line` counts from 1."""
    partners, side, key = invitation.partners, invitation.side, invitation.key
    return {
        "alliance": invitation.name,
        "gone": not invitation.is_here,
        "as": invitation.who,
        "side": side,
        "partner": partners[side] if partners and side else None,
        "type": key.kind,
        "comment": key.comment,
        "fingerprint": key.fingerprint,
        "line": invitation.line,
    }
