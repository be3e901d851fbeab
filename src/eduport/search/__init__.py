"""Full-text search in German over what other domains put in."""
