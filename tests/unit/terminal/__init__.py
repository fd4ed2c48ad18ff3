"""Tests of what comes in from the terminal."""
