"""Ledgers (名册): which columns each has and how a line is filled from a dossier; workbook, whole-process sheet, plan."""
