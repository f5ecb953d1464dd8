"""What the pages need: worklist, signing in, search by pinyin, attached files, remembered column mappings."""

import sqlalchemy as sa
from alembic import op

from models.migrations.columns import PATH, WHOLE, day, index, key, ref, text, whole
from models.pinyin import reading

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for part in (pending, follower, file, column_mapping, account, person, proposals):
        part()


def downgrade() -> None:
    raise NotImplementedError("A case may have files by now: restore a backup.")


def pending() -> None:
    def part_of_key(name: str, table: str) -> sa.Column:
        return sa.Column(name, WHOLE, sa.ForeignKey(f"{table}.id"), primary_key=True, autoincrement=False)

    op.create_table(
        "pending",
        part_of_key("case_id", "case"),
        sa.Column("step", sa.Text, primary_key=True),
        part_of_key("organisation_id", "organisation"),
        ref("case_organisation_id", "organisation"),
        *(day("opens_on", True), day("due_on", True)),
        sqlite_with_rowid=False,
    )
    for columns in (("due_on", "case_id", "step"), ("opens_on", "case_id", "step")):
        index("pending", *columns)
    for whose, when in (("organisation_id", "opens_on"), ("case_organisation_id", "due_on")):
        index("pending", whose, when, "case_id")
    index("pending", "case_organisation_id", "opens_on", "case_id")


def follower() -> None:
    op.create_table(
        "follower",
        sa.Column("name", sa.Text, primary_key=True),
        *(whole("entry_id"), text("rules_stamp"), whole("next_case_id", True)),
        *(whole(name) for name in ("seen_xid", "seen_id", "mark_id")),
        whole("mark_xid", True),
    )


def file() -> None:
    op.create_table(
        "file",
        sa.Column("sha256", sa.Text, primary_key=True),
        *(whole("size"), text("media_type"), day("stored_on")),
        sa.CheckConstraint("length(sha256) = 64", "sha256"),
        sa.CheckConstraint("size >= 0", "size"),
    )


def column_mapping() -> None:
    op.create_table(
        "column_mapping",
        *(key(), ref("organisation_id", "organisation"), text("headings"), text("columns"), day("saved_on")),
        sa.UniqueConstraint("organisation_id", "headings"),
    )


def account() -> None:
    def added(name: str, kind: sa.types.TypeEngine, value: str) -> sa.Column:
        return sa.Column(name, kind, nullable=False, server_default=sa.text(value))

    for column in (
        added("key", sa.Text(), "''"),
        added("must_change", sa.Boolean(), "false"),
        added("failures", WHOLE, "0"),
        sa.Column("locked_until", sa.DateTime),
        text("totp_secret", True),
        whole("totp_step", True),
        text("feed_hash", True),
    ):
        op.add_column("account", column)
    index("account", "feed_hash")


def person() -> None:
    op.add_column("person", text("initials", True))
    if op.get_bind().dialect.name == "postgresql":  # a language's order would not serve a search by prefix
        for name in ("name", "pinyin", "initials"):
            op.alter_column("person", name, type_=PATH)
    for name in ("name", "pinyin", "initials"):
        index("person", name, "id")
    read_names()


def proposals() -> None:
    where = sa.text("kind = 'proposal'")
    op.create_index("ix_entry_case_id", "entry", ["case_id"], sqlite_where=where, postgresql_where=where)


def read_names() -> None:
    """The people registered so far get the reading of their names."""
    table = sa.table("person", *map(sa.column, ("id", "name", "pinyin", "initials")))
    named = op.get_bind().execute(sa.select(table.c.id, table.c.name).where(table.c.name.is_not(None))).all()
    for number, name in named:
        pinyin, initials = reading(name)
        change = table.update().where(table.c.id == number).values(pinyin=pinyin, initials=initials)
        op.get_bind().execute(change)
