"""Writing tickets."""
