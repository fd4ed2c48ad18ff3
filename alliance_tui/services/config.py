"""The settings of `config.toml`, with what only the zones, the calendar and the banks can tell of them."""

from __future__ import annotations

from datetime import date

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.services.clock import parse_zone
from alliance_tui.services.dates import parse_day
from alliance_tui.storage.config import Config, config_file, read_config


def load_config() -> Config:
    """Return the settings in force; NotAllowed or StoreError if the file can't be used."""
    config = read_config(config_file())
    key = "zone"
    try:
        config = config._replace(zone=parse_zone(config.zone))
        key = "review"
        parse_day(config.review, date(2026, 1, 1))
    except NotAllowed as error:
        raise NotAllowed(f"{config_file()}: {key}: {error} Nothing was opened. Mend it, or move it away.") from None
    return config
