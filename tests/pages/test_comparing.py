"""A number typed beside the number registered: said beside the field and before the act, never changed or refused."""

import json
from datetime import date

import pytest

from models.memberships import Sanction, entitled_on
from tests.live.town import MEMBERS

from .conftest import TODAY
from .test_cases import ADMIT, post, text

DIFFERS = "2026-11-02 本党组织登记有表决权的正式党员 5 人：请核对名册"


@pytest.fixture
def case(site) -> int:
    return site.town.build("fill_form", "2026-10-20")


@pytest.mark.parametrize("due, said", [("5", False), ("6", True), ("8", True)])
def test_a_difference_is_said_before_the_act_and_hinders_nothing(site, case, due, said):
    counts = {**ADMIT, "due": due, "present": "5", "in_favour": "5", "against": "0"}
    looked = text(post(site, case, "admit", on=str(TODAY), **counts))
    assert (DIFFERS in looked) is said and "尚未办理" in looked
    if due == "6":
        assert post(site, case, "admit", on=str(TODAY), sure="yes", **counts).status_code == 303
        assert b'"due":6' in bytes(site.town.entries(case)[-1].facts)
        journal = text(site.visitor("王芳").get(f"/membership/{case}/journal"))
        assert "填写 6 人，2026-11-02 本党组织登记有表决权的正式党员 5 人" in journal


@pytest.mark.parametrize("due, noted", [(5, []), (6, [{"typed": 6, "day": "2026-11-02", "count": 5}])])
def test_the_entry_keeps_a_difference_as_a_note(site, case, due, noted):
    counts = {**ADMIT, "due": str(due), "present": "5", "in_favour": "5", "against": "0"}
    assert post(site, case, "admit", on=str(TODAY), sure="yes", **counts).status_code == 303
    found = json.loads(bytes(site.town.entries(case)[-1].findings))
    assert [each["facts"] for each in found if each["code"] == "G16"] == noted
    assert all(each["severity"] == "note" for each in found if each["code"] == "G16")


def test_what_is_registered_on_the_day_of_the_meeting_stands_beside_the_field(site, case):
    town = site.town
    town.person("钱进")
    town.change(town.membership("钱进", "一支部", from_on=date(2026, 10, 30)))
    page = text(site.visitor("王芳").get(f"/membership/{case}/admit"))
    assert "供核对：2026-11-02 本党组织登记有表决权的正式党员 6 人" in page
    again = text(post(site, case, "admit", on="2026-10-29", **ADMIT, more=""))
    assert "供核对：2026-10-29 本党组织登记有表决权的正式党员 5 人" in again


def test_nobody_registered_says_nothing(site):
    case = site.town.build("fill_form", "2026-10-20", place="二支部", by="郑洁")
    page = text(site.visitor("郑洁").get(f"/membership/{case}/admit"))
    assert "应到会有表决权的党员" in page and "供核对" not in page


@pytest.mark.parametrize(
    "day, count",
    [("2026-01-09", 5), ("2026-01-10", 4), ("2026-06-30", 4), ("2026-07-01", 5)],
)
def test_party_probation_takes_the_vote_until_it_is_restored(site, day, count):
    town = site.town
    town.person("钱进")
    town.change(
        Sanction(
            person_id=town.people["赵强"], kind="party_probation", on=date(2026, 1, 10), restored_on=date(2026, 7, 1)
        ),
        Sanction(person_id=town.people["周敏"], kind="warning", on=date(2026, 1, 10)),
        town.membership("钱进", "一支部", status="probationary"),
    )
    assert len(MEMBERS) == 5
    with town.database.read() as session:
        assert entitled_on(session, town.places["一支部"], date.fromisoformat(day)) == count
