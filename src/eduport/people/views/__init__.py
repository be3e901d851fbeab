"""Pages about groups and school years."""
