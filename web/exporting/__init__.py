"""Exports of the journal: what is gathered for an organisation and a period, the index a person reads, and the folder."""
