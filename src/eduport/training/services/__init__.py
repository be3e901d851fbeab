"""Planning courses, giving out seats, and what follows."""
