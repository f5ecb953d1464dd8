"""`zhibu audit prove` and `check-proof`: that an entry stands in the log, for somebody who has only its file and the key."""

from pathlib import Path

import click

from web.commands.audit_checkpoints import caught_up, file_argument, out_option, written
from web.commands.audit_keys import key_given
from web.commands.opened import database_option
from workflows.engine.errors import WorkflowError
from workflows.proof.errors import ProofError
from workflows.proof.inclusion import Proof
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


@click.command("check-proof")
@file_argument
@click.option("--key", "keys", required=True, multiple=True, help="另行取得的公钥（文字或文件），可多次给出。")
def check_proof(file: Path, keys: tuple[str, ...]) -> None:
    """核对收录证明 FILE，不需要数据库。退出码：0 成立，1 不成立。"""
    try:
        proof = Proof.read(file.read_bytes())
        signatures = proof.check([key for text in keys if (key := key_given(text))])
    except ProofError as error:
        raise click.ClickException(f"证明不成立：{error}") from None
    click.echo(f"证明成立：{said(proof)}；签名：{'、'.join(each.name for each in signatures)}")


def said(proof: Proof) -> str:
    """Which entry a proof is about."""
    columns = proof.columns()
    about = f"案件 {columns['case_id']} 第 {columns['number']} 条 {columns['step']} {columns['act_on'] or ''}".rstrip()
    return f"{about}，日志序号 {proof.place}"
