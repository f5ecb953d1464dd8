"""The ledgers on the screen: who is in them, in which order, page by page, and what is never shown."""

import re

import pytest
from sqlalchemy import event

from models.people import Person
from tests.pages.registered import LONG, UPTO, build, multiplied, site_on
from web.ledgers.columns import LEDGERS
from web.wording import ERASED


@pytest.fixture
def towns(database, tmp_path):
    """The site on both databases."""
    yield from site_on(database, tmp_path)


def names(page: str) -> list[str]:
    """The names in a ledger, in order."""
    return re.findall(r'<th scope="row" class="text"><a href="[^"]*">([^<]*)</a>', page)


def numbers(page: str) -> list[int]:
    """The numbers of its lines."""
    return [int(each) for each in re.findall(r'<tr>\s*<td class="whole">(\d+)</td>', page)]


def following(page: str) -> str | None:
    found = re.search(r'href="([^"]+)" rel="next"', page)
    return found[1].replace("&amp;", "&") if found else None


@pytest.mark.parametrize("stage", UPTO)
def test_every_ledger_shows_its_people(towns, stage):
    build(towns, "李明", stage, "2026-10-20")
    others = [other for other in UPTO if other != stage]
    visitor = towns.visitor("王芳")
    page = visitor.get(f"/ledgers/{stage}").get_data(as_text=True)
    assert names(page) == ["李明"] and "共 1 人" in page
    for column in LEDGERS[stage].columns:
        assert f'<th scope="col">{column.title}</th>' in page
    for other in others:
        assert "名册中没有人" in visitor.get(f"/ledgers/{other}").get_data(as_text=True)


def test_the_index_counts_what_is_in_sight(site):
    build(site, "李明", "applicant", "2026-10-20")
    build(site, "周平", "applicant", "2026-10-21", "二支部")
    build(site, "吴明", "activist", "2026-10-21", "二支部")

    def counted(who: str) -> list[int]:
        page = site.visitor(who).get("/ledgers").get_data(as_text=True)
        return [int(each) for each in re.findall(r">(\d+) 人<", page)]

    assert counted("王芳") == [1, 0, 0, 0]
    assert counted("郑洁") == [1, 1, 0, 0]
    assert counted("沈毅") == [2, 1, 0, 0]


def test_another_branch_is_out_of_sight(site):
    build(site, "李明", "applicant", "2026-10-20")
    build(site, "周平", "applicant", "2026-10-21", "二支部")
    for address in ("/ledgers/applicant", "/ledgers/applicant/print"):
        page = site.visitor("郑洁").get(address).get_data(as_text=True)
        assert names(page) == ["周平"] and "李明" not in page
    own = site.town.places["一支部"]
    for address in ("/ledgers/applicant", "/ledgers/applicant/print", "/ledgers/applicant.xlsx"):
        assert site.visitor("郑洁").get(address, organisation=own).status_code == 404
        assert site.visitor("郑洁").get(address, organisation=2**70).status_code == 404


def test_without_posts_there_is_nobody(site):
    build(site, "李明", "applicant", "2026-10-20")
    page = site.visitor("赵强").get("/ledgers/applicant").get_data(as_text=True)
    assert names(page) == [] and "名册中没有人" in page


def test_it_is_narrowed_to_an_organisation_and_all_below(site):
    build(site, "李明", "applicant", "2026-10-20")
    build(site, "周平", "applicant", "2026-10-21", "三支部")
    visitor, places = site.visitor("沈毅"), site.town.places
    page = visitor.get("/ledgers/applicant", organisation=places["总支"]).get_data(as_text=True)
    assert names(page) == ["周平"] and f'value="{places["三支部"]}"' in page
    assert re.search(rf'value="{places["总支"]}" selected', page)
    assert "县委组织部" not in page
    whole = visitor.get("/ledgers/applicant", organisation="").get_data(as_text=True)
    assert sorted(names(whole)) == ["周平", "李明"]


@pytest.mark.parametrize("address", ["/ledgers/full", "/ledgers/ended", "/ledgers/x.xlsx", "/ledgers/full/print"])
def test_there_is_no_other_ledger(site, address):
    assert site.visitor("王芳").get(address).status_code == 404


@pytest.mark.parametrize("after", ["x", "~~", "/1/~2026-13-01~5", "/1/~2026-01-01~x", "~"])
def test_a_place_that_is_none_is_refused(site, after):
    assert site.visitor("王芳").get("/ledgers/applicant", after=after).status_code == 400


def test_the_order_is_organisation_day_number(towns):
    build(towns, "丁", "applicant", "2026-10-20", "二支部")
    build(towns, "丙", "applicant", "2026-10-20")
    build(towns, "乙", "applicant", "2026-09-20")
    build(towns, "甲", "applicant", "2026-10-20")
    page = towns.visitor("沈毅").get("/ledgers/applicant").get_data(as_text=True)
    assert names(page) == ["乙", "丙", "甲", "丁"]
    assert numbers(page) == [1, 2, 3, 4]


def walked(visitor, address: str) -> list[list[str]]:
    """The names of every page, with numbers that go on from page to page."""
    found, last = [], 0
    while address:
        page = visitor.client.get(address).get_data(as_text=True)
        found.append(names(page))
        assert numbers(page) == list(range(last + 1, last + 1 + len(found[-1])))
        last += len(found[-1])
        address = following(page)
    return found


