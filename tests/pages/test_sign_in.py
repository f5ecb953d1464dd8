"""Signing in and out: one answer for every wrong try, the lock and its edges, the idle end, one's own password."""

import logging
import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import accounts
from models.accounts import Account, account_of
from models.posts import Post
from tests.pages.conftest import PASSWORD
from web.door import proved, tried

NEW = "另一个示例口令-只用于测试"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def signed_in(visitor) -> bool:
    return visitor.get("/account").status_code == 200


def row(site, name="王芳") -> Account:
    with site.town.database.read() as session:
        return account_of(session, site.account(name))


def after(site, **passed) -> None:
    site.now += timedelta(**passed)


def miss(site, count: int, name="王芳"):
    """Wrong passwords in a row; answers the last answer."""
    login, visitor = site.account(name), site.visitor()
    return [visitor.sign_in(login, "错误") for _ in range(count)][-1]


def test_every_page_asks_for_the_sign_in(site):
    answer = site.visitor().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=%2F")


OPEN = {"sign_in.form", "sign_in.sign_in", "sign_in.code", "sign_in.sign_out", "sign_in.speak"}


def test_which_pages_are_open_to_everybody(site):
    """Beside these only what carries a key of its own in its address."""
    views = site.app.view_functions.items()
    found = {name for name, view in views if getattr(view, "is_public", False)}
    assert found - OPEN <= {"calendar_feed.feed"} and found >= OPEN


def test_signing_in_and_out(site):
    visitor = site.visitor("王芳")
    assert signed_in(visitor)
    assert visitor.post("/sign-out").headers["Location"] == "/sign-in"
    assert visitor.get("/").headers["Location"] == "/sign-in?next=%2F"


def test_signing_out_ends_every_copy_of_the_session(site):
    visitor, copy = site.visitor("王芳"), site.visitor()
    copy.client.set_cookie("zhibu", visitor.client.get_cookie("zhibu").value)
    assert signed_in(copy)
    visitor.post("/sign-out")
    assert not signed_in(copy)


def test_the_session_before_does_not_count_after_the_sign_in(site):
    visitor = site.visitor()
    visitor.get("/sign-in")
    before = visitor.client.get_cookie("zhibu").value
    with visitor.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    visitor.sign_in(site.account("王芳"))
    assert visitor.client.get_cookie("zhibu").value != before
    with visitor.client.session_transaction() as session:
        assert "planted" not in session
    other = site.visitor()
    other.client.set_cookie("zhibu", before)
    assert not signed_in(other)


@pytest.mark.parametrize("password", ["错误", "", PASSWORD + " ", PASSWORD.upper() + "x"])
def test_a_wrong_password_is_said(site, password):
    answer = site.visitor().sign_in(site.account("王芳"), password)
    assert answer.status_code == 401 and "登录名或者口令不对" in text(answer)


def close(site, name="郑洁") -> str:
    login = site.account(name)
    with site.town.database.write.begin() as session:
        account_of(session, login).active = False
    return login


def without_password(site, name="何静") -> str:
    login = site.account(name)
    with site.town.database.write.begin() as session:
        account_of(session, login).password_hash = "!"
    return login


@pytest.mark.parametrize("whose", [lambda site: "nobody", close, without_password], ids=["nobody", "closed", "none"])
def test_a_login_that_lets_nobody_in_costs_the_same_and_is_answered_the_same(site, whose, monkeypatch):
    login, work = whose(site), []
    verify = accounts.hasher.verify
    monkeypatch.setattr(
        type(accounts.hasher), "verify", lambda self, kept, typed: (work.append(kept), verify(kept, typed))[1]
    )
    answer = site.visitor().sign_in(login)
    assert answer.status_code == 401 and "登录名或者口令不对" in text(answer)
    assert [kept[:9] for kept in work if kept != "!"] == ["$argon2id"]


def test_the_fifth_wrong_password_in_a_row_locks_for_a_quarter_of_an_hour(site):
    assert "登录名或者口令不对" in text(miss(site, 4))
    assert row(site).locked(site.now) is None
    answer = miss(site, 1)
    assert answer.status_code == 401 and "请在 2026-11-02 10:15 以后再试" in text(answer)
    assert site.visitor().sign_in(site.account("王芳")).status_code == 401


