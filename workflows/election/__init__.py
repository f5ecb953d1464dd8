"""Elections: from the reminder to the archive. `workflow` is the table as a whole; `counting` needs none of it, and no database."""
