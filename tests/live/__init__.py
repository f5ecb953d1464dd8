"""Tests of live cases on both databases."""
