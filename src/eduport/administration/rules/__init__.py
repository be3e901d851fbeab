"""Pure rules of running a school."""
