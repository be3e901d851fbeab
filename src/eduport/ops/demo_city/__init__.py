"""An invented city of schools as OneRoster files: for demonstrations and tests."""
