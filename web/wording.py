"""How entries of the journal are worded for people, in Chinese or through the catalogue."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, get_args

from models.posts import POSTS
from web.catalogue import translated
from workflows.engine.decide import reason
from workflows.engine.declare import Workflow
from workflows.engine.findings import N_, Citation, Finding, Severity
from workflows.engine.forms import Titled
from workflows.engine.law import LawBook
from workflows.engine.perform.second import ENGINE_STEPS
from workflows.rules import OVERLAYS, law_book

KINDS = {
    "act": N_("办理"),
    "import": N_("历史档案"),
    "refusal": N_("不予办理"),
    "proposal": N_("提议"),
    "correction": N_("更正"),
    "void": N_("作废"),
    "allow": N_("上级说明"),
    "erasure": N_("抹去"),
}
NOT_ACCEPTED = N_("未受理")
ERASED = N_("（已清除）")
NOBODY = N_("系统初始化")
PERSON = N_("人员 %(number)s")
NAMED = N_("%(name)s（人员 %(number)s）")
YES, NO = N_("是"), N_("否")
ALLOWED = N_("%(reason)s；已有上级说明 %(number)s")


@cache
def every_law() -> LawBook:
    """Every edition and overlay on file, for their titles."""
    return law_book(overlays=OVERLAYS)


class Wording:
    """The words for the entries of one workflow in one language; `names` gives the name of a person by number."""

    def __init__(self, flow: Workflow, language: str, names: Callable[[int], str | None] = lambda person: None) -> None:
        self.flow, self.language, self.names = flow, language, names
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
            return self.say(NOBODY)
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
        return [self.fact(step, name, whole[name]) for name in sorted(whole.keys() - internal, key=order.index)]

    def fact(self, step: str, name: str, value: Any) -> tuple[str, str]:
        """(title, value) for one fact of a step."""
        form = (ENGINE_STEPS.get(step) or self.flow[step]).form
        return self._titled(form, name), self.value(value, _row(form, name))

    def _titled(self, form: Any, name: str) -> str:
        return self.say(form.title(name)) if form else name

    def value(self, value: Any, row: Any = None) -> str:
        """A fact as a person reads it; `row` is the form of the rows of a list."""
        if isinstance(value, bool):
            return self.say(YES if value else NO)
        if isinstance(value, list):
            mark = "；" if row else "、"
            return (mark if self.language == "zh" else ", ").join(self.value(each, row) for each in value)
        if isinstance(value, dict):
            named = (f"{self._titled(row, name)} {self.value(each)}" for name, each in value.items() if name != "name")
            return self.listed([value["name"], *named] if "name" in value else named)
        return self.say(self.word(value)) if isinstance(value, str) else str(value)

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


def entry_shown(
    entry: Any, texts: Mapping[str, str], wording: Wording, changes: list[tuple[str, str]] | None = None
) -> dict[str, Any]:
    """An entry as pages and the command line show it; `changes` are what a correction changes, instead of its facts."""
    content, findings = json.loads(bytes(entry.facts)), json.loads(bytes(entry.findings))
    on = entry.act_on or entry.recorded_at[:10]
    return {
        "case": entry.case_id,
        "number": entry.number,
        "kind": entry.kind,
        "kind_title": wording.say(KINDS[entry.kind]),
        "step": entry.step,
        "title": wording.title(entry.step),
        "on": entry.act_on,
        "recorded_at": entry.recorded_at,
        "mode": entry.mode,
        "actor": wording.actor(entry),
        "stage_before": entry.stage_before,
        "stage_after": entry.stage_after,
        "stage": f"{wording.stage(entry.stage_before)} → {wording.stage(entry.stage_after)}",
        "outcome": entry.outcome,
        "outcome_title": wording.outcome(entry.outcome),
        "facts": content["facts"],
        "shown": changes or wording.facts(entry.step, content["facts"], texts, json.loads(bytes(entry.commitments))),
        "findings": [{**each, "shown": wording.finding(each, on)} for each in findings],
        "files": [
            {"sha256": sha256, "name": texts.get(f"files.{number}", wording.say(ERASED))}
            for number, sha256 in enumerate(json.loads(bytes(entry.files)))
        ],
        "refers_to": entry.refers_to,
        "hash": bytes(entry.hash).hex(),
    }


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


def _row(form: Any, name: str) -> Any:
    """The form of the rows of a list field, where it holds rows."""
    info = form.model_fields.get(name)
    inner = next(iter(get_args(info.annotation)), None) if info else None
    return inner if hasattr(inner, "title") and isinstance(inner, type) and issubclass(inner, Titled) else None
