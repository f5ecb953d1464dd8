"""What one installation goes by: overlays, readings and confirmed calendar years, as its office journal last set them."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base

NO_RULES = '{"calendar":{},"overlays":[],"readings":{}}'


class Installation(Base):
    """One row. `rules` is canonical JSON, `rules_stamp` the name of its content: a process knows by it whether to read again."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rules: Mapped[str] = mapped_column(default=NO_RULES)
    rules_stamp: Mapped[str] = mapped_column(default="default")
