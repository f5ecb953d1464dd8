"""The engine: declares, judges, folds and records steps; it knows no workflow by name."""
