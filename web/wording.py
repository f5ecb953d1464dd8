"""How entries of the journal are worded for people, in Chinese or through the catalogue."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, get_args

from models.posts import POSTS
from web.catalogue import translated
from web.shapes import of_people
from workflows.engine.decide import reason
from workflows.engine.declare import Workflow
from workflows.engine.findings import N_, Citation, Finding, Severity
from workflows.engine.forms import Titled
from workflows.engine.law import LawBook
from workflows.engine.perform.engine_steps import ENGINE_STEPS
from workflows.rules import OVERLAYS, law_book

NOT_ACCEPTED = N_("未受理")
ERASED = N_("（已清除）")
NOBODY, OF_ITSELF = N_("系统初始化"), N_("系统")
PERSON = N_("人员 %(number)s")
NAMED = N_("%(name)s（人员 %(number)s）")
YES, NO = N_("是"), N_("否")
ALLOWED = N_("%(reason)s；已有上级说明 %(number)s")


def nobody(entry: Any) -> str:
    """Who recorded an entry of nobody in particular: what the installation began with, or what it does of itself."""
    return NOBODY if entry.mode == "history" else OF_ITSELF


@cache
def every_law() -> LawBook:
    """Every edition and overlay on file, for their titles."""
    return law_book(overlays=OVERLAYS)


class Wording:
    """The words for the entries of one workflow in one language.

    `names` gives the name of a person by number; an entry that is `hidden` is sealed for whoever reads it.
    """

    def __init__(
        self,
        flow: Workflow,
        language: str,
        names: Callable[[int], str | None] = lambda person: None,
        hidden: Callable[[Any], bool] = lambda entry: False,
    ) -> None:
        self.flow, self.language, self.names, self.hidden = flow, language, names, hidden
        self.laws = every_law()

    def say(self, message: str) -> str:
        """A message or title in the language."""
        return translated(message, self.language)

    def title(self, step: str) -> str:
        """The step's title."""
        return self.say((ENGINE_STEPS.get(step) or self.flow[step]).title)

    def stage(self, stage: str | None) -> str:
        """The stage's title; a case that was refused at its first step has none."""
        return self.say(NOT_ACCEPTED if stage is None else self.flow.stage_titles[stage])  # type: ignore[index]

    def outcome(self, outcome: str | None) -> str:
        """The outcome's title."""
        return self.say(self.flow.outcome_titles.get(outcome, outcome)) if outcome else ""

    def actor(self, entry: Any) -> str:
        """Who recorded, by which post and for which office."""
        if entry.actor_person_id is None:
            return self.say(nobody(entry))
        post = POSTS.get(entry.actor_post or "", entry.actor_post)
        office = self.flow.offices.get(entry.actor_office or "", entry.actor_office)
        told = (self.say(each) for each in (post, office) if each)
        return self.listed([self.person(entry.actor_person_id), *told])

    def person(self, number: int) -> str:
        """A person by name and number."""
        name = self.names(number)
        return self.say(NAMED % {"name": name, "number": number} if name else PERSON % {"number": number})

    def listed(self, parts: Iterable[str]) -> str:
        """Several parts in a row."""
        return ("，" if self.language == "zh" else ", ").join(parts)

    def facts(
        self, step: str, facts: Mapping[str, Any], texts: Mapping[str, str], apart: Mapping[str, Any]
    ) -> list[tuple[str, str]]:
        """(title, value) for what was recorded, personal texts from where they lie apart."""
        form = (ENGINE_STEPS.get(step) or self.flow[step]).form
        whole = unfolded(
            facts, {path: texts.get(path, self.say(ERASED)) for path in apart if not path.startswith("files.")}
        )
        order = [*form.model_fields, *whole]
        internal = {"on", "proposal"} if step in ENGINE_STEPS else {"on"}
        told = sorted(whole.keys() - internal, key=order.index)
        return [self.fact(step, name, whole[name]) for name in told if whole[name] != []]

    def fact(self, step: str, name: str, value: Any) -> tuple[str, str]:
        """(title, value) for one fact of a step."""
        form = (ENGINE_STEPS.get(step) or self.flow[step]).form
        return self._titled(form, name), self.field(form, name, value)

    def _titled(self, form: Any, name: str) -> str:
        return self.say(form.title(name)) if form else name

    def field(self, form: Any, name: str, value: Any) -> str:
        """The value of a field: people by their names, a code by the word it has in this field."""
        if form and of_people(form, name) and value is not None:
            return self.people(value if isinstance(value, list) else [value])
        if isinstance(value, str) and f"{name}.{value}" in self.flow.words:
            return self.say(self.flow.words[f"{name}.{value}"])
        return self.value(value, _row(form, name) if form else None)

    def people(self, numbers: Sequence[int]) -> str:
        """People by name, with the number where the name was erased or two have the same one."""
        names = [self.names(number) for number in numbers]
        told = (
            name if name and names.count(name) == 1 else self.person(number)
            for name, number in zip(names, numbers, strict=True)
        )
        return ("、" if self.language == "zh" else ", ").join(told)

    def value(self, value: Any, row: Any = None) -> str:
        """A fact as a person reads it; `row` is the form of the rows of a list."""
        if isinstance(value, bool):
            return self.say(YES if value else NO)
        if isinstance(value, list):
            mark = "；" if row else "、"
            return (mark if self.language == "zh" else ", ").join(self.value(each, row) for each in value)
        if isinstance(value, dict):
            return self.listed(self.parts(value, row))
        return self.say(self.word(value)) if isinstance(value, str) else str(value)

    def parts(self, value: Mapping[str, Any], row: Any) -> Iterator[str]:
        """A row as it is read: whom it is about, then each fact with its title."""
        if "name" in value:
            yield value["name"]
        elif row and "person" in value and of_people(row, "person"):
            yield self.field(row, "person", value["person"])
        told = {"name"} if "name" in value else {"person"} if row and of_people(row, "person") else set()
        told |= {"relative"} if self.flow.subject == "organisation" else set()  # there is no applicant
        order = list(row.model_fields) if row else []
        for name in sorted(value.keys() - told, key=lambda name: order.index(name) if name in order else len(order)):
            yield f"{self._titled(row, name)} {self.field(row, name, value[name])}"

    def word(self, code: str) -> str:
        """The Chinese word of a coded value; a step named in a fact by its title."""
        return self.flow.words.get(code) or (self.flow[code].title if code in self.flow else code)

    def finding(self, stored: Mapping[str, Any], on: str) -> str:
        """A stored finding with its earliest day, article and code."""
        said = reason(restored(stored), self.flow, self.laws.on(date.fromisoformat(on)))
        allowed = stored.get("allowed")
        return self.say(ALLOWED % {"reason": said, "number": allowed} if allowed else said)


