"""Whether the services work: components, incidents, maintenance, the status page."""
