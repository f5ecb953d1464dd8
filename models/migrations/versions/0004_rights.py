"""Detention of members, and the decisions that suspend a detained member's rights."""

import sqlalchemy as sa

from models.migrations.columns import dated_table, index, ref, text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kinds = sa.CheckConstraint("kind IN ('custody', 'arrest')", "kind")
    dated_table("detention", ref("person_id", "person"), text("kind"), kinds)
    index("detention", "person_id")
    dated_table("rights_suspension", ref("person_id", "person"), text("number"))
    index("rights_suspension", "person_id")


def downgrade() -> None:
    raise NotImplementedError("Detentions may have been recorded by now: restore a backup.")
