"""Mail from eduPort to people: written now, sent in the background, never lost."""
