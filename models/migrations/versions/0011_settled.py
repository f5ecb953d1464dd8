"""Followers of the journal go by its ids alone; numbers of transactions mean nothing on another server."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("follower") as follower:
        follower.drop_column("seen_xid")
        follower.alter_column(
            "seen_id", new_column_name="settled_id", existing_type=sa.Integer, existing_nullable=False
        )
    op.execute("UPDATE follower SET settled_id = 0, mark_id = 0, mark_xid = NULL")


def downgrade() -> None:
    raise NotImplementedError("Restore a backup: the projection of an older release is made by that release.")
