"""What comes in from the terminal: keys told apart from pastes before anything acts on them."""
