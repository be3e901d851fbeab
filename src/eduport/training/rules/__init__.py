"""Calculations about training."""
