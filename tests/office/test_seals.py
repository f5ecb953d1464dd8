"""Seals of events stand in the root's journal, and are in nobody's way there."""

import json

from sqlalchemy import select

from models.events import Event
from models.journal import Entry
from workflows import NAMES, flow
from workflows.engine.perform.engine_steps import ENGINE_STEPS
from workflows.office.event_seals import root_case, seal_events

from .conftest import AT, Office


def test_whoever_has_seen_the_journal_before_a_seal_may_still_click(made):
    with made.work() as work:
        kept = Office(work)
        seen = kept.case(kept.root).version
        work.commit()
    with made.work() as work:
        assert seal_events(work, AT).covered == 2  # two administrators were granted their posts
        work.commit()
    with made.work() as work:
        kept.work = work
        assert kept.case(kept.root).version == seen
        person = kept.person("赵强")
        kept.granted(kept.branch, person, "secretary")
        assert kept.differences() == []


def test_it_is_the_roots_journal_also_after_the_root_was_renamed(office):
    office.take(office.root, "change_organisation", name="示例市委组织部")
    assert root_case(office.work.session) == office.case(office.root).id


def test_only_the_root_seals_and_for_all(office):
    office.granted(office.branch, office.person("赵强"), "secretary")
    session = office.work.session
    office.work.commit()
    office.work.begin()
    seal_events(office.work, AT)
    (entry,) = session.scalars(select(Entry).where(Entry.step == "seal_events"))
    assert entry.case_id == office.case(office.root).id
    streams = set(session.scalars(select(Event.stream_id)))
    assert streams == {office.root, office.branch}
    assert json.loads(bytes(entry.facts))["facts"]["count"] == 3


def test_nobody_may_take_it():
    step = ENGINE_STEPS["seal_events"]
    assert (step.by, step.stage) == ((), ())
    assert not [name for name in NAMES if "seal_events" in flow(name)]
