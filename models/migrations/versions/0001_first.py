"""The first tables, the triggers of the journal, and which posts may record for which office."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from models import offices, triggers
from models.migrations.columns import (
    PATH,
    WHOLE,
    blob,
    dated_table,
    day,
    flag,
    index,
    key,
    ref,
    source,
    text,
    unique_where,
    whole,
    xid,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KINDS = "'department', 'committee', 'work_committee', 'general_branch', 'branch', 'group', 'party_group', 'temporary'"
POSTS = "'secretary', 'deputy', 'organisation_commissioner', 'member', 'organiser', 'staff', 'administrator', 'auditor'"


def upgrade() -> None:
    for table in (installation, organisation, person, account, case, entry, entry_text):
        table()
    for dated in (organisation_state, kinship, membership, sanction, post, office_post):
        dated()
    triggers.install(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("Nothing is older than the first version: restore a backup.")


def installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", WHOLE, primary_key=True, autoincrement=False),
        *(text("rules"), text("rules_stamp")),
        sa.CheckConstraint("id = 1", "one"),
    )
    rules = '{"calendar":{},"overlays":[],"readings":{}}'
    table = sa.table("installation", *map(sa.column, ("id", "rules", "rules_stamp")))
    op.bulk_insert(table, [{"id": 1, "rules": rules, "rules_stamp": "default"}])


def organisation() -> None:
    op.create_table("organisation", key())


def person() -> None:
    op.create_table("person", key(), text("name", True), day("born_on", True), text("pinyin", True))


def account() -> None:
    op.create_table(
        "account",
        key(),
        ref("person_id", "person"),
        text("login"),
        text("password_hash"),
        flag("active"),
        day("created_on"),
        sa.UniqueConstraint("person_id"),
        sa.UniqueConstraint("login"),
    )


def case() -> None:
    op.create_table(
        "case",
        key(),
        *(text("workflow"), text("subject_kind"), whole("subject_id"), ref("organisation_id", "organisation")),
        *(sa.Column("path", PATH, nullable=False), text("stage", True), text("ended_reason", True), flag("open")),
        *(whole("version"), whole("last_number"), blob("last_hash"), blob("snapshot"), text("rules_stamp")),
        *(day("due_on", True), day("opened_on")),
        sa.CheckConstraint("subject_kind IN ('person', 'organisation')", "subject_kind"),
        sa.CheckConstraint("last_number >= 0", "last_number"),
        sa.CheckConstraint("length(last_hash) = 32", "last_hash"),
    )
    unique_where("case", ["workflow", "subject_kind", "subject_id"], "open")
    index("case", "workflow", "open", "due_on", "id")
    index("case", "organisation_id")
    index("case", "path")


def entry() -> None:
    op.create_table(
        "entry",
        key(always=True),
        *(ref("case_id", "case"), whole("number"), text("kind"), text("step"), whole("form_version")),
        *(text("act_on", True), text("recorded_at"), text("mode")),
        *(ref("actor_person_id", "person", True), text("actor_post", True), text("actor_office", True)),
        *(ref("actor_organisation_id", "organisation", True), text("actor_path", True)),
        *(text("stage_before", True), text("stage_after", True), text("outcome", True)),
        *(blob("facts"), blob("commitments"), blob("findings")),
        *(text("editions"), text("overlays"), text("readings"), text("calendar")),
        *(blob("files"), whole("refers_to", True), blob("previous_hash"), blob("hash"), xid()),
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("id > 0", "id"),
        sa.CheckConstraint("number >= 1", "number"),
        sa.CheckConstraint(
            "kind IN ('act', 'refusal', 'proposal', 'correction', 'void', 'allow', 'erasure', 'import')", "kind"
        ),
        sa.CheckConstraint("mode IN ('live', 'history')", "mode"),
        sa.CheckConstraint("(act_on IS NOT NULL OR kind = 'refusal') AND act_on LIKE '____-__-__'", "act_on"),
        sa.CheckConstraint("recorded_at LIKE '____-__-__T__:__:__%'", "recorded_at"),
        sa.CheckConstraint("refers_to BETWEEN 1 AND number - 1", "refers_to"),
        sa.CheckConstraint("length(previous_hash) = 32 AND length(hash) = 32", "hash"),
        sqlite_autoincrement=True,
    )


def entry_text() -> None:
    op.create_table(
        "entry_text",
        sa.Column("entry_id", WHOLE, sa.ForeignKey("entry.id"), primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        *(blob("salt"), text("text")),
        sa.CheckConstraint("length(salt) = 16", "salt"),
        sqlite_with_rowid=False,
    )


def organisation_state() -> None:
    dated_table(
        "organisation_state",
        *(ref("organisation_id", "organisation"), text("name"), text("kind"), ref("parent_id", "organisation", True)),
        *(sa.Column("path", PATH, nullable=False), flag("has_committee"), flag("has_groups"), flag("approval_power")),
        sa.CheckConstraint(f"kind IN ({KINDS})", "kind"),
        sa.CheckConstraint("path LIKE '/%/'", "path"),
    )
    unique_where("organisation_state", ["organisation_id", "from_on"], "withdrawn_by_id IS NULL")
    index("organisation_state", "parent_id")
    index("organisation_state", "path")


def kinship() -> None:
    two = sa.CheckConstraint("person_id <> relative_id", "two_people")
    dated_table("kinship", ref("person_id", "person"), ref("relative_id", "person"), text("relation"), two)
    index("kinship", "person_id")
    index("kinship", "relative_id")


def membership() -> None:
    words = sa.CheckConstraint("status IN ('probationary', 'full', 'suspended', 'party_probation')", "status")
    dated_table("membership", ref("person_id", "person"), ref("organisation_id", "organisation"), text("status"), words)
    index("membership", "person_id")
    index("membership", "organisation_id")


def sanction() -> None:
    op.create_table(
        "sanction",
        key(),
        *(ref("person_id", "person"), text("kind"), day("on"), day("restored_on", True), *source()),
        sa.CheckConstraint("kind IN ('warning', 'serious_warning', 'removed_from_post', 'party_probation')", "kind"),
        sa.CheckConstraint('restored_on >= "on"', "days"),
    )
    index("sanction", "person_id")
    index("sanction", "source_entry_id")


def post() -> None:
    words = sa.CheckConstraint(f"post IN ({POSTS})", "post")
    dated_table("post", ref("person_id", "person"), ref("organisation_id", "organisation"), text("post"), words)
    index("post", "person_id")
    index("post", "organisation_id")


def office_post() -> None:
    dated_table(
        "office_post",
        *(text("office"), text("post"), text("organisation_kind")),
        sa.CheckConstraint(f"post IN ({POSTS})", "post"),
        sa.CheckConstraint(f"organisation_kind IN ({KINDS})", "organisation_kind"),
    )
    unique_where("office_post", ["office", "post", "organisation_kind", "from_on"], "withdrawn_by_id IS NULL")
    names = ("office", "post", "organisation_kind")
    table = sa.table("office_post", *map(sa.column, names), sa.column("from_on", sa.Date))
    rows = [dict(zip(names, row, strict=True)) for row in offices.default_rows()]
    op.bulk_insert(table, [{**row, "from_on": date(1921, 7, 1)} for row in rows])
