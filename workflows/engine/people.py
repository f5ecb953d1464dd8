"""Persons in forms: chosen on a page (known by number, status filled in), or written in a file (a name, maybe a status)."""

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from .forms import Row, field
from .values import Name

STATUS_TITLES = {"full": "正式党员", "probationary": "预备党员", "none": "非党员"}


class Person(Row):
    """A person in a form. `person` is the number of a chosen person; a bare text in a file is the name.

    `relative`, `other_cases` and `own_branch` are filled in for a chosen person and are None in files. `once`: nobody
    is chosen twice in one list.
    """

    once: ClassVar[bool] = True

    name: Name = field("姓名", personal=True)
    person: int | None = field("人员编号", default=None, ge=1)
    status: Literal["full", "probationary", "none"] | None = field("党员身份", default=None, help="选定了登记人员的不填")
    relative: bool | None = field("与申请人申报过亲属关系", default=None)
    other_cases: int | None = field("同时联系的其他人数", default=None, ge=0)
    own_branch: bool | None = field("本支部党员", default=None)

    @model_validator(mode="before")
    @classmethod
    def _a_text_is_a_name(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value
