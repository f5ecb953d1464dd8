"""Terms: unknown since the founding, stated, given by elections, extended; they end, move and are withdrawn with what they rest on."""

from datetime import date
from typing import Any, get_args

import pytest
from sqlalchemy import insert, select

from models.cases import Case
from models.journal import Entry
from models.terms import BODIES, BODIES_OF, YEARS, Term, lengths_on, term_on, terms_of
from tests.models.entries import entry, new_case
from tests.office.conftest import AT, LONG_AGO, TODAY, day
from tests.office.test_corrections import corrected
from workflows import flow
from workflows.engine.errors import BadForm, Refused
from workflows.engine.perform.rebuild import differences, rebuild
from workflows.office.forms.terms import BodyName
from workflows.office.terms import Elected, Extension, bring_terms, terms_differ
from workflows.rules import law_book


def current(office, place: int) -> Term:
    office.work.session.expire_all()
    held = term_on(office.work.session, place, day(TODAY))
    assert held is not None
    return held


def terms(office, place: int) -> list[tuple[str, str | None, str | None]]:
    """Of every term that stands its first and last day and its expiry, the oldest first."""
    office.work.session.expire_all()
    return [
        (str(row.from_on), text(row.until_on), text(row.expires_on))
        for row in reversed(terms_of(office.work.session, place))
    ]


def wrong(office) -> list[Any]:
    """Where any row of any organisation is not what its office journal folds to."""
    cases = office.work.session.scalars(select(Case.id).where(Case.workflow == "office").order_by(Case.id)).all()
    return [each for case in cases for each in differences(office.work, flow("office"), case, AT)]


def text(value: date | None) -> str | None:
    return str(value) if value else None


class Election:
    """An election's case without its workflow: a row and an entry, to which its terms belong."""

    def __init__(self, office, place: int) -> None:
        session = office.work.session
        path = office.case(place).path
        case = new_case(
            place, workflow="election", subject_kind="organisation", subject_id=place, path=path, open=False
        )
        session.add(case)
        session.flush()
        session.execute(insert(Entry), entry(case.id, 1))
        self.session, self.id, self.organisation_id = session, case.id, place

    def says(self, elections=(), extensions=()) -> Elected:
        made = [Extension(day(on), day(until), number) for on, until, number in extensions]
        return Elected([day(each) for each in elections], made)

    def bring(self, *elections: str, extensions: Any = ()) -> bool:
        source = self.session.scalar(select(Entry.id).where(Entry.case_id == self.id))
        return bring_terms(self.session, self, self.says(elections, extensions), source)

    def differs(self, *elections: str, extensions: Any = ()) -> list[str]:
        found = terms_differ(self.session, self, self.says(elections, extensions))
        return [name for name, extra, absent in found if extra or absent]


def test_an_organisation_with_an_elected_body_has_an_unknown_term_from_its_founding_on(office):
    session = office.work.session
    general = office.found("示例总支", "general_branch", office.committee)
    for place, body in ((office.branch, "branch"), (office.committee, "base_committee"), (general, "general_branch")):
        held = current(office, place)
        assert (held.body, held.elected_on, held.expires_on, held.ends_on) == (body, None, None, None)
        assert terms(office, place) == [(LONG_AGO, None, None)]
    assert term_on(session, office.branch, day("1999-12-31")) is None
    assert current(office, office.branch).path == f"/{office.root}/{office.committee}/{office.branch}/"
    assert wrong(office) == []


@pytest.mark.parametrize("kind", ["group", "party_group", "temporary", "work_committee", "department"])
def test_others_elect_none(office, kind):
    place = office.found("示例组织", kind, office.committee)
    assert terms(office, place) == []
    with pytest.raises(Refused, match="没有任期"):
        office.take(place, "state_term", elected_on="2024-03-01")


