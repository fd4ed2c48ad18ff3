"""Where alliances are kept: TinyDB over files that survive power cuts, kills and second writers."""
