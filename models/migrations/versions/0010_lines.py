"""Lines and findings of entries, by which the journal is searched; they follow the journal from its first entry on."""

import sqlalchemy as sa
from alembic import op

from models.migrations.columns import WHOLE, day, index, ref, text, whole

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SEARCHED = ("person_id", "office", "step", "kind", "act_on", "recorded_on", "gap")


def upgrade() -> None:
    op.create_table(
        "journal_line",
        of_entry(),
        *(ref("case_id", "case"), ref("organisation_id", "organisation"), whole("number")),
        *(text("workflow"), text("kind"), text("step"), ref("person_id", "person", True), text("office", True)),
        *(day("act_on", True), day("recorded_on"), whole("gap", True)),
    )
    for column in SEARCHED:
        index("journal_line", column, "entry_id")
        index("journal_line", "organisation_id", column, "entry_id")
    index("journal_line", "organisation_id", "entry_id")
    index("journal_line", "case_id")
    op.create_table(
        "entry_finding",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("name", "value")),
        of_entry(),
        ref("organisation_id", "organisation"),
        sqlite_with_rowid=False,
    )
    index("entry_finding", "organisation_id", "name", "value", "entry_id")
    index("entry_finding", "entry_id")


def of_entry() -> sa.Column:
    return sa.Column("entry_id", WHOLE, sa.ForeignKey("entry.id"), primary_key=True, autoincrement=False)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup: the projection of an older release is made by that release.")
