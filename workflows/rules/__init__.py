"""The regulations as dated data: editions, limits, overlays, readings and the working-day calendar."""

from .load import OVERLAYS, Loosened, edition, law_book, readings_on_file

XZ14 = edition("XZ14")
XZ26 = edition("XZ26")
DZ = edition("DZ")
RQ18 = edition("RQ18")
ZB18 = edition("ZB18")
XJ90 = edition("XJ90")
XJ20 = edition("XJ20")
JG19 = edition("JG19")
JC23 = edition("JC23")
SJ = edition("SJ")

__all__ = [
    "DZ",
    "JC23",
    "JG19",
    "OVERLAYS",
    "RQ18",
    "SJ",
    "XJ20",
    "XJ90",
    "XZ14",
    "XZ26",
    "ZB18",
    "Loosened",
    "edition",
    "law_book",
    "readings_on_file",
]
