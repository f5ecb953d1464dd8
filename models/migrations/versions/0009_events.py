"""Events: who looked, who came in, what rights changed."""

import sqlalchemy as sa
from alembic import op

from models import event_triggers
from models.migrations.columns import blob, index, key, ref, text, whole, xid

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STREAMS = "'case', 'organisation', 'installation'"
KINDS = "'opened', 'file_opened', 'given_out', 'rights_changed', 'signed_in', 'refused', 'reset', 'unlocked'"


def upgrade() -> None:
    op.create_table(
        "event",
        *(key(always=True), text("stream"), whole("stream_id"), whole("number")),
        *(text("kind"), text("about"), text("at")),
        *(ref("person_id", "person", True), ref("account_id", "account", True), text("once", True)),
        *(blob("facts"), blob("previous_hash"), blob("hash"), xid()),
        sa.UniqueConstraint("stream", "stream_id", "number"),
        sa.UniqueConstraint("stream", "stream_id", "once"),
        sa.CheckConstraint("id > 0", "id"),
        sa.CheckConstraint("number >= 1", "number"),
        sa.CheckConstraint(f"stream IN ({STREAMS})", "stream"),
        sa.CheckConstraint(f"kind IN ({KINDS})", "kind"),
        sa.CheckConstraint("at LIKE '____-__-__T__:__:__%'", "at"),
        sa.CheckConstraint("length(previous_hash) = 32 AND length(hash) = 32", "hash"),
        sqlite_autoincrement=True,
    )
    index("event", "stream", "stream_id", "at")
    event_triggers.install(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("Events may have been recorded by now: restore a backup.")
