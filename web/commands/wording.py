"""How entries of the journal are worded: titles and coded values in Chinese, or the identifiers for English readers."""

from collections.abc import Callable, Mapping
from typing import Any

from models.posts import POSTS
from workflows.engine.declare import Workflow
from workflows.engine.findings import Finding
from workflows.engine.judge import facts_shown
from workflows.engine.second import ENGINE_STEPS
from workflows.engine.store import EntryRow
from workflows.rules.load import title_of

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
        "article": "第%s条",
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
        "article": " art. %s",
        "none": "not accepted",
    },
}


class Wording:
    """The words for the entries of one workflow in one language."""

    def __init__(self, flow: Workflow, lang: str, names: Callable[[int], str | None] = lambda person: None) -> None:
        self.flow, self.chinese, self.said, self.names = flow, lang == "zh", LABELS[lang], names

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
        order = [*form.model_fields, *facts]
        listed = sorted((name for name in facts if name != "on"), key=order.index)
        rows = [(self._titled(form, name), self.value(facts[name])) for name in listed]
        return rows + [(self._titled(form, name), texts.get(name, self.said["erased"])) for name in apart]

    def _titled(self, form: Any, path: str) -> str:
        name, _, rest = path.partition(".")
        number = rest.partition(".")[0]
        title = form.title(name) if self.chinese else name
        return f"{title} {int(number) + 1}" if number.isdigit() else title

    def value(self, value: Any) -> str:
        """A fact as a person reads it."""
        if isinstance(value, bool):
            return ("是" if value else "否") if self.chinese else ("yes" if value else "no")
        if isinstance(value, list):
            return ("、" if self.chinese else ", ").join(map(self.value, value))
        if isinstance(value, dict):
            return " ".join(self.value(each) for each in value.values())
        return self.flow.words.get(value, value) if self.chinese and isinstance(value, str) else str(value)

    def finding(self, stored: Mapping[str, Any]) -> str:
        """A finding with its article and code; the message itself stays in Chinese until a catalogue translates it."""
        facts = facts_shown(Finding(stored["message"], stored.get("facts", {})), self.flow)
        edition, article = stored.get("edition"), stored.get("article")
        cited = (title_of(edition) if self.chinese else edition) if edition else ""
        cited += self.said["article"] % article if edition and article else ""
        where = "，".join(filter(None, (cited, stored["code"]))) if self.chinese else f"{cited} {stored['code']}".strip()
        allowed = f"；{stored['allowed']}" if stored.get("allowed") else ""
        return f"{stored['message'] % facts}（{where}{allowed}）"
