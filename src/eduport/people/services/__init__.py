"""The only code that writes people, schools and groups."""
