"""Other people's servers: those that are watched, and those that keep the page."""
