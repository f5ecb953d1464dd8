"""People: registered, stated as members, related, sanctioned, given accounts; every row dated and traceable."""

import pytest

from models.accounts import account_of
from models.journal import Entry
from models.memberships import membership_on, sanctions_by, status_on
from models.people import Person, relatives_on
from tests.office.conftest import TODAY, day
from workflows.engine.errors import BadForm, Refused
from workflows.office.people import NO_PASSWORD


def test_a_name_lies_apart_from_the_entry(office):
    person = office.person("李明")
    row = office.work.session.get(Person, person)
    assert (row.name, row.born_on) == ("李明", day("2000-05-04"))
    facts = [bytes(each.facts).decode() for each in office.work.session.query(Entry).filter_by(step="register_person")]
    assert facts and not any("李明" in each for each in facts)
    assert office.differences() == []


def test_members_older_than_the_installation_are_stated(office):
    person = office.person()
    office.take(office.branch, "state_membership", person=person, status="full", from_on="1998-07-01")
    session = office.work.session
    assert [status_on(session, person, day(on)) for on in ("1998-06-30", "1998-07-01", TODAY)] == [None, "full", "full"]
    row = membership_on(session, person, day(TODAY))
    assert row.organisation_id == office.branch
    assert session.get(Entry, row.source_entry_id).step == "state_membership"


def test_a_later_statement_ends_the_one_before(office):
    person = office.person()
    office.take(office.branch, "state_membership", person=person, status="suspended", from_on="2010-01-01")
    office.take(office.branch, "state_membership", person=person, status="full", from_on="1998-07-01")
    office.take(
        office.branch, "state_membership", person=person, status="full", from_on="2012-01-01", until_on="2020-12-31"
    )
    session = office.work.session
    days = ("2009-12-31", "2010-01-01", "2012-01-01", "2020-12-31", "2021-01-01")
    assert [status_on(session, person, day(on)) for on in days] == ["full", "suspended", "full", "full", None]
    assert office.differences() == []


def test_nobody_unknown_is_stated(office):
    with pytest.raises(Refused, match="没有编号为"):
        office.take(office.branch, "state_membership", person=999_999, status="full", from_on="1998-07-01")
    with pytest.raises(BadForm, match="早于"):
        until = {"from_on": "2000-01-01", "until_on": "1999-01-01"}
        office.take(office.branch, "state_membership", person=office.person(), status="full", **until)


def test_kinship_serves_both(office):
    one, other = office.person("李明"), office.person("李芳")
    office.take(office.branch, "declare_kinship", person=one, relative=other, relation="姐弟", from_on="2001-01-01")
    assert relatives_on(office.work.session, other, day(TODAY)) == {one}
    assert relatives_on(office.work.session, other, day("2000-12-31")) == set()
    assert office.differences() == []


def test_a_sanction_and_the_end_of_party_probation(office):
    person, session = office.person(), office.work.session
    office.take(office.branch, "record_sanction", on="2023-01-10", person=person, kind="party_probation")
    assert sanctions_by(session, person, day(TODAY))[0].restored_on is None
    office.take(office.branch, "restore_rights", on="2025-01-10", person=person)
    assert sanctions_by(session, person, day(TODAY))[0].restored_on == day("2025-01-10")
    with pytest.raises(Refused, match="留党察看"):
        office.take(office.branch, "restore_rights", person=person)
    assert office.differences() == []


def test_an_account_is_opened_without_a_password_and_closed(office):
    person, session = office.person(), office.work.session
    office.take(office.branch, "open_account", person=person, login="liming")
    account = account_of(session, "liming")
    assert (account.person_id, account.active, account.password_hash) == (person, True, NO_PASSWORD)
    assert not account.check_password("") and not account.check_password(NO_PASSWORD)
    account.set_password("一个很长的口令")
    with pytest.raises(Refused, match="已有账号"):
        office.take(office.branch, "open_account", person=person, login="liming2")
    with pytest.raises(Refused, match="已被使用"):
        office.take(office.branch, "open_account", person=office.person("王芳"), login="liming")
    office.take(office.branch, "close_account", person=person)
    assert not account_of(session, "liming").active
    assert office.differences() == []


def test_no_entry_holds_a_password(office):
    person = office.person()
    office.take(office.branch, "open_account", person=person, login="liming")
    account_of(office.work.session, "liming").set_password("一个很长的口令")
    office.work.flush()
    for entry in office.work.session.query(Entry):
        assert b"argon2" not in bytes(entry.facts)
