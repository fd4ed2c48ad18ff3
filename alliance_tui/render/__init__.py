"""Read-only projections of alliances: for people on a terminal or in a pipe, and as JSON for programs."""
