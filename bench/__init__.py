"""Speed as ratios in one run: the product against the raw limit."""
