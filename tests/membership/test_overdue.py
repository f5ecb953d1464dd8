"""What is overdue cites the edition of the day on which the act was due, not the one of today (C-12)."""

from datetime import date

import pytest

from workflows import flow
from workflows.engine.check import answer, fold
from workflows.engine.decide import reason
from workflows.engine.intake import Raw, read_paper
from workflows.engine.outlook import overdue
from workflows.membership.sample import lawful
from workflows.rules import law_book, readings_on_file
from workflows.rules.load import calendar

FLOW, TODAY = flow("membership"), date(2026, 11, 20)


def late(upto: str, on: date, *, readings: dict[str, str] | None = None, **given):
    """What is overdue today of a dossier that ends with a step."""
    laws = law_book(readings=readings)
    paper = read_paper(FLOW, lawful(upto, on, calendar(), **given), TODAY)
    return laws, list(overdue(fold(FLOW, paper, laws)[0], laws, TODAY))


@pytest.mark.parametrize(
    ("applied", "edition", "title"),
    [
        (date(2024, 9, 10), "XZ14", "发展党员工作细则（2014）"),
        (date(2026, 4, 10), "XZ14", "发展党员工作细则（2014）"),
        (date(2026, 4, 11), "XZ26", "发展党员工作细则（2026）"),
        (date(2026, 6, 10), "XZ26", "发展党员工作细则（2026）"),
    ],
)
def test_the_edition_of_the_due_day_is_cited(applied, edition, title):
    """A talk due on 2026-05-10 was due under the old text, one due on 2026-05-11 under the new one."""
    laws, (finding,) = late("apply", applied)
    assert (finding.code, finding.edition, finding.article) == ("G02", edition, 7)
    assert f"（{title}第7条，G02）" in reason(finding, FLOW, laws.on(TODAY)), "today's law names the older text too"


@pytest.mark.parametrize(("decided", "edition"), [(date(2025, 11, 10), "XZ14"), (date(2025, 11, 11), "XZ26")])
def test_what_recurs_is_cited_by_its_due_day_too(decided, edition):
    _, found = late("assign_contacts", decided, given={"decide_activist": decided})
    assert [(each.code, each.edition) for each in found if each.step == "review_activist"] == [("G04", edition)]


def test_a_deadline_the_old_text_did_not_know_is_cited_by_the_new_one():
    """With the reading that new deadlines bind everybody, the meeting due before the edition is cited by it all the same."""
    readings = {name: each.default for name, each in readings_on_file().items()} | {"transition": "binds_all"}
    _, found = late("pre_review", date(2026, 3, 2), readings=readings)
    assert ("G15", "XZ26", date(2026, 4, 2)) in [(each.code, each.edition, each.latest) for each in found]
    _, found = late("pre_review", date(2026, 3, 2))
    assert [each for each in found if each.code == "G15"] == []


def test_the_answer_of_check_cites_the_due_day():
    found = answer(FLOW, Raw("a", lawful("apply", date(2024, 9, 10), calendar())), law_book(), TODAY)["findings"]
    assert [(each["code"], each["edition"], each["on"]) for each in found] == [("G02", "XZ14", None)]
