"""The only code that writes news and events."""
