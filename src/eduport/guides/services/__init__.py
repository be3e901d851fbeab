"""What is made of the texts: printed manuals, entries of the search."""
