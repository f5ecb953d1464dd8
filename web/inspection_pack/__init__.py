"""The inspection pack (迎检包): the export of an organisation and a period, and the lists inspectors ask for, as of a day."""
