"""Reading what the pages of this domain show. Nothing here writes."""
