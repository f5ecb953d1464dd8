"""Importing paper dossiers by the page: what was uploaded, how it is read, who is meant, and how it is recorded."""

UPLOADS = "uploads"
"""The folder of what was uploaded, beside the attached files."""
