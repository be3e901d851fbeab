"""News and events as text: Markdown, calendars, feeds."""
