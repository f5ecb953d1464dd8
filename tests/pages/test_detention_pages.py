"""The organisation's page offers the steps on detention and suspended rights; their forms draw themselves and are taken."""

import pytest

from models.rights import detained_on, suspended_on
from tests.office.conftest import day
from tests.pages.bureau import bureau, text  # noqa: F401 (a fixture)

STEPS = ("record_detention", "suspend_rights", "end_detention", "resume_rights")
ON = "2026-10-01"


@pytest.fixture
def site(bureau):  # noqa: F811
    return bureau


def test_the_page_offers_the_steps_to_its_administrators_only(site):
    address = f"/organisations/{site.town.places['一支部']}"
    offered = {
        name: [step for step in STEPS if step in site.visitor(name).get(address).get_data(as_text=True)]
        for name in ("管理员甲", "王芳")
    }
    assert offered == {"管理员甲": list(STEPS), "王芳": []}


def test_a_detention_and_a_decision_are_recorded_from_their_forms(site):
    administrator, office = site.visitor("管理员甲"), site.town.office("一支部").id
    form = text(administrator.get(f"/office/{office}/record_detention"))
    assert "登记留置、逮捕" in form and "中止党员权利须另行决定" in form
    person = site.town.people["周敏"]
    site.town.step(administrator, "一支部", "record_detention", on=ON, person=person, kind="custody")
    site.town.step(administrator, "一支部", "suspend_rights", on=ON, person=person, number="示委〔2026〕3号")
    with site.app.extensions["zhibu"].database.read() as session:
        assert detained_on(session, person, day(ON)).kind == "custody"
        assert suspended_on(session, person, day(ON)).number == "示委〔2026〕3号"
