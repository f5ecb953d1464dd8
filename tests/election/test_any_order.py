"""Every act of whole elections, judged where it belongs and everywhere else: an answer, never a defect."""

from datetime import date, timedelta
from functools import cache

import pytest

from tests.election.driver import FLOW, Driver
from tests.election.way import Way
from workflows.election.strokes import in_stroke_order
from workflows.engine.dossier import Act, Dossier
from workflows.engine.findings import Finding
from workflows.engine.judge import judge
from workflows.engine.outlook import overdue
from workflows.rules import law_book

LAWS = law_book()
ENDS = date(2026, 12, 11)


def committee(driver: Driver) -> None:
    """A branch of seven elects a committee of three."""


def heads(driver: Driver) -> None:
    driver.register = type(driver.register)(5)


def pre_election(driver: Driver) -> None:
    driver.plan = {"pre_election": True}


def by_election(driver: Driver) -> None:
    driver.begins = "record_vacancy"


def appointed(driver: Driver) -> None:
    driver.begins = "appoint"


def congress(driver: Driver) -> None:
    driver.register = type(driver.register)(510)
    driver.setting["organisation_kind"] = "committee"
    driver.plan = {"meeting": "congress", "delegates": 6, "seats": 3}
    driver.units = {1: 3, 2: 3}
    driver.candidates = {"members": in_stroke_order(["王芳", "唐文", "施平", "蒋文"]), "deputy": ["施平"]}


WAYS = (committee, heads, pre_election, by_election, appointed, congress)


@cache
def acts_of(kind) -> tuple[Dossier, tuple[Act, ...]]:
    """A whole election of a kind: the dossier before it, and its acts."""
    driver = Driver()
    kind(driver)
    way = Way(driver, LAWS)
    way.go("archive_election", ENDS, included=True)
    return Dossier(FLOW, way.dossier.setting), tuple(way.acts)


def stages_of(kind) -> list[Dossier]:
    """The dossier before each act, and after the last one."""
    _, acts = acts_of(kind)
    found = []
    for length in range(len(acts) + 1):
        dossier = Dossier(FLOW, acts_of(kind)[0].setting)
        for act in acts[:length]:
            dossier.take(act, LAWS.on(act.on))
        found.append(dossier)
    return found


@pytest.mark.parametrize("kind", WAYS, ids=lambda kind: kind.__name__)
def test_at_its_place_every_act_is_lawful(kind):
    _, acts = acts_of(kind)
    assert acts[-1].step.name == "archive_election"
    refusing = [
        (act.step.name, each.code, each.message)
        for dossier, act in zip(stages_of(kind), acts, strict=False)
        for each in judge(dossier, act, LAWS.on(act.on))
        if each.refuses
    ]
    assert refusing == []


@pytest.mark.parametrize("kind", WAYS, ids=lambda kind: kind.__name__)
def test_anywhere_else_there_is_an_answer(kind):
    """Papers come in any order, and a page asks of every step at any time."""
    papers = [act for other in WAYS[:4] for act in acts_of(other)[1]] if kind is not congress else acts_of(kind)[1]
    answers = 0
    for dossier in stages_of(kind):
        day = (dossier.last_on or ENDS) + timedelta(days=1)
        asked = [Act(step, day) for step in FLOW]
        for act in (*papers, *asked):
            found = judge(dossier, act, LAWS.on(act.on))
            assert all(isinstance(each, Finding) and each.code and each.step == act.step.name for each in found)
            answers += len(found)
        assert all(each.on is None for each in overdue(dossier, LAWS, day + timedelta(days=4000)))
    assert answers > 100
