"""A unit of work as a request ends it."""

from collections.abc import Iterator
from contextlib import contextmanager

from models.databases import Database
from models.work import Work
from workflows.engine.errors import WorkflowError


@contextmanager
def working(database: Database) -> Iterator[Work]:
    """A unit of work ended as the one error handler does: committed, also when a refusal carries its entry."""
    with database.work() as work:
        try:
            yield work
        except WorkflowError as error:
            if error.entry is not None:
                work.commit()
            raise
        work.commit()
