"""The log of the demonstration: its key is made anew with it, and that of an earlier demonstration goes with its file."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from models.work import Work
from web import log_keys
from web.commands.audit_keys import set_up
from workflows.proof.errors import ProofError
from workflows.proof.hashing import SHA256
from workflows.proof.keys import PublicKey


def forget_key(path: Path) -> None:
    """Removes the key of an earlier demonstration, unless the environment says where keys lie."""
    if os.environ.get(log_keys.NAME):
        return
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute("SELECT public_key FROM log_key").fetchall()
        except sqlite3.Error:  # an older demonstration, or one that was interrupted
            rows = []
    for (text,) in rows:
        log_keys.key_file(PublicKey.read(text)).unlink(missing_ok=True)


def begin_log(work: Work, name: str, at: datetime) -> None:
    """Sets the demonstration's log up; a key file that cannot be written is an error in Chinese."""
    try:
        key = set_up(work, log_keys.origin_from(name), SHA256.name, at)
    except ProofError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"\n日志来源 {key.name}，密钥文件 {log_keys.key_file(key.public)}")
