"""What to look at: each pattern finds what it is for, and is silent one step before."""

import pytest

from workflows import NAMES, flow
from workflows.audit import patterns
from workflows.audit.changed_readings import Change, changes, steps_under, under_the_old
from workflows.audit.patterns import Hit, Line
from workflows.rules import readings_on_file


def tries(count: int, then: str = "act") -> list[Line]:
    refused = [Line(7, number, "admit", "refusal") for number in range(1, count + 1)]
    return [*refused, Line(7, count + 1, "admit", then)]


def test_refusals_repeated_until_they_passed():
    assert patterns.repeated(tries(3)) == [Hit(7, (1, 2, 3, 4), "admit", {"tries": 3})]
    assert patterns.repeated(tries(2)) == []
    assert patterns.repeated(tries(3, "refusal")) == []
    assert patterns.repeated([*tries(3)[:3], Line(7, 4, "talk"), Line(8, 5, "admit")]) == []
    assert patterns.repeated([Line(7, 0, "admit"), *tries(3)[:3]]) == []


def test_acts_recorded_long_after():
    assert patterns.late([Line(7, 1, "talk", gap=31)]) == [Hit(7, (1,), "talk", {"days": 31})]
    assert patterns.late([Line(7, 1, "talk", gap=30), Line(7, 2, "talk"), Line(7, 3, "talk", "refusal", gap=90)]) == []


def test_corrections():
    assert patterns.corrected([Line(7, 5, "correct", "correction", refers_to=2)])[0].numbers == (2, 5)
    assert patterns.corrected([Line(7, 5, "correct", "void", refers_to=2)])[0].facts == {"entry": 2, "what": "void"}
    assert patterns.corrected([Line(7, 5, "correct", "proposal", refers_to=2), Line(7, 6, "talk")]) == []


def test_allowances_and_who_confirmed_them():
    facts = {"step": "name_sponsors", "code": "G10", "number": "示例1号"}
    (hit,) = patterns.allowed([Line(7, 6, "allow", "allow", person=3, facts=facts)])
    assert (hit.step, hit.facts) == ("name_sponsors", {"code": "G10", "number": "示例1号", "person": 3})
    assert patterns.allowed([Line(7, 5, "allow", "proposal", person=3, facts=facts)]) == []


def hands(*people: int) -> list[Line]:
    return [Line(7, number, "talk", person=person) for number, person in enumerate(people, 1)]


def test_the_same_two_people_in_every_step():
    (hit,) = patterns.few_hands(hands(1, 2, 1, 2, 1, 2))
    assert hit.facts == {"acts": 6, "people": [1, 2]}
    assert patterns.few_hands(hands(1, 2, 1, 2, 1)) == []
    assert patterns.few_hands(hands(1, 2, 1, 2, 1, 3)) == []
    assert len(patterns.few_hands(hands(1, 1, 1, 1, 1, 1))) == 1
    assert patterns.few_hands([*hands(1, 2, 1, 2, 1), Line(7, 6, "talk", "import", person=2)]) == []


@pytest.mark.parametrize("pair", [(5, 9), (9, 5)])
def test_kinship(pair):
    recorded = Line(7, 1, "talk", person=9, subject=5)
    named = Line(7, 2, "name_sponsors", person=1, subject=5, people=frozenset({9}))
    assert [hit.numbers for hit in patterns.kin([recorded, named], [pair])] == [(1,), (2,)]
    other = Line(7, 3, "talk", person=1, subject=5, people=frozenset({2}))
    assert patterns.kin([other, recorded._replace(subject=6)], [pair]) == []


def sponsored(*cases: int) -> list[Line]:
    return [Line(case, 9, "name_sponsors", people=frozenset({4, 10 + case})) for case in cases]


def test_members_brought_in_by_one_sponsor():
    hits = patterns.one_sponsor(sponsored(1, 2, 3))
    assert [(hit.case, hit.facts["person"]) for hit in hits] == [(1, 4), (2, 4), (3, 4)]
    assert patterns.one_sponsor(sponsored(1, 2)) == []
    assert patterns.one_sponsor([*sponsored(1, 2), *sponsored(2)]) == []
    refused = sponsored(3)[0]._replace(kind="refusal")
    assert patterns.one_sponsor([*sponsored(1, 2), refused]) == []


DEFAULTS = {"training": "both"}
AT = "2026-06-15T10:00:00.000000+08:00"


def test_readings_that_changed():
    said = [
        ("training", "both", "a", 1),
        ("training", "either", AT, 2),
        ("training", "either", "c", 3),
        ("training", "both", "d", 4),
    ]
    assert changes(said, DEFAULTS) == [
        Change("training", "both", "either", AT, 2), Change("training", "either", "both", "d", 4),
    ]  # fmt: skip


def test_cases_decided_under_a_reading_later_changed():
    change = Change("training", "both", "either", AT, 2)
    before, same = "2026-06-15T09:59:59.999999+08:00", AT
    act = Line(7, 3, "train")
    assert [hit.case for hit in under_the_old(change, [(act, before)])] == [7]
    assert under_the_old(change, [(act, same), (act._replace(kind="refusal"), before)]) == []


def test_the_steps_a_reading_is_about():
    flows = [flow(name) for name in NAMES]
    found = {name: steps_under(reading, flows) for name, reading in readings_on_file().items()}
    assert ("membership", "admit") in found["development_quorum"]
    assert ("membership", "apply") not in found["development_quorum"]
    assert ("election", "confirm_count") in found["winner_base"]
    assert all(workflow == "election" for workflow, _ in found["winner_base"])
