"""What waits is read by its last day: the most urgent first, what has no last day at the end."""

import sqlalchemy as sa
from alembic import op

from models.migrations.columns import index

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BY_WAITING = ("organisation_id", "opens_on", "case_id")
BY_URGENCY = ("organisation_id", "until_on", "opens_on", "case_id")


def upgrade() -> None:
    op.add_column("pending", sa.Column("until_on", sa.Date, nullable=False, server_default="9999-12-31"))
    op.execute("UPDATE pending SET until_on = due_on WHERE due_on IS NOT NULL")
    op.drop_index(f"ix_pending_{'_'.join(BY_WAITING)}", "pending")
    index("pending", *BY_URGENCY)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup: the projection of an older release is made by that release.")
