"""Every table, so that foreign keys find what they name; whoever opens a database imports this."""

from . import (
    accounts,
    cases,
    files,
    installation,
    journal,
    mappings,
    memberships,
    offices,
    organisations,
    pending,
    people,
    posts,
)
from .base import Base

MODULES = (
    accounts,
    cases,
    files,
    installation,
    journal,
    mappings,
    memberships,
    offices,
    organisations,
    pending,
    people,
    posts,
)
metadata = Base.metadata