def restored(stored: Mapping[str, Any]) -> Finding:
    """The finding an entry keeps."""
    days = {name: date.fromisoformat(stored[name]) for name in ("on", "earliest", "latest") if stored.get(name)}
    return Finding(
        stored["message"],
        stored.get("facts", {}),
        severity=Severity(stored["severity"]) if stored.get("severity") else None,
        code=stored["code"],
        step=stored.get("step", ""),
        edition=stored.get("edition"),
        article=stored.get("article"),
        also=tuple(Citation(*each) for each in stored.get("also", ())),
        allowed=stored.get("allowed"),
        **days,
    )


def unfolded(facts: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """The facts with the texts back in their places (`contacts.0.name`)."""
    whole: dict[str, Any] = {**facts}
    for path, text in texts.items():
        name, _, rest = path.partition(".")
        number, _, inner = rest.partition(".")
        if number.isdigit() and isinstance(whole.get(name), list):
            whole[name] = [dict(row) for row in whole[name]]
            whole[name][int(number)] = {inner: text, **whole[name][int(number)]}
        else:
            whole[path] = text
    return whole


def people_in(form: Any, facts: Mapping[str, Any]) -> Iterator[int]:
    """The numbers of people among the facts of a form."""
    for name, value in facts.items():
        if of_people(form, name):
            yield from value if isinstance(value, list) else [value]
        elif row := _row(form, name):
            for each in value or ():
                yield from people_in(row, each)


def _row(form: Any, name: str) -> Any:
    """The form of the rows of a list field, where it holds rows."""
    info = form.model_fields.get(name)
    inner = next(iter(get_args(info.annotation)), None) if info else None
    return inner if hasattr(inner, "title") and isinstance(inner, type) and issubclass(inner, Titled) else None
