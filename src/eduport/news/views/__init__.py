"""Pages of news and events."""
