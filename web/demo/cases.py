"""The 40 cases: every stage, some overdue, some irregular, one for each side procedure; written down as history."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from web.demo.town import Place, Town
from workflows import flow
from workflows.engine.check import fold
from workflows.engine.findings import Finding
from workflows.engine.intake import read_paper
from workflows.engine.law import LawBook
from workflows.engine.months import add_months
from workflows.engine.outlook import overdue
from workflows.engine.perform.history import record_history
from workflows.membership.sample import COUNTS, lawful

Rows = list[dict[str, Any]]
DELIBERATED = ("agree_prospective", "pre_review", "approve_admission", "approve_conversion")


@dataclass(frozen=True)
class Sketch:
    """A case up to a step that was taken so many days ago; what is left out, other facts, and rows added afterwards."""

    upto: str
    ago: int
    about: str = ""
    without: tuple[str, ...] = ()
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    added: Callable[[date], Rows] | None = None


def then(step: str, **facts: Any) -> Callable[[date], Rows]:
    """One more step, today."""
    return lambda today: [{"step": step, "on": str(today), **facts}]


def moved(today: date) -> Rows:
    """Handed over a month ago and received ten days ago."""
    gone, come = str(today - timedelta(days=30)), str(today - timedelta(days=10))
    return [
        {"step": "hand_over", "on": gone, "to": "示例第二支部"},
        {"step": "receive", "on": come, "from": "示例第一支部", "examined": True},
    ]


def postponed(today: date) -> Rows:
    """Received, and the talk about conversion put off."""
    until = str(add_months(today, 3))
    return [
        *moved(today),
        {"step": "postpone_conversion", "on": str(today), "until": until, "reason": "转入不久，继续考察。"},
    ]


EXTENDED = {"resolve_conversion": {"outcome": "extend", "extend_until": "+200"}}
CANCELLED = {"resolve_conversion": {"outcome": "cancel"}}
LOST = {"admit": {**COUNTS, "in_favour": 5, "written_in_favour": 0, "against": 7}}
REFUSED = {"approve_admission": {"approved": False}}
PLAIN = (
    ("apply", 12, 45),
    ("talk", 20),
    ("decide_activist", 8),
    ("file_activist", 15),
    ("assign_contacts", 200),
    ("propose_prospective", 6),
    ("agree_prospective", 3),
    ("post_notice", 4),
    ("list_prospective", 9),
    ("name_sponsors", 5),
    ("review_politically", 4),
    ("train", 6),
    ("examine", 3),
    ("pre_review", 10, 50),
    ("fill_form", 4),
    ("admit", 12),
    ("interview", 5),
    ("approve_admission", 20, 400),
    ("take_oath", 60),
    ("apply_conversion", 10),
    ("resolve_conversion", 14),
    ("archive", 3),
)
SIDE = (
    Sketch("assign_contacts", 60, "SP-1 积极分子转移单位", added=moved),
    Sketch("take_oath", 90, "SP-2 预备党员转移单位", added=moved),
    Sketch("take_oath", 390, "SP-3 推迟讨论转正", added=postponed),
    Sketch("approve_conversion", 20, "SP-4 延长预备期", facts=EXTENDED),
    Sketch("approve_conversion", 25, "SP-5 取消预备党员资格", facts=CANCELLED),
    Sketch("approve_admission", 15, "SP-6 上级不予批准", facts=REFUSED),
    Sketch("examine", 10, "SP-7 追认为党员", added=then("recognise_posthumously", number="示组〔样〕1号")),
    Sketch("take_oath", 30, "SP-8 不予承认", added=then("refuse_recognition", ground="程序不合规定（示例）。")),
    Sketch("approve_admission", 40, "SP-9 党总支逐次审议"),
)
ODD = (
    Sketch("admit", 8, "表决未通过", facts=LOST),
    Sketch("examine", 5, "未经政治审查", without=("review_politically",)),
    Sketch("admit", 15, "到会不足半数", facts={"admit": {**COUNTS, "present": 7, "in_favour": 7, "abstain": 0}}),
    Sketch("decide_activist", 30, "派人谈话逾期", given={"apply": 200, "talk": 120}),
    Sketch("take_oath", 20, "入党宣誓逾期", given={"approve_admission": 120}),
    Sketch("decide_activist", 30, "本人撤回", added=then("withdraw")),
)


def sketches() -> list[Sketch]:
    """All of them: 25 plain ones, nine side procedures, six odd ones."""
    plain = [Sketch(step, ago) for step, *days in PLAIN for ago in days]
    return [*plain, *SIDE, *ODD]


def write_down(town: Town, laws: LawBook) -> Iterator[tuple[list[Finding], list[Finding]]]:
    """Records every case, one after another; answers what was found of its acts, and what is overdue today."""
    today, membership = town.at.date(), flow("membership")
    waiting = {place.key: list(place.applicants) for place in town.branches}
    for number, sketch in enumerate(sketches()):
        branch = _branch(town, waiting, sketch, number)
        person = waiting[branch.key].pop(0)
        paper = read_paper(membership, dossier(sketch, branch, laws, today), today)
        actor = town.actor(branch.key, "secretary")
        late = list(overdue(fold(membership, paper, laws)[0], laws, today))
        written = record_history(town.work, membership, person, branch.number, paper, actor, town.at)
        yield [finding for entry in written for finding in entry.findings], late


def _branch(town: Town, waiting: Mapping[str, list[int]], sketch: Sketch, number: int) -> Place:
    """SP-9 belongs under the general branch; the others go round."""
    round_about = [town.branches[(number + step) % len(town.branches)] for step in range(len(town.branches))]
    fitting = [place for place in round_about if place.parent == "general"] if "SP-9" in sketch.about else round_about
    return next(
        place for place in fitting if len(waiting[place.key]) > (place.key == "1")
    )  # one is kept for the live case


def dossier(sketch: Sketch, branch: Place, laws: LawBook, today: date) -> dict[str, Any]:
    """The case as a paper dossier."""
    on = today - timedelta(days=sketch.ago)
    built = {
        "has_committee": branch.built.get("has_committee", False),
        "has_groups": branch.built.get("has_groups", False),
        "general_branch": branch.parent == "general",
    }
    facts = {step: _ahead(held, today) for step, held in sketch.facts.items()}
    given = {step: today - timedelta(days=ago) for step, ago in sketch.given.items()}
    told = lawful(sketch.upto, on, laws.calendar, given=given, facts=facts, without=sketch.without, **built)
    rows = [row for row in told["steps"] if _begun(row, today)]
    rows += deliberations(rows) if built["general_branch"] else []
    return {**told, "steps": [*rows, *(sketch.added(today) if sketch.added else [])]}


def _begun(row: Mapping[str, Any], today: date) -> bool:
    return (row.get("on") or row["begins_on"]) <= str(today)


def _ahead(facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The facts with `+200` as the day so many days from today."""
    day = {name: str(today + timedelta(days=int(held))) for name, held in facts.items() if str(held).startswith("+")}
    return {**facts, **day}


def deliberations(rows: Rows) -> Rows:
    """The general branch deliberates on the day of each matter it is to deliberate on."""
    return [
        {"step": "deliberate", "on": row["on"], "about": row["step"], "opinion": "同意上报。"}
        for row in rows
        if row["step"] in DELIBERATED
    ]
