"""Two posts more, of which a person holds one only, the triggers that see to it; and workflows with several open cases."""

import sqlalchemy as sa
from alembic import op

from models import apart
from models.migrations.columns import dated_table, index, ref, text, unique_where

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

POSTS = (
    "'secretary', 'deputy', 'organisation_commissioner', 'member', 'organiser', 'staff', "
    "'administrator', 'security_administrator', 'audit_administrator', 'auditor'"
)
INDEXED = ("person_id", "organisation_id", "source_entry_id")
COLUMNS = "id, person_id, organisation_id, post, from_on, until_on, source_entry_id, withdrawn_by_id"
ALONE = ["workflow", "subject_kind", "subject_id"]


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        posts_made_anew()
    else:
        op.drop_constraint("post", "post", type_="check")
        op.create_check_constraint("post", "post", f"post IN ({POSTS})")
    apart.install(op.get_bind())
    op.add_column("case", sa.Column("several", sa.Boolean, nullable=False, server_default=sa.false()))
    op.drop_index(f"uq_case_{'_'.join(ALONE)}", "case")
    unique_where("case", ALONE, "open AND NOT several")


def posts_made_anew() -> None:
    """SQLite cannot change a check; nothing names a row of `post`."""
    for column in INDEXED:
        op.drop_index(f"ix_post_{column}", "post")
    op.rename_table("post", "post_before")
    words = sa.CheckConstraint(f"post IN ({POSTS})", "post")
    dated_table("post", ref("person_id", "person"), ref("organisation_id", "organisation"), text("post"), words)
    index("post", "person_id")
    index("post", "organisation_id")
    op.execute(f"INSERT INTO post ({COLUMNS}) SELECT {COLUMNS} FROM post_before")
    op.drop_table("post_before")


def downgrade() -> None:
    raise NotImplementedError("Posts of the new kinds may have been granted by now: restore a backup.")
