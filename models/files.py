"""Attached files: found by their content, kept outside the tables; entries name them by their hash."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class StoredFile(Base):
    """A file by the SHA-256 of its content in hexadecimal; `size` in bytes. Its name is a personal text of the entry."""

    __tablename__ = "file"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"), CheckConstraint("size >= 0", name="size"))

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    stored_on: Mapped[date]
