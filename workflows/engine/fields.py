"""The fields of forms and of their rows: title, unit, limits; and what is raised when a field is asked for in vain."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined


class Unrecorded(LookupError):
    """A guard asked for a fact that the dossier does not hold; `title` is its field."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class Incomplete(Unrecorded):
    """A fact of the very form being filled in: live it must be entered, in a paper dossier it is a gap like others."""


def field(
    title: str,
    unit: str | None = None,
    *,
    default: Any = PydanticUndefined,
    ge: int | None = None,
    le: int | None = None,
    max_length: int | None = None,
    help: str | None = None,
    personal: bool = False,
    ahead: bool = False,
    past: bool = False,
    internal: bool = False,
    chooses: str | None = None,
    own: bool = False,
    numbered: bool = False,
    counts: str | None = None,
    answers: tuple[str, str] | None = None,
    people: bool = False,
) -> Any:
    """A field of a form. `personal` texts are kept apart from the facts; days `ahead` may lie in the future,
    one of the `past` is hardly ever today;
    an `internal` field is filled in by the installation and has no place in files; one that is `numbered` gets the next
    person's number where a new person is registered. On a page a number that `chooses` a
    person, an organisation or a proposal is picked from a list; of a meeting about several people, a person's `own`
    field is filled in for each, the others once. What a number `counts` (entitled members) is compared with the register;
    `answers` are the words for yes and no where the no is an answer that is recorded as well; numbers of `people` are shown
    by their names."""
    return Field(
        default,
        title=title,
        ge=ge,
        le=le,
        max_length=max_length,
        description=help,
        json_schema_extra={
            "unit": unit,
            "personal": personal,
            "ahead": ahead,
            "past": past,
            "internal": internal,
            "chooses": chooses,
            "own": own,
            "numbered": numbered,
            "counts": counts,
            "answers": answers,
            "people": people,
        },
    )


def trait(info: FieldInfo, name: str) -> Any:
    """What `field` declared beside pydantic's own: `unit`, `personal`, `ahead`."""
    extra = info.json_schema_extra
    return extra.get(name) if isinstance(extra, dict) else None


class Titled(BaseModel):
    """What forms and their rows share: strict, closed, and every field has a Chinese title."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @classmethod
    def title(cls, name: str) -> str:
        """The Chinese title of a field, by its name or by what files call it."""
        fields = cls.model_fields
        info = fields.get(name) or next((each for each in fields.values() if each.alias == name), None)
        return (info.title if info else None) or name


class Row(Titled):
    """A row inside a form; what it leaves out is None."""

    def recorded(self, name: str) -> Any:
        """The value of `name`; raises Incomplete when the row does not say."""
        value = getattr(self, name)
        if value is None:
            raise Incomplete(self.title(name))
        return value
