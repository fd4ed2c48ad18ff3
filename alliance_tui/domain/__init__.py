"""The product in plain Python: no input or output, no clock, no library."""
