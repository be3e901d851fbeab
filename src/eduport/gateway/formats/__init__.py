"""Text in and out: documents, messages."""
