"""What is kept for a day only, in the folders beside the database: uploads, back-checks and inspection packs."""

from datetime import datetime
from pathlib import Path

from web.back_check import BACK_CHECKS
from web.importing import UPLOADS
from web.inspection_pack import PACKS
from web.runs import kept

FOLDERS = (UPLOADS, BACK_CHECKS, PACKS)


def sweep(files: Path, at: datetime) -> None:
    """Removes whatever is there for more than a day."""
    for name in FOLDERS:
        kept.sweep(files / name, at)
