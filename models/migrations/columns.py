"""Words to write migrations with; kept as they are, because old migrations speak them too."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from models.journal import Xid8

WHOLE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
PATH = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def dated_table(name: str, *parts: sa.schema.SchemaItem) -> None:
    days = (day("from_on"), day("until_on", True), *source())
    op.create_table(name, key(), *parts, *days, sa.CheckConstraint("until_on >= from_on", "days"))
    index(name, "source_entry_id")


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def unique_where(table: str, columns: list[str], condition: str) -> None:
    name, where = f"uq_{table}_{'_'.join(columns)}", sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def source() -> tuple[sa.Column, sa.Column]:
    return ref("source_entry_id", "entry", True), ref("withdrawn_by_id", "entry", True)


def key(always: bool = False) -> sa.Column:
    return sa.Column("id", WHOLE, sa.Identity(always=always), primary_key=True)


def ref(name: str, table: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, WHOLE, sa.ForeignKey(f"{table}.id"), nullable=nullable)


def xid() -> sa.Column:
    default = None if op.get_bind().dialect.name == "sqlite" else sa.text("pg_current_xact_id()")
    return sa.Column("xid", WHOLE.with_variant(Xid8(), "postgresql"), server_default=default)


def of_type(kind: type[sa.types.TypeEngine]) -> Callable[..., sa.Column]:
    return lambda name, nullable=False: sa.Column(name, kind, nullable=nullable)


text, day, flag, blob = (of_type(kind) for kind in (sa.Text, sa.Date, sa.Boolean, sa.LargeBinary))


def whole(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, WHOLE, nullable=nullable)
