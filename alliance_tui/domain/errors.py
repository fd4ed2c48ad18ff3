"""The program's errors, as one small hierarchy.

Every message is for the person at the keyboard: what happened, what was kept, what to do now.
A message never carries what a partner wrote, but for the agreement because of which a signature is refused.
"""

from pathlib import Path


class AllianceError(Exception):
    """An error with a message for the user, which is `str(error)`."""


class NotAllowed(AllianceError):
    """An act that the rules of a session refuse, with the reason."""


class ChangedMeanwhile(NotAllowed):
    """What an act would change is not as its doer saw it any more; nothing was changed."""


class NotFound(AllianceError):
    """No such alliance, version or session."""


class SessionEnded(NotFound):
    """The session that an act is for is not open any more: it was signed, abandoned or deleted."""

    def __init__(self, message: str = "This session is not open any more: it was signed or abandoned.") -> None:
        super().__init__(message)


class StoreError(AllianceError):
    """The store could not be read or written."""


class StoreBusy(StoreError):
    """Another program has held the lock for too long."""


class StoreAway(StoreError):
    """The folder of a file is not there: an unmounted disk, or an alliance that was moved or deleted meanwhile."""


class Damaged(StoreError):
    """A file is not what was written to it: its place, and the newest good older copy if there is one."""

    def __init__(
        self,
        message: str,
        path: Path,
        good: Path | None = None,
        generation: int = 0,
        why: str = "",
        hindrance: str = "",
    ) -> None:
        """`message` is about the file at `path`; `good` is the copy that a restore would use.

        `generation`: the number of the save in the good copy; `why`: what is wrong, as part of a sentence;
        `hindrance`: why nothing can be restored now (a newer copy can't be read), and what to do.
        """
        super().__init__(message)
        self.path = path
        self.good = good
        self.generation = generation
        self.why = why
        self.hindrance = hindrance


class NewerFormat(StoreError):
    """A file was written by a later release than this one."""
