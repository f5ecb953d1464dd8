"""A mistake in the office journal is answered by two persons, and its rows follow; two administrators do not lock each other out."""

import threading

from models.memberships import status_on
from models.people import Person
from tests.office.conftest import AT, TODAY, day
from workflows import flow
from workflows.engine.perform.second import confirm, propose
from workflows.office.record import take


def corrected(office, place: int, form: dict) -> None:
    case, office_flow = office.case(place), flow("office")
    number = propose(office.work, office_flow, case.id, "correct", form, office.one, case.version, AT).number
    confirm(office.work, office_flow, case.id, number, office.other, office.case(place).version, AT)


def test_a_voided_statement_is_withdrawn(office):
    person = office.person()
    number = office.take(office.branch, "state_membership", person=person, status="full", from_on="1998-07-01")
    corrected(office, office.branch, {"entry": number, "void": True, "reason": "登记错人"})
    assert status_on(office.work.session, person, day(TODAY)) is None
    assert office.differences() == []


def test_a_corrected_statement_takes_the_place_of_the_wrong_one(office):
    person, session = office.person(), office.work.session
    wrong = {"person": person, "status": "full", "from_on": "1998-07-01"}
    number = office.take(office.branch, "state_membership", **wrong)
    right = {**wrong, "on": TODAY, "from_on": "1999-07-01"}
    corrected(office, office.branch, {"entry": number, "form": right, "reason": "入党日期有误"})
    assert [status_on(session, person, day(on)) for on in ("1998-07-01", "1999-07-01")] == [None, "full"]
    assert office.differences() == []


def test_a_corrected_name_is_the_persons_name(office):
    person = office.person("李名")
    number = next(kept.number for kept in reversed(kept_of_root(office)) if kept.act.step.name == "register_person")
    form = {"on": TODAY, "person": person, "name": "李明", "born_on": "2000-05-04"}
    corrected(office, office.root, {"entry": number, "form": form, "reason": "姓名写错"})
    office.work.session.expire_all()
    assert office.work.session.get(Person, person).name == "李明"
    assert office.differences() == []


def kept_of_root(office) -> list:
    from workflows.engine.cases import kept_from

    return [kept_from(flow("office"), line) for line in bytes(office.case(office.root).snapshot).split(b"\n")]


def test_two_administrators_take_turns(office, made):
    """Both change the installation's row; neither waits for the other in a circle."""
    people = [office.person(name) for name in ("李明", "王芳")]
    office.work.commit()
    failed = []

    def state(place: int, person: int) -> None:
        values = {"on": TODAY, "person": person, "status": "full", "from_on": "1998-07-01"}
        try:
            with made.work() as work:
                take(work, place, "state_membership", values, office.one, AT)
                work.commit()
        except Exception as error:
            failed.append(error)

    for _ in range(5):
        both = zip((office.branch, office.committee), people, strict=True)
        threads = [threading.Thread(target=state, args=each) for each in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    office.work.begin()
    assert office.differences() == []
