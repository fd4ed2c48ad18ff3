"""A file of TinyDB's tables, made to survive power cuts, full disks, kills and a second writer.

A save, under `flock` on a lock file that is never deleted: read the file, change its tables in memory, write a
new file beside it, fsync it, keep the old one as `.1` (older ones as `.2`, `.3`), rename, fsync the folder.
So the name always leads to one whole save, and a save that returned is on the disk. Where there are no hard links,
the old one is kept as a synced copy.

A file without a header (see `file_format`) is taken as it is, unless it has backups with headers. A file of an
older format stays beside as `.format-N` when the first save of the present format takes its place. No folder is made
here. Needs a local file system; network file systems are not supported.
"""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from alliance_tui.domain.errors import Damaged, NewerFormat, StoreError
from alliance_tui.storage.buffer import Buffer
from alliance_tui.storage.disk import (
    Stamp,
    display_name,
    keep_copy,
    new_file,
    read_regular_file,
    remove_leftovers,
    remove_quietly,
    rotate_backups,
    set_damaged_aside,
    sibling,
    stamp,
    store_errors,
    sync,
)
from alliance_tui.storage.file_format import (
    FORMAT,
    NOTHING,
    OLD_KEPT,
    Content,
    Cover,
    Tables,
    decode,
    parse_file,
    with_header,
)
from alliance_tui.storage.lock import locked

_NEW_KEPT = "The change is in the file, and the save before it is whole too."
_UNTOUCHED = "Nothing was changed."
KEPT = 3
"""The number of older saves that are kept, as `.1`, `.2` ..."""
_COPIES = r"\.\d+|\.damaged-\d+|\.format-\d+(-\d+)?"

MakeCover = Callable[[Tables], Cover]
"""Makes a file's cover of its tables; ValueError if they are not of their shape."""


