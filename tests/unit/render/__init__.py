"""Tests of what is rendered."""
