"""The board as text, calendars and feeds."""
