"""`zhibu audit key`: sets the log up with its key, shows the public keys, or replaces a key that was lost."""

from datetime import datetime

import click
from sqlalchemy import select

from models.log import key_in_force
from models.organisations import OrganisationState
from models.work import Work
from web import log_keys
from web.commands.opened import database_option, now, writing
from workflows.proof.hashing import HASHES, SHA256
from workflows.proof.keys import PublicKey, SecretKey
from workflows.proof.live.keeping import begin_log, cosigner, replace_key

origin_option = click.option(
    "--origin", default=None, help="日志的来源：写在每个检查点上的名称，默认取根组织名称加几个字母，此后不能再改。"
)
hash_option = click.option(
    "--log-hash",
    type=click.Choice(sorted(HASHES)),
    default=SHA256.name,
    show_default=True,
    help="日志所用的散列算法，此后不能再改。",
)


@click.command("key")
@origin_option
@hash_option
@click.option("--replace", is_flag=True, help="密钥确已遗失或者泄露：换一个新的，旧的公钥仍用来核对旧检查点。")
@database_option
def key(url: str, origin: str | None, log_hash: str, replace: bool) -> None:
    """设立日志并生成密钥；已经设立的，显示公钥。"""
    with writing(url) as work:
        held = key_in_force(work.session)
        if held is None:
            made = set_up(work, origin or log_keys.origin_from(root_name(work)), log_hash, now())
        elif replace:
            made = keep_for(work, log_keys.made(held.origin), now())
        else:
            made = log_keys.held(PublicKey.read(held.public_key))
    for line in told(made):
        click.echo(line)


def set_up(work: Work, origin: str, hash: str, at: datetime) -> SecretKey:
    """Sets the log up with a new key, whose file is written last; raises BadNote or KeyUnusable."""
    made = log_keys.made(origin)
    begin_log(work.session, made.public, HASHES[hash], at)
    log_keys.keep(made)
    return made


def keep_for(work: Work, made: SecretKey, at: datetime) -> SecretKey:
    """Lets the log sign with a new key from now on."""
    replace_key(work.session, made.public, at)
    log_keys.keep(made)
    return made


def told(made: SecretKey) -> list[str]:
    """What is to be known of a log's keys: the file is to be kept, the public keys are to be given away."""
    return [
        f"日志来源 {made.name}",
        f"密钥文件 {log_keys.key_file(made.public)}（不在数据库和备份中，请另行妥善保存）",
        f"检查点公钥 {made.public}",
        f"副署公钥   {cosigner(made).public}",
    ]


def root_name(work: Work) -> str:
    """The name of the root organisation; empty where there is none."""
    rows = select(OrganisationState.name).where(OrganisationState.parent_id.is_(None), OrganisationState.stands())
    return work.session.scalars(rows.order_by(OrganisationState.from_on.desc())).first() or ""
