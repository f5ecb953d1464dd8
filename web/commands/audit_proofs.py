"""`zhibu audit prove`: that an entry stands in the log, for somebody who has only its file and the key."""

from pathlib import Path

import click

from web.commands.audit_check_proof import said
from web.commands.audit_checkpoints import caught_up
from web.commands.opened import database_option
from web.commands.small_files import out_option, written
from workflows.engine.errors import WorkflowError
from workflows.proof.live.proving import proof_of


@click.command("prove")
@click.argument("case", type=click.IntRange(1))
@click.argument("number", type=click.IntRange(1), required=False)
@out_option
@database_option
def prove(url: str, case: int, number: int | None, out: Path | None) -> None:
    """案件 CASE 第 NUMBER 条（默认最后一条）在日志中的证明：以最近一个检查点为准。"""
    with caught_up(url) as database, database.read() as session:
        try:
            proof = proof_of(session, case, number)
        except WorkflowError as error:
            raise click.ClickException(str(error)) from None
    written(bytes(proof), out)
    click.echo(said(proof), err=True)
