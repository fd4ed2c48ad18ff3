"""The parts of screens. Data goes down as arguments of `show` and the like, facts come up as messages."""
