"""A small city with people, logins and a service, for looking at the portal."""
