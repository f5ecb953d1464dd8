"""A lawful dossier, synthetic from head to foot: for tests, the demo and the benchmark. Any day or fact may be given."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from workflows.engine.calendar import Calendar
from workflows.engine.months import add_months, add_years

AFTER_APPLY = {
    "apply": 0,
    "talk": 20,
    "decide_activist": 100,
    "file_activist": 110,
    "assign_contacts": 112,
    "propose_prospective": 475,
    "agree_prospective": 485,
    "post_notice": 487,
    "list_prospective": 505,
    "name_sponsors": 508,
    "review_politically": 520,
    "train": 530,
    "examine": 540,
    "pre_review": 545,
    "fill_form": 550,
    "admit": 560,
    "interview": 570,
    "approve_admission": 590,
    "file_admission": 595,
    "assign_group": 597,
    "take_oath": 600,
    "review_probationer": 750,
    "apply_conversion": 920,
    "resolve_conversion": 930,
    "approve_conversion": 960,
    "archive": 970,
}
"""How many days after the application each step lies in an unhurried case."""

YEARS_BEFORE = {"decide_activist": "propose_prospective", "admit": "resolve_conversion"}
"""Steps that lie at least a year before another."""

DAYS_AT_MOST = {"talk": ("apply", 28), "admit": ("pre_review", 28), "take_oath": ("approve_admission", 28)}
"""Steps that may not lie long after another."""

COUNTS = {
    "due": 15,
    "present": 13,
    "in_favour": 12,
    "against": 0,
    "abstain": 1,
    "written_in_favour": 1,
    "secret_ballot": True,
}
FACTS: dict[str, dict[str, Any]] = {
    "talk": {"talkers": ["王芳"]},
    "decide_activist": {"recommended_by": ["members"]},
    "assign_contacts": {"contacts": [{"name": "赵强", "status": "full"}, {"name": "周敏", "status": "full"}]},
    "review_activist": {"opinion": "表现稳定，继续培养。"},
    "propose_prospective": {"opinions": ["group", "contacts", "members", "masses"]},
    "agree_prospective": {"agreed": True},
    "post_notice": {"places": ["单位公示栏", "居住地公示栏"], "objections": 0},
    "name_sponsors": {"sponsors": [{"name": "赵强", "status": "full"}, {"name": "周敏", "status": "full"}]},
    "review_politically": {"conclusion": "pass", "places": ["户籍所在地党组织", "居住地党组织"]},
    "train": {"days": 3, "hours": 24},
    "pre_review": {"passed": True},
    "fill_form": {"form_no": "样-000001"},
    "admit": COUNTS,
    "interview": {"by": "organiser"},
    "approve_admission": {"approved": True, "approver": "committee"},
    "review_probationer": {"opinion": "表现稳定，继续考察。"},
    "resolve_conversion": {**COUNTS, "outcome": "on_time"},
    "approve_conversion": {"approved": True},
    "archive": {
        "items": [
            "admission_form",
            "application",
            "activist_form",
            "political_review",
            "probation_form",
            "conversion_application",
        ]
    },
}
SETTING = {
    "born_on": "1995-05-04",
    "has_committee": True,
    "has_groups": True,
    "floating": False,
    "general_branch": False,
}


def lawful(
    upto: str,
    on: date,
    workdays: Calendar,
    *,
    given: Mapping[str, date] | None = None,
    facts: Mapping[str, Mapping[str, Any]] | None = None,
    without: Iterable[str] = (),
    **setting: Any,
) -> dict[str, Any]:
    """A dossier in the file format whose step `upto` falls on `on`, with all that must come before it.

    `given` fixes the days of steps (a notice or training: its first day), `facts` adds or replaces facts of steps.
    """
    days = schedule(upto, on, given or {}, workdays)
    left_out = set(without)
    rows = [row for step in days if step not in left_out for row in _rows(step, days, workdays)]
    for row in rows:
        row.update((facts or {}).get(row["step"], {}))
    return {"ref": "样-001", "name": "李明", **SETTING, **setting, "steps": rows}


def schedule(upto: str, on: date, given: Mapping[str, date], workdays: Calendar) -> dict[str, date]:
    """The day of every step up to `upto`, in table order: unhurried, but never against a given day."""
    names = list(AFTER_APPLY)[: list(AFTER_APPLY).index(upto) + 1]
    days = {upto: given.get(upto, on)}
    for name, following in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        unhurried = on - timedelta(days=AFTER_APPLY[upto] - AFTER_APPLY[name])
        days[name] = given.get(name) or min(unhurried, _last_chance(name, following, days, workdays))
    for name, (anchor, most) in DAYS_AT_MOST.items():
        if name in days and name not in given and name != upto:
            days[name] = min(days[name], days[anchor] + timedelta(days=most))
    return {name: days[name] for name in names}


def _last_chance(name: str, following: str, days: Mapping[str, date], workdays: Calendar) -> date:
    """The last day on which a step still leaves room for what follows."""
    last = days[following]
    if name in YEARS_BEFORE and YEARS_BEFORE[name] in days:
        last = min(last, add_years(days[YEARS_BEFORE[name]], -1))
    if name == "post_notice":
        while workdays.first_after(last, and_workdays=5, since=last) > days[following]:
            last -= timedelta(days=1)
    return last


def _rows(step: str, days: Mapping[str, date], workdays: Calendar) -> list[dict[str, Any]]:
    on = days[step]
    if step == "post_notice":
        ends_on = workdays.nth_workday_after(on, 5)
        return [{"step": step, "begins_on": str(on), "ends_on": str(ends_on), **FACTS[step]}]
    if step == "train":
        ends_on = min(on + timedelta(days=2), days.get("examine", on + timedelta(days=2)))
        return [{"step": step, "begins_on": str(on), "ends_on": str(ends_on), **FACTS[step]}]
    row = {"step": step, "on": str(on), **FACTS.get(step, {})}
    if step in ("approve_admission", "approve_conversion"):
        voted = days["admit" if step == "approve_admission" else "resolve_conversion"]
        row["received_on"] = str(min(voted + timedelta(days=5), on))
    reviews = _reviews(days) if step == "assign_contacts" else []
    return [row, *reviews]


def _reviews(days: Mapping[str, date]) -> list[dict[str, Any]]:
    """A review at least every half-year, the first one soon enough, as long as the person is an activist."""
    until, last, rows = days.get("propose_prospective"), days["decide_activist"], []
    while until and not (rows and add_months(last, 6) >= until):
        last = max(min(add_months(last, 5), until), days["assign_contacts"])
        rows.append({"step": "review_activist", "on": str(last), **FACTS["review_activist"]})
    return rows
