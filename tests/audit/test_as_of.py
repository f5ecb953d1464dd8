"""As of a day: what stood by acts up to it, and what was known by entries recorded up to it; after corrections, late acts,
an extension, a hand-over and a merger."""

from datetime import date, timedelta

import pytest

from tests.live.town import FLOW, law_book, moment
from tests.office.conftest import made  # noqa: F401 (a fixture)
from tests.office.merger import MERGED_ON, Merger
from workflows import flow
from workflows.engine.perform.as_of import AsOf, case_as_of, holding, kept_as_of, memberships_as_of, place_as_of
from workflows.engine.perform.store import Store
from workflows.membership.sample import COUNTS, FACTS
from workflows.office import as_of
from workflows.office.elected import Ended, Given, Seated

LAWS = law_book()
ONE_DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def stage(town, case: int, on: str | None = None, known: str | None = None):
    """The stage of a case as of a day."""
    asked = AsOf(on and day(on), known and day(known))
    return case_as_of(FLOW, town.entries(case), LAWS, asked).dossier.stage


def test_a_case_stood_as_its_acts_up_to_the_day_say(town):
    case = town.open("2026-06-01").case_id
    town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}])
    town.take(case, "decide_activist", "2026-07-10", recommended_by=["members"])
    assert [stage(town, case, on) for on in ("2026-05-31", "2026-06-01", "2026-07-09", "2026-07-10")] == [
        None, "applicant", "applicant", "activist",
    ]  # fmt: skip
    assert stage(town, case) == town.row(case)["stage"]


def test_what_was_recorded_late_had_happened_and_was_not_known(town):
    case = town.open("2026-06-01").case_id
    town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}])
    town.take(case, "decide_activist", "2026-07-10", at=moment("2026-09-01"), recommended_by=["members"])
    assert stage(town, case, on="2026-07-10") == "activist"
    assert stage(town, case, on="2026-07-10", known="2026-08-31") == "applicant"
    assert stage(town, case, on="2026-07-10", known="2026-09-01") == "activist"
    assert stage(town, case, known="2026-08-31") == "applicant"


def test_a_correction_recorded_later_changes_what_stood_and_not_what_was_known(town):
    case = town.open("2026-06-01").case_id
    number = town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}]).number
    form = {"on": "2026-06-25", "talkers": [{"name": "周敏"}]}
    proposal = town.propose(case, "correct", "王芳", "2026-08-01", entry=number, form=form, reason="抄错了日期。")
    town.confirm(case, proposal.number, "孙丽", "2026-08-03")

    def talked(on: str, known: str) -> bool:
        asked = AsOf(day(on), day(known))
        return "talk" in case_as_of(FLOW, town.entries(case), LAWS, asked).dossier.takings

    assert [talked("2026-06-20", known) for known in ("2026-08-02", "2026-08-03")] == [True, False]
    assert [talked("2026-06-25", known) for known in ("2026-08-02", "2026-08-03")] == [True, True]
    assert [talked("2026-06-24", known) for known in ("2026-08-02", "2026-08-03")] == [True, False]


def test_an_extension_holds_from_its_approval(town):
    case = town.build("apply_conversion", "2026-06-20")
    live = case_as_of(FLOW, town.entries(case), LAWS, AsOf())
    expiry = FLOW.computed(live.dossier, LAWS.on(day("2026-06-20")))["probation_to"]
    until = expiry.replace(year=expiry.year + 1)
    resolved, approved = expiry + timedelta(days=3), expiry + timedelta(days=10)
    facts = {**COUNTS, "outcome": "extend", "extend_until": str(until)}
    town.take(case, "resolve_conversion", resolved, **facts)
    town.take(case, "approve_conversion", approved, received_on=str(resolved), **FACTS["approve_conversion"])

    def ends(on: date) -> date:
        then = case_as_of(FLOW, town.entries(case), LAWS, AsOf(on)).dossier
        return FLOW.computed(then, LAWS.on(on))["probation_to"]

    assert (ends(approved - ONE_DAY), ends(approved)) == (expiry, until)


def test_a_case_handed_over_was_where_it_was(town):
    case = town.build("fill_form", "2026-06-01")
    town.take(case, "hand_over", "2026-06-10", to="二支部", organisation=town.places["二支部"])
    town.take(case, "receive", "2026-06-12", "郑洁", **{"from": "一支部", "examined": True})

    def place(on: str) -> int:
        live = case_as_of(FLOW, town.entries(case), LAWS, AsOf(day(on)))
        return place_as_of(live, town.row(case)["organisation_id"])

    assert [place(on) for on in ("2026-06-11", "2026-06-12")] == [town.places["一支部"], town.places["二支部"]]


