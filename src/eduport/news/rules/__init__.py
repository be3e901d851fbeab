"""Calculations about news and events."""
