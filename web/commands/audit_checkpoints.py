"""`zhibu audit checkpoint`, `countersign` and `accept`: signed here, countersigned by the superior, and kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from models.databases import Database
from models.log import waiting
from web import log_keys
from web.commands.opened import database_option, now, opened, writing
from web.commands.small_files import file_argument, key_given, out_option, written
from web.log_keeping import bring_up_to_date, seal_and_bring
from web.seal import code_of
from workflows.proof.errors import ProofError
from workflows.proof.handing import Handed
from workflows.proof.keys import PublicKey, SecretKey
from workflows.proof.live import keeping, witnessing
from workflows.proof.live.tables import set_up
from workflows.proof.notes import read

key_option = click.option("--key", "key", default=None, help="对方的公钥（文字或文件）：第一次须给出，此后记得。")


@click.command("checkpoint")
@out_option
@click.option("--since", type=click.IntRange(0), default=None, help="证明从多少项延续而来，默认从上次副署的检查点起。")
@database_option
def checkpoint(url: str, out: Path | None, since: int | None) -> None:
    """封存事件，把全程纪实都收进日志，签署检查点，连同延续的证明写成移交文件。"""
    with caught_up(url, sealing=True) as database:
        behind = left_over(database)
    with writing(url) as work:
        held = keeping.sign(work.session, secret(work.session), now())
        file = bytes(keeping.handed(work.session, since))
    written(file, out)
    left = f"，另有 {behind} 条等待收录" if behind else ""
    click.echo(f"检查点 {code_of(held.note)}：{held.size} 项，{held.made_at[:16]} 签署{left}", err=True)


@click.command("countersign")
@file_argument
@key_option
@click.option("--replaced", is_flag=True, help="已查明对方换了密钥的缘由，改用 --key 给出的。")
@out_option
@database_option
def countersign(url: str, file: Path, key: str | None, replaced: bool, out: Path | None) -> None:
    """核对下级移交的检查点 FILE 由上次见到的延续而来，予以副署。分叉或被截短的，不予副署。"""
    with writing(url) as work:
        ours = keeping.cosigner(secret(work.session))
        given = key_given(key)
        note = witnessing.countersign(work.session, Handed.read(file.read_bytes()), ours, now(), given, replaced)
    written(bytes(note), out)
    click.echo(f"已副署 {code_of(bytes(note).decode())}（副署公钥 {ours.public}）", err=True)


@click.command("accept")
@file_argument
@key_option
@database_option
def accept(url: str, file: Path, key: str | None) -> None:
    """收下上级副署的检查点 FILE。"""
    with writing(url) as work:
        given = key_given(key)
        found = keeping.accept(work.session, read(file.read_bytes()), [given] if given else [], now())
    for each in found:
        click.echo(f"已收下 {each.name} 的副署，{datetime.fromtimestamp(each.at, now().tzinfo):%Y-%m-%d %H:%M}")


@contextmanager
def caught_up(url: str, sealing: bool = False) -> Iterator[Database]:
    """The database with every entry in the log that can be there, `sealing` the events before a checkpoint is signed; what is
    wrong is said in Chinese."""
    with opened(url) as database:
        try:
            if sealing:
                seal_and_bring(database, now())
            else:
                bring_up_to_date(database)
            yield database
        except ProofError as error:
            raise click.ClickException(str(error)) from None


def left_over(database: Database) -> int:
    """How many entries still wait because somebody is writing."""
    with database.read() as session:
        return waiting(session)


def secret(session: Session) -> SecretKey:
    """The key the log signs with now, from its file. Raises ProofError."""
    return log_keys.held(PublicKey.read(set_up(session).public_key))
