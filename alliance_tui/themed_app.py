"""The theme: the one that was chosen, or the one that suits the terminal."""

from __future__ import annotations

import os

from textual.app import App
from textual.reactive import Reactive
from textual.theme import Theme

from alliance_tui import screens, themes
from alliance_tui.terminal.questions import seems_light


class ThemedApp(App[None]):
    """An app with our own themes, of which a person chooses one."""

    theme: Reactive[str] = Reactive(themes.DARK)
    _themes = themes.THEMES
    _kept_theme = ""
    _light_terminal = False

    def begin_with_theme(self, kept: str) -> None:
        """Use the theme of this name from the first frame on; "" for the one that suits the terminal."""
        if self.console.color_system == "256":
            self._themes = themes.IN_256
        self._kept_theme = kept
        self._light_terminal = seems_light(os.environ)
        self.set_reactive(ThemedApp.theme, self._theme_called(kept))
        self.stylesheet.set_variables(self.get_css_variables())  # before anything is parsed: no watcher does it yet

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our own: the styles need their colours."""
        return self._themes

    def _theme_called(self, name: str) -> str:
        """Return the theme of this name; where there is none, the one that suits the terminal."""
        if name in themes.THEMES:
            return name
        if self.console.color_system == "standard":
            return themes.ANSI
        return themes.LIGHT if self._light_terminal else themes.DARK

    @property
    def follows_background(self) -> bool:
        return self._kept_theme not in themes.THEMES

    def match_background(self, light: bool) -> None:
        self._light_terminal = light
        self.show_theme(self._kept_theme)

    def show_theme(self, name: str) -> None:
        self.theme = self._theme_called(name)

    def search_themes(self) -> None:
        kept = "" if self.follows_background else self._kept_theme
        self.push_screen(screens.theme.ThemeDialog(themes.CHOICES, kept, self.show_theme), self._choose_theme)

    async def _choose_theme(self, chosen: str | None) -> None:
        """Use and keep the chosen theme; the one before if none was chosen."""
        if chosen is not None:
            self._kept_theme = chosen
        self.show_theme(self._kept_theme)
        if chosen is not None:
            await self.keep_theme(chosen)

    async def keep_theme(self, chosen: str) -> None:
        """Keep a theme for the next start."""
        raise NotImplementedError
