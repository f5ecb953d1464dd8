"""Counting: the vectors, every edge, and a second implementation that counts ballot by ballot."""
