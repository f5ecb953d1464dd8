"""Signing in and out: one answer for every wrong try, where it leads, and by which post one acts."""

import logging

import pytest
from sqlalchemy import select

from models import accounts
from models.accounts import account_of
from models.posts import Post
from tests.pages.conftest import PASSWORD
from tests.pages.door import NEW, after, miss, signed_in, text


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
    assert "acting-post" not in text(site.visitor("孙丽").get("/account"))
    site.town.change(site.town.post("王芳", "deputy", "三支部"))
    shown = text(site.visitor("王芳").get("/account"))
    form = shown[shown.index('id="acting-post"') : shown.index("</select>")]
    assert "一支部 书记" in form and "三支部 副书记" in form and "请选择职务" in form


def test_what_is_logged_and_what_is_not(site, caplog):
    caplog.set_level(logging.INFO, "zhibu.door")
    miss(site, 5)
    site.visitor().sign_in("someone-unknown", "一个秘密")
    after(site, minutes=15)
    visitor = site.visitor("王芳")
    own = {"password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    assert visitor.post("/account/password", own).status_code == 303
    visitor.post("/sign-out")
    said = caplog.text
    for each in ("wrong password", "locked: account", "no such account", "signed in", "password changed", "signed out"):
        assert each in said
    for each in (PASSWORD, NEW, "错误", "一个秘密", "someone-unknown"):
        assert each not in said
