"""Letting other systems in, and telling them."""
