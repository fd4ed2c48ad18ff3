"""Alliance: two partners design how they want to work together, and keep the result alive."""

__version__ = "0.1.0"
