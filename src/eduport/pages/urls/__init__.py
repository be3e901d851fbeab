"""Addresses of the information site and of its editor."""
