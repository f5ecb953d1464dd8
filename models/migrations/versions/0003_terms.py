"""The terms of elected bodies; every organisation there is that elects one gets a term, of which nothing is known yet."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op

from models import terms
from models.migrations.columns import PATH, dated_table, day, index, key, ref, source, text, unique_where, whole

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BODIES = "'branch', 'general_branch', 'village_or_community', 'base_committee', 'faculty_committee'"
BODY_OF = {"branch": "branch", "general_branch": "general_branch", "committee": "base_committee"}
CURRENT = "until_on IS NULL AND withdrawn_by_id IS NULL"
STATE = ("organisation_id", "kind", "from_on", "until_on", "path", "source_entry_id")
TERM = ("organisation_id", "path", "body", "from_on", "until_on", "source_entry_id")


def upgrade() -> None:
    for part in (elected_body, term_length, term_extension, term, unknown_terms):
        part()


def downgrade() -> None:
    raise NotImplementedError("Elections may have been recorded by now: restore a backup.")


def bodies() -> sa.CheckConstraint:
    return sa.CheckConstraint(f"body IN ({BODIES})", "body")


def elected_body() -> None:
    dated_table("elected_body", ref("organisation_id", "organisation"), text("body"), bodies())
    index("elected_body", "organisation_id")


def term_length() -> None:
    years = sa.CheckConstraint("years BETWEEN 1 AND 10", "years")
    dated_table("term_length", text("body"), whole("years"), bodies(), years)
    unique_where("term_length", ["body", "from_on"], "withdrawn_by_id IS NULL")
    table = sa.table("term_length", sa.column("body"), sa.column("years"), sa.column("from_on", sa.Date))
    rows = [{"body": body, "years": years, "from_on": date(1921, 7, 1)} for body, years in terms.default_lengths()]
    op.bulk_insert(table, rows)


def term_extension() -> None:
    op.create_table(
        "term_extension",
        *(key(), ref("organisation_id", "organisation"), day("on"), day("extended_until"), text("number", True)),
        *source(),
        sa.CheckConstraint('extended_until > "on"', "days"),
    )
    index("term_extension", "organisation_id")
    index("term_extension", "source_entry_id")


def term() -> None:
    days = (day(name, True) for name in ("elected_on", "expires_on", "extended_until", "ends_on"))
    dated_table(
        "term",
        *(ref("organisation_id", "organisation"), sa.Column("path", PATH, nullable=False), text("body"), *days),
        bodies(),
        sa.CheckConstraint("path LIKE '/%/'", "path"),
        sa.CheckConstraint("(ends_on IS NULL) = (expires_on IS NULL) AND ends_on >= expires_on", "ends_on"),
    )
    index("term", "organisation_id")
    of_current("ix_term_ends_on", "ends_on", "organisation_id", "path", "extended_until")
    of_current("ix_term_path", "path", "ends_on", "organisation_id", "extended_until")
    of_current("ix_term_extended_until", "extended_until", more=" AND extended_until IS NOT NULL")


def of_current(name: str, *columns: str, more: str = "") -> None:
    where = sa.text(CURRENT + more)
    op.create_index(name, "term", list(columns), sqlite_where=where, postgresql_where=where)


def unknown_terms() -> None:
    """A term for every stretch of days in which an organisation elected the same kind of body."""
    days = {"from_on", "until_on"}
    table = sa.table("organisation_state", *(_column(name, days) for name in (*STATE, "withdrawn_by_id")))
    asked = sa.select(*(table.c[name] for name in STATE)).where(table.c.withdrawn_by_id.is_(None))
    states = op.get_bind().execute(asked.order_by(table.c.organisation_id, table.c.from_on)).all()
    rows = [dict(zip(TERM, row, strict=True)) for row in stretches(states)]
    if rows:
        op.bulk_insert(sa.table("term", *(_column(name, days) for name in TERM)), rows)


def _column(name: str, days: set[str]) -> sa.ColumnClause[Any]:
    return sa.column(name, sa.Date) if name in days else sa.column(name)


def stretches(states: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of terms of organisations' states, which come in the order of organisation and day."""
    for number, own in groupby(states, key=lambda state: state.organisation_id):
        held = list(own)
        path = held[-1].path
        begins = [held[0], *(later for one, later in pairwise(held) if later.kind != one.kind)]
        ends = [*(one.until_on for one, later in pairwise(held) if later.kind != one.kind), held[-1].until_on]
        for state, until_on in zip(begins, ends, strict=True):
            if state.kind in BODY_OF:
                yield number, path, BODY_OF[state.kind], state.from_on, until_on, state.source_entry_id
