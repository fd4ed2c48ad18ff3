"""Tests of text: characters, words, line breaks and comparing."""
