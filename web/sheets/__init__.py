"""Spreadsheets: the template of the dossiers, written from the forms and read back."""
