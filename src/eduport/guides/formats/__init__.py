"""Markdown, HTML, Typst and captions."""
