"""The worklist: what stands in which tab for whom, filters and pages, and that nobody sees another's cases."""

import re
from datetime import date

import pytest

from models.worklist import FEW
from tests.live.town import Town

DUE = "2026-06-01"


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def rows(page: str) -> list[tuple[str, str]]:
    """(name, step) of every row of the table."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    found = []
    for row in re.findall(r"<tr>.*?</tr>", body, re.S):
        links = re.findall(r'<a [^>]*href="([^"]+)">(.*?)</a>', row, re.S)
        plain = [re.sub(r"<span class=\"visually-hidden\">.*?</span>|<[^>]+>", "", words).strip() for _, words in links]
        found.append((plain[0].split()[0], plain[1]))
    return found


def tab(visitor, name: str, **query) -> list[tuple[str, str]]:
    return rows(text(visitor.get("/", tab=name, **query)))


@pytest.fixture
def town(site) -> Town:
    site.clock("2026-07-05")
    return site.town


def test_a_deadline_that_passed_and_one_that_is_near(site, town):
    town.open("2026-06-01", subject=town.person("李明"))
    town.open("2026-06-20", subject=town.person("李强"))
    visitor = site.visitor("王芳")
    assert tab(visitor, "overdue") == [("李明", "派人谈话")]
    assert "已逾期 4 天" in text(visitor.get("/", tab="overdue"))
    assert tab(visitor, "month") == [("李强", "派人谈话")]
    assert "还有 15 天" in text(visitor.get("/", tab="month"))
    assert tab(visitor, "now") == [("李明", "派人谈话"), ("李强", "派人谈话")]
    assert tab(visitor, "others") == []


def test_the_last_day_is_not_overdue(site, town):
    town.open("2026-06-05", subject=town.person("李明"))
    visitor = site.visitor("王芳")
    assert tab(visitor, "overdue") == []
    assert "今天到期" in text(visitor.get("/", tab="month"))
    site.clock("2026-07-06")
    assert tab(site.visitor("王芳"), "overdue") == [("李明", "派人谈话")]


def test_what_waits_for_others_is_theirs_to_take(site, town):
    town.build("decide_activist", "2026-06-20", subject=town.person("李明"))
    branch, committee = site.visitor("王芳"), site.visitor("吴强")
    assert ("李明", "上级党委备案") in tab(branch, "others")
    assert ("李明", "上级党委备案") not in tab(branch, "now")
    assert "由镇党委办理" in text(branch.get("/", tab="others"))
    assert tab(committee, "now") == [("李明", "上级党委备案")]
    assert ("李明", "指定培养联系人") in tab(committee, "others")


def test_a_step_two_may_take_is_one_row(site, town):
    town.build("list_prospective", "2026-06-20", subject=town.person("李明"))
    for name in ("王芳", "吴强"):
        now = tab(site.visitor(name), "now")
        assert now.count(("李明", "政治审查")) == 1
        assert ("李明", "政治审查") not in tab(site.visitor(name), "others")
    seen = text(site.visitor("陈刚").get("/", tab="others"))
    assert rows(seen).count(("李明", "政治审查")) == 1
    assert "由镇党委、一支部办理" in seen


def test_nobody_sees_another_branch(site, town):
    town.open("2026-06-01", subject=town.person("李明"))
    for name in ("overdue", "month", "now", "others"):
        assert tab(site.visitor("郑洁"), name) == []
    assert site.visitor("郑洁").get("/", place=town.places["一支部"]).status_code == 404
    assert site.visitor("郑洁").get("/", place=town.places["镇党委"]).status_code == 404
    assert site.visitor("郑洁").get("/", place=10**30).status_code == 404


def test_an_auditor_takes_nothing(site, town):
    town.open("2026-06-01", subject=town.person("李明"))
    auditor = town.person("钱进")
    town.change(town.post("钱进", "auditor", "镇党委"))
    assert auditor
    visitor = site.visitor("钱进")
    assert tab(visitor, "now") == []
    assert tab(visitor, "others") == [("李明", "派人谈话")]


def test_somebody_without_a_post_sees_nothing_and_is_told_what_to_do(site, town):
    town.open("2026-06-01")
    page = text(site.visitor("赵强").get("/"))
    assert rows(page) == [] and "等待他人" in page


def test_filters(site, town):
    town.open("2026-06-01", subject=town.person("李明"))
    town.open("2026-06-02", place="二支部", subject=town.person("单雄"))
    town.build("decide_activist", "2026-06-20", subject=town.person("张伟"))
    visitor = site.visitor("吴强")
    assert tab(visitor, "overdue", place=town.places["二支部"]) == [("单雄", "派人谈话")]
    assert tab(visitor, "others", stage="applicant") == [("李明", "派人谈话"), ("单雄", "派人谈话")]
    assert tab(visitor, "others", step="assign_contacts") == [("张伟", "指定培养联系人")]
    assert tab(visitor, "now", place=town.places["二支部"]) == []
    assert tab(visitor, "now", place=town.places["一支部"]) == [("张伟", "上级党委备案")]
    for wanted in ("单", "单雄", "shan", "shanx", "sx", "SX", "sh"):
        assert tab(visitor, "overdue", q=wanted) == [("单雄", "派人谈话")], wanted
    assert tab(visitor, "overdue", q="dan") == []
    assert "没有符合筛选条件" in text(visitor.get("/", tab="overdue", q="dan"))


def test_a_name_that_many_have_is_asked_row_by_row(site, town):
    with town.database.write.begin() as session:
        from models.people import Person

        session.add_all(Person(name=f"李{number}") for number in range(FEW + 2))
    town.open("2026-06-01", subject=town.person("李明"))
    town.open("2026-06-01", subject=town.person("张伟"))
    assert tab(site.visitor("王芳"), "now", q="李") == [("李明", "派人谈话")]


def test_people_of_one_name_are_told_apart(site, town):
    town.open("2026-06-01", subject=town.person("李明", date(1995, 5, 4)))
    town.open("2026-06-02", subject=town.person("李明", date(2001, 5, 4)))
    page = text(site.visitor("王芳").get("/"))
    assert "1995 年生" in page and "2001 年生" in page


def test_pages_follow_each_other_without_a_gap(site, town):
    wanted = []
    for number in range(60):
        wanted.append(town.open(f"2026-06-{1 + number // 3:02}", subject=town.person(f"李{number:02}")).case_id)
    for _ in range(2):
        site.visitor("王芳").get("/")
    visitor, found, address, count = site.visitor("王芳"), [], "/?tab=now", 0
    while address:
        page = text(visitor.client.get(address))
        found += re.findall(r'<th scope="row"><a href="/membership/(\d+)"', page)
        count += 1
        link = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = link[1].replace("&amp;", "&") if link else None
    assert [int(each) for each in found] == wanted and count == 3
    assert "后面没有了" in text(visitor.get("/", tab="now", after="2030-01-01.2030-01-01.1.talk"))


@pytest.mark.parametrize("after", ["x", "2026-01-01", "2026-01-01.x.talk", "2026-01-01.99999999999999999999.talk"])
def test_a_page_that_begins_nowhere(site, after):
    visitor = site.visitor("王芳")
    assert visitor.get("/", tab="overdue", after=after).status_code == 400
    assert visitor.get("/", tab="now", after=f"2026-01-01.{after}").status_code == 400


def test_a_page_begins_behind_the_days_of_its_own_tab(site):
    visitor = site.visitor("王芳")
    for tab_name in ("overdue", "month", "others"):
        assert visitor.get("/", tab=tab_name, after="2026-01-01.1.talk").status_code == 200
        assert visitor.get("/", tab=tab_name, after="2026-01-01.2026-01-01.1.talk").status_code == 400
    assert visitor.get("/", tab="now", after="2026-01-01.1.talk").status_code == 400


def test_what_is_due_first_stands_first_and_then_what_has_waited_longest(site, town):
    town.build("talk", "2026-05-01", subject=town.person("李早"))
    town.build("talk", "2026-05-20", subject=town.person("李迟"))
    town.open("2026-06-20", subject=town.person("李明"))
    town.open("2026-06-10", subject=town.person("李强"))
    found = tab(site.visitor("王芳"), "now")
    assert found == [
        ("李强", "派人谈话"),
        ("李明", "派人谈话"),
        ("李早", "确定入党积极分子"),
        ("李迟", "确定入党积极分子"),
    ]


def tab_counts(page: str) -> list[str]:
    """The numbers on the tabs, in their order."""
    return re.findall(r'<span class="count">([^<]*)</span></a>', page)


def test_every_tab_says_how_much_it_holds(site, town):
    town.open("2026-06-01", subject=town.person("李明"))
    town.open("2026-06-20", subject=town.person("李强"))
    town.build("decide_activist", "2026-06-20", subject=town.person("张伟"))
    visitor = site.visitor("王芳")
    for name in ("overdue", "month", "now", "others"):
        counts = tab_counts(text(visitor.get("/", tab=name)))
        assert counts == [str(len(tab(visitor, each))) for each in ("overdue", "month", "now", "others")]
        assert counts[:2] == ["1", "1"]
    assert tab_counts(text(visitor.get("/", stage="activist")))[:2] == ["0", "0"]


def test_nothing_is_counted_further_than_a_bound(site, town, monkeypatch):
    for number in range(3):
        town.open("2026-06-01", subject=town.person(f"李{number}"))
    site.visitor("王芳").get("/")
    for most, said in ((3, "3"), (2, "2+")):
        for module in ("models.worklist", "web.pages.worklist"):
            monkeypatch.setattr(f"{module}.MOST", most)
        assert tab_counts(text(site.visitor("王芳").get("/")))[0] == said


def test_the_order_is_said_and_what_is_overdue_is_named_first(site, town):
    town.open("2026-05-02", subject=town.person("李强"))
    town.open("2026-05-01", subject=town.person("李明"))
    visitor = site.visitor("王芳")
    assert [name for name, _ in tab(visitor, "overdue")] == ["李明", "李强"]
    assert "逾期最久的排在最前" in text(visitor.get("/", tab="overdue"))
    assert "最先到期的排在最前" not in text(visitor.get("/", tab="overdue"))
    assert "已逾期 2 项，请先办理" in text(visitor.get("/", tab="now"))
    site.clock("2026-06-01")
    assert "请先办理" not in text(site.visitor("王芳").get("/", tab="now"))


def test_a_tab_there_is_none_of(site):
    assert site.visitor("王芳").get("/", tab="none").status_code == 404


def test_the_committee_answers_everything_in_one_sitting(site, town):
    cases = [
        town.build("decide_activist", "2026-06-20", place=place, by=by, subject=town.person(name))
        for name, place, by in (("李明", "一支部", "孙丽"), ("张伟", "二支部", "郑洁"))
    ]
    page = text(site.visitor("吴强").get("/"))
    link = f"/membership/together/file_activist?case={cases[0]}&amp;case={cases[1]}"
    assert link in page and "2 件" in page
    assert "可以一并办理" not in text(site.visitor("王芳").get("/"))


def test_a_change_of_rules_is_said_until_it_is_worked_off(site, town, monkeypatch):
    from workflows.engine.perform import following

    for number in range(5):
        town.open("2026-06-01", subject=town.person(f"李{number}"))
    monkeypatch.setattr(following.follow, "__defaults__", (2,))
    visitor = site.visitor("王芳")
    assert "待重新计算：3 个案件" in text(visitor.get("/"))
    assert "待重新计算：1 个案件" in text(visitor.get("/"))
    assert "待重新计算" not in text(visitor.get("/"))


def test_the_worklist_is_in_english_as_well(site, town):
    town.open("2026-06-01", subject=town.person("李明"))
    visitor = site.visitor("王芳")
    visitor.post("/speak", {"language": "en", "next": "/"})
    assert visitor.get("/").status_code == 200


def test_the_search_finds_open_and_ended_cases_in_sight(site, town):
    ended = town.open("2026-06-01", subject=town.person("李明")).case_id
    town.take(ended, "withdraw", "2026-06-02")
    town.open("2026-06-03", subject=town.person("李明"))
    town.open("2026-06-03", place="二支部", subject=town.person("李敏"))
    page = text(site.visitor("王芳").get("/search", q="李"))
    assert page.count('<th scope="row">') == 2 and "已办结" in page and "办理中" in page
    assert text(site.visitor("吴强").get("/search", q="lm")).count('<th scope="row">') == 3
    assert "没有找到" in text(site.visitor("王芳").get("/search", q="李敏"))
    assert text(site.visitor("王芳").get("/search")).count('<th scope="row">') == 0
    assert "&lt;b&gt;" in text(site.visitor("王芳").get("/search", q="<b>"))


def test_the_month_on_one_sheet(site, town):
    town.open("2026-06-20", subject=town.person("李明"))
    town.open("2026-06-21", place="二支部", subject=town.person("张伟"))
    visitor = site.visitor("吴强")
    page = text(visitor.get("/month/2026-07"))
    assert page.index("李明") < page.index("张伟")
    assert "李明" not in text(visitor.get("/month/2026-08"))
    assert "张伟" not in text(visitor.get("/month/2026-07", place=town.places["一支部"]))
    assert "张伟" not in text(site.visitor("王芳").get("/month/2026-07"))
    for wrong in ("2026-13", "2026-7", "x", "0000-01", "2999-12"):
        assert visitor.get(f"/month/{wrong}").status_code == 404
