"""Pages of `support`."""
