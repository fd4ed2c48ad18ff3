"""One file, imported by several programs at once, comes once."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.services.export_import import export_json, import_file
from alliance_tui.storage.library import Library
from tests.unit.samples import alliance, session, version

PROGRAMS, TIMES = 4, 5
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload([__name__])


def import_at_once(file: Path, folder: Path, together: Barrier) -> None:
    """Import into one store after the other, each at the moment the other programs do."""
    for number in range(TIMES):
        together.wait(60)
        try:
            import_file(Library(folder / str(number)), file)
        except NotAllowed as refusal:
            assert "here already" in str(refusal)


def test_four_programs_import_one_copy(tmp_path: Path) -> None:
    """The others are told that it is here already; nothing is left half done."""
    library = Library(tmp_path / "store")
    name = library.add(replace(alliance(), id="the-id"), session()).name
    library.record(name).add_version(version())
    file = tmp_path / "file.json"
    file.write_bytes(export_json(library, library.alliance(name)))
    together = SPAWN.Barrier(PROGRAMS)
    programs = [SPAWN.Process(target=import_at_once, args=(file, tmp_path, together)) for _ in range(PROGRAMS)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0] * PROGRAMS
    for number in range(TIMES):
        store = Library(tmp_path / str(number))
        assert store.names() == ["ada-and-grace"]
        assert [*store.check()] == []
        assert {path.name for path in store.root.iterdir()} == {"ada-and-grace", ".store.lock"}
