"""Mutants: small wrong changes to the rules, one at a time, each of which a test must notice. Run by `make mutate`."""
