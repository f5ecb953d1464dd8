"""The lock after wrong tries and the end of a session that rests: both sides of every edge."""

import threading

import pytest

from models.accounts import account_of
from tests.pages.conftest import PASSWORD
from tests.pages.door import NEW, after, miss, row, signed_in, text
from web.door import proved, tried


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
