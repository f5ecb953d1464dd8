"""What elections need of tables: posts that an election ends, and the offices that record its steps."""

from datetime import date
from itertools import product

import sqlalchemy as sa
from alembic import op

from models.migrations.columns import day, index, key, ref, source, text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_CHARGE = ("secretary", "deputy", "organisation_commissioner")
ELECTING = ("branch", "general_branch", "committee")
OFFICES = {
    "organisation": IN_CHARGE,
    "outgoing_committee": IN_CHARGE,
    "electors": IN_CHARGE,
    "tellers": (*IN_CHARGE, "member"),
}


def upgrade() -> None:
    words = ", ".join(f"'{post}'" for post in (*IN_CHARGE, "member"))
    op.create_table(
        "post_end",
        *(
            key(),
            ref("organisation_id", "organisation"),
            ref("person_id", "person", True),
            text("post", True),
            day("on"),
        ),
        *source(),
        sa.CheckConstraint(f"post IN ({words})", "post"),
    )
    index("post_end", "organisation_id")
    index("post_end", "source_entry_id")
    columns = ("office", "post", "organisation_kind")
    table = sa.table("office_post", *map(sa.column, columns), sa.column("from_on", sa.Date))
    found = {tuple(row) for row in op.get_bind().execute(sa.select(*(table.c[name] for name in columns)))}
    wanted = [(office, *row) for office, posts in OFFICES.items() for row in product(posts, ELECTING)]
    rows = [dict(zip(columns, row, strict=True)) for row in wanted if row not in found]
    if rows:
        op.bulk_insert(table, [{**row, "from_on": date(1921, 7, 1)} for row in rows])


def downgrade() -> None:
    raise NotImplementedError("Elections may have been recorded by now: restore a backup.")
