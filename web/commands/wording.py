"""How entries of the journal are worded: titles and coded values in Chinese, or the identifiers for English readers."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from models.posts import POSTS
from workflows.engine.decide import reason
from workflows.engine.declare import Workflow
from workflows.engine.findings import Finding
from workflows.engine.forms import Titled
from workflows.engine.judge import facts_shown
from workflows.engine.perform.second import ENGINE_STEPS
from workflows.engine.perform.store import EntryRow
from workflows.rules import OVERLAYS, law_book

LABELS = {
    "zh": {
        "number": "第 %s 条",
        "refers_to": "对第 %s 条",
        "actor": "登记人：",
        "recorded_at": "登记于 ",
        "history": "历史档案",
        "colon": "：",
        "refusal": "不予办理",
        "proposal": "提议",
        "correction": "更正",
        "void": "作废",
        "allow": "上级说明",
        "erasure": "抹去",
        "erased": "（已清除）",
        "nobody": "系统初始化",
        "person": "人员 %s",
        "none": "未受理",
    },
    "en": {
        "number": "No. %s",
        "refers_to": "about no. %s",
        "actor": "by ",
        "recorded_at": "recorded ",
        "history": "history",
        "colon": ": ",
        "refusal": "REFUSED",
        "proposal": "proposal",
        "correction": "correction",
        "void": "void",
        "allow": "allowance",
        "erasure": "erasure",
        "erased": "(erased)",
        "nobody": "initialisation",
        "person": "person %s",
        "none": "not accepted",
    },
}


class Wording:
    """The words for the entries of one workflow in one language."""

    def __init__(self, flow: Workflow, lang: str, names: Callable[[int], str | None] = lambda person: None) -> None:
        self.flow, self.chinese, self.said, self.names = flow, lang == "zh", LABELS[lang], names
        self.laws = law_book(overlays=OVERLAYS)

    def title(self, step: str) -> str:
        """The step's title."""
        return (ENGINE_STEPS.get(step) or self.flow[step]).title if self.chinese else step

    def stage(self, stage: str | None) -> str:
        """The stage's title; a case that was refused at its first step has none."""
        if stage is None:
            return self.said["none"]
        return self.flow.stage_titles[stage] if self.chinese else stage  # type: ignore[index]

    def outcome(self, outcome: str | None) -> str:
        """The outcome's title."""
        if outcome is None:
            return ""
        return self.flow.outcome_titles.get(outcome, outcome) if self.chinese else outcome

    def actor(self, entry: EntryRow) -> str:
        """Who recorded, by which post and for which office."""
        if entry.actor_person_id is None:
            return self.said["nobody"]
        number = self.said["person"] % entry.actor_person_id
        name = self.names(entry.actor_person_id)
        person = f"{name}（{number}）" if name else number
        post, office = entry.actor_post, entry.actor_office
        if self.chinese:
            post = POSTS.get(post or "", post)
            office = self.flow.offices.get(office or "", office)  # type: ignore[call-overload]
        return ("，" if self.chinese else ", ").join(filter(None, (person, post, office)))

    def facts(
        self, step: str, facts: Mapping[str, Any], texts: Mapping[str, str], apart: Mapping[str, Any]
    ) -> list[tuple[str, str]]:
        """(title, value) for what was recorded, personal texts from where they lie apart."""
        form = (ENGINE_STEPS.get(step) or self.flow[step]).form
        whole = unfolded(facts, {path: texts.get(path, self.said["erased"]) for path in apart})
        order = [*form.model_fields, *whole]
        listed = sorted((name for name in whole if name != "on"), key=order.index)
        return [(self._titled(form, name), self.value(whole[name], _row(form, name))) for name in listed]

    def _titled(self, form: Any, name: str) -> str:
        return form.title(name) if self.chinese and form else name

    def value(self, value: Any, row: Any = None) -> str:
        """A fact as a person reads it; `row` is the form of the rows of a list."""
        if isinstance(value, bool):
            return ("是" if value else "否") if self.chinese else ("yes" if value else "no")
        if isinstance(value, list):
            return ("；" if row else "、" if self.chinese else ", ").join(self.value(each, row) for each in value)
        if isinstance(value, dict):
            named = (f"{self._titled(row, name)} {self.value(each)}" for name, each in value.items() if name != "name")
            return "，".join([value["name"], *named] if "name" in value else named)
        return self.flow.words.get(value, value) if self.chinese and isinstance(value, str) else str(value)

    def finding(self, stored: Mapping[str, Any], on: str) -> str:
        """A finding with its article and code; the message itself stays in Chinese until a catalogue translates it."""
        earliest = stored.get("earliest")
        finding = Finding(
            stored["message"],
            stored.get("facts", {}),
            earliest=date.fromisoformat(earliest) if earliest else None,
            code=stored["code"],
            edition=stored.get("edition"),
            article=stored.get("article"),
        )
        allowed = f"；{stored['allowed']}" if stored.get("allowed") else ""
        if self.chinese:
            return reason(finding, self.flow, self.laws.on(date.fromisoformat(on))) + allowed
        cited = " ".join(
            filter(None, (finding.edition, f"art. {finding.article}" if finding.article else None, finding.code))
        )
        return f"{finding.message % facts_shown(finding, self.flow)} ({cited}){allowed}"


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
