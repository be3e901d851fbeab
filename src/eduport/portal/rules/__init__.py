"""What the portal calculates."""
