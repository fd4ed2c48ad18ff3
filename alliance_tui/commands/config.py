"""`alliance config`: print the settings in force, or write a file to start from."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line
from alliance_tui.screens.key_table import acts, check_keys, key_lines, typed
from alliance_tui.services.banks import banks_preferring
from alliance_tui.services.config import load_config
from alliance_tui.storage.config import TEMPLATE, config_file
from alliance_tui.storage.disk import file_errors, make_folder
from alliance_tui.storage.external_files import write_file
from alliance_tui.terminal.keymap import defaults


def run(request: Request) -> int:
    """Print each setting, after the whole file was checked."""
    file = config_file()
    if request.args.init:
        with file_errors(file, "could not be written", "Nothing was written."):
            make_folder(file.parent)
        text = TEMPLATE + "\n" + "".join(f"# {line}\n" for line in key_lines())
        return print_line(f"Written: {write_file(file, text.encode(), replace=False)}")
    config = load_config()
    if config.bank:
        banks_preferring(config.bank)
    given = check_keys(config.keys, file)
    keys = {id_: [typed(key) for key in given.get(id_, defaults[id_])] for id_ in acts()}
    settings = config._asdict() | {"keys": keys}
    if request.args.json:
        return print_json({"file": str(file) if file.exists() else None, "settings": settings})
    print_line(f"{file}{'' if file.exists() else ' is not there; `alliance config --init` writes it'}")
    del settings["keys"]
    for name, value in settings.items():
        print_line(f"{name}: {'' if value is None else str(value).lower() if isinstance(value, bool) else value}")
    for id_, words in acts().items():
        setting = f"keys.{id_}: {' '.join(keys[id_])}"
        print_line(f"{setting:<36}  {words}")
    return 0
