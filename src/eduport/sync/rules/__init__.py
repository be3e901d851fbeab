"""Pure calculations of the sync."""
