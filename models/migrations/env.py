"""Run by Alembic for every command: the connection comes from `migrations`, the tables from the models."""

from alembic import context
from sqlalchemy.dialects.postgresql.base import ischema_names

from models.journal import Xid8
from models.tables import metadata

ischema_names["xid8"] = Xid8

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
