"""A group of commands that are imported when they are called, so that a small one does not load what a large one needs."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Commands(click.Group):
    """Commands by their names in a `table`: `module:attribute`."""

    def __init__(self, *given: Any, table: Mapping[str, str], **more: Any) -> None:
        super().__init__(*given, **more)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.table:
            return None
        module, _, attribute = self.table[name].partition(":")
        return getattr(import_module(module), attribute)
