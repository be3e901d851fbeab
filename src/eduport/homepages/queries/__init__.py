"""Reading homepages. Nothing here writes."""
