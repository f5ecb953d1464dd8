"""The part of elections that knows tables: what the installation fills in, and the terms and posts that follow."""
