"""The back-check of old paper dossiers in bulk: judged without being recorded, with the article, the paper to look at and the remedy."""

BACK_CHECKS = "back-check"
"""The folder of what is checked, beside the attached files."""
