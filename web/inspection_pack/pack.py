"""Makes the inspection pack: the signed export with its verifier and the lists beside it; and records that it is given out."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import IO, Any, NamedTuple

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
from web.log_keeping import seal_and_bring
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
STAGES = (
    N_("签署检查点"),
    N_("收集期间的全程纪实"),
    N_("归并每个案件当天的情况"),
    N_("编制名单"),
    N_("写成导出"),
    N_("压缩"),
)
"""What making a pack goes through, in this order."""
EXPORT, LISTS = "全程纪实导出", "名单"
BACKWARDS = N_("期间的最后一天 %(last)s 早于第一天 %(first)s：请对调")
AHEAD = N_("截至日期 %(day)s 在今天之后：只能截至今天或者以前")


def ignored(stage: int, count: int) -> None:
    """Nobody is told how far it is."""


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
    """The files by their names in the pack, how many lines each list has, the checkpoint's code, the manifest's hash."""

    files: dict[str, bytes]
    counts: dict[str, int]
    code: str
    manifest: str


def pack(
    database: Database, wanted: Wanted, by: str, at: datetime, told: Callable[[int, int], None] = ignored
) -> Packed:
    """Signs a checkpoint and gathers everything, and is `told` which of STAGES it has come to and how many cases were read.

    Raises ProofError, NotFound and Wrong.
    """
    wanted.check(at.date())
    told(0, 0)
    seal_and_bring(database, at)
    with database.work() as work:
        key = log_keys.held(PublicKey.read(set_up(work.session).public_key))
        until = sign(work.session, key, at)
        since = checkpoint_before(work.session, wanted.period.first)
        work.session.expunge_all()
        work.commit()
    told(1, 0)
    gathered = gather(database, wanted.organisation, wanted.period, until, since)
    with database.read() as session:
        stood = ground(session, wanted.organisation, wanted.day, lambda count: told(2, count))
        told(3, len(stood.cases))
        lists = dict(_lists(stood, gathered, wanted, by, at))
        told(4, len(stood.cases))
    exported = made(database, gathered, key, at, None)
    files = {f"{EXPORT}/{name}": content for name, content in exported.items()}
    files |= {f"{LISTS}/{name}.xlsx": content for name, (content, _) in lists.items()}
    counts = {name: count for name, (_, count) in lists.items()}
    return Packed(files, counts, code_of(until.note), SHA256.digest(exported["manifest.json"]).hex())


def archive(files: Mapping[str, bytes], folder: str, target: IO[bytes]) -> None:
    """Writes the files as a .zip with one folder."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in sorted(files.items()):
            held.writestr(zipfile.ZipInfo(f"{folder}/{name}", EPOCH), content, zipfile.ZIP_DEFLATED)


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


def give_out(database: Database, wanted: Wanted, manifest: str, person: int | None, at: datetime) -> None:
    """Records that the pack is given out, before it is; the hash of its `manifest` tells it from others."""
    facts = {"first": wanted.period.first, "last": wanted.period.last, "on": wanted.day}
    told = {**{name: day.isoformat() for name, day in facts.items()}, "manifest": manifest}
    what = Happened(Stream(ORGANISATION, wanted.organisation), "given_out", GIVEN_OUT, person, facts=told)
    with database.work() as work:
        record(work.session, what, at)
        work.commit()
