"""What is kept stays kept: TinyDB's contract, damage, faults, kills and power cuts."""
