"""Calculations of `gateway`, without a database."""
