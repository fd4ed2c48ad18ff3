"""What a person does: one function an act, called alike by a key press, the command line, the demo and a test."""
