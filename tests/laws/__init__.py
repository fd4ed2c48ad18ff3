"""What must hold whatever anybody does, tried by hypothesis."""
