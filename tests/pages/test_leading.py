"""Where a person's name leads: to the open case in sight, else to the person; on the page of the case to the person."""

import re

import pytest

from .bureau import bureau  # noqa: F401 (a fixture)


@pytest.fixture
def site(bureau):  # noqa: F811
    return bureau


def led_to(answer, name: str) -> set[str]:
    """The addresses that the name stands for in the main part of a page."""
    page = answer.get_data(as_text=True).partition("<main")[2]
    return set(re.findall(rf'<a href="([^"]+)">{name}', page))


def test_a_name_leads_to_the_open_case_on_every_list(site):
    visitor, branch, case = site.visitor("王芳"), site.town.places["一支部"], f"/membership/{site.town.case}"
    assert led_to(visitor.get("/people", q="李明"), "李明") == {case}
    assert led_to(visitor.get("/people", place=branch), "李明") == {case}
    assert led_to(visitor.get("/ledgers/prospective"), "李明") == {case}
    assert led_to(visitor.get("/", tab="now"), "李明") == {case}
    assert led_to(visitor.get("/search", q="李明"), "李明") == {case}


def test_without_an_open_case_in_sight_it_leads_to_the_person(site):
    visitor, branch = site.visitor("王芳"), site.town.places["一支部"]
    person = f"/people/{site.town.people['周敏']}"
    assert led_to(visitor.get("/people", q="周敏"), "周敏") == {person}
    assert led_to(visitor.get(f"/organisations/{branch}"), "周敏") == {person}


def test_a_case_that_was_closed_leads_no_longer(site):
    visitor, town = site.visitor("王芳"), site.town
    with town.database.read() as session:
        version = session.connection().exec_driver_sql(f'SELECT version FROM "case" WHERE id = {town.case}').scalar()
    form = {"seen": version, "on": "2026-11-01", "reason": "停止培养。", "sure": "yes"}
    assert visitor.post(f"/membership/{town.case}/stop_training", form).status_code == 303
    assert led_to(visitor.get("/people", q="李明"), "李明") == {f"/people/{town.people['李明']}"}


def test_on_the_page_of_the_case_it_leads_to_the_person(site):
    page = site.visitor("王芳").get(f"/membership/{site.town.case}")
    assert led_to(page, "李明") == {f"/people/{site.town.people['李明']}"}
    assert site.visitor("王芳").get(f"/people/{site.town.people['李明']}").status_code == 200
