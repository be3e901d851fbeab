"""Visit statistics: what is used, by which schools and roles. Never by whom."""
