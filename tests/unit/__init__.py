"""Domain, storage, services and render: fast, with a fake clock."""
