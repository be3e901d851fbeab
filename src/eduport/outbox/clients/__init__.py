"""Where mail goes: a folder, if there is no mail server."""
