"""Reading what other systems may see. Nothing here writes."""
