"""Forms: what a step records, with types, units and limits that hold whatever the regulation says.

A form is read in two ways. `read` is strict and complete (a live act). `recall` is as strict about what is there and
patient about what is not (paper dossiers): an absent fact raises `Unrecorded` when a guard asks for it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, NotRequired, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from typing_extensions import TypedDict

from .complaints import complaint_of
from .errors import BadForm
from .fields import Incomplete, Row, Titled, Unrecorded, field, trait
from .findings import N_

__all__ = ["Form", "Incomplete", "Row", "Titled", "Unrecorded", "field", "trait"]

AHEAD = N_("“%(title)s”%(day)s 在 %(on)s 之后：尚未发生的事不能登记")
UNKNOWN = N_("不认识的项目“%(name)s”：请对照模板核对名称")
_new, _set = object.__new__, object.__setattr__  # past pydantic's own, which would read the values again


class Form(Titled):
    """The base of every form."""

    version: ClassVar[int] = 1

    def __getattr__(self, name: str) -> Any:
        if name in type(self).model_fields:
            raise Unrecorded(self.title(name))
        if name == "__pydantic_fields_set__":  # pydantic asks for these three when it shows or compares a form
            return set(self.__dict__)
        if name in ("__pydantic_extra__", "__pydantic_private__"):
            return None
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
            return _patience(cls).validate(values)
        except ValidationError as error:
            raise BadForm(cls._complaints(error)) from None

    @classmethod
    def recall(cls, values: Mapping[str, Any], read_on: date | None = None) -> "Form":
        """What a paper dossier holds of the form, at least its day; raises BadForm for what is wrong.

        `read_on` is the day a file is read: nothing in it lies later, and what the installation fills in is unknown.
        """
        patience = _patience(cls)
        if patience.internal and read_on is not None:
            cls.refuse_internal(values)
        try:
            held = patience.validate(values)
        except ValidationError as error:
            raise BadForm(cls._complaints(error)) from None
        day = patience.day
        if day is not None and day not in held:
            raise BadForm([(day, N_("缺少“%(title)s”") % {"title": cls.title(day)})])
        form = _new(cls)
        _set(form, "__dict__", {**patience.defaults, **held} if patience.defaults else held)
        if patience.may_contradict:
            form._agreeing()
        if read_on is not None:
            for name in patience.past:
                if (day := held.get(name)) is not None and day > read_on:
                    form.not_after(read_on)
            if patience.rows:
                form.not_after(read_on)
        return form

    @classmethod
    def refuse_internal(cls, values: Mapping[str, Any]) -> None:
        """Raises BadForm when there is a value for a field that the installation fills in."""
        for name in _patience(cls).internal & values.keys():
            raise BadForm([(name, UNKNOWN % {"name": name})])

    def not_after(self, by: date) -> "Form":
        """The form itself; raises BadForm when a day of it, or of one of its rows, lies after `by`."""
        patience, held = _patience(type(self)), self.__dict__
        for name in patience.past:
            day = held.get(name)
            if day is not None and day > by:
                raise BadForm([(name, AHEAD % {"title": self.title(name), "day": day, "on": by})])
        for name in patience.rows:
            for number, row in enumerate(held.get(name) or ()):
                for inner, day in row.__dict__.items():
                    if isinstance(day, date) and day > by:
                        facts = {"title": row.title(inner), "day": day, "on": by}
                        raise BadForm([(f"{name}.{number}.{inner}", AHEAD % facts)])
        return self

    @classmethod
    def days_past(cls) -> tuple[str, ...]:
        """The day fields that may not lie in the future."""
        return _patience(cls).past

    @classmethod
    def restore(cls, values: dict[str, Any]) -> "Form":
        """A form around values that were read before."""
        form = _new(cls)
        _set(form, "__dict__", values)
        return form

    def _agreeing(self) -> "Form":
        errors = [(name, message % facts) for name, message, facts in self.contradictions()]
        if errors:
            raise BadForm(errors)
        return self

    @classmethod
    def _complaints(cls, error: ValidationError) -> list[tuple[str, str]]:
        return [complaint_of(cls, details) for details in error.errors(include_url=False)]


@dataclass(frozen=True, slots=True)
class Patience:
    """How a form is recalled, prepared once: a validator that lets facts be absent, the defaults of the fields that have
    one, the days that are never ahead, what is internal, lists of rows, the day there must be, and whether values of the
    form can contradict each other.
    """

    validate: Callable[[Mapping[str, Any]], dict[str, Any]]
    defaults: dict[str, Any]
    past: tuple[str, ...]
    internal: frozenset[str]
    rows: tuple[str, ...]
    day: str | None
    may_contradict: bool


@cache
def _patience(form: type[Form]) -> Patience:
    fields, day = form.model_fields, form.day_field()
    loose = {name: NotRequired[Annotated[info.annotation, info.title, *info.metadata]] for name, info in fields.items()}
    closed = TypedDict(form.__name__, loose)  # type: ignore[operator]
    closed.__pydantic_config__ = form.model_config  # type: ignore[attr-defined]
    return Patience(
        TypeAdapter(closed).validator.validate_python,
        {name: info.default for name, info in fields.items() if not info.is_required()},
        tuple(name for name, info in fields.items() if _is_day(info) and not trait(info, "ahead")),
        frozenset(name for name, info in fields.items() if trait(info, "internal")),
        tuple(name for name, info in fields.items() if _is_rows(info)),
        day if day in fields else None,
        form.contradictions is not Form.contradictions,
    )


def _is_day(info: FieldInfo) -> bool:
    return any(part is date or date in get_args(part) for part in (info.annotation, *get_args(info.annotation)))


def _is_rows(info: FieldInfo) -> bool:
    inner = next(iter(get_args(info.annotation)), None)
    return isinstance(inner, type) and issubclass(inner, Row)
