"""The inspection pack (迎检包): the export of an organisation and a period, and the lists inspectors ask for, as of a day."""

PACKS = "packs"
"""The folder of the packs that were made, beside the attached files."""
