"""The second factor: turned on by a right code, asked for on a second page, used once, counted like passwords."""

import re
from datetime import timedelta

import pytest
from pyotp import TOTP

from models.accounts import account_of, step_of
from tests.pages.conftest import PASSWORD


def text(answer) -> str:
    return answer.get_data(as_text=True)


def enrol(site, visitor) -> TOTP:
    """Turns it on and answers what the telephone has now."""
    shown = text(visitor.get("/account/code"))
    made = TOTP(re.search(r"<code>([A-Z2-7 ]+)</code>", shown)[1].replace(" ", ""))
    assert visitor.post("/account/code", {"code": made.at(site.now)}).status_code == 303
    return made


@pytest.fixture
def telephone(site) -> TOTP:
    """The one of 王芳; its next code comes half a minute later."""
    made = enrol(site, site.visitor("王芳"))
    site.now += timedelta(seconds=30)
    return made


def half(site, **more):
    """Somebody who knows the password."""
    visitor = site.visitor()
    answer = visitor.sign_in(site.account("王芳"), **more)
    assert answer.status_code == 200 and "动态口令" in text(answer)
    return visitor


def signed_in(visitor) -> bool:
    return visitor.get("/account").status_code == 200


def code(visitor, typed: str, **more):
    return visitor.post("/sign-in/code", {"code": typed, **more})


def test_the_secret_is_shown_as_a_picture_and_as_letters(site):
    shown = text(site.visitor("王芳").get("/account/code"))
    assert 'src="data:image/svg+xml' in shown and "style=" not in shown
    assert re.search(r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", shown)


@pytest.mark.parametrize("typed", ["", "000000", "abcdef", "１２３"])
def test_turning_it_on_needs_a_right_code_and_the_secret_stays(site, typed):
    visitor = site.visitor("王芳")
    before = re.search(r"<code>([A-Z2-7 ]+)</code>", text(visitor.get("/account/code")))[1]
    answer = visitor.post("/account/code", {"code": typed})
    assert answer.status_code == 422 and before in text(answer) and 'aria-invalid="true"' in text(answer)
    assert site.visitor().sign_in(site.account("王芳")).status_code == 303


def test_the_password_alone_does_not_let_in(site, telephone):
    visitor = half(site)
    assert not signed_in(visitor)
    assert code(visitor, telephone.at(site.now)).status_code == 303
    assert signed_in(visitor)


def test_a_code_may_be_typed_with_blanks_and_full_width_digits(site, telephone):
    typed = telephone.at(site.now).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert code(half(site), f" {typed[:3]} {typed[3:]} ").status_code == 303


def test_a_code_without_a_password_lets_nobody_in(site, telephone):
    assert code(site.visitor(), telephone.at(site.now)).status_code == 401


@pytest.mark.parametrize("seconds, status", [(-60, 401), (-30, 401), (0, 303), (30, 303), (60, 401)])
def test_codes_of_this_and_the_neighbouring_half_minutes(site, telephone, seconds, status):
    """The half minute before this one is the one turning it on has used."""
    assert code(half(site), telephone.at(site.now + timedelta(seconds=seconds))).status_code == status


def test_the_half_minute_before_counts_where_it_was_not_used(site, telephone):
    site.now += timedelta(seconds=30)
    assert code(half(site), telephone.at(site.now - timedelta(seconds=30))).status_code == 303


def test_a_code_is_used_once(site, telephone):
    used = telephone.at(site.now)
    assert code(half(site), used).status_code == 303
    assert "已经用过" in text(code(half(site), used))
    site.now += timedelta(seconds=30)
    assert code(half(site), used).status_code == 401
    assert code(half(site), telephone.at(site.now)).status_code == 303


def test_wrong_codes_lock_and_a_right_password_in_between_does_not_help(site, telephone):
    for _ in range(4):
        assert code(half(site), "000000").status_code == 401
    visitor = half(site)
    assert "已锁定" in text(code(visitor, "000000"))
    assert "已锁定" in text(code(visitor, telephone.at(site.now)))
    assert site.visitor().sign_in(site.account("王芳")).status_code == 401
    site.now += timedelta(minutes=15)
    assert code(half(site), telephone.at(site.now)).status_code == 303


def test_wrong_passwords_and_wrong_codes_count_together(site, telephone):
    for _ in range(3):
        site.visitor().sign_in(site.account("王芳"), "错误")
    visitor = half(site)
    assert "动态口令不对" in text(code(visitor, "000000"))
    assert "已锁定" in text(code(visitor, "000000"))


@pytest.mark.parametrize("seconds, status", [(300, 303), (301, 401)])
def test_the_code_is_awaited_for_five_minutes(site, telephone, seconds, status):
    visitor = half(site)
    site.now += timedelta(seconds=seconds)
    assert code(visitor, telephone.at(site.now)).status_code == status


def test_a_new_password_ends_the_wait_for_the_code(site, telephone):
    visitor = half(site)
    with site.town.database.work() as work:
        account_of(work.session, site.account("王芳")).set_password(PASSWORD)
        work.commit()
    assert code(visitor, telephone.at(site.now)).status_code == 401


def test_where_one_wanted_to_go_and_what_was_typed_come_through_both_pages(site, telephone):
    answer = half(site, next="/account")
    assert code(answer, telephone.at(site.now), next="/account").headers["Location"] == "/account"
    site.now += timedelta(seconds=30)
    carried = {"kept-for": "/account/sessions", "kept.note": "写好的意见"}
    visitor = half(site, **carried)
    wrong = code(visitor, "000000", **carried)
    assert 'name="kept.note" value="写好的意见"' in text(wrong)
    shown = code(visitor, telephone.at(site.now), **carried)
    assert shown.status_code == 200 and "写好的意见" in text(shown) and 'action="/account/sessions"' in text(shown)


def test_turning_it_off_needs_the_password(site):
    visitor = site.visitor("王芳")
    enrol(site, visitor)
    wrong = visitor.post("/account/code/off", {"password": "错误"})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in text(wrong)
    assert "动态口令已启用" in text(visitor.get("/account/code"))
    assert visitor.post("/account/code/off", {"password": PASSWORD}).status_code == 303
    assert site.visitor().sign_in(site.account("王芳")).status_code == 303


def test_it_is_not_turned_on_twice(site):
    visitor, other = site.visitor("王芳"), site.visitor("王芳")
    shown = text(other.get("/account/code"))
    second = TOTP(re.search(r"<code>([A-Z2-7 ]+)</code>", shown)[1].replace(" ", ""))
    first = enrol(site, visitor)
    assert other.post("/account/code", {"code": second.at(site.now)}).status_code == 422
    site.now += timedelta(seconds=30)
    assert code(half(site), first.at(site.now)).status_code == 303


def test_without_a_secret_shown_nothing_is_turned_on(site):
    visitor = site.visitor("王芳")
    assert visitor.post("/account/code", {"code": "000000"}).status_code == 422
    assert step_of("", "000000", site.now) is None
