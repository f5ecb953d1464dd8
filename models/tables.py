"""Every table, so that foreign keys find what they name; whoever opens a database imports this."""

from . import (  # noqa: F401 (imported for their tables)
    accounts,
    cases,
    events,
    files,
    installation,
    journal,
    lines,
    log,
    mappings,
    memberships,
    offices,
    organisations,
    pending,
    people,
    posts,
    rights,
    terms,
)
from .base import Base

metadata = Base.metadata
