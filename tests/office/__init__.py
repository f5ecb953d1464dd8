"""The office journal: organisations, people, posts, accounts and settings on both databases."""
