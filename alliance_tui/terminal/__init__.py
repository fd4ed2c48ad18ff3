"""Input and output between Textual and the terminal, and all use of Textual's private parts."""
