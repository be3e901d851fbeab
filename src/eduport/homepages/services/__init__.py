"""What changes homepages."""
