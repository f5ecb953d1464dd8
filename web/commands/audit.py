"""`zhibu audit`: the log's keys, its checkpoints, countersignatures, proofs, and the verification of everything."""

import click

from web.commands.named import Commands

COMMANDS = {
    "key": "web.commands.audit_keys:key",
    "checkpoint": "web.commands.audit_checkpoints:checkpoint",
    "countersign": "web.commands.audit_checkpoints:countersign",
    "accept": "web.commands.audit_checkpoints:accept",
    "prove": "web.commands.audit_proofs:prove",
    "check-proof": "web.commands.audit_check_proof:check_proof",
    "verify": "web.commands.audit_verify:verify",
    "export": "web.commands.audit_export:export",
    "erase": "web.commands.audit_erase:erase",
    "erase-confirm": "web.commands.audit_erase:erase_confirm",
    "compare": "web.commands.audit_compare:compare_command",
    "back-check": "web.commands.audit_back_check:back_check",
    "pack": "web.commands.audit_pack:pack_command",
}


@click.command(cls=Commands, table=COMMANDS)
def audit() -> None:
    """核对全程纪实：日志、检查点、副署和证明。"""
