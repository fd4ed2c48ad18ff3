"""What a person has set for the program itself, in the folder of the user's configuration."""

from __future__ import annotations

import json
from pathlib import Path

from platformdirs import user_config_path

from alliance_tui.storage.disk import file_errors, make_folder, read_regular_file, replace_file


def settings_file() -> Path:
    """Return where the settings are kept."""
    return user_config_path("alliance", appauthor=False) / "settings.json"


class Settings:
    """The settings in a file. One that is missing, or can't be read, sets nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def theme(self) -> str:
        """The name of the theme that was chosen; "" if none was."""
        return self._text("theme")

    @property
    def order(self) -> str:
        """The order of the library that was chosen; "" if none was."""
        return self._text("order")

    @property
    def checked_keys(self) -> str:
        """The keys of the configuration that were found usable last, and by which release."""
        return self._text("checked_keys")

    def keep_checked_keys(self, keys: str) -> None:
        """Keep that these can be used; StoreError."""
        self._keep("checked_keys", keys)

    def keep_theme(self, theme: str) -> None:
        """Keep the name of a theme, "" for none; StoreError."""
        self._keep("theme", theme)

    def keep_order(self, order: str) -> None:
        """Keep the order of the library; StoreError."""
        self._keep("order", order)

    def _text(self, name: str) -> str:
        value = self._read().get(name)
        return value if isinstance(value, str) else ""

    def _keep(self, name: str, value: str) -> None:
        raw = json.dumps({**self._read(), name: value}, indent=2).encode() + b"\n"
        with file_errors(self._file, "can’t be written", f"The {name} is used until the program ends."):
            make_folder(self._file.parent)
            replace_file(self._file, raw)

    def _read(self) -> dict[str, object]:
        try:
            settings = json.loads(read_regular_file(self._file) or b"")
        except (OSError, ValueError, RecursionError):
            return {}
        return settings if isinstance(settings, dict) else {}
