"""Every table, so that foreign keys find what they name; whoever opens a database imports this."""

from . import accounts, cases, installation, journal, memberships, offices, organisations, people, posts
from .base import Base

MODULES = (accounts, cases, installation, journal, memberships, offices, organisations, people, posts)
metadata = Base.metadata
