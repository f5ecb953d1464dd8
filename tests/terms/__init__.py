"""The term clock."""
