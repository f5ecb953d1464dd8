"""The auditors' room: events, the search of the journal, what is worth looking at, and cases as of a day."""
