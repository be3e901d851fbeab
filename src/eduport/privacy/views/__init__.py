"""Pages about the own data, and about what is stored and erased."""
