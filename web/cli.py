"""The command line: `zhibu`. Each command lives in a module of its own and is imported when it is called."""

import click

from web.commands.named import Commands

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


@click.command(cls=Commands, table=COMMANDS)
def main() -> None:
    """支部：按条文办理发展党员，逐步留痕。"""
