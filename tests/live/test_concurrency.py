"""Several writers at once, on both databases: one wins, nobody writes on what has gone stale, and the chain stays whole."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import update

from models.installation import Installation
from models.posts import Post
from workflows.engine.errors import Changed, NotFound, NotInOffice
from workflows.engine.perform import perform
from workflows.engine.perform.rebuild import broken_chain
from workflows.membership.sample import COUNTS

from .conftest import forget
from .town import FLOW, moment

DAY = "2026-06-20"
VOTE = {"on": DAY, **COUNTS}


def attempt(town, case, step, form, who, seen, barrier=None):
    """Takes a step on a connection of its own; answers the entry or the error."""
    if barrier:
        barrier.wait()
    try:
        with town.working() as work:
            return perform(work, FLOW, case, step, form, town.actor(who), seen, moment(DAY))
    except (Changed, NotInOffice, NotFound) as error:
        return error


@pytest.mark.parametrize("writers", [2, 6])
@pytest.mark.parametrize("warm", [True, False], ids=["same process", "fresh process"])
def test_of_writers_on_one_case_exactly_one_wins(town, writers, warm):
    case = town.build("fill_form", "2026-06-01")
    before = town.row(case)
    for _ in range(3):
        if not warm:
            forget()
        seen, barrier = town.row(case)["version"], threading.Barrier(writers)
        opinion, names = {"on": DAY, "opinion": "好。"}, ("王芳", "孙丽", "冯涛") * 2
        with ThreadPoolExecutor(writers) as pool:
            asked = [
                pool.submit(attempt, town, case, "review_activist", opinion, who, seen, barrier)
                for who in names[:writers]
            ]
            answers = [each.result() for each in asked]
        assert sum(not isinstance(each, Changed) for each in answers) == 1
        assert town.row(case)["version"] == seen + 1
    entries = town.entries(case)
    assert len(entries) == before["last_number"] + 3
    assert [entry.kind for entry in entries[-3:]] == ["act"] * 3
    town.sound(case, DAY)


def test_writers_on_different_cases_all_succeed(town):
    cases = [town.build("fill_form", "2026-06-01", subject=town.person(f"李{number}")) for number in range(8)]
    versions = {case: town.row(case)["version"] for case in cases}
    barrier = threading.Barrier(len(cases))
    with ThreadPoolExecutor(len(cases)) as pool:
        asked = [pool.submit(attempt, town, case, "admit", VOTE, "王芳", versions[case], barrier) for case in cases]
        answers = [each.result() for each in asked]
    assert [answer.outcome for answer in answers] == ["carried"] * len(cases)
    assert sorted(answer.case_id for answer in answers) == sorted(cases)
    for case in cases:
        town.sound(case, DAY)


def test_a_reader_of_refusals_and_a_writer_keep_one_chain(town):
    """Refusals do not change the version: each of them and the one act follow each other without a gap."""
    case = town.build("fill_form", "2026-06-01")
    version, barrier = town.row(case)["version"], threading.Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        asked = [
            pool.submit(attempt, town, case, "file_admission" if number else "admit", {"on": DAY} if number else VOTE, "王芳", version, barrier)
            for number in range(6)
        ]  # fmt: skip
        answers = [each.result() for each in asked]
    assert sum(isinstance(each, NotInOffice) for each in answers) == 5
    kinds = sorted(entry.kind for entry in town.entries(case)[-6:])
    assert kinds == ["act"] + ["refusal"] * 5
    assert broken_chain(town.entries(case)) == []
    town.sound(case, DAY)


def test_one_person_gets_one_open_case(town):
    subject, barrier = town.person(), threading.Barrier(4)

    def one(_):
        barrier.wait()
        try:
            return town.open("2026-06-01", subject=subject)
        except Exception as error:
            return error

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, range(4)))
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1, answers
    assert len(town.ask('SELECT id FROM "case"')) == 1


def end_post(session, person: int) -> None:
    """What the office journal does when it ends a post the day before."""
    session.execute(update(Post).where(Post.person_id == person).values(until_on=date(2026, 6, 19)))
    session.execute(update(Installation).values(rules_stamp="a post ended"))
    session.flush()


@pytest.mark.parametrize("another_post", [True, False], ids=["another post left", "no post left"])
def test_a_step_waits_for_the_end_of_its_holders_post_and_is_not_in_office(town, another_post):
    """No write skew: what the step was allowed by cannot go while it is being taken."""
    case = town.build("fill_form", "2026-06-01")
    version = town.row(case)["version"]
    assert (
        attempt(town, case, "file_admission", {"on": DAY}, "王芳", version).status == 403
    )  # her posts are held in memory
    with town.database.write() as session:
        end_post(session, town.people["王芳"])
        if another_post:
            session.add(town.post("王芳", "member", "一支部"))
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(attempt, town, case, "admit", VOTE, "王芳", version)
            time.sleep(0.5)
            assert not asked.done()
            session.commit()
            answer = asked.result(20)
    assert isinstance(answer, NotInOffice if another_post else NotFound)
    assert town.row(case)["version"] == version
    assert [entry.kind for entry in town.entries(case)].count("refusal") == (2 if another_post else 1)
    town.sound(case, DAY)


def test_the_end_of_a_post_waits_for_the_step_being_taken(town):
    case = town.build("fill_form", "2026-06-01")
    version, order = town.row(case)["version"], []

    def end() -> None:
        with town.database.write.begin() as session:
            end_post(session, town.people["王芳"])
        order.append("post ended")

    with ThreadPoolExecutor(1) as pool, town.database.work() as work:
        perform(work, FLOW, case, "admit", VOTE, town.actor("王芳"), version, moment(DAY))
        ending = pool.submit(end)
        time.sleep(0.5)
        assert not ending.done()
        order.append("step taken")
        work.commit()
        ending.result(20)
    assert order == ["step taken", "post ended"]
    assert isinstance(attempt(town, case, "admit", VOTE, "王芳", version + 1), NotFound)
    town.sound(case, DAY)


def test_an_ended_post_that_was_rolled_back_still_holds(town):
    case = town.build("fill_form", "2026-06-01")
    version = town.row(case)["version"]
    with town.database.write() as session:
        end_post(session, town.people["王芳"])
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(attempt, town, case, "admit", VOTE, "王芳", version)
            time.sleep(0.3)
            session.rollback()
            assert asked.result(20).outcome == "carried"
    town.sound(case, DAY)
