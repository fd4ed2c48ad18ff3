"""Comparing texts, beside what git makes of the same."""
