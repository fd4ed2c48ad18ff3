"""What of an environment a locked program takes."""

from __future__ import annotations

from alliance_tui.commands.process_hardening import plain_environment


def test_the_environment_is_reduced_to_what_shows_text() -> None:
    """Names that lead to files and programs are left out, and values that look like paths."""
    given = {
        "TERM": "xterm-256color",
        "LANG": "de_DE.UTF-8",
        "LC_TIME": "C",
        "TZ": "Europe/Berlin",
        "USER": "ada",
        "NO_COLOR": "",
        "LC_ALL": "../../tmp/evil",
        "LC_CTYPE": "/tmp/evil",
        "COLORTERM": "true\x1bcolor",
        **dict.fromkeys(("TEXTUAL", "TEXTUAL_LOG", "PYTHONINSPECT", "PYTHONPATH", "LD_PRELOAD", "PATH"), "x"),
        **dict.fromkeys(("ALLIANCE_STORE", "XDG_DATA_HOME", "EDITOR", "PAGER", "BROWSER", "SHELL", "BASH_ENV"), "x"),
    }
    kept = plain_environment({**given, "HOME": "/elsewhere"})
    assert kept.pop("HOME") != "/elsewhere"
    assert kept == {key: given[key] for key in ("TERM", "LANG", "LC_TIME", "TZ", "USER", "NO_COLOR")}
