"""The only code that writes accounts, codes, sessions and terms."""
