"""Homepages of schools: a page of their own, and what other homepages show of it."""
