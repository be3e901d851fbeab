"""Training for the staff of schools: courses, dates, seats, certificates."""
