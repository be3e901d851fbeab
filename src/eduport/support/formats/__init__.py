"""Files that people send, looked into and written anew."""
