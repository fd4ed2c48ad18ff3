"""Widgets without a screen."""
