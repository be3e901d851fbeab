"""Calculations about persons and schools: plain Python, no database."""
