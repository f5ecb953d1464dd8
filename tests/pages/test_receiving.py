"""A case handed over within the installation: found by the receiving branch on its worklist, seen by the giving one until then."""

import re

import pytest

from tests.pages.test_worklist import tab, text
from workflows.engine.errors import WorkflowError

ADDRESS = "/membership/{}"


@pytest.fixture
def case(site) -> int:
    site.clock("2026-07-05")
    return site.town.build("assign_contacts", "2026-06-01", subject=site.town.person("李明"))


def hand_over(site, case: int, on: str = "2026-06-05", to: str = "二支部") -> None:
    giver = {"一支部": "二支部", "二支部": "一支部"}.get(to, "一支部")
    site.town.take(case, "hand_over", on, who=SECRETARY[giver], to=to, organisation=site.town.places.get(to))


SECRETARY = {"一支部": "王芳", "二支部": "郑洁"}


def test_the_receiving_branch_finds_it_and_the_giving_one_still_sees_it(site, case):
    receiver, giver = site.visitor("郑洁"), site.visitor("王芳")
    assert receiver.get(ADDRESS.format(case)).status_code == 404
    assert tab(receiver, "now") == []
    hand_over(site, case)
    assert tab(receiver, "now") == [("李明", "转入接收")]
    page = text(receiver.get("/"))
    assert "待接收" in page and "由一支部移交" in page
    assert ("李明", "转入接收") in tab(giver, "others")
    assert ("李明", "转入接收") not in tab(giver, "now")
    assert giver.get(ADDRESS.format(case)).status_code == 200


def test_the_row_leads_to_a_step_that_can_be_taken(site, case):
    hand_over(site, case)
    receiver = site.visitor("郑洁")
    address = re.search(r'href="([^"]+/receive)"', text(receiver.get("/")))[1]
    values = {"on": "2026-07-05", "from": "一支部", "examined": "yes", "sure": "yes"}
    values["seen"] = re.search(r'name="seen" value="(\d+)"', text(receiver.get(address)))[1]
    assert receiver.post(address, values).status_code == 303
    assert ("李明", "转入接收") not in tab(receiver, "now")
    assert receiver.get(ADDRESS.format(case)).status_code == 200
    assert site.visitor("王芳").get(ADDRESS.format(case)).status_code == 404


def test_the_case_page_says_who_is_to_receive_it(site, case):
    giver = site.visitor("王芳")
    assert "等待他人" not in re.split("转入接收", text(giver.get(ADDRESS.format(case))))[0].rpartition("<section")[2]
    hand_over(site, case)
    page = text(giver.get(ADDRESS.format(case)))
    others = page.partition('aria-label="等待他人"')[2].partition("</section>")[0]
    assert "转入接收" in others and "二支部" in others
    mine = text(site.visitor("郑洁").get(ADDRESS.format(case)))
    now = mine.partition('aria-label="现在可办"')[2].partition("</section>")[0]
    assert "转入接收" in now and "/receive" in now


def test_one_that_goes_outside_waits_with_nobody_here(site, case):
    hand_over(site, case, to="外县一支部")
    assert ("李明", "转入接收") not in tab(site.visitor("王芳"), "others")
    assert tab(site.visitor("郑洁"), "now") == []


def test_only_the_branch_named_sees_it(site, case):
    hand_over(site, case)
    assert tab(site.visitor("何静"), "now") == []
    assert site.visitor("何静").get(ADDRESS.format(case)).status_code == 404


def test_handed_back_it_waits_here_again(site, case):
    hand_over(site, case)
    site.town.take(case, "receive", "2026-06-08", who="郑洁", examined=True, **{"from": "一支部"})
    hand_over(site, case, "2026-06-10", to="一支部")
    giver, receiver = site.visitor("郑洁"), site.visitor("王芳")
    assert ("李明", "转入接收") in tab(receiver, "now")
    assert ("李明", "转入接收") not in tab(giver, "now")
    assert receiver.get(ADDRESS.format(case)).status_code == 200


def test_what_is_to_be_received_stands_before_what_has_time(site, case):
    hand_over(site, case)
    for number in range(30):
        site.town.open("2026-06-20", place="二支部", subject=site.town.person(f"张{number}"))
    assert tab(site.visitor("郑洁"), "now")[0] == ("李明", "转入接收")


def test_the_giving_branch_cannot_receive_for_the_other(site, case):
    hand_over(site, case)
    with pytest.raises(WorkflowError):
        site.town.take(case, "receive", "2026-06-08", who="王芳", examined=True, **{"from": "一支部"})
