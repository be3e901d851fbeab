"""What is known about German words."""
