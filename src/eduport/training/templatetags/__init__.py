"""What the templates of training need."""
