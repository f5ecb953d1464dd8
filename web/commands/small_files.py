"""The small files of `zhibu audit`: public keys given as text or file, files read, and files written or shown."""

import sys
from pathlib import Path

import click

from workflows.proof.keys import PublicKey

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
out_option = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="写入文件，默认显示。"
)


def key_given(text: str | None) -> PublicKey | None:
    """A public key as text, or from a file. Raises BadNote."""
    if text is None:
        return None
    path = Path(text)
    return PublicKey.read((path.read_text(encoding="utf-8") if path.is_file() else text).strip())


def written(content: bytes, out: Path | None) -> None:
    """Writes a small file, or shows it."""
    if out is None:
        sys.stdout.write(content.decode())
    else:
        out.write_bytes(content)
