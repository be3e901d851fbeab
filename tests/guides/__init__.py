"""Tests of handbook, guides and videos."""
