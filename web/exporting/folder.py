"""Makes an export: the signed files, the index, the verdicts and the verifier; and writes them as a folder or a .zip."""

import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.databases import Database
from models.log import SignedCheckpoint
from models.organisations import OrganisationState
from models.people import Person
from web.exporting.gathered import Gathered
from web.exporting.index import Cover, index, verdicts
from web.seal import code_of
from web.stored import unchanged
from web.wording import PERSON
from workflows.proof import verifier
from workflows.proof.exports import Export, Exported
from workflows.proof.keys import SecretKey
from workflows.proof.live.keeping import noted
from workflows.proof.live.tables import log_of
from workflows.proof.notes import Note

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member of a .zip: two of the same content are the same bytes."""


def made(database: Database, gathered: Gathered, key: SecretKey, at: datetime, files: Path | None) -> dict[str, bytes]:
    """Every file by its name; attached ones out of the folder `files`, where one is given. Raises BadLog."""
    with database.read() as session:
        name = called(session, gathered.organisation, gathered.period.last)
        cover = Cover(name, at, key.name, code_of(gathered.until.note), str(key.public))
        beside = {
            "index.html": index(gathered, cover, lambda case: _about(session, case, gathered.period.last)),
            "verdicts.jsonl": verdicts(gathered),
            "verify.py": Path(verifier.__file__).read_bytes(),
        }
        export = Export(
            log_of(session),
            noted(session, gathered.until),
            [Exported(each.index, each.row, each.texts, each.index in gathered.withheld) for each in gathered.entries],
            at.isoformat(timespec="seconds"),
            _since(session, gathered.since),
            attached=_attached(gathered, files) if files else (),
            beside=beside,
        )
        return export.files(key)


def _since(session: Session, held: SignedCheckpoint | None) -> Note | None:
    return noted(session, held) if held else None


def _attached(gathered: Gathered, files: Path) -> list[bytes]:
    """The contents that are there and are what was recorded; the verifier tells of the others."""
    entries = (each for each in gathered.entries if each.index not in gathered.withheld)
    names = sorted({name for each in entries for name in json.loads(each.row["files"])})
    return [content for name in names if (content := unchanged(files, name)) is not None]


def called(session: Session, organisation: int, day: date) -> str:
    """An organisation's name on that day, or its last one."""
    rows = select(OrganisationState.name).where(
        OrganisationState.organisation_id == organisation, OrganisationState.stands(), OrganisationState.from_on <= day
    )
    return session.scalars(rows.order_by(OrganisationState.from_on.desc()).limit(1)).first() or str(organisation)


def _about(session: Session, case: Any, day: date) -> str:
    """The person or the organisation a case is about."""
    if case.subject_kind == "organisation":
        return called(session, case.subject_id, day)
    return session.scalar(select(Person.name).where(Person.id == case.subject_id)) or PERSON % {
        "number": case.subject_id
    }


def write(files: Mapping[str, bytes], target: Path) -> None:
    """Writes a new folder, or a .zip that holds one. Raises FileExistsError where something is there."""
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(files.items()):
                archive.writestr(zipfile.ZipInfo(f"{target.stem}/{name}", EPOCH), content, zipfile.ZIP_DEFLATED)
        return
    target.mkdir(parents=True)
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read(source: Path) -> dict[str, bytes]:
    """The files of a folder or a .zip that was written here. Raises OSError or BadZipFile."""
    if source.is_dir():
        paths = (path for path in sorted(source.rglob("*")) if path.is_file())
        return {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}
    with zipfile.ZipFile(source) as archive:
        names = (name for name in archive.namelist() if not name.endswith("/"))
        return {name.partition("/")[2]: archive.read(name) for name in names}