@pytest.mark.parametrize("passed, status", [({"minutes": 14, "seconds": 59}, 401), ({"minutes": 15}, 303)])
def test_both_sides_of_the_end_of_a_lock(site, passed, status):
    miss(site, 5)
    after(site, **passed)
    answer = site.visitor().sign_in(site.account("王芳"))
    assert answer.status_code == status
    assert (row(site).failures, row(site).locked_until is None) == ((5, False) if status == 401 else (0, True))


def test_the_end_of_a_lock_is_not_said_too_early(site):
    after(site, seconds=1)
    assert "2026-11-02 10:16" in text(miss(site, 5))


def test_a_try_during_the_lock_does_not_lengthen_it(site):
    miss(site, 5)
    after(site, minutes=14)
    miss(site, 3)
    after(site, minutes=1)
    assert site.visitor().sign_in(site.account("王芳")).status_code == 303


def test_after_a_lock_the_count_begins_anew(site):
    miss(site, 5)
    after(site, minutes=15)
    miss(site, 4)
    assert site.visitor().sign_in(site.account("王芳")).status_code == 303


def test_the_right_password_begins_the_count_anew(site):
    miss(site, 4)
    site.visitor("王芳")
    miss(site, 4)
    assert site.visitor().sign_in(site.account("王芳")).status_code == 303


def test_the_lock_of_one_is_not_the_lock_of_another(site):
    miss(site, 5)
    assert site.visitor().sign_in(site.account("孙丽")).status_code == 303