def test_a_branch_of_five_hundred_is_read_page_by_page(towns):
    case = build(towns, "李明", "applicant", "2026-10-20")
    multiplied(towns, case, 500)
    build(towns, "周平", "applicant", "2026-10-21", "二支部")
    pages = walked(towns.visitor("沈毅"), "/ledgers/applicant")
    assert [len(page) for page in pages] == [50] * 10 + [2]
    expected = [f"甲{number:03}" for number in reversed(range(500))]
    assert [name for page in pages for name in page] == [*expected, "李明", "周平"]


@pytest.mark.parametrize("first, second", [(49, 0), (50, 1), (30, 19), (30, 20), (0, 101)])
def test_the_ends_of_pages(site, first, second):
    one = build(site, "李明", "applicant", "2026-10-20")
    other = build(site, "周平", "applicant", "2026-10-20", "二支部")
    multiplied(site, one, first)
    multiplied(site, other, second, "二支部")
    pages = walked(site.visitor("沈毅"), "/ledgers/applicant")
    found = [name for page in pages for name in page]
    assert len(found) == len(set(found)) == first + second + 2
    assert all(len(page) == 50 for page in pages[:-1]) and 0 < len(pages[-1]) <= 50


def test_a_page_takes_as_many_questions_for_fifty_as_for_one(site):
    case = build(site, "李明", "activist", "2026-10-20")

    def asked() -> int:
        visitor, count = site.visitor("王芳"), []
        engine = site.app.extensions["zhibu"].database.read_engine
        visitor.get("/ledgers/activist")
        note = lambda *_: count.append(1)  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        visitor.get("/ledgers/activist")
        event.remove(engine, "before_cursor_execute", note)
        return len(count)

    one = asked()
    multiplied(site, case, 60)
    assert asked() == one < 15


def test_names_are_those_of_the_people_and_of_the_papers(site):
    town = site.town
    case = build(site, "李明", "activist", "2026-10-20")
    people = [{"person": town.people["赵强"]}, {"name": "外请联系人", "status": "full"}]
    town.take(case, "assign_contacts", "2026-10-21", contacts=people)
    page = site.visitor("王芳").get("/ledgers/activist").get_data(as_text=True)
    assert "赵强、外请联系人" in page
    town.change(also=lambda session: setattr(session.get(Person, town.people["赵强"]), "name", None))
    page = site.visitor("王芳").get("/ledgers/activist").get_data(as_text=True)
    assert f"{ERASED}、外请联系人" in page


def test_a_corrected_name_takes_the_place_of_the_wrong_one(towns):
    town = towns.town
    case = town.open("2026-10-01").case_id
    number = town.take(case, "talk", "2026-10-02", talkers=["王方"]).number
    form = {"on": "2026-10-02", "talkers": ["王芳"]}
    proposal = town.propose(case, "correct", "孙丽", "2026-10-03", entry=number, form=form, reason="写错").number
    town.confirm(case, proposal, "王芳", "2026-10-03")
    page = towns.visitor("王芳").get("/ledgers/applicant").get_data(as_text=True)
    assert ">王芳</td>" in page and "王方" not in page


def test_what_was_erased_is_said_to_be_erased(site):
    case = build(site, "李明", "applicant", "2026-10-20")
    town = site.town
    town.tamper("DROP TRIGGER entry_text_delete", "DELETE FROM entry_text")
    town.change(
        also=lambda session: [
            setattr(session.get(Person, town.people["李明"]), name, None) for name in ("name", "born_on")
        ]
    )
    page = site.visitor("王芳").get("/ledgers/applicant").get_data(as_text=True)
    assert names(page) == [ERASED] and f'<td class="text">{ERASED}</td>' in page and f"/membership/{case}" in page


def test_a_name_is_text_and_may_be_long(site):
    build(site, "<b>李明</b>", "applicant", "2026-10-20")
    build(site, LONG, "applicant", "2026-10-21")
    page = site.visitor("王芳").get("/ledgers/applicant").get_data(as_text=True)
    assert names(page) == ["&lt;b&gt;李明&lt;/b&gt;", LONG]


def test_a_case_that_ended_or_went_on_is_in_no_ledger_of_its_old_stage(site):
    town = site.town
    case = town.open("2026-10-01").case_id
    visitor = site.visitor("王芳")
    assert names(visitor.get("/ledgers/applicant").get_data(as_text=True)) == ["李明"]
    town.take(case, "withdraw", "2026-10-05")
    assert names(visitor.get("/ledgers/applicant").get_data(as_text=True)) == []


def test_in_english_the_words_are_english_and_the_names_stay(site):
    build(site, "李明", "activist", "2026-10-20")
    visitor = site.visitor("王芳")
    visitor.post("/speak", {"language": "en"})
    assert "李明" in visitor.get("/ledgers/activist").get_data(as_text=True)


def test_it_is_reached_from_the_menu_and_asks_for_the_sign_in(site):
    assert 'href="/ledgers"' in site.visitor("王芳").get("/ledgers").get_data(as_text=True)
    stranger = site.visitor()
    for address in (
        "/ledgers",
        "/ledgers/applicant",
        "/ledgers/applicant.xlsx",
        "/ledgers/applicant/print",
        "/plan-number",
    ):
        assert stranger.get(address).status_code == 302
