"""What this domain does: it calls the services of the domains below."""