@pytest.mark.parametrize(
    "body, kind, expires",
    [
        (None, "branch", "2026-05-20"),
        ("village_or_community", "branch", "2028-05-20"),
        (None, "general_branch", "2026-05-20"),
        ("village_or_community", "general_branch", "2028-05-20"),
        (None, "committee", "2028-05-20"),
        ("faculty_committee", "committee", "2028-05-20"),
    ],
)
def test_the_years_follow_from_the_body(office, body, kind, expires):
    place = office.found("示例组织", kind, office.committee)
    if body:
        office.take(place, "set_body", on=LONG_AGO, body=body)
    office.take(place, "state_term", elected_on="2023-05-20")
    assert terms(office, place) == [(LONG_AGO, "2023-05-19", None), ("2023-05-20", None, expires)]
    assert current(office, place).ends_on == day(expires)
    assert wrong(office) == []


def test_a_body_counts_from_its_day_on(office):
    office.take(office.branch, "state_term", elected_on="2023-05-20")
    office.take(office.branch, "set_body", on="2023-05-21", body="village_or_community")
    assert (current(office, office.branch).body, current(office, office.branch).expires_on) == (
        "branch",
        day("2026-05-20"),
    )
    office.take(office.branch, "set_body", on="2023-05-20", body="village_or_community")
    assert current(office, office.branch).expires_on == day("2028-05-20")
    office.take(office.branch, "set_body", on="2023-05-20", body="branch")
    assert current(office, office.branch).expires_on == day("2026-05-20")
    assert wrong(office) == []


@pytest.mark.parametrize("body", ["general_branch", "base_committee", "faculty_committee"])
def test_a_branch_has_no_other_body(office, body):
    with pytest.raises(Refused, match="没有这种领导班子"):
        office.take(office.branch, "set_body", body=body)


def test_statements_follow_each_other_and_the_last_one_of_a_day_counts(office):
    for elected_on in ("2024-03-01", "2018-03-01", "2021-02-28"):
        office.take(office.branch, "state_term", elected_on=elected_on)
    office.take(office.branch, "state_term", elected_on="2024-03-01")
    assert terms(office, office.branch) == [
        (LONG_AGO, "2018-02-28", None),
        ("2018-03-01", "2021-02-27", "2021-03-01"),
        ("2021-02-28", "2024-02-29", "2024-02-28"),
        ("2024-03-01", None, "2027-03-01"),
    ]
    assert term_on(office.work.session, office.branch, day("2024-02-29")).elected_on == day("2021-02-28")
    assert wrong(office) == []


def test_a_body_elected_on_the_founding_day_leaves_nothing_unknown(office):
    office.take(office.branch, "state_term", elected_on=LONG_AGO)
    assert terms(office, office.branch) == [(LONG_AGO, None, "2003-01-01")]
    assert wrong(office) == []


def test_that_nobody_knows_is_said_openly(office):
    with pytest.raises(BadForm, match="查不到"):
        office.take(office.branch, "state_term")
    with pytest.raises(BadForm, match="不能同时"):
        office.take(office.branch, "state_term", elected_on="2024-03-01", unknown=True)
    office.take(office.branch, "state_term", unknown=True)
    assert terms(office, office.branch) == [(LONG_AGO, "2026-06-14", None), (TODAY, None, None)]
    assert wrong(office) == []


def test_nobody_was_elected_before_the_founding_or_will_have_been_tomorrow(office):
    with pytest.raises(Refused, match="在 1999-12-31 不存在"):
        office.take(office.branch, "state_term", elected_on="1999-12-31")
    with pytest.raises(BadForm, match="之后"):
        office.take(office.branch, "state_term", elected_on="2026-06-16")
    assert terms(office, office.branch) == [(LONG_AGO, None, None)]


def test_a_dissolved_organisation_has_no_term_any_more(office):
    office.take(office.branch, "state_term", elected_on="2024-03-01")
    office.take(office.branch, "dissolve_organisation")
    assert terms(office, office.branch)[-1] == ("2024-03-01", "2026-06-14", "2027-03-01")
    assert term_on(office.work.session, office.branch, day("2026-06-14")) is not None
    assert term_on(office.work.session, office.branch, day(TODAY)) is None
    assert wrong(office) == []


def test_a_merged_organisations_term_ends_and_the_other_ones_stays(office):
    other = office.found("示例第二支部", "branch", office.committee)
    for place in (office.branch, other):
        office.take(place, "state_term", elected_on="2024-03-01")
    office.take(office.branch, "merge_organisation", into=other)
    assert terms(office, office.branch)[-1] == ("2024-03-01", "2026-06-14", "2027-03-01")
    assert terms(office, other)[-1] == ("2024-03-01", None, "2027-03-01")
    assert wrong(office) == []


