"""Tests of the tables, the triggers and the queries, on both databases."""
