"""The steps of the features: one text, one definition."""
