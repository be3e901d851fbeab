"""What changes tiles and their arrangement."""
