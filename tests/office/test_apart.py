"""Three administrators and the auditors apart: by steps, by forged rows, by direct statements; both sides of every edge."""

import threading
import time
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from models.installation import Installation
from models.offices import OfficePost
from models.posts import APART, POSTS, Post
from tests.office.conftest import AT, TODAY, day
from workflows import flow
from workflows.engine import offices
from workflows.engine.errors import NotInOffice, OutOfTurn, Refused
from workflows.engine.offices import Actor
from workflows.engine.perform.opening import open_case
from workflows.engine.perform.second import confirm, propose

BORN = {"born_on": day("2000-05-04"), "has_groups": False}
BUSINESS = "secretary"


def posts(office, person: int) -> list[str]:
    rows = select(Post.post).where(Post.person_id == person, Post.stands()).order_by(Post.id)
    return list(office.work.session.scalars(rows))


def ended(office, place: int, person: int, post: str, on: str) -> None:
    office.take(place, "end_post", office.other, person=person, post=post, on=on)


def test_the_engine_and_the_tables_name_the_same_posts():
    assert {post: POSTS[post] for post in APART} == {post: str(title) for post, title in offices.APART.items()}


PAIRS = [(one, other) for one in APART for other in (*APART, BUSINESS) if one != other]
PAIRS += [(BUSINESS, one) for one in APART]


@pytest.mark.parametrize("held, wanted", PAIRS)
def test_what_does_not_go_together_is_not_proposed_while_the_other_is_held(office, held, wanted):
    """Until the last day, in any organisation; from the day after it is."""
    person = office.person()
    office.granted(office.committee, person, held, "2026-01-01")
    with pytest.raises(Refused, match=f"起任{POSTS[held]}"):
        office.take(office.branch, "propose_post", person=person, post=wanted, from_on=TODAY)
    ended(office, office.committee, person, held, "2026-05-31")
    with pytest.raises(Refused, match=f"自 2026-01-01 起任{POSTS[held]}"):
        office.take(office.branch, "propose_post", person=person, post=wanted, from_on="2026-05-31")
    office.granted(office.branch, person, wanted, "2026-06-01")
    assert posts(office, person) == [held, wanted]
    assert office.differences() == []


def test_of_two_that_were_proposed_only_the_first_is_granted(office):
    person = office.person()
    first, second = (
        office.take(place, "propose_post", person=person, post=post, from_on=TODAY)
        for place, post in ((office.branch, "auditor"), (office.committee, "audit_administrator"))
    )
    office.take(office.branch, "grant_post", office.other, proposal=first)
    with pytest.raises(Refused, match="一人只能任其中一项"):
        office.take(office.committee, "grant_post", office.other, proposal=second)
    assert posts(office, person) == ["auditor"]


def test_one_post_may_be_held_in_two_organisations(office):
    person = office.person()
    for place in (office.branch, office.committee):
        office.granted(place, person, "auditor")
    assert posts(office, person) == ["auditor", "auditor"]


def test_business_posts_go_together_as_before(office):
    person = office.person()
    office.granted(office.branch, person, "secretary")
    office.granted(office.committee, person, "organiser")
    assert posts(office, person) == ["secretary", "organiser"]


def test_granting_takes_the_security_administrator_and_proposing_the_system_administrator(office):
    person = office.person()
    values = {"person": person, "post": "staff", "from_on": TODAY}
    with pytest.raises(NotInOffice, match="“提议任职”由系统管理员办理"):
        office.take(office.branch, "propose_post", office.other, **values)
    number = office.take(office.branch, "propose_post", **values)
    with pytest.raises(NotInOffice, match="“确认任职”由安全管理员办理"):
        office.take(office.branch, "grant_post", proposal=number)
    office.take(office.branch, "grant_post", office.other, proposal=number)
    assert posts(office, person) == ["staff"]


@pytest.mark.parametrize("post", [*APART, BUSINESS])
def test_posts_apart_are_ended_by_the_security_administrator_only(office, post):
    person = office.person()
    office.granted(office.branch, person, post, "2026-01-01")
    if post in APART:
        with pytest.raises(NotInOffice, match=f"免去{POSTS[post]}由安全管理员办理"):
            office.take(office.branch, "end_post", person=person, post=post)
        ended(office, office.branch, person, post, TODAY)
    else:
        office.take(office.branch, "end_post", person=person, post=post)
    assert office.work.session.scalar(select(Post.until_on).where(Post.person_id == person)) == day(TODAY)


