"""The regulations as dated data: editions, limits, overlays, readings and the working-day calendar."""

from .load import OVERLAYS, Loosened, edition, law_book, readings_on_file

XZ14 = edition("XZ14")
XZ26 = edition("XZ26")
DZ = edition("DZ")
ZB18 = edition("ZB18")
JG19 = edition("JG19")
JC23 = edition("JC23")

__all__ = [
    "DZ",
    "JC23",
    "JG19",
    "OVERLAYS",
    "XZ14",
    "XZ26",
    "ZB18",
    "Loosened",
    "edition",
    "law_book",
    "readings_on_file",
]
