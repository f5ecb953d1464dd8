"""An organisation merged into another one: cases, memberships and posts in one act, each in its own journal, proved by rebuild."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from models.cases import Case
from models.journal import Entry
from models.organisations import state_on
from models.posts import posts_on
from tests.office.conftest import AT, TODAY, day
from tests.office.merger import MERGED_ON, Merger, before
from workflows import flow
from workflows.engine.errors import Breaks, Changed, NotInOffice, OutOfTurn, Refused
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.opening import open_case
from workflows.engine.perform.second import propose, void_own

MEMBERSHIP = flow("membership")


@pytest.fixture
def merger(made) -> Iterator[Merger]:
    with made.work() as work:
        yield Merger(work)


def entries(merger: Merger, case: int) -> list[Entry]:
    return list(merger.work.session.scalars(select(Entry).where(Entry.case_id == case).order_by(Entry.number)))


def merge(merger: Merger, **more) -> int:
    """Merges; what was registered today stands after it, so it is confirmed."""
    case = merger.case(merger.branch)
    values = {"on": MERGED_ON, "into": merger.other_branch, "number": "示组〔2026〕7号", **more}
    return perform(
        merger.work, flow("office"), case.id, "merge_organisation", values, merger.one, case.version, AT, confirmed=True
    ).number


def test_open_cases_go_along_each_with_an_entry_of_its_own(merger):
    cases = [merger.way(step) for step in ("talk", "fill_form", "approve_admission")]
    elsewhere = merger.way("propose_prospective", merger.other_branch)
    before_it = {case: (merger.row(case).version, merger.row(case).stage) for case in cases}
    merge(merger)
    for case in cases:
        row, last = merger.row(case), entries(merger, case)[-1]
        assert (row.organisation_id, row.open) == (merger.other_branch, True)
        assert row.path == f"/{merger.root}/{merger.committee}/{merger.other_branch}/"
        assert (row.version, row.stage) == (before_it[case][0] + 1, before_it[case][1])
        assert (last.kind, last.step, last.act_on, last.stage_before, last.stage_after) == (
            "act", "move", MERGED_ON, row.stage, row.stage
        )  # fmt: skip
        facts = json.loads(bytes(last.facts))["facts"]
        assert facts == {
            "number": "示组〔2026〕7号", "on": MERGED_ON, "organisation": merger.other_branch, "to": "示例第二支部"
        }  # fmt: skip
        assert (last.actor_person_id, last.actor_post, last.actor_office) == (
            merger.one.person_id,
            "administrator",
            None,
        )
    assert "move" not in [entry.step for entry in entries(merger, elsewhere)]
    assert merger.every_difference() == []


def test_memberships_go_on_in_the_other_organisation(merger):
    probationary, full = merger.way("approve_admission"), merger.way("archive", on="2026-05-20")
    ended = merger.way("talk", then="withdraw")
    people = {case: merger.row(case).subject_id for case in (probationary, full)}
    stated = merger.person("周敏")
    merger.take(merger.branch, "state_membership", person=stated, status="full", from_on="1998-07-01")
    was = {case: merger.held(person) for case, person in people.items()}
    assert not merger.row(full).open
    merge(merger)
    for case, person in people.items():
        last = was[case][-1]
        assert merger.held(person) == [
            *was[case][:-1],
            (last[0], merger.branch, last[2], before(MERGED_ON)),
            (last[0], merger.other_branch, MERGED_ON, None),
        ]
    assert merger.held(stated) == [
        ("full", merger.branch, "1998-07-01", before(MERGED_ON)),
        ("full", merger.other_branch, MERGED_ON, None),
    ]
    assert (merger.row(ended).open, merger.row(ended).organisation_id) == (False, merger.branch)
    assert merger.every_difference() == []


def test_the_organisation_is_gone_and_its_posts_have_ended(merger):
    secretary, session = merger.person("王芳"), merger.work.session
    merger.granted(merger.branch, secretary, "secretary", "2020-01-01")
    merge(merger)
    assert state_on(session, merger.branch, day(before(MERGED_ON))) is not None
    assert state_on(session, merger.branch, day(MERGED_ON)) is None
    assert posts_on(session, secretary, day(MERGED_ON)) == []
    assert [post.post for post in posts_on(session, secretary, day(before(MERGED_ON)))] == ["secretary"]
    assert merger.row(merger.case(merger.branch).id).ended_reason == "merged"
    taken_over = entries(merger, merger.case(merger.other_branch).id)[-1]
    facts = json.loads(bytes(taken_over.facts))["facts"]
    assert (taken_over.step, facts["merged"], facts["name"]) == (
        "take_over_organisation",
        merger.branch,
        "示例第一支部",
    )
    assert merger.every_difference() == []


def test_a_merged_organisation_may_itself_be_merged_and_everything_follows(merger):
    case, stated = merger.way("fill_form"), merger.person("周敏")
    merger.take(merger.branch, "state_membership", person=stated, status="full", from_on="1998-07-01")
    merge(merger)
    third = merger.found("示例第三支部", "branch", merger.committee)
    other = merger.case(merger.other_branch)
    values = {"on": "2026-06-12", "into": third}
    perform(
        merger.work,
        flow("office"),
        other.id,
        "merge_organisation",
        values,
        merger.one,
        other.version,
        AT,
        confirmed=True,
    )
    assert merger.row(case).organisation_id == third
    assert [row[1:] for row in merger.held(stated)] == [
        (merger.branch, "1998-07-01", "2026-06-09"),
        (merger.other_branch, "2026-06-10", "2026-06-11"),
        (third, "2026-06-12", None),
    ]
    assert merger.every_difference() == []


def test_a_statement_in_the_other_organisation_ends_what_was_taken_over(merger):
    stated = merger.person("周敏")
    merger.take(merger.branch, "state_membership", person=stated, status="full", from_on="1998-07-01")
    merge(merger)
    merger.take(merger.other_branch, "state_membership", person=stated, status="suspended", from_on="2026-06-14")
    assert [row[0] for row in merger.held(stated)] == ["full", "full", "suspended"]
    assert merger.held(stated)[1] == ("full", merger.other_branch, MERGED_ON, "2026-06-13")
    assert merger.every_difference() == []


def test_rebuild_brings_a_case_back_to_where_its_entries_say(merger):
    case = merger.way("approve_admission")
    person = merger.row(case).subject_id
    merge(merger)
    held, row = merger.held(person), merger.row(case)
    wrong = {"organisation_id": merger.branch, "path": "/1/", "snapshot": b""}
    merger.work.session.execute(update(Case).where(Case.id == case).values(**wrong))
    assert {each.field for each in merger.every_difference()} >= {"organisation", "snapshot"}
    merger.rebuilt()
    assert merger.every_difference() == []
    assert merger.row(case).organisation_id == merger.other_branch and merger.held(person) == held
    assert row.path == merger.row(case).path


def test_the_case_goes_on_over_there(merger):
    """The secretary of the other branch takes the next step; the one of the branch that was merged cannot."""
    case = merger.way("talk", on="2026-06-01")
    old, new = merger.person("王芳"), merger.person("郑洁")
    merger.granted(merger.branch, old, "secretary", "2020-01-01")
    merger.granted(merger.other_branch, new, "secretary", "2020-01-01")
    merge(merger)
    form, version = {"on": TODAY, "recommended_by": ["members"]}, merger.row(case).version
    with pytest.raises(Exception) as refusal:
        perform(merger.work, MEMBERSHIP, case, "decide_activist", form, Actor(old), version, AT)
    assert refusal.value.status == 404
    written = perform(merger.work, MEMBERSHIP, case, "decide_activist", form, Actor(new), version, AT)
    assert written.stage == "activist"
    assert merger.every_difference() == []


def test_a_case_nobody_has_accepted_yet_goes_along(merger):
    """Its first step was refused, so no act says where it began; it begins over there."""
    person, secretary = merger.person("李红"), merger.person("郑洁")
    merger.granted(merger.other_branch, secretary, "secretary", "2020-01-01")
    with pytest.raises(NotInOffice) as refusal:
        open_case(merger.work, MEMBERSHIP, person, merger.branch, "apply", {"on": TODAY}, merger.one, AT)
    case = refusal.value.entry.case_id
    merge(merger)
    assert (merger.row(case).organisation_id, merger.row(case).stage) == (merger.other_branch, None)
    row = merger.row(case)
    perform(
        merger.work,
        MEMBERSHIP,
        case,
        "apply",
        {"on": TODAY},
        Actor(secretary),
        row.version,
        AT,
        setting={"has_groups": False},
    )
    assert merger.row(case).stage == "applicant"
    assert merger.every_difference() == []


def test_neither_the_merger_nor_what_it_moved_is_corrected_or_voided(merger):
    case = merger.way("fill_form")
    number = merge(merger)
    office, own = flow("office"), merger.case(merger.branch)
    for place, row, entry in (
        (office, own, number),
        (office, merger.case(merger.other_branch), entries(merger, merger.case(merger.other_branch).id)[-1].number),
        (MEMBERSHIP, merger.row(case), entries(merger, case)[-1].number),
    ):
        form = {"entry": entry, "void": True, "reason": "误。"}
        with pytest.raises(OutOfTurn, match="不能更正或者作废"):
            propose(merger.work, place, row.id, "correct", form, merger.one, row.version, AT)
        with pytest.raises(OutOfTurn):
            void_own(merger.work, place, row.id, entry, "误。", merger.one, row.version, AT)


def test_what_the_merged_organisation_began_still_finds_its_end(merger):
    person = merger.person("王芳")
    merger.take(merger.branch, "open_account", person=person, login="wangfang")
    merger.take(merger.branch, "record_sanction", on="2024-01-10", person=person, kind="party_probation")
    merge(merger)
    merger.take(merger.branch, "close_account", person=person)
    merger.take(merger.branch, "restore_rights", person=person)
    with pytest.raises(OutOfTurn):
        merger.take(merger.branch, "state_membership", person=person, status="full", from_on="2020-01-01")
    assert merger.every_difference() == []


def test_what_stands_in_the_way_of_a_merger(merger):
    elsewhere = merger.found("示例二镇党委", "committee", merger.root)
    merger.found("示例小组", "group", merger.branch)
    with pytest.raises(Refused) as refusal:
        merger.merge(into=elsewhere)
    assert "下级党组织" in str(refusal.value) and "同一类别" in str(refusal.value)
    for into, reason in ((merger.branch, "并入自己"), (999, "不存在")):
        with pytest.raises(Refused, match=reason):
            merger.merge(into=into)
    with pytest.raises(Refused, match="根组织"):
        merger.take(merger.root, "merge_organisation", into=merger.committee)
    late = merger.found("示例新支部", "branch", merger.committee, on="2026-06-12")
    with pytest.raises(Refused, match="不存在"):
        merger.merge(into=late)


def test_nobody_merges_into_what_he_does_not_administer(merger):
    person = merger.person("王芳")
    merger.granted(merger.branch, person, "administrator")
    with pytest.raises(NotInOffice, match="不在您管理的范围内"):
        merger.take(merger.branch, "merge_organisation", Actor(person), on=TODAY, into=merger.other_branch)


def test_nothing_is_taken_over_without_a_merger(merger):
    values = {"merged": merger.branch, "name": "示例第一支部"}
    with pytest.raises(NotInOffice):
        merger.take(merger.other_branch, "take_over_organisation", **values)


def test_a_merger_before_what_was_recorded_since_must_be_confirmed(merger):
    merger.take(merger.branch, "propose_post", person=merger.person("王芳"), post="secretary", from_on=TODAY)
    with pytest.raises(Breaks):
        merger.merge()
    assert state_on(merger.work.session, merger.branch, day(TODAY)) is not None


def test_a_branch_with_cases_or_members_is_not_dissolved_without_saying_where_they_go(merger):
    merger.way("fill_form")
    stated = merger.person("周敏")
    merger.take(merger.branch, "state_membership", person=stated, status="full", from_on="1998-07-01")
    with pytest.raises(Refused) as refusal:
        merger.take(merger.branch, "dissolve_organisation")
    assert str(refusal.value).count("改办“合并党组织”并写明并入哪个党组织") == 2


def test_what_goes_along_is_told_before_it_stands(merger):
    merger.way("fill_form")
    merger.granted(merger.branch, merger.person("王芳"), "secretary", "2020-01-01")
    case = merger.case(merger.branch)
    values = {"on": TODAY, "into": merger.other_branch}
    written = perform(merger.work, flow("office"), case.id, "merge_organisation", values, merger.one, case.version, AT)
    (note,) = written.findings
    assert (note.severity, note.facts) == ("note", {"cases": 1, "people": 0, "posts": 1})


def test_a_case_that_was_not_held_beforehand_stops_the_merger(merger, monkeypatch):
    merger.way("fill_form")
    from workflows.office import table

    step = next(each for each in table.STEPS if each.name == "merge_organisation")
    monkeypatch.setitem(flow("office").steps, step.name, __import__("dataclasses").replace(step, holds=None))
    with pytest.raises(Changed):
        merger.merge()
