"""Where alliances are kept: TinyDB over files that survive power cuts, kills and second writers."""

from alliance_tui.storage.durable import DurableStorage

__all__ = ["DurableStorage"]
