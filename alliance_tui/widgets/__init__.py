"""What the screens are made of. Data comes down as reactives, facts go up as messages."""