def test_another_kind_of_organisation_has_another_body(office):
    office.take(office.branch, "state_term", elected_on="2024-03-01")
    office.take(office.branch, "change_organisation", on="2025-01-01", kind="general_branch")
    assert terms(office, office.branch)[1:] == [("2024-03-01", "2024-12-31", "2027-03-01"), ("2025-01-01", None, None)]
    assert current(office, office.branch).body == "general_branch"
    office.take(office.branch, "change_organisation", on="2026-01-01", kind="party_group")
    assert term_on(office.work.session, office.branch, day(TODAY)) is None
    assert wrong(office) == []


def test_a_corrected_statement_gives_other_days_and_a_voided_one_none(office):
    number = office.take(office.branch, "state_term", elected_on="2024-03-01")
    right = {"on": TODAY, "elected_on": "2024-03-02", "unknown": False}
    corrected(office, office.branch, {"entry": number, "form": right, "reason": "日期抄错"})
    assert terms(office, office.branch) == [(LONG_AGO, "2024-03-01", None), ("2024-03-02", None, "2027-03-02")]
    corrected(office, office.branch, {"entry": number, "void": True, "reason": "登记错组织"})
    assert terms(office, office.branch) == [(LONG_AGO, None, None)]
    assert wrong(office) == []


def test_terms_go_along_when_an_organisation_above_moves(office):
    other = office.found("示例二镇党委", "committee", office.root)
    office.take(office.branch, "state_term", elected_on="2024-03-01")
    office.take(office.committee, "change_organisation", on="2026-01-01", parent=other)
    assert current(office, office.branch).path == f"/{office.root}/{other}/{office.committee}/{office.branch}/"
    assert current(office, office.committee).path == f"/{office.root}/{other}/{office.committee}/"
    assert wrong(office) == []


def test_years_are_changed_for_bodies_elected_from_a_day_on(office):
    later = office.found("示例第二支部", "branch", office.committee)
    village = office.found("示例村支部", "branch", office.committee)
    office.take(village, "set_body", on=LONG_AGO, body="village_or_community")
    for place, elected_on in ((office.branch, "2024-12-31"), (later, "2025-01-01"), (village, "2025-01-01")):
        office.take(place, "state_term", elected_on=elected_on)
    number = office.take(
        office.root, "set_term_length", on="2025-01-01", body="branch", years=4, number="示组〔2025〕1号"
    )
    found = [str(current(office, place).ends_on) for place in (office.branch, later, village)]
    assert found == ["2027-12-31", "2029-01-01", "2030-01-01"]
    session = office.work.session
    assert [lengths_on(session, day(on))["branch"] for on in ("2024-12-31", "2025-01-01")] == [3, 4]
    assert wrong(office) == []
    corrected(office, office.root, {"entry": number, "void": True, "reason": "决定已撤销"})
    assert current(office, later).ends_on == day("2028-01-01")
    assert lengths_on(session, day(TODAY)) == YEARS
    assert wrong(office) == []


def test_only_the_root_changes_years(office):
    with pytest.raises(Refused, match="根组织"):
        office.take(office.branch, "set_term_length", body="branch", years=4)
    for years in (0, 11):
        with pytest.raises(BadForm):
            office.take(office.root, "set_term_length", body="branch", years=years)


def test_an_election_ends_the_term_before_it_and_its_withdrawal_gives_it_back(office):
    office.take(office.branch, "state_term", elected_on="2023-03-01")
    election = Election(office, office.branch)
    assert election.bring("2026-02-28")
    given = [("2023-03-01", "2026-02-27", "2026-03-01"), ("2026-02-28", None, "2029-02-28")]
    assert terms(office, office.branch)[1:] == given
    assert not election.bring("2026-02-28")
    assert election.differs("2026-02-28") == [] and election.differs() == ["term"]
    assert wrong(office) == []
    assert election.bring()
    assert terms(office, office.branch)[1:] == [("2023-03-01", None, "2026-03-01")]
    assert wrong(office) == []


