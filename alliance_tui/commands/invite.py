"""`alliance invite KEY.pub NAME`: let an ssh key into one alliance; with --list, print whose keys there are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from alliance_tui.commands import Request
from alliance_tui.commands.console import NOTHING_CHANGED, confirm, print_json, print_line, print_note
from alliance_tui.domain.side_names import side_called
from alliance_tui.services import invite
from alliance_tui.storage.authorized_keys import authorized_keys, read_key, read_lines
from alliance_tui.storage.paths import path_meant


def run(request: Request) -> int:
    """Print the line that lets the key in; with --install, add it to authorized_keys after asking."""
    args, library = request.args, request.library
    if args.list:
        return _list(request)
    key_file = path_meant(args.key, NOTHING_CHANGED)
    name = request.name
    key = invite.public_key(read_key(key_file))
    partners = library.alliance(name).partners
    side = None if args.who is None else side_called(args.who, partners)
    line = invite.line_for(key, invite.command_for(_program(), library.root, name, side))
    both = f"This key serves both sides of {name}. --as NAME makes it the key of one partner."
    print_note(f"This key opens {name} for {partners[side]} alone." if side else both)
    print(line)
    if not args.install:
        return 0
    path = authorized_keys()
    if not confirm(f"Add this line to {path}?", args.yes):
        return print_line(NOTHING_CHANGED, 1)
    if not invite.install(path, line, key):
        return print_line(f"The line is in {path} already. {NOTHING_CHANGED}")
    return print_line(f"The line is in {path}. That key now opens {name}; take the line out to end that.")


def _list(request: Request) -> int:
    """Print the keys that open the alliances of this store, or that of NAME."""
    from alliance_tui.render.invitations import invitation_line, invitation_record  # 15 % of the CPU of an invitation
    from alliance_tui.services.invitations import invitations

    wanted, path = request.args.name, authorized_keys()
    found, elsewhere = invitations(read_lines(Path(os.path.realpath(path))), request.library)
    if wanted:
        name = wanted if any(each.name == wanted for each in found) else request.name
        found = [each for each in found if each.name == name]
    if elsewhere:
        print_note(f"{path} has keys into other stores, too ({elsewhere}). --store prints those of another.")
    if request.args.json:
        return print_json({"invitations": [invitation_record(each) for each in found]})
    for each in found:
        print_line(invitation_line(each))
    return 0 if found else print_line(f"{path} lets no key into {wanted or request.library.root}.")


def _program() -> list[str]:
    """Return the words that start this program from any folder."""
    script = Path(sys.argv[0]).absolute()
    if script.name == "alliance" and script.is_file() and os.access(script, os.X_OK):
        return [str(script)]
    beside = Path(sys.executable).with_name("alliance")
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", "alliance_tui"]
