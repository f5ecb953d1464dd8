"""The handbook: what it holds, what it shows, the run it reads, the site it writes."""
