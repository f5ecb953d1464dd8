"""Options several commands share: a day, and the law to judge by."""

import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click

from web.catalogue import LANGUAGES
from workflows.engine.intake import parse, utf8
from workflows.engine.law import LawBook
from workflows.engine.values import read_day


class Day(click.ParamType):
    """A day, `YYYY-MM-DD`."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return read_day(value)
        except ValueError as error:
            self.fail(f"{value}：{error}", param, ctx)


language_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="zh", help="文字所用的语言；JSON 中的说明都是中文。"
)


def law_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --edition, --overlay and --readings."""
    for option in (
        click.option("--edition", default=None, help="全部按一个版本判断，如 XZ26。"),
        click.option("--overlay", multiple=True, help="附加规定：名称（example）或者 .toml 文件。"),
        click.option(
            "--readings", type=click.Path(path_type=Path), default=None, help="解释口径：.json 或 .toml 文件。"
        ),
    ):
        command = option(command)
    return command


@cache
def laws_from(edition: str | None = None, overlay: tuple[str, ...] = (), readings: Path | None = None) -> LawBook:
    """The law the options ask for; a wrong option is a usage error in Chinese."""
    from workflows.rules import law_book

    try:
        return law_book(only=edition, overlays=overlay, readings=readings_from(readings))
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from None


def readings_from(path: Path | None) -> dict[str, str]:
    """The readings a file chooses; raises ValueError with the reason."""
    if path is None:
        return {}
    try:
        content = path.read_bytes()
        held = tomllib.loads(utf8(content)) if path.suffix == ".toml" else parse(utf8(content))
    except OSError as error:
        raise ValueError(f"解释口径文件 {path.name} 读不出来：{error.strerror}") from None
    except ValueError as error:
        raise ValueError(f"解释口径文件 {path.name} 不能用：{error}") from None
    if type(held) is not dict or not all(isinstance(option, str) for option in held.values()):
        raise ValueError(f"解释口径文件 {path.name} 须是“名称到选项”的对应表，名称不得重复")
    return held
