"""The log of all entries: tiles, leaves, keys, checkpoints, countersignatures, and what was countersigned here."""

import sqlalchemy as sa
from alembic import op

from models import log_triggers
from models.migrations.columns import WHOLE, blob, index, key, ref, text, whole

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_key",
        *(number("id"), text("origin"), text("hash"), text("public_key"), text("made_at")),
        sa.UniqueConstraint("public_key"),
        sa.CheckConstraint("hash IN ('sha256', 'sm3')", "hash"),
        sa.CheckConstraint("id > 0", "id"),
    )
    op.create_table(
        "tile",
        *(number("level"), number("index"), blob("hashes")),
        sa.CheckConstraint('level >= 0 AND "index" >= 0', "place"),
        sa.CheckConstraint("length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0", "hashes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leaf",
        *(number("position"), ref("entry_id", "entry")),
        sa.UniqueConstraint("entry_id"),
        sa.CheckConstraint("position >= 0", "position"),
    )
    op.create_table(
        "checkpoint",
        *(key(always=True), whole("size"), text("note"), text("made_at")),
        sa.CheckConstraint("id > 0", "id"),
        sa.CheckConstraint("size >= 0", "size"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "countersignature",
        sa.Column("checkpoint_id", WHOLE, sa.ForeignKey("checkpoint.id"), primary_key=True, autoincrement=False),
        sa.Column("public_key", sa.Text, primary_key=True),
        *(text("line"), text("accepted_at")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "witnessed",
        *(key(always=True), text("origin"), text("public_key"), whole("size"), text("note"), text("seen_at")),
        sa.CheckConstraint("id > 0", "id"),
        sa.CheckConstraint("size >= 0", "size"),
        sqlite_autoincrement=True,
    )
    index("witnessed", "origin")
    log_triggers.install(op.get_bind())


def number(name: str) -> sa.Column:
    """A key that is given, not counted up."""
    return sa.Column(name, WHOLE, primary_key=True, autoincrement=False)


def downgrade() -> None:
    raise NotImplementedError("The log may have been handed out by now: restore a backup.")
