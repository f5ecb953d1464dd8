"""`zhibu audit check-proof`: whether an entry stands in the log, by its proof and the key alone; no database, no pages."""

from pathlib import Path

import click

from web.commands.small_files import file_argument, key_given
from workflows.proof.errors import ProofError
from workflows.proof.inclusion import Proof


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
