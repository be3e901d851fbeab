"""What the domain calculates."""
