"""Findings of an inspection."""
