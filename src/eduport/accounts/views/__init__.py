"""Pages around accounts: signing in, one's own account, second factors."""
