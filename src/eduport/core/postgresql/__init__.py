"""Our way to PostgreSQL: Django's, with a check of connections that costs nothing."""
