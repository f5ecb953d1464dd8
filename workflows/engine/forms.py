"""Forms: what a step records, with types, units and limits that hold whatever the regulation says.

A form is read in two ways. `read` is strict and complete (a live act). `recall` is as strict about what is there and
patient about what is not (paper dossiers): an absent fact raises `Unrecorded` when a guard asks for it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, NotRequired, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import TypedDict

from .complaints import complaint
from .errors import BadForm
from .findings import N_


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
    internal: bool = False,
) -> Any:
    """A field of a form. `personal` texts are kept apart from the facts; days `ahead` may lie in the future;
    an `internal` field is filled in by the installation and has no place in files."""
    return Field(
        default,
        title=title,
        ge=ge,
        le=le,
        max_length=max_length,
        description=help,
        json_schema_extra={"unit": unit, "personal": personal, "ahead": ahead, "internal": internal},
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
        """The Chinese title of a field."""
        info = cls.model_fields.get(name)
        return (info.title if info else None) or name


class Row(Titled):
    """A row inside a form; what it leaves out is None."""

    def recorded(self, name: str) -> Any:
        """The value of `name`; raises Incomplete when the row does not say."""
        value = getattr(self, name)
        if value is None:
            raise Incomplete(self.title(name))
        return value


class Form(Titled):
    """The base of every form."""

    version: ClassVar[int] = 1

    def __getattr__(self, name: str) -> Any:
        if name in type(self).model_fields:
            raise Unrecorded(self.title(name))
        raise AttributeError(name)

    @property
    def day(self) -> date:
        """The day of the act: `on`, else `begins_on`."""
        values = self.__dict__
        day = values.get("on") or values.get("begins_on")
        if day is None:
            raise Unrecorded(self.title(self.day_field()))
        return day

    @classmethod
    def day_field(cls) -> str:
        """The name of the field that says the day of the act."""
        return "on" if "on" in cls.model_fields else "begins_on"

    def known(self, name: str) -> Any:
        """The value of `name`, or None where it was not recorded."""
        return self.__dict__.get(name)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(field, message, facts) for values that cannot all be true; absent values contradict nothing."""
        return iter(())

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Form":
        """The complete form of a live act; raises BadForm that names every wrong field."""
        try:
            return cls.model_validate(values)._agreeing()
        except ValidationError as error:
            raise BadForm(cls._complaints(error)) from None

    @classmethod
    def held(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that are there, each checked, the others left out; raises BadForm."""
        try:
            return _partial(cls)[0].validate_python(values)
        except ValidationError as error:
            raise BadForm(cls._complaints(error)) from None

    @classmethod
    def recall(cls, values: Mapping[str, Any]) -> "Form":
        """What a paper dossier holds of the form, at least its day; raises BadForm for what is wrong."""
        held = cls.held(values)
        day = cls.day_field()
        if day in cls.model_fields and day not in held:
            raise BadForm([(day, N_("缺少“%(title)s”") % {"title": cls.title(day)})])
        return cls.restore({**_partial(cls)[1], **held})._agreeing()

    @classmethod
    def internal(cls) -> frozenset[str]:
        """The fields that the installation fills in."""
        return _partial(cls)[3]

    @classmethod
    def row_fields(cls) -> tuple[str, ...]:
        """The fields that hold lists of rows."""
        return _partial(cls)[4]

    @classmethod
    def days_past(cls) -> tuple[str, ...]:
        """The day fields that may not lie in the future."""
        return _partial(cls)[2]

    @classmethod
    def restore(cls, values: dict[str, Any]) -> "Form":
        """A form around values that were read before."""
        form = cls.__new__(cls)
        object.__setattr__(form, "__dict__", values)
        object.__setattr__(form, "__pydantic_fields_set__", values.keys())
        object.__setattr__(form, "__pydantic_extra__", None)
        object.__setattr__(form, "__pydantic_private__", None)
        return form

    def _agreeing(self) -> "Form":
        errors = [(name, message % facts) for name, message, facts in self.contradictions()]
        if errors:
            raise BadForm(errors)
        return self

    @classmethod
    def _complaints(cls, error: ValidationError) -> list[tuple[str, str]]:
        return [complaint(cls.title, details) for details in error.errors(include_url=False)]


_partials: dict[
    type[Form], tuple[TypeAdapter[Any], dict[str, Any], tuple[str, ...], frozenset[str], tuple[str, ...]]
] = {}


def _partial(
    form: type[Form],
) -> tuple[TypeAdapter[Any], dict[str, Any], tuple[str, ...], frozenset[str], tuple[str, ...]]:
    """A validator that lets facts be absent, the defaults of the fields that have one, the days never ahead, what is internal, lists."""
    if form not in _partials:
        fields = form.model_fields
        loose = {
            name: NotRequired[Annotated[info.annotation, info.title, *info.metadata]] for name, info in fields.items()
        }
        closed = TypedDict(form.__name__, loose)  # type: ignore[operator]
        closed.__pydantic_config__ = form.model_config  # type: ignore[attr-defined]
        defaults = {name: info.default for name, info in fields.items() if not info.is_required()}
        past = tuple(name for name, info in fields.items() if _is_day(info) and not trait(info, "ahead"))
        internal = frozenset(name for name, info in fields.items() if trait(info, "internal"))
        rows = tuple(name for name, info in fields.items() if _is_rows(info))
        _partials[form] = TypeAdapter(closed), defaults, past, internal, rows
    return _partials[form]


def _is_day(info: FieldInfo) -> bool:
    return date in (info.annotation, *getattr(info.annotation, "__args__", ())) or "date" in str(info.annotation)


def _is_rows(info: FieldInfo) -> bool:
    inner = next(iter(get_args(info.annotation)), None)
    return isinstance(inner, type) and issubclass(inner, Row)
