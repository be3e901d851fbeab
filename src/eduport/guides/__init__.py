"""Handbook, guides and videos: what is shipped with the software to explain it."""
