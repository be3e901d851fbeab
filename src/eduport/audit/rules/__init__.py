"""Calculations about the log, without Django."""
