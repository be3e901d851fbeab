"""Calculations of `support`, without a database."""