def test_the_table_of_offices_is_the_security_administrators_and_gives_nothing_to_a_post_apart(office):
    row = {"office": "branch", "organisation_kind": "branch", "allowed": True}
    with pytest.raises(NotInOffice, match="由安全管理员办理"):
        office.take(office.root, "change_office_table", post="member", **row)
    with pytest.raises(Refused, match="审计人员不办理业务"):
        office.take(office.root, "change_office_table", office.other, post="auditor", **row)
    office.take(office.root, "change_office_table", office.other, post="member", **row)
    office.take(office.root, "change_office_table", office.other, post="auditor", **{**row, "allowed": False})


def corrected(office, place: int, form: dict[str, Any], by: Actor, second: Actor) -> None:
    case, own = office.case(place), flow("office")
    number = propose(office.work, own, case.id, "correct", form, by, case.version, AT).number
    confirm(office.work, own, case.id, number, second, office.case(place).version, AT)


def test_a_correction_of_a_post_takes_the_security_administrator(office):
    person, wrong = office.person("王芳"), office.person("赵强")
    number = office.take(office.branch, "propose_post", person=wrong, post="staff", from_on=TODAY)
    office.take(office.branch, "grant_post", office.other, proposal=number)
    second = office.administrator("管理员丙", "administrator")
    right = {"on": TODAY, "person": person, "post": "staff", "from_on": TODAY}
    form = {"entry": number, "form": right, "reason": "登记错人"}
    with pytest.raises(NotInOffice, match="由安全管理员办理"):
        corrected(office, office.branch, form, office.one, second)
    corrected(office, office.branch, form, office.one, office.other)
    assert (posts(office, person), posts(office, wrong)) == (["staff"], [])


@pytest.mark.parametrize("from_on, stands", [("2026-05-31", False), ("2026-06-01", True)])
def test_a_correction_brings_no_second_post_apart(office, from_on, stands):
    """An end that is moved, or a beginning: the day after the last one is the first that passes."""
    person = office.person()
    office.granted(office.committee, person, "auditor", "2026-01-01")
    ended(office, office.committee, person, "auditor", "2026-05-31")
    number = office.take(office.branch, "propose_post", person=person, post="administrator", from_on="2026-06-10")
    office.take(office.branch, "grant_post", office.other, proposal=number)
    right = {"on": TODAY, "person": person, "post": "administrator", "from_on": from_on}
    form = {"entry": number, "form": right, "reason": "起始日期有误"}
    if stands:
        corrected(office, office.branch, form, office.one, office.other)
    else:
        with pytest.raises(OutOfTurn, match="一人只能任其中一项"):
            corrected(office, office.branch, form, office.one, office.other)
    rows = select(Post.from_on).where(Post.person_id == person, Post.post == "administrator", Post.stands())
    assert office.work.session.scalars(rows).all() == [day(from_on if stands else "2026-06-10")]


def test_an_end_is_not_voided_over_another_post_apart(office):
    person = office.person()
    office.granted(office.branch, person, "auditor", "2026-01-01")
    values = {"person": person, "post": "auditor", "on": "2026-05-31"}
    entry = office.take(office.branch, "end_post", office.other, **values)
    office.granted(office.committee, person, "administrator", "2026-06-01")
    with pytest.raises(OutOfTurn, match="自 2026-06-01 起任系统管理员"):
        corrected(office, office.branch, {"entry": entry, "void": True, "reason": "误办"}, office.one, office.other)


def forged(office, *rows: Any) -> None:
    """Rows written behind the journal's back, told by the stamp."""
    office.work.session.add_all(rows)
    office.work.session.flush()
    office.work.session.execute(update(Installation).values(rules_stamp="forged"))


@pytest.mark.parametrize("post", APART)
@pytest.mark.parametrize("place", ["branch", "root"])
def test_whoever_holds_a_post_apart_takes_no_business_step_whatever_he_holds_beside_it(office, post, place):
    """Also with a forged row of the table of offices, and with a business post beside it, as an election gives one."""
    person, applicant = office.person("王芳"), office.person()
    office.granted(getattr(office, place), person, post, "2026-01-01")
    table = ("administrator", "auditor") if post in ("administrator", "auditor") else ()
    days = {"from_on": date(2000, 1, 1)}
    forged(
        office,
        Post(person_id=person, organisation_id=office.branch, post="secretary", **days),
        *(OfficePost(office="branch", post=each, organisation_kind="branch", **days) for each in table),
    )
    with pytest.raises(NotInOffice, match=f"{POSTS[post]}任职期间不办理业务"):
        opened(office, applicant, Actor(person))
    ended(office, getattr(office, place), person, post, "2026-06-14")
    assert opened(office, office.person("赵强"), Actor(person)).stage == "applicant"


