"""The search of the journal on its page: every filter, who may ask, what is said of what cannot be read, and going on."""

import re

import pytest

from models import line_search
from models.people import Person
from tests.live.town import moment
from tests.pages.electing import VOTES, electing  # noqa: F401 (a fixture)
from workflows.engine.errors import WorkflowError

from .room import ADMINISTRATOR, AUDITOR, ELSEWHERE, furnished


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def text(answer) -> str:
    return plain(answer.get_data(as_text=True))


@pytest.fixture
def room(site):
    """Cases in two branches: a talk recorded long after, a refusal, one more beginning."""
    town = furnished(site.town)
    site.case = town.open("2026-06-01", subject=town.person("李一")).case_id
    town.take(site.case, "talk", "2026-07-20", talkers=[{"name": "周敏"}], at=moment("2026-09-01"))
    site.other = town.open("2026-06-01", "三支部", subject=town.person("李三")).case_id
    with pytest.raises(WorkflowError):
        town.take(site.other, "decide_activist", "2026-06-02", recommended_by=["members"])
    return site


def found(site, name: str = AUDITOR, **asked) -> list[tuple[int, int]]:
    """(case, entry) of what the page shows."""
    page = site.visitor(name).get("/audit/journal", **asked).get_data(as_text=True)
    return [
        (int(case), int(number)) for case, number in re.findall(r"/membership/(\d+)/journal\?before=\d+#n(\d+)", page)
    ]


def test_every_filter_of_the_page(room):
    case, other, people, places = room.case, room.other, room.town.people, room.town.places
    every = [(other, 2), (other, 1), (case, 2), (case, 1)]
    assert found(room) == every
    for asked, wanted in (
        ({"place": places["一支部"]}, every[2:]),
        ({"place": places["总支"]}, every[:2]),
        ({"person": people["何静"]}, every[:2]),
        ({"person": "王芳"}, every[2:]),
        ({"office": "branch_committee"}, [(other, 2)]),
        ({"office": "superior"}, []),
        ({"step": "talk"}, [(case, 2)]),
        ({"kind": "refusal"}, [(other, 2)]),
        ({"code": "G02"}, [(case, 2)]),
        ({"code": "ｇ０２"}, [(case, 2)]),
        ({"article": "XZ26/7"}, [(case, 2), (other, 2)]),
        ({"severity": "block"}, [(other, 2)]),
        ({"gap": "43"}, [(case, 2)]),
        ({"gap": "44"}, []),
        ({"act_from": "2026年7月20日"}, [(case, 2)]),
        ({"act_from": "2026-07-21"}, []),
        ({"recorded_from": "2026-09-01", "recorded_until": "2026-09-01"}, [(case, 2)]),
        ({"step": "talk", "kind": "refusal"}, []),
        ({"step": "talk", "person": "王芳", "code": "G02"}, [(case, 2)]),
    ):
        assert sorted(found(room, **asked)) == sorted(wanted), asked


def test_a_row_says_who_when_how_late_and_what_was_found(room):
    shown = text(room.visitor(AUDITOR).get("/audit/journal", step="talk"))
    for words in (
        "派人谈话",
        f"李一 案件 {room.case}",
        "第 2 条",
        "一支部",
        "办理后 43 天",
        "王芳",
        "书记",
        "G02 收到申请书后派人谈话的期限 XZ26/7 有不规范之处",
    ):
        assert words in shown


def test_history_is_marked_and_what_was_recorded_as_it_happened_is_not(room):
    written_down = room.town.build("talk", "2026-06-20", subject=room.town.person("李二"))
    page = room.visitor(AUDITOR).get("/audit/journal", step="talk").get_data(as_text=True)
    heads = {
        head.partition("案件 ")[2].partition(" ")[0]: head
        for head in map(plain, re.findall(r"<th scope=.row.>.*?</th>", page, re.S))
    }
    assert "历史档案" in heads[str(written_down)] and "历史档案" not in heads[str(room.case)]


@pytest.mark.parametrize("number", [2**63 - 1, 2**63])
def test_the_number_of_nobody_finds_nothing(room, number):
    assert found(room, person=number) == []


