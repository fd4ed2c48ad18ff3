"""What TinyDB works on in a transaction; `durable_storage` saves it."""

from tinydb.storages import Storage

from alliance_tui.storage.file_format import Tables, decode, encode


class Buffer(Storage):
    """The tables of one transaction: JSON in memory, so that no two documents share a value."""

    def __init__(self, body: bytes | None) -> None:
        """Start from `body`, or from an empty store."""
        self.body = body
        self.ended = False
        self.discarded = False

    def read(self) -> Tables | None:
        """Return a fresh copy of the tables."""
        return None if self.body is None else decode(self.body)

    def write(self, data: Tables) -> None:
        """Replace the tables; raise StoreError if JSON can't hold them, RuntimeError after the transaction."""
        self._require_open()
        self.body, self.discarded = encode(data), False

    def discard(self) -> None:
        """End the transaction with the removal of the file and every copy of it, damaged ones too."""
        self._require_open()
        self.body, self.discarded = None, True

    def _require_open(self) -> None:
        if self.ended:
            raise RuntimeError("this transaction is over: what is written now would be lost")
