"""One's own password and sessions, and an account that must change its password."""

import re

import pytest

from models.accounts import account_of
from tests.pages.conftest import PASSWORD
from tests.pages.door import NEW, signed_in, text


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
