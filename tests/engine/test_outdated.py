"""What acts recorded late change of findings recorded before them: only of later days, and only what they touch."""

from datetime import date

import pytest

from workflows import flow
from workflows.engine import outdated as engine
from workflows.engine.cases import judged, kept_act
from workflows.engine.dossier import Act
from workflows.engine.journal import canonical, findings_stored
from workflows.engine.outdated import Cause, Recorded, cause, found_now, outdated
from workflows.rules import law_book

FLOW, LAWS = flow("membership"), law_book()
SETTING = {"born_on": date(1995, 5, 4), "has_committee": True, "has_groups": True}


def kept(*rows):
    """Acts of (number, step, day); the first one brings the settings."""
    found = []
    for number, step, day in rows:
        form = FLOW[step].form.recall({"on": day})
        act = Act(FLOW[step], day, form, setting=SETTING if number == 1 else None)
        found.append(kept_act(number, act, None, {"on": day}, ()))
    return found


def until_activist():
    days = (date(2025, 1, 2), date(2025, 1, 10), date(2025, 2, 1), date(2025, 2, 3), date(2025, 2, 3))
    steps = ("apply", "talk", "decide_activist", "file_activist", "assign_contacts")
    return [(number, step, day) for number, (step, day) in enumerate(zip(steps, days, strict=True), start=1)]


def told(found):
    return [(each["code"], each["message"] % each["facts"]) for each in found]


def stored_one_by_one(acts):
    """What each entry kept when it was recorded: judged with the entries before it."""
    found = {}
    for each in acts:
        known = [other for other in acts if other.number <= each.number]
        _, now = judged(FLOW, known, [other.act for other in known], LAWS)
        found[each.number] = findings_stored(now[each.act])
    return found


def changed(acts, changes=()):
    """Of the entries as they were recorded one by one: which findings are others as the case stands."""
    stored, now = stored_one_by_one(acts), found_now(FLOW, acts, LAWS, changes)
    found = {}
    for each in acts if now else ():
        on = each.act.on.isoformat()
        recorded = Recorded(each.act.step.name, on, stored[each.number])
        found[each.number] = outdated(recorded, now[each.number], lambda each=each: cause(each, acts, changes))
    return {number: each for number, each in found.items() if each}


SINCE = "每 6 个月应当考察一次：自 2025-02-01 确定为入党积极分子起尚未考察"


@pytest.mark.parametrize(
    ("day", "gone", "come"),
    [
        (date(2025, 6, 10), [("G04", SINCE)], []),
        (date(2025, 6, 9), [("G04", SINCE)], [("G04", "每 6 个月应当考察一次：上次为 2025-06-09")]),
    ],
)
def test_the_last_time_is_the_latest_before_the_act_by_its_day(day, gone, come):
    """A review of 2025-12-10 was late when it was recorded; one of a day between was recorded after it."""
    acts = kept(*until_activist(), (6, "review_activist", date(2025, 12, 10)), (7, "review_activist", day))
    (number, found), *others = changed(acts).items()
    assert (number, found.since, told(found.gone), told(found.come), others) == (
        6,
        Cause("act", 7, day),
        gone,
        come,
        [],
    )


@pytest.mark.parametrize("day", [date(2025, 12, 10), date(2026, 3, 1)])
def test_an_act_of_the_same_or_a_later_day_changes_nothing(day):
    acts = kept(*until_activist(), (6, "review_activist", date(2025, 12, 10)), (7, "review_activist", day))
    assert found_now(FLOW, acts, LAWS, ()) == {}


def many():
    return kept(
        *until_activist(),
        (6, "review_activist", date(2025, 12, 10)),
        (7, "review_activist", date(2026, 8, 1)),
        (8, "review_activist", date(2025, 7, 20)),
        (9, "review_activist", date(2025, 6, 20)),
    )


def test_only_what_the_late_acts_touch_is_named_with_the_newest_of_them():
    assert {
        number: (each.since.number, told(each.gone), told(each.come)) for number, each in changed(many()).items()
    } == {6: (9, [("G04", SINCE)], [])}


def test_the_case_is_judged_once_however_many_entries_a_late_act_touches(monkeypatch):
    calls = []
    monkeypatch.setattr(engine, "judged", lambda *asked: calls.append(asked) or judged(*asked))
    assert len(found_now(FLOW, many(), LAWS, ())) == 9 and len(calls) == 1


@pytest.mark.parametrize(
    ("change", "newest"),
    [
        (Cause("correction", 12, date(2025, 12, 10)), 12),
        (Cause("void", 12, date(2025, 12, 11)), 9),
        (Cause("correction", 5, date(2025, 1, 2)), 9),
    ],
)
def test_a_correction_is_named_where_it_came_later_and_touches_no_later_day(change, newest):
    acts = many()
    assert cause(acts[5], acts, [change]).number == newest


def test_without_anything_that_came_later_no_entry_is_named():
    acts = kept(*until_activist())
    assert cause(acts[-1], acts, [Cause("void", 9, date(2025, 2, 4))]) is None


def test_findings_on_other_acts_and_without_an_article_stay_as_they_were_recorded():
    rows = [
        {"code": "G04", "message": "一", "step": "review_activist", "on": "2025-12-10", "edition": "XZ14"},
        {"code": "G04", "message": "二", "step": "review_activist", "on": "2025-12-11", "edition": "XZ14"},
        {"code": "G04", "message": "三", "step": "talk", "on": "2025-12-10", "edition": "XZ14"},
        {"code": "G30", "message": "四", "step": "review_activist", "on": "2025-12-10"},
    ]
    found = outdated(Recorded("review_activist", "2025-12-10", canonical(rows)), [], lambda: None)
    assert [each["message"] for each in found.gone] == ["一"] and found.come == []
