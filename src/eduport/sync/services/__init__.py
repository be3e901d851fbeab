"""The only code that writes sync runs."""
