"""Tests of everything; `databases` provides the databases they run on."""
