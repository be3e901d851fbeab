"""What is done with the personal data of all domains."""
