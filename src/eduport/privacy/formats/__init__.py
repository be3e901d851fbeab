"""The record of processing activities and personal data as files."""
