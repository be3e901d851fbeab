"""Pure calculation with texts and their order."""
