"""The page of terms and their section on the worklist: states in words, order, pages, filters, and who sees which."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from models import term_list
from models.cases import Case
from models.journal import Entry
from models.sight import sight_of
from models.term_list import Clock
from models.terms import Term
from tests.models.entries import entry, new_case
from tests.office.conftest import AT
from tests.pages.bureau import bureau, text  # noqa: F401 (a fixture)
from web.pages import term_lines, terms
from workflows.engine.months import add_months
from workflows.engine.offices import Actor
from workflows.office.record import found, take
from workflows.office.terms import Elected, Extension, bring_terms
from workflows.terms import Term as Days
from workflows.terms import reach, state_of

TODAY = date(2026, 11, 2)


@pytest.fixture
def site(bureau):  # noqa: F811
    bureau.clock(TODAY)
    return bureau


def stated(site, place: str, elected_on: str) -> None:
    town = site.town
    with town.database.work() as work:
        by = Actor(town.people["管理员甲"])
        take(work, town.places[place], "state_term", {"on": "2026-06-15", "elected_on": elected_on}, by, AT)
        work.commit()


def branch(site, name: str, elected_on: str | None = None) -> int:
    town = site.town
    with town.database.work() as work:
        values = {"on": "2000-01-01", "name": name, "kind": "branch", "parent": town.places["镇党委"]}
        town.places[name] = found(work, values, Actor(town.people["管理员甲"]), AT)
        work.commit()
    if elected_on:
        stated(site, name, elected_on)
    return town.places[name]


def election(site, place: str, is_open: bool = True, said: Elected | None = None) -> int:
    """A case of an election with its row and one entry; the workflow itself is not asked."""
    number = site.town.places[place]
    with site.town.database.work() as work:
        path = work.session.query(Case.path).filter(Case.subject_id == number, Case.workflow == "office").scalar()
        case = new_case(
            number, workflow="election", subject_kind="organisation", subject_id=number, path=path, open=is_open
        )
        work.session.add(case)
        work.session.flush()
        work.session.execute(insert(Entry), entry(case.id, 1))
        source = work.session.query(Entry.id).filter(Entry.case_id == case.id).scalar()
        bring_terms(work.session, case, said or Elected(), source)
        work.commit()
        return case.id


def rows(page: str) -> list[tuple[str, str]]:
    """(organisation, state) of every row of the table."""
    body = page.partition('<table class="table stacked terms">')[2].partition("</table>")[0].partition("<tbody>")[2]
    found = []
    for row in re.findall(r"<tr>.*?</tr>", body, re.S):
        words = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        found.append((words[0].split()[0], words[1]))
    return found


def listed(visitor, **query) -> list[tuple[str, str]]:
    answer = visitor.get("/terms", **query)
    assert answer.status_code == 200
    return rows(answer.get_data(as_text=True))


def section(visitor, tab: str, **query) -> str:
    page = visitor.get("/", tab=tab, **query).get_data(as_text=True)
    return page.partition('aria-labelledby="terms"')[2].partition("</section>")[0]


@pytest.fixture
def settled(site):
    """Two branches, elected so that one is overdue and one ends in four months, and a committee of which nobody knows."""
    stated(site, "一支部", "2023-11-01")
    stated(site, "二支部", "2024-03-02")
    return site


def test_the_most_urgent_first_and_the_unknown_last(settled):
    branch(settled, "示例第三支部", "2026-01-10")
    assert listed(settled.visitor("管理员甲")) == [
        ("示例第一支部", "逾期未换届"),
        ("示例第二支部", "即将届满"),
        ("示例第三支部", "任期内"),
        ("示例镇党委", "任期不详"),
    ]


@pytest.mark.parametrize(
    "elected_on, state, left",
    [
        ("2023-11-01", "逾期未换届", "已逾期 1 天"),
        ("2023-11-02", "今天届满", "今天到期"),
        ("2023-11-03", "即将届满", "还有 1 天"),
        ("2024-05-02", "即将届满", "还有 181 天"),
        ("2024-05-03", "任期内", "还有 182 天"),
    ],
)
def test_the_state_is_worked_out_on_the_day_it_is_asked(site, elected_on, state, left):
    stated(site, "一支部", elected_on)
    visitor = site.visitor("王芳")
    assert listed(visitor) == [("示例第一支部", state)]
    assert left in text(visitor.get("/terms"))


def test_nothing_is_set_by_a_job(site):
    """The same rows on other days are in other states."""
    stated(site, "一支部", "2024-01-31")
    for on, state in (
        ("2026-07-30", "任期内"),
        ("2026-07-31", "即将届满"),
        ("2027-01-31", "今天届满"),
        ("2027-02-01", "逾期未换届"),
    ):
        site.clock(on)
        assert listed(site.visitor("王芳")) == [("示例第一支部", state)], on


def test_a_branch_sees_its_own_term_only(settled):
    page = text(settled.visitor("王芳").get("/terms"))
    assert "示例第一支部" in page and "示例第二支部" not in page and "示例镇党委 基层党委" not in page
    assert listed(settled.visitor("郑洁")) == [("示例第二支部", "即将届满")]
    assert listed(settled.visitor("赵强")) == []
    assert settled.visitor("王芳").get("/terms", place=settled.town.places["二支部"]).status_code == 404
    assert settled.visitor("王芳").get("/terms", place=10**30).status_code == 404


def test_filters_by_state_and_by_organisation(settled):
    visitor = settled.visitor("管理员甲")
    assert listed(visitor, state="overdue") == [("示例第一支部", "逾期未换届")]
    assert listed(visitor, state="unknown") == [("示例镇党委", "任期不详")]
    assert listed(visitor, state="running") == []
    assert listed(visitor, place=settled.town.places["二支部"]) == [("示例第二支部", "即将届满")]
    assert "没有处于这一状况" in text(visitor.get("/terms", state="running"))
    assert visitor.get("/terms", state="none").status_code == 404


@pytest.mark.parametrize(
    "after", ["x", "2026-01-01", "2026-01-01.x", ".x", "2026-02-30.1", f"2026-01-01.{2**63}", ".-1"]
)
def test_a_page_that_begins_nowhere(site, after):
    assert site.visitor("管理员甲").get("/terms", after=after).status_code == 400


def test_pages_follow_each_other_without_a_gap(settled, monkeypatch):
    monkeypatch.setattr(terms, "PAGE", 2)
    for number in range(3):
        branch(settled, f"示例新{number}支部", "2024-03-02")
    branch(settled, "示例又一支部")
    visitor = settled.visitor("管理员甲")
    found, address, pages = [], "/terms", 0
    while address:
        page = visitor.client.get(address).get_data(as_text=True)
        found += rows(page)
        pages += 1
        link = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = link[1].replace("&amp;", "&") if link else None
    assert pages == 4 and [name for name, _ in found] == [
        "示例第一支部", "示例第二支部", "示例新0支部", "示例新1支部", "示例新2支部", "示例镇党委", "示例又一支部"
    ]  # fmt: skip
    assert "后面没有了" in text(visitor.get("/terms", after=".999"))


def test_an_extension_and_an_election_under_way_are_shown(settled):
    case = election(
        settled, "一支部", said=Elected(extensions=[Extension(date(2026, 10, 1), date(2027, 4, 1), "示组〔2026〕9号")])
    )
    visitor = settled.visitor("王芳")
    page = visitor.get("/terms")
    assert listed(visitor) == [("示例第一支部", "已批准延期")] == listed(visitor, state="extended")
    assert "批准延至 2027-04-01" in text(page)
    assert f'href="/election/{case}"' in page.get_data(as_text=True)


def test_the_picture_and_the_table_say_the_same(settled):
    page = settled.visitor("管理员甲").get("/terms").get_data(as_text=True)
    picture = page.partition('<svg class="timeline"')[2].partition("</svg>")[0]
    assert re.findall(r'<text class="name"[^>]*>([^<]+)</text>', picture) == [
        f"{name}：{state}" for name, state in rows(page)
    ]
    assert picture.count('class="bar"') == 2 and picture.count('class="late"') == 1
    assert "今天 2026-11-02" in picture


def test_years_are_shown_and_changed_at_the_root_only(site):
    stated(site, "一支部", "2024-03-02")
    administrator = site.visitor("管理员甲")
    page = administrator.get("/terms")
    link = re.search(r'href="(/office/\d+/set_term_length\?[^"]+)"', page.get_data(as_text=True))
    assert "党支部 3 年" in text(page) and link
    assert administrator.client.get(link[1].replace("&amp;", "&")).status_code == 200
    for name in ("王芳", "沈毅"):
        assert "set_term_length" not in site.visitor(name).get("/terms").get_data(as_text=True)
    done = site.town.step(administrator, "县委", "set_term_length", on="2024-01-01", body="branch", years="4")
    assert done.status_code == 303
    assert "党支部 4 年" in text(administrator.get("/terms"))
    assert listed(site.visitor("王芳")) == [("示例第一支部", "任期内")]


def test_a_term_is_stated_on_the_page_of_the_organisation(site):
    administrator = site.visitor("管理员甲")
    page = text(administrator.get(f"/organisations/{site.town.places['一支部']}"))
    assert "初始登记任期" in page and "登记领导班子类别" in page
    assert site.town.step(administrator, "一支部", "state_term").status_code == 422
    assert site.town.step(administrator, "一支部", "state_term", elected_on="2024-05-03").status_code == 303
    assert listed(site.visitor("王芳")) == [("示例第一支部", "任期内")]


def test_the_worklist_shows_what_is_to_be_seen_to(settled):
    branch(settled, "示例第三支部", "2026-01-10")
    now = text_of(section(settled.visitor("管理员甲"), "now"))
    assert re.findall(r"示例\S+ (?:逾期未换届|即将届满|任期不详|任期内)", now) == [
        "示例第一支部 逾期未换届", "示例第二支部 即将届满", "示例镇党委 任期不详"
    ]  # fmt: skip
    late = text_of(section(settled.visitor("管理员甲"), "overdue"))
    assert "示例第一支部 逾期未换届" in late and "示例第二支部" not in late and "示例镇党委" not in late
    assert section(settled.visitor("管理员甲"), "month") == section(settled.visitor("管理员甲"), "others") == ""
    own = text_of(section(settled.visitor("王芳"), "now"))
    assert "示例第一支部 逾期未换届" in own and "示例第二支部" not in own
    assert section(settled.visitor("赵强"), "now") == ""
    assert section(settled.visitor("管理员甲"), "now", q="李") == ""


def test_an_election_under_way_answers_the_reminder_but_not_an_overdue_term(settled):
    for place in ("一支部", "二支部"):
        election(settled, place)
    now = text_of(section(settled.visitor("管理员甲"), "now"))
    assert "示例第一支部 逾期未换届" in now and "正在换届" in now and "示例第二支部" not in now


def test_an_election_that_is_over_answers_nothing(settled):
    election(settled, "二支部", is_open=False)
    assert "示例第二支部 即将届满" in text_of(section(settled.visitor("管理员甲"), "now"))


@pytest.mark.parametrize("elected_on, there", [("2024-05-02", True), ("2024-05-03", False)])
def test_the_worklist_reminds_from_six_months_before(site, elected_on, there):
    stated(site, "一支部", elected_on)
    assert ("示例第一支部" in section(site.visitor("王芳"), "now")) is there


def test_a_running_extension_is_reminded_of_again(site):
    stated(site, "一支部", "2023-11-01")
    for until, there in ((date(2027, 5, 2), True), (date(2027, 5, 3), False)):
        election(site, "一支部", False, Elected(extensions=[Extension(date(2026, 10, 1), until)]))
        assert ("示例第一支部 已批准延期" in text_of(section(site.visitor("王芳"), "now"))) is there
        site.town.database.dispose()


def test_the_section_stops_and_leads_to_the_list(settled, monkeypatch):
    monkeypatch.setattr(term_lines, "LISTED", 2)
    shown = section(settled.visitor("管理员甲"), "now")
    assert shown.count("<li>") == 2 and "只列出最急的 2 个" in shown and 'href="/terms"' in shown


def test_only_a_superior_reminds(settled, monkeypatch):
    monkeypatch.setattr(term_lines, "NAMES", {"election": ""})
    town = settled.town
    with town.database.work() as work:
        by, other = (Actor(town.people[name]) for name in ("管理员甲", "管理员乙"))
        form = {"on": "2026-06-15", "person": town.people["赵强"], "post": "organiser", "from_on": "2026-06-15"}
        proposal = take(work, town.places["镇党委"], "propose_post", form, by, AT).number
        take(work, town.places["镇党委"], "grant_post", {"on": "2026-06-15", "proposal": proposal}, other, AT)
        work.commit()
    link = f"/election/new?organisation={town.places['二支部']}"
    for address in ("/terms", "/"):
        assert link in settled.visitor("赵强").get(address).get_data(as_text=True)
        for name in ("郑洁", "管理员甲", "沈毅"):
            assert "/election/new?" not in settled.visitor(name).get(address).get_data(as_text=True)
    own = f"/election/new?organisation={town.places['镇党委']}"
    assert own not in settled.visitor("赵强").get("/terms").get_data(as_text=True)
    election(settled, "二支部")
    assert link not in settled.visitor("赵强").get("/terms").get_data(as_text=True)


def text_of(part: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def laid(session, count: int = 400) -> None:
    """Terms of every kind around today, straight into the table."""
    for number in range(count):
        ends_on = None if number % 9 == 0 else TODAY + timedelta(days=(number * 37) % 420 - 100)
        extended = ends_on if ends_on and number % 7 == 0 else None
        expires = add_months(ends_on, -5) if ends_on and extended else ends_on
        session.add(
            Term(
                organisation_id=2 + number % 3, path=f"/1/{2 + number % 3}/", body="branch", from_on=date(2020, 1, 1),
                elected_on=date(2020, 1, 1) if ends_on else None, expires_on=expires, extended_until=extended, ends_on=ends_on,
            )
        )  # fmt: skip


@pytest.mark.parametrize("on", ["2026-11-02", "2026-08-31", "2027-02-28", "2026-08-30"])
def test_lists_and_the_clock_draw_the_same_lines(site, on):
    clock = Clock(date.fromisoformat(on), reach(date.fromisoformat(on), 6))
    with site.town.database.write() as session:
        laid(session)
        session.flush()
        for term in session.query(Term):
            state = state_of(Days(term.elected_on, term.expires_on, term.extended_until), clock.on, 6)
            for name in term_list.STATES:
                there = session.query(Term.id).filter(Term.id == term.id, *term_list.in_state(Term, name, clock))
                assert (there.scalar() is not None) == (name == state), (term.ends_on, name)


def test_small_and_large_sights_answer_alike(settled, monkeypatch):
    for number in range(6):
        branch(settled, f"示例新{number}支部", f"202{number % 4}-0{1 + number}-02")
    election(settled, "示例新3支部", False, Elected(extensions=[Extension(date(2026, 1, 1), date(2027, 1, 4))]))
    answers = []
    for few, most in ((500, 20_000), (1, 20_000), (1, 1)):
        monkeypatch.setattr("models.sight.FEW", few)
        monkeypatch.setattr(term_list, "GATHERED", most)
        with settled.town.database.read() as session:
            path = session.query(Term.path).filter(Term.organisation_id == settled.town.places["镇党委"]).first()[0]
            answers.append(answered(session, path))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0]["unknown"] == 1 and sum(answers[0][0].values()) == 9


def answered(session, path: str):
    clock = Clock(TODAY, reach(TODAY, 6))
    seen = term_list.source(session, sight_of(session, [path], TODAY))
    counts = dict(term_list.counts(session, seen, clock))
    states = {name: ids(term_list.page(session, seen, clock, name, None, 99)) for name in (*term_list.STATES, None)}
    assert {name: len(found) for name, found in states.items() if name} == counts
    whole = term_list.page(session, seen, clock, None, None, 99)
    behind = [
        ids(term_list.page(session, seen, clock, None, (term.ends_on, term.organisation_id), 99)) for term in whole
    ]
    assert behind == [ids(whole)[number + 1 :] for number in range(len(whole))]
    return counts, states, ids(term_list.waiting(session, seen, clock, 99))


def ids(terms) -> list[int]:
    return [term.organisation_id for term in terms]
