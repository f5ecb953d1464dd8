"""What acts recorded late change of findings recorded before them: only of later days, and only what they touch."""

from datetime import date

import pytest

from workflows import flow
from workflows.engine.cases import kept_act
from workflows.engine.dossier import Act
from workflows.engine.outdated import outdated
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
    return [(each.code, each.message % each.facts) for each in found]


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
    (number, found), *others = outdated(FLOW, acts, LAWS).items()
    assert (number, found.late, told(found.gone), told(found.come), others) == (6, 7, gone, come, [])


@pytest.mark.parametrize("day", [date(2025, 12, 10), date(2026, 3, 1)])
def test_an_act_of_the_same_or_a_later_day_changes_nothing(day):
    assert (
        outdated(
            FLOW, kept(*until_activist(), (6, "review_activist", date(2025, 12, 10)), (7, "review_activist", day)), LAWS
        )
        == {}
    )


def test_only_what_the_late_act_touches_is_named_with_the_last_of_them():
    acts = kept(
        *until_activist(),
        (6, "review_activist", date(2025, 12, 10)),
        (7, "review_activist", date(2026, 8, 1)),
        (8, "review_activist", date(2025, 7, 20)),
        (9, "review_activist", date(2025, 6, 20)),
    )
    found = outdated(FLOW, acts, LAWS)
    assert {number: (each.late, told(each.gone), told(each.come)) for number, each in found.items()} == {
        6: (9, [("G04", SINCE)], [])
    }
