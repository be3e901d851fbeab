"""Pure rules of passwords, codes, logins and terms."""
