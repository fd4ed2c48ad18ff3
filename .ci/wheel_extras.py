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
NAMES = {
    "bash": "_alliance_names",
    "zsh": "_alliance_names",
    "fish": "(alliance list --names 2>/dev/null)",
}
PREAMBLE = {
    "bash": '_alliance_names() { compgen -W "$(alliance list --names 2>/dev/null)" -- "$1"; }',
    "zsh": '_alliance_names() { compadd -- ${(f)"$(alliance list --names 2>/dev/null)"}; }',
}
"""Shell functions that complete the names of the store's alliances."""


class WheelExtras(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the files to the wheel, not to an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write them into a folder of their own and name their places."""
        if self.target_name != "wheel" or version == "editable":
            return
        import shtab
        from argparse_manpage.manpage import Manpage

        sys.path.insert(0, self.root)
        os.environ["COLUMNS"] = "80"
        from alliance_tui.cli import grammar

        folder = Path(mkdtemp())
        texts = {MANUAL: self._manual(Manpage, grammar())}
        for shell, place in PLACES.items():
            parser = grammar()
            for command in parser._subparsers._group_actions[0].choices.values():
                for action in command._actions:
                    if action.dest == "name":
                        action.complete = {shell: NAMES[shell]}
            texts[place] = shtab.complete(parser, shell=shell, preamble=PREAMBLE)
        for place, text in texts.items():
            (folder / Path(place).name).write_text(text, "utf-8")
            build_data["shared_data"][str(folder / Path(place).name)] = place

    def _manual(self, manpage: Any, parser: Any) -> str:
        data = {"date": " ", "version": self.metadata.version, "project_name": "alliance", "manual_title": "Alliance"}
        return f"{manpage(parser, _data={**data, 'description': self.metadata.core.description})}"
