"""A step that only a newer edition asks for: which one it is, and when a case that passed it over owes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from workflows import NAMES, flow
from workflows.engine.check import fold
from workflows.engine.intake import read_paper
from workflows.engine.newer import new_since, newer, not_asked
from workflows.engine.rungs import State, rung
from workflows.membership.sample import lawful
from workflows.rules import OVERLAYS, law_book
from workflows.rules.load import calendar

FLOW, TODAY = flow("membership"), date(2026, 11, 20)
NOTICE, SINCE = FLOW["post_notice"], date(2026, 5, 11)
BEFORE = SINCE - timedelta(days=1)


def dossier(on: date, laws, upto: str = "list_prospective", without=("post_notice",)):
    return fold(FLOW, read_paper(FLOW, lawful(upto, on, calendar(), without=without), TODAY), laws)[0]


def test_the_notice_is_the_only_such_step():
    laws = law_book()
    found = [
        (step.name, told.by.name, told.since)
        for name in NAMES
        for step in flow(name)
        if (told := newer(flow(name), step, laws))
    ]
    assert found == [("post_notice", "list_prospective", SINCE)]
    assert [step.name for step in FLOW if new_since(FLOW, step, laws)] == ["post_notice"]


@pytest.mark.parametrize(("on", "state"), [(BEFORE, State.NOT_ASKED), (SINCE, State.PASSED)])
def test_the_day_on_which_it_was_listed_decides(on, state):
    laws = law_book()
    case = dossier(on, laws)
    assert rung(case, NOTICE, laws, TODAY).state is state
    told = not_asked(case, NOTICE, laws)
    if state is State.PASSED:
        assert told is None
    else:
        assert (told.code, told.edition, told.article, told.facts["since"]) == ("C-12", "XZ26", 13, SINCE)


def test_an_overlay_that_sets_the_notice_asked_for_it():
    laws = law_book(overlays=OVERLAYS)
    assert not_asked(dossier(BEFORE, laws), NOTICE, laws) is None


def test_a_notice_that_was_held_and_a_case_that_was_not_listed_need_no_excuse():
    laws = law_book()
    assert not_asked(dossier(BEFORE, laws, without=()), NOTICE, laws) is None
    assert not_asked(dossier(BEFORE, laws, "agree_prospective"), NOTICE, laws) is None


def test_an_overlay_asks_from_its_own_first_day_on_and_is_cited():
    laws = law_book(overlays=OVERLAYS)
    first = laws.overlays[0].from_on
    told = new_since(FLOW, NOTICE, laws)
    assert first < SINCE and newer(FLOW, NOTICE, laws).since == first
    assert (told.facts["since"], told.edition) == (first, laws.overlays[0].code)
    before = not_asked(dossier(first - timedelta(days=1), laws), NOTICE, laws)
    assert (before.facts["since"], before.edition) == (first, laws.overlays[0].code)
    assert not_asked(dossier(first, laws), NOTICE, laws) is None


def test_an_overlay_that_ended_before_the_edition_leaves_the_edition_to_ask():
    (ended,) = law_book(overlays=OVERLAYS).overlays
    plain = law_book()
    for until, since in ((SINCE - timedelta(days=2), SINCE), (BEFORE, ended.from_on)):
        laws = replace(plain, overlays=(replace(ended, until_on=until),))
        assert newer(FLOW, NOTICE, laws).since == since
