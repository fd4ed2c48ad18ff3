"""Screens, driven through Textual's pilot."""