class DurableStorage:
    """A file of tables whose saves are whole, on the disk, and never undo another program's.

    Every change is made in a `transaction`, with a TinyDB made inside it: a Table remembers its next id and its
    queries, and only a fresh one knows what another program has saved.
    """

    def __init__(self, path: Path, *, remedy: str = "alliance repair", cover: MakeCover | None = None) -> None:
        """Keep the tables in the file at `path`, in a folder that is there; nothing is created before the first write.

        `remedy`: the command that restores a good copy, as it is to be typed; `cover`: makes the cover of each save.
        """
        self.path = Path(os.path.abspath(path))
        self._backups = [sibling(self.path, f".{number}") for number in range(1, KEPT + 1)]
        self._remedy = remedy
        self._cover = cover
        self.newer = False
        self.saved: Stamp = None
        """The stamp that the last save of this instance gave the file; None before the first."""

    def read(self) -> Tables | None:
        """Return the tables, None where nothing was ever saved; Damaged, NewerFormat or StoreError.

        Of a newer format, tables that can be made out are returned, unproved, and `newer` is set; no write succeeds.
        """
        return self._examine().tables

    def examine(self) -> tuple[Tables | None, bool]:
        """Read the tables as `read` does; return, too, whether the file's cover fits them.

        A file without tables needs no cover, nor does one of another format than the present one.
        """
        content = self._examine()
        return content.tables, self._is_covered(content)

    def _examine(self) -> Content:
        try:
            return self._load()
        except NewerFormat:  # its tables may stand where this release has them
            with (
                store_errors(self.path, "could not be read", _UNTOUCHED),
                contextlib.suppress(ValueError, RecursionError),
            ):
                tables = decode((read_regular_file(self.path) or b"").partition(b"\n")[2])
                self.newer = True
                return NOTHING._replace(tables=tables)
            raise

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Buffer]:
        """Yield a Storage in memory of what is on the disk; if it is changed, save it once at the end.

        With `discard` on what is yielded, the file is removed at the end. The lock is held for as long. An exception
        inside leaves everything as it was. Raises StoreBusy, Damaged, NewerFormat or StoreError; after any error the
        old save is whole.
        """
        with locked(self.path):
            content = self._load()
            buffer = Buffer(content.body)
            try:
                yield buffer
            finally:
                buffer.ended = True
            if buffer.discarded:
                with store_errors(self.path, "could not be removed altogether", "What is left is whole."):
                    remove_leftovers(self.path, _COPIES)
                    sync(self.path.parent)  # a file must not be outlived by its backups: that would look like damage
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(self.path)
                    sync(self.path.parent)
            elif buffer.body is not None and buffer.body != content.body:
                self._commit(buffer.body, content)

    def _is_covered(self, content: Content) -> bool:
        if content.body is None or content.tables is None or content.format != FORMAT or not self._cover:
            return True
        try:
            made = self._cover(content.tables)
            if content.cover:  # one of an earlier release may lack a fact, but what it says is to be right
                made = {fact: made[fact] for fact in made if fact in content.cover}
            if repr(made) == repr(content.cover):  # as nearly always; == would take True for 1
                return True
            return with_header(content.body, 0, made) == with_header(content.body, 0, content.cover)
        except ValueError:
            return False

    def damaged_backups(self) -> Iterator[tuple[Path, str]]:
        """Yield each damaged backup, and what is wrong with it, as part of a sentence."""
        for backup in filter(os.path.lexists, self._backups):
            try:
                if (raw := read_regular_file(backup)) is not None:
                    parse_file(raw)
            except NewerFormat:
                pass
            except OSError:
                yield backup, "it can't be read"
            except (ValueError, RecursionError):
                yield backup, "it is not what was saved"

    def restore(self) -> Path | None:
        """Replace a damaged file by the newest good backup.

        Returns where the damaged file is kept, `<name>.damaged-<n>`, or None if there was no file. Raises
        Damaged without a good copy, or when a newer one could not be read; StoreError if the file is whole.
        """
        with locked(self.path):
            try:
                if self._load().body is not None:
                    raise StoreError(f"{display_name(self.path)} is whole. {_UNTOUCHED} There is nothing to restore.")
                found = self._damaged("it is missing")
            except Damaged as error:
                found = error
            if found.good is None or found.hindrance:
                raise found
            with store_errors(self.path, "could not be restored", "The damaged file and the good copy are both there."):
                kept = set_damaged_aside(self.path)
                try:
                    os.replace(found.good, self.path)
                except BaseException:
                    if os.path.lexists(self.path):  # else it has no other name than the new one
                        remove_quietly(kept)
                    raise
                sync(self.path.parent)
                remove_leftovers(self.path)
            return kept

    def _load(self) -> Content:
        """Read and check the file. Without the lock, read it twice to tell a first save from a lost file."""
        for _ in range(2):
            with store_errors(self.path, "could not be read", _UNTOUCHED):
                try:
                    raw = read_regular_file(self.path)
                except OSError as error:
                    if error.errno == errno.EIO:
                        raise self._damaged("the disk can't read it") from error
                    raise
                if raw is None and not any(map(stamp, self._backups)):
                    return NOTHING
            if raw is not None:
                return self._check(raw)
        raise self._damaged("it is missing, though older copies of it are there")

    def _check(self, raw: bytes) -> Content:
        """Parse the file; the error for other bytes than were written names it."""
        try:
            content = parse_file(raw)
        except NewerFormat:
            raise NewerFormat(
                f"{display_name(self.path)} was written by a newer release. {_UNTOUCHED} Update, then open it again."
            ) from None
        except (ValueError, RecursionError):
            why = "it is not what was saved" if raw else "it is empty"
        else:
            if content.generation or not self._good_backup()[0]:
                return content
            why = "its header is gone, though older copies have theirs"
        raise self._damaged(why)  # outside, so that no traceback leads to the text

    def _damaged(self, why: str) -> Damaged:
        """Describe the damage and the newest good copy."""
        good, number, hindrance = self._good_backup(plain=True)
        advice = hindrance or "There is no older good copy here. Put one back from a backup of your own."
        if good and not hindrance:
            advice = f"Generation {number}, in {good.name}, is good: `{self._remedy}` restores it."
        message = f"{display_name(self.path)} is damaged: {why}. {_UNTOUCHED} {advice}"
        return Damaged(message, self.path, good, number, why, hindrance)

    def _good_backup(self, *, plain: bool = False) -> tuple[Path | None, int, str]:
        """Find the newest good backup and its generation, and what keeps it from being put back.

        A broken backup is passed over; one that may be good, but can't be read now, is not: an older one must not win.
        `plain`: one without a header will do.
        """
        hindrance = ""
        for backup in self._backups:
            raw = None
            with store_errors(self.path, "may be damaged, and its backups could not be read", _UNTOUCHED):
                try:
                    raw = read_regular_file(backup)
                except OSError as error:
                    if error.errno == errno.EIO:
                        hindrance = hindrance or (
                            f"{backup.name}, its newest copy, may be good, but the disk reported an error when it was "
                            f"read. Copy the folder to another disk and run `{self._remedy}` there. To put back an "
                            f"older copy instead, move {backup.name} out of the folder first."
                        )
                    elif error.errno not in (errno.ELOOP, errno.EINVAL):
                        raise
            try:
                number = parse_file(raw or b"").generation
            except NewerFormat:
                hindrance = hindrance or (
                    f"{backup.name}, its newest copy, was written by a newer release: "
                    f"update, then run `{self._remedy}`."
                )
            except (ValueError, RecursionError):
                continue
            else:
                if number or plain:
                    return backup, number, hindrance
        return None, 0, hindrance

    def _commit(self, body: bytes, old: Content) -> None:
        """Replace `old` by a new save; the lock is held."""
        raw = with_header(body, old.generation + 1, self._make_cover(body))
        with store_errors(self.path, "could not be saved", OLD_KEPT), new_file(self.path, raw) as (temp, written):
            rotate_backups(self.path, self._backups)
            if old.format != FORMAT:
                keep_copy(self.path, f".format-{old.format}")
                sync(self.path.parent)  # it must be there before anything else has its name
            os.replace(temp, self.path)
        self.saved = written
        with store_errors(self.path, "was saved, but may not outlast a power cut", _NEW_KEPT):
            sync(self.path.parent)

    def _make_cover(self, body: bytes) -> Cover:
        """Make the cover of a body; StoreError if its tables are not of their shape."""
        try:
            return self._cover(decode(body)) if self._cover else {}
        except ValueError:
            pass  # raised outside, so that no traceback leads to the text
        raise StoreError(
            f"The change would leave {display_name(self.path)} in a shape that this program can't read, "
            "and was not saved. "
            f"{OLD_KEPT} `alliance check` tells whether the file is as it should be."
        )
