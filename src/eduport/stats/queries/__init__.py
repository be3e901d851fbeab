"""Reading counts. Nothing here writes, and nothing here knows a person."""