def test_the_last_day_of_the_post_apart_still_binds(office):
    person = office.person("王芳")
    office.granted(office.branch, person, "auditor", "2026-01-01")
    forged(office, Post(person_id=person, organisation_id=office.branch, post="secretary", from_on=date(2000, 1, 1)))
    ended(office, office.branch, person, "auditor", TODAY)
    with pytest.raises(NotInOffice, match="审计人员任职期间不办理业务"):
        opened(office, office.person(), Actor(person))


def opened(office, applicant: int, actor: Actor) -> Any:
    return open_case(office.work, flow("membership"), applicant, office.branch, "apply", {"on": TODAY}, actor, AT, BORN)


ROW = "INSERT INTO post (person_id, organisation_id, post, from_on, until_on) VALUES (:person, :place, :post, :first, :last)"


@pytest.fixture
def direct(office) -> SimpleNamespace:
    """Statements of the application's own user, and somebody who was auditor from 2026-01-01 to 2026-05-31."""
    person, session = office.person(), office.work.session
    session.flush()

    def give(post: str, first: str, last: str | None) -> None:
        values = {"person": person, "place": office.branch, "post": post, "first": day(first)}
        with session.begin_nested():
            session.execute(text(ROW).bindparams(**values, last=day(last) if last else None))

    give("auditor", "2026-01-01", "2026-05-31")
    return SimpleNamespace(person=person, session=session, give=give, office=office)


@pytest.mark.parametrize(
    "first, last, refused",
    [
        ("2026-06-01", None, False),
        ("2026-05-31", None, True),
        ("2025-01-01", "2025-12-31", False),
        ("2025-01-01", "2026-01-01", True),
        ("2026-02-01", "2026-02-01", True),
        ("2020-01-01", None, True),
    ],
)
@pytest.mark.parametrize("post", [post for post in APART if post != "auditor"])
def test_a_direct_statement_gives_no_second_post_apart(direct, post, first, last, refused):
    if not refused:
        return direct.give(post, first, last)
    with pytest.raises(DBAPIError, match="one of the posts apart"):
        direct.give(post, first, last)


def test_of_two_transactions_at_once_the_second_one_sees_the_first(office, made):
    """Each alone would be lawful; the person's row, or the turn to write, makes the second one wait."""
    person = office.person()
    office.work.commit()
    inserted, refused = threading.Event(), []

    def give(post: str) -> None:
        values = {"person": person, "place": office.branch, "post": post, "first": day(TODAY), "last": None}
        try:
            with made.work() as work:
                work.session.execute(text(ROW).bindparams(**values))
                inserted.set()
                time.sleep(0.5)  # the other one begins meanwhile
                work.commit()
        except DBAPIError as error:
            refused.append(str(error))

    first = threading.Thread(target=give, args=("auditor",))
    second = threading.Thread(target=give, args=("administrator",))
    first.start()
    assert inserted.wait(10)
    second.start()
    for thread in (first, second):
        thread.join()
    assert len(refused) == 1 and "one of the posts apart" in refused[0]
    office.work.begin()
    assert posts(office, person) == ["auditor"]


def test_other_posts_are_not_the_triggers_business(direct):
    direct.give("secretary", "2026-01-01", None)
    direct.give("auditor", "2026-03-01", None)


@pytest.mark.parametrize(
    "change, refused",
    [
        ("from_on = '2026-05-31'", True),
        ("from_on = '2026-06-02'", False),
        ("until_on = '2026-07-01'", False),
        ("post = 'auditor'", False),
        ("post = 'audit_administrator', from_on = '2026-05-01'", True),
    ],
)
def test_a_changed_row_is_held_against_the_rule_as_a_new_one_is(direct, change, refused):
    direct.give("administrator", "2026-06-01", None)
    statement = text(f"UPDATE post SET {change} WHERE person_id = :person AND post = 'administrator'")
    if not refused:
        direct.session.execute(statement, {"person": direct.person})
        return
    with pytest.raises(DBAPIError, match="one of the posts apart"), direct.session.begin_nested():
        direct.session.execute(statement, {"person": direct.person})


def test_a_row_that_was_withdrawn_does_not_count_and_does_not_come_back(direct):
    entry = direct.session.scalar(text("SELECT max(id) FROM entry"))
    withdraw = text("UPDATE post SET withdrawn_by_id = :entry WHERE person_id = :person AND post = 'auditor'")
    direct.session.execute(withdraw, {"entry": entry, "person": direct.person})
    direct.give("administrator", "2026-01-01", None)
    with pytest.raises(DBAPIError, match="one of the posts apart"), direct.session.begin_nested():
        direct.session.execute(withdraw, {"entry": None, "person": direct.person})
