"""A seal of events on the pages: told in words, found by the search, and nobody's to take, correct or attach to."""

import pytest

from tests.pages.bureau import TODAY, bureau, text  # noqa: F401 (a fixture among them)
from tests.pages.conftest import Site
from workflows.office.event_seals import seal_events


@pytest.fixture
def site(bureau) -> Site:  # noqa: F811
    """The root's journal with a seal over what happened while the bureau was built; an auditor of the root."""
    merger = bureau.town
    with merger.database.work() as work:
        bureau.sealed = seal_events(work, bureau.now)
        work.commit()
    bureau.root = merger.office("县委")
    return bureau


@pytest.fixture
def auditor(site):
    """An auditor of the whole installation."""
    town, one, other = site.town, site.visitor("管理员甲"), site.visitor("管理员乙")
    person = town.people["赵强"]
    given = {"person": person, "post": "auditor", "from_on": TODAY}
    assert town.step(one, "县委", "propose_post", **given).status_code == 303
    proposal = town.last(site.root.id).number
    assert town.step(other, "县委", "grant_post", proposal=proposal).status_code == 303
    return site.visitor("赵强")


def seal_number(site) -> int:
    return site.root.last_number


def test_the_journal_tells_it_in_words(site):
    shown = text(site.visitor("管理员甲").get(f"/office/{site.root.id}/journal"))
    first = shown.partition("事件封存")[2].partition("第 ")[0]
    assert f"封存至事件编号 {site.sealed.through}" in first
    assert f"封存的事件 {site.sealed.covered}" in first
    assert "存续 → 存续" in first and "系统 登记于 2026-11-02" in first
    assert "系统初始化" not in first


def test_the_search_of_the_journal_finds_it(site, auditor):
    shown = text(auditor.get("/audit/journal", step="seal_events"))
    assert (
        f"事件封存 示例县委组织部 案件 {site.root.id} · 第 {seal_number(site)} 条" in shown
        and "（星期一） 系统 –" in shown
    )


@pytest.mark.parametrize("address", ["", "/journal"])
def test_the_pages_of_the_roots_case_show(site, auditor, address):
    for visitor in (site.visitor("管理员甲"), auditor):
        assert visitor.get(f"/office/{site.root.id}{address}").status_code == 200


def test_it_is_offered_to_nobody_and_taken_by_nobody(site):
    visitor = site.visitor("管理员甲")
    assert "seal_events" not in visitor.get(f"/office/{site.root.id}").get_data(as_text=True)
    assert visitor.get(f"/office/{site.root.id}/seal_events").status_code == 404
    typed = {"through": 9, "count": 9, "digest": "0" * 64, "seen": site.root.version, "sure": "yes"}
    assert visitor.post(f"/office/{site.root.id}/seal_events", typed).status_code == 404
    assert site.town.last(site.root.id).number == seal_number(site)


@pytest.mark.parametrize("what", ["correct", "attach"])
def test_it_can_be_neither_corrected_nor_attached_to(site, what):
    answer = site.visitor("管理员甲").get(f"/office/{site.root.id}/{what}/{seal_number(site)}")
    assert answer.status_code == 404


@pytest.mark.parametrize("asked", [{"on": TODAY}, {"known": TODAY}, {"known": "2026-06-15"}], ids=str)
def test_the_root_as_of_a_day_is_folded_without_it(site, asked):
    shown = text(site.visitor("管理员甲").get(f"/organisations/{site.town.places['县委']}", **asked))
    assert "示例县委组织部" in shown


def test_a_page_seen_before_the_seal_may_still_be_clicked(site):
    visitor = site.visitor("管理员甲")
    with site.town.database.work() as work:
        assert seal_events(work, site.now).covered > 0  # the administrator has signed in
        work.commit()
    row = site.town.office("县委")
    assert (row.version, row.last_number) == (site.root.version, site.root.last_number + 1)
    typed = {"on": TODAY, "name": "周小红", "born_on": "2001-01-01", "seen": site.root.version, "sure": "yes"}
    assert visitor.post(f"/office/{site.root.id}/register_person", typed).status_code == 303
    assert site.town.last(site.root.id).step == "register_person"
