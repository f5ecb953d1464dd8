"""A merger beside other writers, each on a connection of its own: nobody waits in a circle, nothing is left behind."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.cases import Case
from tests.office.conftest import AT, TODAY
from tests.office.merger import Merger
from workflows import flow
from workflows.engine.errors import WorkflowError
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.opening import open_case
from workflows.office.record import take

MEMBERSHIP = flow("membership")


@pytest.fixture
def merger(made) -> Iterator[Merger]:
    """Two branches with a secretary each, committed."""
    with made.work() as work:
        built = Merger(work)
        built.secretary, built.second = built.person("王芳"), built.person("郑洁")
        built.granted(built.branch, built.secretary, "secretary", "2020-01-01")
        built.granted(built.other_branch, built.second, "secretary", "2020-01-01")
        built.applicant = built.person("李红")
        work.commit()
        work.begin()
        yield built


def merging(made, merger, own: int, into: int, then=None):
    """Merges on a connection of its own; answers the entry or the error."""
    try:
        with made.work() as work:
            written = take(work, own, "merge_organisation", {"on": TODAY, "into": into}, merger.one, AT)
            if then:
                then()
            work.commit()
            return written
    except WorkflowError as error:
        return error


def reviewing(made, case: int, secretary: int, version: int, then=None):
    """Records a talk on a connection of its own; answers the entry or the error."""
    try:
        with made.work() as work:
            form = {"on": TODAY, "talkers": [{"name": "王芳"}]}
            written = perform(work, MEMBERSHIP, case, "talk", form, Actor(secretary), version, AT)
            if then:
                then()
            work.commit()
            return written
    except WorkflowError as error:
        return error


def fresh(merger: Merger) -> None:
    """Sees what the others have committed."""
    merger.work.rollback()
    merger.work.session.expire_all()
    merger.work.begin()


def sound(merger: Merger) -> None:
    fresh(merger)
    assert merger.every_difference() == []


def case_of(merger: Merger, **more) -> tuple[int, int]:
    """A case committed in the branch to be merged, and its version."""
    case = merger.way("apply", **more)
    merger.work.commit()
    merger.work.begin()
    version = merger.row(case).version
    merger.work.rollback()
    merger.work.begin()
    return case, version


def test_a_merger_waits_for_the_step_being_taken_and_takes_it_along(merger, made):
    case, version = case_of(merger)
    merger.work.rollback()
    with ThreadPoolExecutor(1) as pool:
        asked = []

        def meanwhile() -> None:
            asked.append(pool.submit(merging, made, merger, merger.branch, merger.other_branch))
            time.sleep(0.5)
            assert not asked[0].done()

        assert reviewing(made, case, merger.secretary, version, meanwhile).kind == "act"
        assert asked[0].result(30).kind == "act"
    merger.work.begin()
    assert merger.row(case).organisation_id == merger.other_branch
    assert [entry[0] for entry in steps(merger, case)][-2:] == ["talk", "move"]
    sound(merger)


def steps(merger: Merger, case: int) -> list:
    from sqlalchemy import select

    from models.journal import Entry

    return merger.work.session.execute(select(Entry.step).where(Entry.case_id == case).order_by(Entry.number)).all()


def test_a_step_that_comes_during_a_merger_finds_another_branchs_case(merger, made):
    case, version = case_of(merger)
    merger.work.rollback()
    with ThreadPoolExecutor(1) as pool:
        asked = []

        def meanwhile() -> None:
            asked.append(pool.submit(reviewing, made, case, merger.secretary, version))
            time.sleep(0.5)
            assert not asked[0].done()

        assert merging(made, merger, merger.branch, merger.other_branch, meanwhile).kind == "act"
        assert asked[0].result(30).status == 404
    merger.work.begin()
    assert [entry[0] for entry in steps(merger, case)][-1] == "move"
    sound(merger)


def test_two_branches_are_not_merged_into_each_other(merger, made):
    case, _ = case_of(merger)
    merger.work.rollback()
    barrier, pair = threading.Barrier(2), ((merger.branch, merger.other_branch), (merger.other_branch, merger.branch))

    def one(places: tuple[int, int]):
        barrier.wait()
        return merging(made, merger, *places)

    with ThreadPoolExecutor(2) as pool:
        answers = [each.result(30) for each in [pool.submit(one, places) for places in pair]]
    assert sum(isinstance(answer, WorkflowError) for answer in answers) == 1
    merger.work.begin()
    left = merger.other_branch if not isinstance(answers[0], WorkflowError) else merger.branch
    assert merger.row(case).organisation_id == left
    sound(merger)


def test_steps_of_both_branches_and_a_merger_at_once(merger, made):
    """Whatever comes first: each step is taken or says why not, and every case ends where its entries say."""
    cases = [case_of(merger) for _ in range(3)]
    merger.work.rollback()
    barrier = threading.Barrier(5)

    def step(which: int):
        barrier.wait()
        return reviewing(made, cases[which][0], merger.secretary, cases[which][1])

    def opening():
        barrier.wait()
        try:
            with made.work() as work:
                form, actor = {"on": TODAY}, Actor(merger.second)
                setting = {"has_groups": False}
                opened = open_case(
                    work, MEMBERSHIP, merger.applicant, merger.other_branch, "apply", form, actor, AT, setting
                )
                work.commit()
                return opened
        except WorkflowError as error:
            return error

    def merge():
        barrier.wait()
        return merging(made, merger, merger.branch, merger.other_branch)

    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(merge), pool.submit(opening), *(pool.submit(step, which) for which in range(3))]
        answers = [each.result(60) for each in asked]
    assert answers[0].kind == answers[1].kind == "act"
    assert {getattr(answer, "status", 200) for answer in answers[2:]} <= {200, 404, 409}
    merger.work.begin()
    for case, _ in cases:
        assert merger.work.session.get(Case, case, populate_existing=True).organisation_id == merger.other_branch
    sound(merger)
