"""Text: characters, words, line breaks and comparing. Knows no alliance."""
