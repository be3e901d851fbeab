"""Pictures, and the JSON that other homepages read."""
