"""`zhibu audit export`: the journal of an organisation and all below it, recorded in a period, to be verified without the product."""

from datetime import date, datetime
from pathlib import Path

import click

from models.databases import Database
from models.events import ORGANISATION, Stream
from web.commands.audit_checkpoints import caught_up, secret
from web.commands.opened import database_option, now, organisation_named, writing
from web.exporting.folder import made, write
from web.exporting.gathered import Gathered, gather
from web.seal import code_of
from web.stored import folder_beside
from workflows.office.events import Happened, record
from workflows.proof.hashing import SHA256
from workflows.proof.keys import SecretKey
from workflows.proof.live.exporting import Period, checkpoint_before
from workflows.proof.live.keeping import sign

GIVEN_OUT = "audit_export"


@click.command("export")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--org", "organisation", required=True, help="党组织的编号或者名称：连同所属各级一并导出。")
@click.option("--from", "first", required=True, metavar="DAY", help="登记期间的第一天，如 2026-01-01。")
@click.option("--to", "last", required=True, metavar="DAY", help="登记期间的最后一天。")
@click.option("--files", is_flag=True, help="连同附件的内容；默认只有附件的散列值。")
@click.option(
    "--files-from",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="附件所在的文件夹，默认在数据库旁边。",
)
@database_option
def export(url: str, target: Path, organisation: str, first: str, last: str, files: bool, folder: Path | None) -> None:
    """导出党组织在一段时间内登记的全程纪实，写成文件夹 OUT（或者 .zip），附有核对程序 verify.py。"""
    period = Period(_day("--from", first), _day("--to", last))
    if period.last < period.first:
        raise click.UsageError(f"--to {last} 早于 --from {first}：请对调")
    if target.exists():
        raise click.UsageError(f"{target} 已经存在，没有改动：请换一个名称")
    with caught_up(url, sealing=True) as database:
        at = now()
        key, gathered = _gathered(database, url, organisation, period, at)
        attached = (folder or folder_beside(url)) if files else None
        made_files = made(database, gathered, key, at, attached)
    _record(url, gathered, made_files["manifest.json"], at)
    try:
        write(made_files, target)
    except OSError as error:
        raise click.ClickException(f"{target} 写不进去：{error.strerror or error}") from None
    click.echo(
        f"{target}：{len(gathered.entries)} 条全程纪实，{len(gathered.cases)} 个案件，密封暂不导出 {len(gathered.withheld)} 条；"
        f"检查点 {code_of(gathered.until.note)}（{gathered.until.size} 项）。核对：python -I verify.py"
    )


def _gathered(database: Database, url: str, named: str, period: Period, at: datetime) -> tuple[SecretKey, Gathered]:
    """Signs a checkpoint, and gathers everything up to it."""
    with writing(url) as work:
        organisation = organisation_named(work.session, named, ever=True)
        key = secret(work.session)
        until = sign(work.session, key, at)
        since = checkpoint_before(work.session, period.first)
        work.session.expunge_all()
    return key, gather(database, organisation, period, until, since)


def _record(url: str, gathered: Gathered, manifest: bytes, at: datetime) -> None:
    """Records that the export is given out, before it is; its manifest's hash tells it from others."""
    period = gathered.period
    facts = {"first": period.first, "last": period.last, "manifest": SHA256.digest(manifest).hex()}
    with writing(url) as work:
        record(
            work.session, Happened(Stream(ORGANISATION, gathered.organisation), "given_out", GIVEN_OUT, facts=facts), at
        )


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{option} 应为日期，如 2026-01-01，实为“{text}”") from None
