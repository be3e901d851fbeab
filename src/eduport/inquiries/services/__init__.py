"""Asking, deciding, and reading the log together."""
