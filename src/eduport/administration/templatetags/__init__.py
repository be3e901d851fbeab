"""Template tags of `administration`."""