def test_one_of_several_people_of_a_name_is_chosen(room):
    room.town.person("王芳")
    page = room.visitor(AUDITOR).get("/audit/journal", person="王芳")
    assert "有 2 人叫“王芳”" in text(page)
    links = re.findall(r'href="(/audit/journal\?person=\d+)"', page.get_data(as_text=True))
    counts = [room.visitor(AUDITOR).client.get(link).get_data(as_text=True).count("#n") for link in links]
    assert sorted(counts) == [0, 2]


@pytest.mark.parametrize(
    "asked, words",
    [
        ({"gap": "很久"}, "“很久”不是天数"),
        ({"gap": "-1"}, "“-1”不是天数"),
        ({"act_from": "昨天"}, "日期须写成 2026-06-05"),
        ({"person": "查无此人"}, "没有叫“查无此人”的人"),
        ({"person": str(2**63)}, f"没有叫“{2**63}”的人"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(room, asked, words):
    shown = room.visitor(AUDITOR).get("/audit/journal", **asked)
    assert (shown.status_code, words in text(shown), 'aria-invalid="true"' in shown.get_data(as_text=True)) == (
        200, True, True,
    )  # fmt: skip


def test_it_goes_on_behind_a_page_and_behind_a_bound(room, monkeypatch):
    monkeypatch.setattr("web.pages.audit_journal.A_PAGE", 1)
    visitor, address, seen = room.visitor(AUDITOR), "/audit/journal", []
    while address:
        page = visitor.client.get(address).get_data(as_text=True)
        seen += re.findall(r"/membership/(\d+)/journal\?before=\d+#n(\d+)", page)
        link = re.search(r'<a rel="next" href="([^"]+)">([^<]+)', page)
        assert link is None or link[2] == "下一页"
        address = link and link[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 4
    monkeypatch.setattr(line_search, "SCANNED", 1)
    bounded = visitor.get("/audit/journal", office="branch", kind="correction").get_data(as_text=True)
    assert "在已经查过的记录中没有找到" in bounded
    assert re.search(r'<a rel="next"[^>]+>继续查找', bounded)


@pytest.mark.parametrize("after", ["x", "1.2", "2026-01-01", "-1", "9" * 30])
def test_a_page_that_begins_nowhere_is_no_page(room, after):
    assert room.visitor(AUDITOR).get("/audit/journal", after=after).status_code == 400


@pytest.mark.parametrize(
    "name, status, rows",
    [(AUDITOR, 200, 4), (ADMINISTRATOR, 200, 4), (ELSEWHERE, 200, 2), ("王芳", 403, 0), ("陈刚", 403, 0)],
)
def test_it_is_for_auditors_and_of_their_subtree(room, name, status, rows):
    assert room.visitor(name).get("/audit/journal").status_code == status
    assert len(found(room, name)) == rows


def test_a_place_out_of_sight_is_not_there(room):
    places = room.town.places
    assert room.visitor(ELSEWHERE).get("/audit/journal", place=places["一支部"]).status_code == 404


def test_a_sealed_count_never_shows_nor_does_what_was_found_of_it(electing):  # noqa: F811
    town = electing.town
    with town.acting() as branch:
        branch.prepare()
        branch.gather()
        branch.office.granted(branch.office.committee, branch.office.person("审小红"), "auditor")
        keyed = {"ballot": "members", "round": 1, **branch.numbers(VOTES, 7)}
        branch.take("key_count", "2026-09-12", "赵强", **keyed)
    with town.database.read() as session:
        town.people["审小红"] = session.query(Person).filter(Person.name == "审小红").one().id
    visitor = electing.visitor("审小红")
    for asked in ({}, {"step": "key_count"}, {"person": town.people["赵强"]}):
        assert "录入计票" not in rows_of(visitor.get("/audit/journal", **asked))
    with town.acting() as branch:
        branch.take("key_count", "2026-09-12", "沈干事", **keyed)
        branch.take("confirm_count", "2026-09-12", ballot="members", round=1, scrutineers=[branch.person("周敏")])
    assert rows_of(visitor.get("/audit/journal", step="key_count")).count("#n") == 2


def rows_of(answer) -> str:
    """The table of what was found."""
    page = answer.get_data(as_text=True)
    return page.partition("<tbody>")[2].partition("</tbody>")[0]
