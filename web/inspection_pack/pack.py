"""Makes the inspection pack: the signed export with its verifier, the lists beside it, and the event that it was given out."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from models.databases import Database
from models.events import ORGANISATION, Stream
from web import log_keys
from web.exporting.folder import EPOCH, made
from web.exporting.gathered import Gathered, gather
from web.inspection_pack.folded import Ground, ground
from web.inspection_pack.happened import happened
from web.inspection_pack.lists import Listed, ledgers, whole
from web.inspection_pack.sheet import sheet
from web.ledgers.workbook import Drawn, workbook
from web.log_keeping import bring_up_to_date
from web.seal import code_of
from workflows.engine.errors import WorkflowError
from workflows.engine.findings import N_
from workflows.office.events import Happened, record
from workflows.proof.hashing import SHA256
from workflows.proof.keys import PublicKey
from workflows.proof.live.exporting import Period, checkpoint_before
from workflows.proof.live.keeping import sign
from workflows.proof.live.tables import set_up

GIVEN_OUT = "inspection_pack"
EXPORT, LISTS = "全程纪实导出", "名单"
BACKWARDS = N_("期间的最后一天 %(last)s 早于第一天 %(first)s：请对调")
AHEAD = N_("截至日期 %(day)s 在今天之后：只能截至今天或者以前")


class Wrong(WorkflowError):
    """A pack that cannot be asked for like this."""

    status = 422


class Wanted(NamedTuple):
    """A pack: of which organisation, recorded in which period, as of which day."""

    organisation: int
    period: Period
    day: date

    def check(self, today: date) -> None:
        """Raises Wrong for days that cannot be."""
        if self.period.last < self.period.first:
            raise Wrong(BACKWARDS, first=self.period.first, last=self.period.last)
        if self.day > today:
            raise Wrong(AHEAD, day=self.day)


class Packed(NamedTuple):
    """The files by their names in the pack, and how many lines each list has."""

    files: dict[str, bytes]
    counts: dict[str, int]
    code: str


def pack(database: Database, wanted: Wanted, by: str, person: int | None, at: datetime) -> Packed:
    """Signs a checkpoint, gathers everything, and records that it is given out. Raises ProofError, NotFound and Wrong."""
    wanted.check(at.date())
    bring_up_to_date(database)
    with database.work() as work:
        key = log_keys.held(PublicKey.read(set_up(work.session).public_key))
        until = sign(work.session, key, at)
        since = checkpoint_before(work.session, wanted.period.first)
        work.session.expunge_all()
        work.commit()
    gathered = gather(database, wanted.organisation, wanted.period, until, since)
    with database.read() as session:
        stood = ground(session, wanted.organisation, wanted.day)
        told = dict(_lists(stood, gathered, wanted, by, at))
    exported = made(database, gathered, key, at, None)
    _record(database, wanted, exported["manifest.json"], person, at)
    files = {f"{EXPORT}/{name}": content for name, content in exported.items()}
    files |= {f"{LISTS}/{name}.xlsx": content for name, (content, _) in told.items()}
    return Packed(files, {name: count for name, (_, count) in told.items()}, code_of(until.note))


def archive(files: Mapping[str, bytes], folder: str) -> bytes:
    """The files in a .zip with one folder."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in sorted(files.items()):
            held.writestr(zipfile.ZipInfo(f"{folder}/{name}", EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _lists(stood: Ground, gathered: Gathered, wanted: Wanted, by: str, at: datetime) -> Iterator[tuple[str, Any]]:
    """The name of each list, with its file and how many lines it has."""
    of_day = f"党组织：{stood.name}（含下级）；截至 {wanted.day}"
    for name, ledger, lines in ledgers(stood):
        about = f"{of_day}；共 {len(lines)} 人"
        drawn = Drawn(str(ledger.title), about, f"出具人：{by}；出具时间：{at:%Y-%m-%d %H:%M}", at)
        yield name, (workbook(ledger, lines, drawn, str), len(lines))
    during = f"党组织：{stood.name}（含下级）；{wanted.period.first} 至 {wanted.period.last} 登记"
    for listed, about in (
        *((each, of_day) for each in whole(stood, wanted.period)),
        (_happened(stood, gathered), during),
    ):
        yield listed.file, (sheet(listed, about), len(listed.rows))


def _happened(stood: Ground, gathered: Gathered) -> Listed:
    numbers = {each.row["actor_person_id"] for each in gathered.entries} | {
        case.subject_id for case in gathered.cases.values() if case.subject_kind == "person"
    }
    people = stood.people(number for number in numbers if number is not None)
    return happened(gathered, {number: person.name for number, person in people.items() if person.name})


def _record(database: Database, wanted: Wanted, manifest: bytes, person: int | None, at: datetime) -> None:
    """Records that the pack is given out, before it is; the hash of its manifest tells it from others."""
    facts = {"first": wanted.period.first, "last": wanted.period.last, "on": wanted.day}
    told = {**{name: day.isoformat() for name, day in facts.items()}, "manifest": SHA256.digest(manifest).hex()}
    what = Happened(Stream(ORGANISATION, wanted.organisation), "given_out", GIVEN_OUT, person, facts=told)
    with database.work() as work:
        record(work.session, what, at)
        work.commit()
