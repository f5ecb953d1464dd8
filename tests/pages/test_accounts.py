"""The administrator's side of accounts: whose are seen, new passwords shown once, unlocking."""

import logging
import re

import pytest
from pyotp import random_base32

from models import databases
from models.accounts import Account, account_of, opened_under
from models.posts import Post
from tests.live.town import FIRST, moment
from tests.pages.conftest import PASSWORD, Site
from tests.pages.importing import FoundedTown
from workflows import flow
from workflows.engine.perform.second import confirm, propose
from workflows.office.record import register, take
from workflows.office.states import office_case

AT = moment("2026-01-05")
GIVEN = re.compile(r'<code class="given">((?:[a-z2-9]{4}-?){4})</code>')
OPENED = {  # name: (where the account was opened, login)
    "钱进": ("县委组织部", "qianjin"),
    "孔明": ("镇党委", "kongming"),
    "王芳": ("一支部", "wangfang"),
    "郑洁": ("二支部", "zhengjie"),
    "杨柳": ("一支部", "yangliu"),
}


def text(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def site(sqlite, tmp_path):
    """孔明 administers the committee, 钱进 the department above it; 杨柳 of the first branch works in the department."""
    databases.create(sqlite.owner_url)
    town = FoundedTown(sqlite.app_url, sqlite.owner_url)
    for name, post, place in (("孔明", "administrator", "镇党委"), ("杨柳", "staff", "县委组织部")):
        town.people[name] = town.registered(name, OPENED[name][0], None)
        row = {"person_id": town.people[name], "organisation_id": town.places[place], "post": post}
        town.change(Post(**row, from_on=FIRST))
    made = Site(town, tmp_path / "files")
    for name, (place, login) in OPENED.items():
        open_account(town, place, town.people[name], login)
        made.logins[name] = login
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


def open_account(town, place: str, person: int, login: str) -> int:
    with town.database.work() as work:
        form = {"on": "2026-01-05", "person": person, "login": login}
        written = take(work, town.places[place], "open_account", form, None, AT)
        account_of(work.session, login).set_password(PASSWORD)
        work.commit()
    return written.number


def row(site, name: str) -> Account:
    with site.town.database.read() as session:
        return account_of(session, OPENED[name][1])


def put(site, name: str, **values) -> None:
    with site.town.database.write.begin() as session:
        for each, value in values.items():
            setattr(account_of(session, OPENED[name][1]), each, value)


def address(site, name: str, *more: str) -> str:
    return "/".join(("/accounts", str(row(site, name).id), *more))


def logins(answer) -> list[str]:
    return re.findall(r'<a href="/accounts/\d+">(\w+)</a>', text(answer))


@pytest.mark.parametrize(
    "name, seen",
    [
        ("钱进", ["kongming", "qianjin", "wangfang", "yangliu", "zhengjie"]),
        ("孔明", ["kongming", "wangfang", "yangliu", "zhengjie"]),
    ],
)
def test_an_administrator_sees_the_accounts_opened_below(site, name, seen):
    assert logins(site.visitor(name).get("/accounts")) == seen


@pytest.mark.parametrize(
    "wanted, seen", [("wang", ["wangfang"]), ("郑", ["zhengjie"]), ("%", []), ("nobody", []), (" ", None)]
)
def test_looking_for_an_account(site, wanted, seen):
    answer = site.visitor("孔明").get("/accounts", q=wanted)
    assert logins(answer) == seen if seen is not None else len(logins(answer)) == 4
    assert ("没有符合条件的账号" in text(answer)) is (seen == [])


@pytest.mark.parametrize("more, pages", [(49, [50]), (50, [50, 1]), (99, [50, 50])])
def test_the_ends_of_pages(site, more, pages, monkeypatch):
    """The first branch's administrator sees his own account and `more` others."""
    site.town.people["吕布"] = site.town.registered("吕布", "一支部", None)
    held = {
        "person_id": site.town.people["吕布"],
        "organisation_id": site.town.places["二支部"],
        "post": "administrator",
    }
    site.town.change(Post(**held, from_on=FIRST))
    open_account(site.town, "二支部", site.town.people["吕布"], "a000")
    site.logins["吕布"] = "a000"
    with site.town.database.work() as work:
        for number in range(1, more):  # 郑洁's is there already
            person = take_person(work, site.town.places["二支部"], f"甲{number:03}")
            form = {"on": "2026-01-05", "person": person, "login": f"a{number:03}"}
            take(work, site.town.places["二支部"], "open_account", form, None, AT)
        work.commit()
    visitor, found, following = site.visitor("吕布"), [], "/accounts"
    while following:
        answer = text(visitor.client.get(following))
        found.append(re.findall(r'<a href="/accounts/\d+">(\w+)</a>', answer))
        following = (re.search(r'href="(/accounts\?[^"]+)"', answer) or [None, ""])[1].replace("&amp;", "&")
    assert [len(each) for each in found] == pages
    assert len({login for each in found for login in each}) == more + 1


def take_person(work, place: int, name: str) -> int:
    return register(work, place, {"on": "2026-01-05", "name": name}, None, AT)


def test_how_each_account_stands(site):
    put(site, "王芳", must_change=True)
    put(site, "郑洁", active=False)
    visitor = site.visitor("孔明")
    for _ in range(5):
        site.visitor().sign_in("yangliu", "错误")
    shown = re.sub(r"\s+", " ", text(visitor.get("/accounts")))
    for login, state in (
        ("wangfang", "须更改口令"),
        ("zhengjie", "已停用"),
        ("kongming", "正常"),
        ("yangliu", "已锁定，至 2026-11-02 10:15"),
    ):
        assert re.search(rf"{login}</a>.*?<td>[^<]*</td> <td>[^<]*</td> <td> ?{state}", shown), login


def test_who_is_no_administrator_sees_none(site):
    visitor = site.visitor("王芳")
    for answer in (
        visitor.get("/accounts"),
        visitor.get(address(site, "郑洁")),
        visitor.post(address(site, "郑洁", "reset")),
    ):
        assert answer.status_code == 403 and "系统管理员" in text(answer)
    assert "/accounts" not in text(visitor.get("/account"))
    assert "/accounts" in text(site.visitor("孔明").get("/account"))


def test_a_new_password_is_shown_once_and_must_be_changed(site, caplog):
    caplog.set_level(logging.INFO, "zhibu.door")
    before = site.visitor("王芳")
    admin = site.visitor("孔明")
    answer = admin.post(address(site, "王芳", "reset"))
    given = GIVEN.search(text(answer))[1]
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert given not in text(admin.get(address(site, "王芳"))) + text(admin.get("/accounts")) + caplog.text
    assert "reset: account" in caplog.text
    assert before.get("/account").status_code == 302
    assert site.visitor().sign_in("wangfang").status_code == 401
    visitor = site.visitor()
    assert visitor.sign_in("wangfang", given).status_code == 303
    assert visitor.get("/account").headers["Location"] == "/account/password"
    new = {"new_password": "自己的新口令只用于测试", "new_password_again": "自己的新口令只用于测试"}
    same = {"new_password": given, "new_password_again": given}
    assert visitor.post("/account/password", {"password": given, **same}).status_code == 422
    assert visitor.post("/account/password", {"password": given, **new}).status_code == 303
    assert visitor.get("/account").status_code == 200 and not row(site, "王芳").must_change


def test_nothing_is_reset_by_looking(site):
    hash_before = row(site, "王芳").password_hash
    visitor = site.visitor("孔明")
    assert "重置口令" in text(visitor.get(address(site, "王芳")))
    assert visitor.get(address(site, "王芳", "reset")).status_code in (404, 405)
    assert row(site, "王芳").password_hash == hash_before


def test_a_reset_opens_a_lock_and_so_does_unlocking(site):
    admin = site.visitor("孔明")
    for how, status in (("reset", 200), ("unlock", 303)):
        for _ in range(5):
            site.visitor().sign_in("wangfang", "错误")
        assert row(site, "王芳").locked(site.now) and "解锁" in text(admin.get(address(site, "王芳")))
        assert admin.post(address(site, "王芳", how)).status_code == status
        assert row(site, "王芳").locked(site.now) is None and row(site, "王芳").failures == 0


def test_the_second_factor_stays_unless_it_is_to_go(site):
    put(site, "王芳", totp_secret=random_base32())
    admin = site.visitor("孔明")
    admin.post(address(site, "王芳", "reset"))
    assert row(site, "王芳").totp_secret
    given = GIVEN.search(text(admin.post(address(site, "王芳", "reset"), {"without_code": "yes"})))[1]
    assert row(site, "王芳").totp_secret is None
    assert site.visitor().sign_in("wangfang", given).status_code == 303


@pytest.mark.parametrize("how", ["", "reset", "unlock"])
@pytest.mark.parametrize(
    "by, whose, status", [("孔明", "钱进", 404), ("孔明", "杨柳", 403), ("孔明", "孔明", 403), ("钱进", "杨柳", 200)]
)
def test_how_far_an_administrator_reaches(site, by, whose, status, how):
    """Not to accounts opened elsewhere, not to his own, not to somebody's who holds a post beyond his reach."""
    visitor, before = site.visitor(by), row(site, whose).password_hash
    answer = visitor.post(address(site, whose, how)) if how else visitor.get(address(site, whose))
    assert answer.status_code == (303 if status == 200 and how == "unlock" else status)
    assert (row(site, whose).password_hash == before) is not (how == "reset" and status == 200)


def test_no_such_account(site):
    visitor = site.visitor("孔明")
    assert visitor.get("/accounts/999999").status_code == 404
    assert visitor.post("/accounts/999999/reset").status_code == 404


def test_a_closed_account_gets_no_password(site):
    put(site, "王芳", active=False)
    visitor = site.visitor("孔明")
    assert "重置口令" not in re.sub("才能重置口令", "", text(visitor.get(address(site, "王芳"))))
    assert visitor.post(address(site, "王芳", "reset")).status_code == 409


def test_by_the_post_chosen(site):
    held = {"person_id": site.town.people["孔明"], "organisation_id": site.town.places["镇党委"], "post": "organiser"}
    other = Post(**held, from_on=FIRST)
    site.town.change(other)
    visitor = site.visitor("孔明")
    assert visitor.get("/accounts").status_code == 200
    visitor.post("/act-by", {"post": str(other.id)})
    assert visitor.get("/accounts").status_code == 403


def test_a_corrected_opening_counts_as_corrected(site):
    """An account opened for the wrong person is then the right one's as well."""
    town, person = site.town, site.town.registered("马超", "一支部", None)
    admin = town.actor("钱进")
    number = open_account(town, "一支部", town.registered("误登", "一支部", None), "machao0")
    other = town.registered("韩当", "县委组织部", None)
    town.change(Post(person_id=other, organisation_id=town.places["县委组织部"], post="administrator", from_on=FIRST))
    town.people["韩当"] = other
    with town.database.work() as work:
        case = office_case(work.session, town.places["一支部"])
        form = {"entry": number, "form": {"on": "2026-01-05", "person": person, "login": "machao"}, "reason": "录错人"}
        proposal = propose(work, flow("office"), case.id, "correct", form, admin, case.version, site.now)
        work.commit()
    with town.database.work() as work:
        case = office_case(work.session, town.places["一支部"])
        confirm(work, flow("office"), case.id, proposal.number, town.actor("韩当"), case.version, site.now)
        work.commit()
    with town.database.read() as session:
        assert opened_under(session, [case.path])[person] == town.places["一支部"]