def test_wrong_tries_at_once_are_all_counted(site):
    login, answers = site.account("王芳"), []
    visitors = [site.visitor() for _ in range(8)]
    for each in visitors:
        each.get("/sign-in")
    threads = [
        threading.Thread(target=lambda one: answers.append(one.sign_in(login, "错误")), args=(each,))
        for each in visitors
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [answer.status_code for answer in answers] == [401] * 8
    assert sum("已锁定" in text(answer) for answer in answers) == 4  # the fifth and all after it
    assert row(site).failures == 5


def test_a_password_changed_during_the_try_does_not_let_in(site):
    site.account("王芳")
    attempt = tried(row(site), PASSWORD)
    with site.town.database.work() as work:
        account_of(work.session, site.account("王芳")).set_password(NEW)
        work.commit()
    with site.town.database.work() as work:
        assert proved(work.session, attempt, site.now)[0] is None


@pytest.mark.parametrize("passed, status", [({"minutes": 30}, 200), ({"minutes": 30, "seconds": 1}, 302)])
def test_both_sides_of_the_idle_end(site, passed, status):
    visitor = site.visitor("王芳")
    after(site, **passed)
    assert visitor.get("/account").status_code == status
    if status == 302:
        assert "已有 30 分钟没有操作" in text(visitor.get("/sign-in"))
        assert "没有操作" not in text(visitor.get("/sign-in"))


def test_every_request_moves_the_idle_end(site):
    visitor = site.visitor("王芳")
    for _ in range(3):
        after(site, minutes=29)
        assert signed_in(visitor)


def test_an_old_copy_of_the_cookie_does_not_outlive_the_idle_end(site):
    visitor, copy = site.visitor("王芳"), site.visitor()
    old = visitor.client.get_cookie("zhibu").value
    after(site, minutes=20)
    assert signed_in(visitor)
    after(site, minutes=20)
    copy.client.set_cookie("zhibu", old)
    assert signed_in(visitor) and not signed_in(copy)


def test_where_one_wanted_to_go(site):
    login = site.account("王芳")
    assert site.visitor().sign_in(login, next="/account").headers["Location"] == "/account"


@pytest.mark.parametrize(
    "address",
    [
        "//elsewhere.example/",
        "https://elsewhere.example/",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
        "account",
    ],
)
def test_only_addresses_of_this_site(site, address):
    answer = site.visitor().sign_in(site.account("王芳"), next=address)
    assert answer.headers["Location"] == "/"
    assert 'type="hidden" name="next" value=""' in text(site.visitor().get("/sign-in", next=address))


def change(visitor, old=PASSWORD, new=NEW, again=NEW):
    return visitor.post("/account/password", {"password": old, "new_password": new, "new_password_again": again})


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(site):
    visitor, other = site.visitor("王芳"), site.visitor("王芳")
    assert change(visitor).status_code == 303
    assert signed_in(visitor) and not signed_in(other)
    assert site.visitor().sign_in(site.account("王芳")).status_code == 401
    assert site.visitor().sign_in(site.account("王芳"), NEW).status_code == 303


@pytest.mark.parametrize(
    "typed, field, why",
    [
        ({"old": "错误"}, "password", "口令不对"),
        ({"new": "九个字符的口令呀呀", "again": "九个字符的口令呀呀"}, "new_password", "至少 10 个字符"),
        ({"new": PASSWORD, "again": PASSWORD}, "new_password", "不能与原口令相同"),
        ({"again": NEW + "x"}, "new_password_again", "两次输入的新口令不同"),
    ],
)
def test_a_new_password_that_cannot_be_marks_its_field(site, typed, field, why):
    answer = change(site.visitor("王芳"), **typed)
    assert answer.status_code == 422
    marked = re.findall(r'<input class="form-control is-invalid" id="(\w+)"[^>]*aria-invalid="true"', text(answer))
    assert marked == [field]
    assert re.search(rf'id="{field}-error">[^<]*{why}', text(answer))
    assert site.visitor().sign_in(site.account("王芳")).status_code == 303


def test_ten_characters_are_enough_unless_they_are_the_login(site):
    visitor = site.visitor("王芳")
    with site.town.database.write.begin() as session:
        account_of(session, site.account("王芳")).login = "wangfang01"
    assert "不能与登录名相同" in text(change(visitor, new="Wangfang01", again="Wangfang01"))
    assert change(visitor, new="wangfang02", again="wangfang02").status_code == 303


def test_wrong_passwords_count_there_too(site):
    visitor = site.visitor("王芳")
    for _ in range(5):
        answer = change(visitor, old="错误")
    assert "已锁定" in text(answer)
    assert change(visitor).status_code == 422
    assert site.visitor().sign_in(site.account("王芳")).status_code == 401


def test_ending_the_other_sessions(site):
    visitor, other = site.visitor("王芳"), site.visitor("王芳")
    assert visitor.post("/account/sessions").status_code == 303
    assert signed_in(visitor) and not signed_in(other)


def test_an_account_that_must_change_its_password_sees_nothing_else(site):
    with site.town.database.write.begin() as session:
        account_of(session, site.account("王芳")).must_change = True
    visitor = site.visitor("王芳")
    for address in ("/", "/account", "/account/code", "/membership/1"):
        answer = visitor.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/account/password"), address
    assert visitor.post("/act-by", {"post": "1"}).headers["Location"] == "/account/password"
    assert change(visitor).status_code == 303
    assert signed_in(visitor)


def test_choosing_the_post_one_acts_by(site):
    site.town.change(site.town.post("王芳", "deputy", "三支部"))
    visitor = site.visitor("王芳")
    with site.town.database.read() as session:
        second = session.scalars(
            select(Post.id).where(Post.post == "deputy", Post.person_id == site.town.people["王芳"])
        ).one()
    assert visitor.post("/act-by", {"post": str(second), "next": "/account"}).headers["Location"] == "/account"
    with visitor.client.session_transaction() as session:
        assert session["post"] == second
    visitor.post("/act-by", {"post": "999999"})
    with visitor.client.session_transaction() as session:
        assert session["post"] is None


def test_the_form_of_posts_is_there_for_whoever_has_several(site):
    def form(visitor) -> str:
        with visitor.client:
            visitor.get("/account")
            return site.app.jinja_env.get_template("_posts.html").render(current_user=visitor_of(), request=request)

    from flask import request
    from flask_login import current_user

    def visitor_of():
        return current_user

    assert "<form" not in form(site.visitor("孙丽"))
    site.town.change(site.town.post("王芳", "deputy", "三支部"))
    shown = form(site.visitor("王芳"))
    assert "一支部 书记" in shown and "三支部 副书记" in shown and "请选择职务" in shown


def test_what_is_logged_and_what_is_not(site, caplog):
    caplog.set_level(logging.INFO, "zhibu.door")
    miss(site, 5)
    site.visitor().sign_in("someone-unknown", "一个秘密")
    after(site, minutes=15)
    visitor = site.visitor("王芳")
    change(visitor)
    visitor.post("/sign-out")
    said = caplog.text
    for each in ("wrong password", "locked: account", "no such account", "signed in", "password changed", "signed out"):
        assert each in said
    for each in (PASSWORD, NEW, "错误", "一个秘密", "someone-unknown"):
        assert each not in said
