"""What changes components, incidents and maintenance."""
