"""The command line: `zhibu`. Each command lives in a module of its own and is imported when it is called."""

from importlib import import_module

import click

COMMANDS = {
    "init": "web.commands.init:init",
    "demo": "web.commands.demo:demo",
    "serve": "web.commands.serve:serve",
    "user": "web.commands.user:user",
    "journal": "web.commands.journal:journal",
    "audit": "web.commands.audit:audit",
    "backup": "web.commands.backup:backup",
    "restore": "web.commands.backup:restore",
    "check": "web.commands.check:check",
    "tally": "web.commands.tally:tally",
    "import": "web.commands.imports:import_command",
    "rebuild": "web.commands.rebuild:rebuild_command",
    "plan": "web.commands.plan:plan_command",
    "template": "web.commands.template:template",
    "handbook": "web.commands.handbook:handbook_command",
}


class Commands(click.Group):
    """Commands found by name, so that a small one does not load what a large one needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        return getattr(import_module(module), attribute)


@click.command(cls=Commands)
def main() -> None:
    """支部：按条文办理发展党员，逐步留痕。"""
