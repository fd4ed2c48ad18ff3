"""The program's colours: those of the exported page (`render/html.css`), dark and light, and the terminal's own.

`$left`, `$right` and `$both` are the two persons' colours and that of both; `$come`, `$gone` and `$moved` mark
changes; `$rule` draws lines. Text has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from textual.theme import Theme

DARK, LIGHT, ANSI = "alliance-dark", "alliance-light", "alliance-ansi"


def _theme(name: str, dark: bool, colours: dict[str, str], ansi: bool = False) -> Theme:
    """Return a theme; `colours` has the names of the page's style sheet."""
    paper, card, ink, muted, rule = (colours[key] for key in ("paper", "card", "ink", "muted", "rule"))
    both, come, gone = (colours[key] for key in ("both", "come", "gone"))
    return Theme(
        name=name,
        primary=both,
        secondary=muted,
        accent=both,
        warning=both,
        error=gone,
        success=come,
        foreground=ink,
        background=paper,
        surface=card,
        panel=paper,
        boost=card,
        dark=dark,
        ansi=ansi,
        variables={
            **{key: colours[key] for key in ("left", "right", "both", "come", "gone", "moved", "rule")},
            "ansi-background": paper,
            "ansi-foreground": ink,
            "text": ink,
            "text-muted": muted,
            "text-disabled": muted,
            "foreground-muted": muted,
            "foreground-disabled": muted,
            "block-cursor-foreground": ink,
            "block-cursor-background": paper,
            "block-cursor-blurred-foreground": ink,
            "block-cursor-blurred-background": paper,
            "block-hover-background": paper,
            "border": both,
            "border-blurred": rule,
            "surface-active": card,
            "input-cursor-background": ink,
            "input-cursor-foreground": paper,
            "input-selection-background": rule,
            "input-selection-foreground": ink,
            "scrollbar": muted,
            "scrollbar-hover": muted,
            "scrollbar-active": muted,
            "scrollbar-background": paper,
            "scrollbar-background-hover": paper,
            "scrollbar-background-active": paper,
            "scrollbar-corner-color": paper,
        },
    )


DARK_COLOURS = {
    "paper": "#1a1816",
    "card": "#23201d",
    "ink": "#efe8de",
    "muted": "#b6aa9b",
    "rule": "#423b34",
    "left": "#7fd3c9",
    "right": "#e8a9cd",
    "both": "#e5c074",
    "come": "#9be3b0",
    "gone": "#ffb3a8",
    "moved": "#a9ccf5",
}
LIGHT_COLOURS = {
    "paper": "#fbf8f3",
    "card": "#fffdf9",
    "ink": "#2a2420",
    "muted": "#665b52",
    "rule": "#ddd3c5",
    "left": "#0f5f5c",
    "right": "#7a2e5d",
    "both": "#75500a",
    "come": "#14532d",
    "gone": "#8c1c13",
    "moved": "#1e4f8a",
}
ANSI_COLOURS = {
    "paper": "ansi_default",
    "card": "ansi_default",
    "ink": "ansi_default",
    "muted": "ansi_default",
    "rule": "ansi_bright_black",
    "left": "ansi_cyan",
    "right": "ansi_magenta",
    "both": "ansi_yellow",
    "come": "ansi_green",
    "gone": "ansi_red",
    "moved": "ansi_blue",
}
"""The sixteen colours that a terminal's user has chosen."""
BY_NAME = {"dark": DARK, "light": LIGHT, "terminal": ANSI}
"""The themes as a person names them in `config.toml`."""
THEMES = {
    theme.name: theme
    for theme in (
        _theme(DARK, True, DARK_COLOURS),
        _theme(LIGHT, False, LIGHT_COLOURS),
        _theme(ANSI, True, ANSI_COLOURS, ansi=True),
    )
}
IN_256 = THEMES | {DARK: _theme(DARK, True, DARK_COLOURS | {"ink": "#eeeeee", "muted": "#b2b2b2"})}
"""The same for terminals of 256 colours, which make pink and olive of two greys."""

CHOICES = {
    "": "as the terminal: dark or light",
    DARK: "dark",
    LIGHT: "light",
    ANSI: "the terminal’s own sixteen colours",
}
"""The themes in words; "" follows the terminal's background."""
