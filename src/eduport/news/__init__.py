"""News and events of the schools and the authority: written, shown, fed, mailed."""
