"""Dates for calendars, and certificates on paper."""
