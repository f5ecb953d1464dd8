"""`zhibu audit`: the log's keys, its checkpoints, countersignatures, proofs, and the verification of everything."""

import click

from web.commands.audit_checkpoints import accept, checkpoint, countersign
from web.commands.audit_compare import compare_command
from web.commands.audit_erase import erase, erase_confirm
from web.commands.audit_export import export
from web.commands.audit_keys import key
from web.commands.audit_proofs import check_proof, prove
from web.commands.audit_verify import verify


@click.group()
def audit() -> None:
    """核对全程纪实：日志、检查点、副署和证明。"""


for command in (
    key,
    checkpoint,
    countersign,
    accept,
    prove,
    check_proof,
    verify,
    export,
    erase,
    erase_confirm,
    compare_command,
):
    audit.add_command(command)
