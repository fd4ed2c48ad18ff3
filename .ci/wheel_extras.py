"""Builds what a wheel carries besides the package: completion for three shells and the manual page.

They are made of the command line's own grammar, and installed below `share/` of the environment's prefix.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACES = {
    "bash": "share/bash-completion/completions/alliance",
    "zsh": "share/zsh/site-functions/_alliance",
    "fish": "share/fish/vendor_completions.d/alliance.fish",
}
MANUAL = "share/man/man1/alliance.1"
NAMES = {"bash": "_alliance_names", "zsh": "_alliance_names", "fish": "(alliance list --names 2>/dev/null)"}
"""What completes the name of an alliance."""
PREAMBLE = {
    "bash": '_alliance_names() { compgen -W "$(alliance list --names 2>/dev/null)" -- "$1"; }',
    "zsh": '_alliance_names() { compadd -- ${(f)"$(alliance list --names 2>/dev/null)"}; }',
}


class WheelExtras(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the files to the wheel, not to an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write them into a folder of their own and name their places."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        folder = Path(mkdtemp())
        texts = {MANUAL: manual(self.metadata.version, self.metadata.core.description)}
        for place, text in (texts | {place: completion(shell) for shell, place in PLACES.items()}).items():
            (folder / Path(place).name).write_text(text, "utf-8")
            build_data["shared_data"][str(folder / Path(place).name)] = place


def completion(shell: str) -> str:
    """Return the completion for a shell, of files and of the names of the store's alliances too."""
    import shtab

    from alliance_tui.cli import grammar

    files = {"FILE": shtab.FILE, "BANK": shtab.FILE, "KEY.pub NAME": shtab.FILE, "DIR": shtab.DIRECTORY}
    parser: Any = grammar()
    for command in (parser, *parser._subparsers._group_actions[0].choices.values()):
        for action in command._actions:
            if action.dest == "name":
                action.complete = {shell: NAMES[shell]}
            elif action.metavar in files:
                action.complete = files[action.metavar]
    return shtab.complete(parser, shell=shell, preamble=PREAMBLE)


def manual(version: str, description: str) -> str:
    """Return the manual page, without a date: the same wheel comes of the same sources."""
    from argparse_manpage.manpage import Manpage

    from alliance_tui.cli import grammar

    os.environ["COLUMNS"] = "80"
    about = {"version": version, "description": description, "project_name": "alliance", "manual_title": "Alliance"}
    return str(Manpage(grammar(), _data={"date": " ", **about}))
