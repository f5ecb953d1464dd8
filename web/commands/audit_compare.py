"""`zhibu audit compare`: two exports, or an export and the installation; entries that differ, and logs that forked."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.journal import Entry, EntryText
from web.commands.audit_checkpoints import caught_up
from web.commands.opened import database_option
from web.commands.small_files import key_given
from web.exporting.folder import read
from workflows.proof.comparing import Key, Side, compare
from workflows.proof.errors import ProofError
from workflows.proof.keys import PublicKey
from workflows.proof.live.against import log_against_checkpoints
from workflows.proof.verifier import Verification, public_key

HERE = "本系统"
CHECKPOINT = "checkpoint.note"
PART = 300


@click.command("compare")
@click.argument("one", metavar="A", type=click.Path(exists=True, path_type=Path))
@click.argument("other", metavar="[B]", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--key", "keys", multiple=True, help="另行取得的公钥（文字或文件），可多次给出。")
@database_option
def compare_command(one: Path, other: Path | None, keys: tuple[str, ...], url: str) -> None:
    """比对两份导出（文件夹或 .zip）；只给一份的，与本系统比对。退出码：0 相同，1 有不同，2 无法比对。"""
    try:
        trusted = [key for text in keys if (key := key_given(text))]
        told = list(_exports(one, other, trusted) if other else _with_installation(one, url, trusted))
    except (ProofError, ValueError, OSError, zipfile.BadZipFile, click.ClickException) as error:
        click.echo(f"无法比对：{error.message if isinstance(error, click.ClickException) else error}", err=True)
        raise SystemExit(2) from None
    for each in told:
        click.echo(each)
    click.echo(f"共 {len(told)} 处不同" if told else "相同，日志前后相承", err=True)
    raise SystemExit(1 if told else 0)


def _exports(one: Path, other: Path, keys: list[PublicKey]) -> Iterator[str]:
    """What differs between two exports, and what the verification of each says with the checkpoint of the other."""
    first, second = read(one), read(other)
    found = _verified(first, keys, (other.name, second)), _verified(second, keys, (one.name, first))
    for name, each in zip((one.name, other.name), found, strict=True):
        yield from (
            f"{name}：{sentence}" for section, sentence, *_ in each.said if section and not _shorter(section, sentence)
        )
    yield from map(str, compare(Side.of_export(one.name, found[0]), Side.of_export(other.name, found[1])))


def _shorter(section: str, sentence: str) -> bool:
    """That the older of two is shorter than the newer, or shows no root in between, is no difference."""
    return section == "checkpoint" and ("日志已被截短" in sentence or "导出中没有前" in sentence)


def _verified(files: dict[str, bytes], keys: list[PublicKey], *against: tuple[str, dict[str, bytes]]) -> Verification:
    given = [public_key(str(each)) for each in keys]
    return Verification(files, given).run([(name, held.get(CHECKPOINT, b"")) for name, held in against])


def _with_installation(one: Path, url: str, keys: list[PublicKey]) -> Iterator[str]:
    """The export's own faults, its checkpoint against the log here, and its entries against those here."""
    files = read(one)
    found = _verified(files, keys)
    yield from (f"{one.name}：{sentence}" for section, sentence, *_ in found.said if section)
    with caught_up(url) as database, database.read() as session:
        for each in log_against_checkpoints(session, [(one.name, files.get(CHECKPOINT, b""))], keys):
            yield str(each)
        here = _here(session, [(case, number) for case, numbers in found.cases.items() for number in numbers])
    yield from map(str, compare(Side.of_export(one.name, found), here))


def _here(session: Session, keys: list[Key]) -> Side:
    """The same entries as they stand here."""
    hashes: dict[Key, bytes] = {}
    texts: dict[Key, dict[str, bytes]] = {}
    for begin in range(0, len(keys), PART):
        rows = select(Entry.case_id, Entry.number, Entry.hash, EntryText.field, EntryText.salt, EntryText.text)
        rows = rows.outerjoin(EntryText, EntryText.entry_id == Entry.id)
        part = keys[begin : begin + PART]
        for row in session.execute(rows.where(tuple_(Entry.case_id, Entry.number).in_(part))):
            key = (row.case_id, row.number)
            hashes[key] = bytes(row.hash)
            held = texts.setdefault(key, {})
            if row.field is not None:
                held[row.field] = bytes(row.salt) + row.text.encode()
    return Side(HERE, hashes, texts)
