"""Deadlines on pages say from which day they are counted, and when that day may still change."""

from datetime import date

import pytest

from tests.live.town import FLOW
from web.deadlines import nearest
from workflows.engine.check import fold
from workflows.engine.dossier import Dossier
from workflows.engine.intake import read_paper
from workflows.engine.law import LawBook
from workflows.engine.outlook import last_lawful_day
from workflows.engine.windows import Ahead, AtLeastWorkdays, NotBefore
from workflows.membership.sample import AFTER_APPLY, lawful
from workflows.rules import law_book

from .bureau import text as plain

LAWS = law_book(overlays=["example"])


def folded(upto: str, laws: LawBook) -> Dossier:
    """A lawful dossier up to a step."""
    rows = lawful(upto, date(2026, 10, 30), laws.calendar)
    return fold(FLOW, read_paper(FLOW, rows, date(2099, 12, 31)), laws)[0]


def shown(site, case: int, who: str = "王芳") -> str:
    return plain(site.visitor(who).get(f"/membership/{case}"))


def test_a_deadline_says_the_step_and_the_day_it_counts_from(site):
    site.clock("2026-07-01")
    case = site.town.open("2026-06-05").case_id
    words = "最迟 2026-07-05（星期日）：自 2026-06-05（星期五）“递交入党申请书”起算"
    assert words in shown(site, case)
    assert words in plain(site.visitor("王芳").get(f"/membership/{case}/talk"))


def test_what_recurs_counts_from_its_last_taking(site):
    site.clock("2026-07-10")
    case = site.town.build("assign_contacts", "2026-06-20")
    before = shown(site, case)
    assert "“确定入党积极分子”起算" in before and "“培养教育考察”起算" not in before
    site.town.take(case, "review_activist", "2026-07-01", opinion="表现稳定，继续培养。")
    assert "自 2026-07-01（星期三）“培养教育考察”起算" in shown(site, case)


def test_the_latest_day_of_approval_is_provisional_until_receipt_is_recorded(site):
    site.clock("2026-11-02")
    case = site.town.build("interview", "2026-10-30")
    page = shown(site, case, "吴强")
    assert (
        "“支部大会讨论接收预备党员”起算；本步填写“收到支部决议的日期”以后，改自那一天起算，最迟之日随之后移（ C-23 ）"
        in page
    )


def test_what_the_reading_counts_from_the_resolution_does_not_move(site):
    laws = law_book(readings={"C-23": "resolution"})
    dossier = folded("interview", laws)
    found = nearest(dossier, FLOW["approve_admission"], laws.on(date(2026, 11, 2)))
    assert found is not None and found.counted.anchor == "admit" and found.counted.moves == ""


@pytest.mark.parametrize("upto", list(AFTER_APPLY))
def test_every_deadline_names_what_it_counts_from(upto):
    """The words and the rule agree: whatever closes says from what, and the nearest one is the step's."""
    law = LAWS.on(date(2027, 6, 1))
    dossier = folded(upto, LAWS)
    for step in FLOW:
        found = nearest(dossier, step, law)
        assert (found.latest if found else None) == last_lawful_day(dossier, step, law), step.name
        assert not found or found.counted.ahead == isinstance(found.window, Ahead)
        assert not found or not isinstance(found.window, NotBefore | AtLeastWorkdays)
