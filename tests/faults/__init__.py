"""Kills, injected errors and crash states."""
