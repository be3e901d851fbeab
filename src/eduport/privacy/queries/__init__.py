"""Reading over the personal data of all domains. Nothing here writes."""