def test_a_membership_as_it_was_given(town):
    case = town.build("interview", "2026-06-01")
    town.take(case, "approve_admission", "2026-06-20", received_on="2026-06-05", **FACTS["approve_admission"])
    row = town.row(case)

    def given(on: str) -> set[str]:
        live = case_as_of(FLOW, town.entries(case), LAWS, AsOf(day(on)))
        return {each.status for each in memberships_as_of(live, "person", row["organisation_id"], LAWS)}

    assert [given(on) for on in ("2026-06-19", "2026-06-20")] == [set(), {"probationary"}]


@pytest.fixture
def merger(made):  # noqa: F811
    with made.work() as work:
        yield Merger(work)


def entries(merger, case: int) -> list:
    merger.work.flush()
    return Store(merger.work).entries(case)


def test_a_merger_moves_a_case_and_ends_what_ran(merger):
    case, person = merger.way("fill_form"), merger.person("周敏")
    early = {"on": "2026-06-01"}
    merger.take(merger.branch, "state_membership", **early, person=person, status="full", from_on="1998-07-01")
    proposed = {**early, "person": person, "post": "secretary", "from_on": "2020-01-01"}
    number = merger.take(merger.branch, "propose_post", **proposed)
    merger.take(merger.branch, "grant_post", merger.other, **early, proposal=number)
    merger.merge()
    before, after = day(MERGED_ON) - ONE_DAY, day(MERGED_ON)

    def place(on: date) -> int:
        return place_as_of(case_as_of(FLOW, entries(merger, case), LAWS, AsOf(on)), merger.row(case).organisation_id)

    assert (place(before), place(after)) == (merger.branch, merger.other_branch)
    own = entries(merger, merger.case(merger.branch).id)
    stood = [kept_as_of(flow("office"), own, AsOf(on)) for on in (before, day("2026-06-15"))]
    assert [{each.until_on for each in as_of.memberships(kept)} for kept in stood] == [{None}, {before}]
    stated = kept_as_of(flow("office"), own, AsOf(day("2026-06-15")))
    assert [(each.person, each.what, each.until_on) for each in as_of.posts(stated)] == [(person, "secretary", before)]
    known = kept_as_of(flow("office"), own, AsOf(known=day("2026-06-14")))
    assert (as_of.posts(known), as_of.memberships(known)) == ([], [])


def test_a_post_stood_from_its_first_day_once_it_was_granted(merger):
    person = merger.person("周敏")
    merger.granted(merger.branch, person, "deputy", "2026-06-20")
    merger.take(merger.branch, "open_account", person=person, login="zhoumin")
    own = entries(merger, merger.case(merger.branch).id)
    kept = kept_as_of(flow("office"), own, AsOf(day("2026-06-20")))
    assert as_of.accounts(kept) == {person: ("zhoumin", True)}
    held = as_of.posts(kept)
    assert [len(holding(held, day(on))) for on in ("2026-06-19", "2026-06-20")] == [0, 1]
    assert as_of.posts(kept_as_of(flow("office"), own, AsOf(day("2026-06-14")))) == []


def test_an_election_ends_the_posts_before_it(merger):
    person, other = merger.person("周敏"), merger.person("何静")
    merger.granted(merger.branch, person, "secretary", "2020-01-01")
    kept = kept_as_of(flow("office"), entries(merger, merger.case(merger.branch).id), AsOf())
    said = Seated([Given(other, "secretary", day("2026-06-01"))], [Ended(day("2026-06-01"))])
    assert [(each.person, each.until_on) for each in as_of.posts(kept, [said])] == [
        (person, day("2026-06-01")), (other, None),
    ]  # fmt: skip
    assert [(each.person, each.until_on) for each in as_of.posts(kept)] == [(person, None)]


def test_which_offices_a_post_might_record_for(merger):
    forbidden = {"office": "branch", "post": "deputy", "organisation_kind": "branch", "allowed": False}
    merger.take(merger.root, "change_office_table", merger.other, **forbidden)
    own = entries(merger, merger.case(merger.root).id)
    for on, may in (("2026-06-14", True), ("2026-06-15", False)):
        table = as_of.office_table(kept_as_of(flow("office"), own, AsOf(day(on))))
        assert ("branch" in as_of.offices_of("deputy", "branch", table, day("2026-06-16"))) is may
        assert ("branch" in as_of.offices_of("secretary", "branch", table, day("2026-06-16"))) is True