def test_a_statement_between_two_elections_and_one_of_the_same_day(office):
    election = Election(office, office.branch)
    election.bring("2020-05-01", "2026-05-01")
    office.take(office.branch, "state_term", elected_on="2023-05-01")
    office.take(office.branch, "state_term", elected_on="2026-05-01")
    assert terms(office, office.branch) == [
        (LONG_AGO, "2020-04-30", None),
        ("2020-05-01", "2023-04-30", "2023-05-01"),
        ("2023-05-01", "2026-04-30", "2026-05-01"),
        ("2026-05-01", "2026-05-01", "2029-05-01"),
        ("2026-05-01", None, "2029-05-01"),
    ]
    assert wrong(office) == [] and election.differs("2020-05-01", "2026-05-01") == []


def test_an_extension_moves_the_end_of_the_term_it_was_approved_in(office):
    office.take(office.branch, "state_term", elected_on="2023-05-20")
    election, given = Election(office, office.branch), ("2026-05-10", "2027-05-20", "示组〔2026〕8号")
    election.bring(extensions=[given])
    held = current(office, office.branch)
    assert (held.extended_until, held.ends_on, held.expires_on) == (
        day("2027-05-20"),
        day("2027-05-20"),
        day("2026-05-20"),
    )
    assert election.differs(extensions=[given]) == [] and election.differs() == ["term_extension"]
    assert wrong(office) == []
    election.bring("2026-06-01", extensions=[given])
    assert current(office, office.branch).extended_until is None
    before = term_on(office.work.session, office.branch, day("2026-05-31"))
    assert (before.ends_on, before.until_on) == (day("2027-05-20"), day("2026-05-31"))
    election.bring()
    held = current(office, office.branch)
    assert (held.extended_until, held.ends_on) == (None, day("2026-05-20"))
    assert wrong(office) == []


def test_other_years_leave_an_extension_what_it_is(office):
    office.take(office.branch, "state_term", elected_on="2023-05-20")
    election, given = Election(office, office.branch), ("2026-05-10", "2027-01-20", None)
    election.bring(extensions=[given])
    for years, ends_on, extended in ((4, "2027-05-20", None), (3, "2027-01-20", day("2027-01-20"))):
        office.take(office.root, "set_term_length", on="2023-01-01", body="branch", years=years)
        held = current(office, office.branch)
        assert (held.ends_on, held.extended_until) == (day(ends_on), extended)
        assert wrong(office) == [] and election.differs(extensions=[given]) == []


def test_an_elections_term_follows_what_the_office_journal_says_afterwards(office):
    election = Election(office, office.branch)
    election.bring("2024-03-01")
    office.take(office.branch, "set_body", on=LONG_AGO, body="village_or_community")
    assert terms(office, office.branch)[-1] == ("2024-03-01", None, "2029-03-01")
    office.take(office.branch, "dissolve_organisation", on="2026-01-01")
    assert terms(office, office.branch)[-1] == ("2024-03-01", "2025-12-31", "2029-03-01")
    assert election.differs("2024-03-01") == [] and wrong(office) == []


def test_a_rebuild_mends_what_was_tampered_with(office):
    office.take(office.branch, "state_term", elected_on="2024-03-01")
    held = current(office, office.branch)
    held.ends_on = held.expires_on = day("2099-01-01")
    held.path = "/1/"
    office.work.session.flush()
    assert [each.field for each in wrong(office)] == ["term"]
    rebuild(office.work, flow("office"), office.case(office.branch).id, AT)
    assert wrong(office) == []
    assert current(office, office.branch).ends_on == day("2027-03-01")


def test_bodies_are_the_same_everywhere():
    assert set(get_args(BodyName)) == set(BODIES) == set(YEARS)
    assert {body for bodies in BODIES_OF.values() for body in bodies} == set(BODIES)


def test_the_years_as_delivered_are_those_of_the_articles():
    law = law_book().on(day(TODAY))
    assert YEARS["branch"] == law["branch_term_years"] and YEARS["general_branch"] == law["general_branch_term_years"]
    assert YEARS["village_or_community"] == law["village_term_years"]
    assert YEARS["base_committee"] == YEARS["faculty_committee"] == law["committee_term_years"]
    assert (law["reminder_months"], law["extension_months"]) == (6, 12)
