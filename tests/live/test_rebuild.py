"""The projection follows from the entries, whatever happened, and what was tampered with is found and mended."""

import sqlite3
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.engine.errors import Breaks, WorkflowError
from workflows.engine.perform.rebuild import broken_chain, rebuild
from workflows.engine.perform.second import void_own
from workflows.membership.sample import COUNTS, FACTS

from .conftest import forget
from .town import FLOW, form_of, moment

START = date(2026, 6, 20)
FROM = ("assign_contacts", "list_prospective", "fill_form", "interview", "apply_conversion")
RECORDERS = ("王芳", "吴强", "陈刚", "郑洁")
MORE = {
    "admit": ({**COUNTS, "in_favour": 5, "against": 8, "abstain": 0, "written_in_favour": 0}, {**COUNTS, "secret_ballot": False}),
    "approve_admission": ({"approved": False, "approver": "committee"},),
    "pre_review": ({"passed": False},),
    "agree_prospective": ({"agreed": False},),
    "resolve_conversion": ({**COUNTS, "outcome": "cancel"}, {**COUNTS, "outcome": "extend", "extend_until": "2027-01-10"}),
    "hand_over": ({"to": "外县一支部"},),
    "receive": ({"from": "外县一支部", "examined": True},),
    "post_notice": ({"places": ["公示栏"], "objections": 1, "objections_cleared": False},),
    "close_case": ({"reason": "died"},),
    "stop_training": ({"reason": "长期不参加学习。"},),
    "deliberate": ({"about": "admit", "opinion": "同意。"},),
    "postpone_conversion": ({"until": "2026-12-01", "reason": "转入不久。"},),
    "refuse_recognition": ({"ground": "弄虚作假。"},),
}  # fmt: skip
STEPS = [step.name for step in FLOW if step.name != "apply"]


def facts_of(step: str, choice: int, on: date) -> dict:
    """Facts of a step: the sample's or one of MORE; approvals say when they received what they answer."""
    options = [FACTS.get(step, {}), *MORE.get(step, ())]
    facts = dict(options[choice % len(options)])
    if step in ("approve_admission", "approve_conversion"):
        facts["received_on"] = str(on)
    if step in ("post_notice", "train"):
        facts["ends_on"] = str(on + timedelta(days=8))
    return facts


class Way:
    """A case on which something is done day after day; whatever is refused is refused."""

    def __init__(self, town, upto: str) -> None:
        self.town, self.today = town, START
        self.case = town.build(upto, START, subject=town.person())
        self.done: list[str] = []

    def attempt(self, what, *args, **more) -> None:
        try:
            what(*args, **more)
        except WorkflowError as error:
            self.done.append(type(error).__name__)
        else:
            self.done.append(what.__name__)

    def go(self, kind: str, pick: int, choice: int, days: int, who: int) -> None:
        self.today += timedelta(days=abs(days) % 5)
        getattr(self, kind)(pick, choice, days, who)

    def next(self, pick: int, choice: int, days: int, who: int) -> None:
        """A step that belongs to the stage, by the one whose office it is."""
        stage = self.town.row(self.case)["stage"]
        fitting = [name for name in STEPS if stage in FLOW[name].stage] or STEPS
        step = fitting[pick % len(fitting)]
        self.attempt(self.town.take, self.case, step, self.today, **facts_of(step, choice, self.today))

    def any(self, pick: int, choice: int, days: int, who: int) -> None:
        """Any step by anybody."""
        step = STEPS[pick % len(STEPS)]
        facts, recorder = facts_of(step, choice, self.today), RECORDERS[who % len(RECORDERS)]
        self.attempt(self.town.take, self.case, step, self.today, who=recorder, **facts)

    def late(self, pick: int, choice: int, days: int, who: int) -> None:
        """A step dated before others, confirmed where it breaks some."""
        acts = [entry for entry in self.town.entries(self.case) if entry.kind in ("act", "import")]
        near = acts[pick % len(acts)]
        on, step = (
            date.fromisoformat(near.act_on),
            ("review_activist", "post_notice", "hand_over", "receive", "withdraw", near.step)[choice % 6],
        )
        more = {"at": moment(self.today), **facts_of(step, choice, on)}
        try:
            self.town.take(self.case, step, on, **more)
            self.done.append("late")
        except Breaks:
            self.attempt(self.town.take, self.case, step, on, confirmed=True, **more)
        except WorkflowError as error:
            self.done.append(type(error).__name__)

    def correct(self, pick: int, choice: int, days: int, who: int) -> None:
        """A correction or a void by two persons."""
        acts = [entry for entry in self.town.entries(self.case) if entry.kind in ("act", "import")]
        entry = acts[pick % len(acts)]
        form = {"void": True}
        if choice % 3:
            on = date.fromisoformat(entry.act_on) + timedelta(days=days)
            form = {"form": form_of(entry.step, on, **facts_of(entry.step, choice, on))}
        proposer, other = ("吴强", "沈毅") if FLOW[entry.step].by[0] != "department" else ("沈毅", "吴强")
        try:
            number = self.town.propose(
                self.case, "correct", proposer, self.today, entry=entry.number, reason="误。", **form
            ).number
        except WorkflowError as error:
            return self.done.append(type(error).__name__)
        self.attempt(self.town.confirm, self.case, number, other, self.today)

    def void(self, pick: int, choice: int, days: int, who: int) -> None:
        """One's own last act."""
        last = self.town.entries(self.case)[-1]
        version = self.town.row(self.case)["version"]

        def void() -> None:
            with self.town.working() as work:
                actor = self.town.actor("王芳")
                void_own(work, FLOW, self.case, last.number, "误。", actor, version, moment(self.today))

        self.attempt(void)

    def forget(self, *_: int) -> None:
        """The next step is taken by a process that has just started."""
        forget()


whole = st.integers(0, 60)
kinds = st.sampled_from(["next", "next", "next", "any", "late", "correct", "void", "forget"])
moves = st.lists(st.tuples(kinds, whole, whole, st.integers(-3, 4), whole), min_size=3, max_size=14)


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(upto=st.sampled_from(FROM), moved=moves)
def test_nothing_differs_after_whatever_happened(town, upto, moved):
    way = Way(town, upto)
    for move in moved:
        way.go(*move)
    town.sound(way.case, way.today)
    dossier_row = town.row(way.case)
    forget()
    town.sound(way.case, way.today)
    with town.database.work() as work:
        assert rebuild(work, FLOW, way.case, moment(way.today)) == []
        work.commit()
    assert town.row(way.case) == dossier_row
    entries = town.entries(way.case)
    stages = [(entry.stage_before, entry.stage_after) for entry in entries]
    assert all(before == after for (_, after), (before, _) in pairwise(stages))


def test_a_worked_case_by_hand(town):
    """What the random sequences are made of does happen: acts, refusals, late acts, corrections, voids."""
    way = Way(town, "interview")
    approve = [step.name for step in FLOW if "prospective" in step.stage and step.name != "apply"].index(
        "approve_admission"
    )
    way.go("next", approve, 0, 0, 0)
    way.go("any", STEPS.index("admit"), 1, 1, 0)
    way.go("late", 3, 0, 0, 0)
    way.go("correct", len(town.entries(way.case)), 3, 0, 0)
    assert {"take", "OutOfTurn"} <= set(way.done), way.done
    town.sound(way.case, way.today)


# Tampering


TAMPERED = {
    "stage": "stage = 'full'",
    "no stage": "stage = NULL",
    "ended_reason": "ended_reason = 'died'",
    "open": "open = NOT open",
    "version": "version = version + 1",
    "last_number": "last_number = last_number - 1",
    "last_hash": "last_hash = previous",
    "snapshot": "snapshot = shorter",
    "a forged snapshot": "snapshot = forged",
    "an unreadable snapshot": "snapshot = garbage",
    "path": "path = '/9/'",
    "due_on": "due_on = '2031-01-01'",
}
FIELDS = {"no stage": "stage", "a forged snapshot": "snapshot", "an unreadable snapshot": "snapshot"}


def blob(town, value: bytes) -> str:
    return f"X'{value.hex()}'" if town.url.startswith("sqlite") else f"'\\x{value.hex()}'::bytea"


@pytest.mark.parametrize("warm", [True, False], ids=["same process", "fresh process"])
@pytest.mark.parametrize("what", TAMPERED)
def test_every_column_tampered_with_is_found_and_mended(town, what, warm):
    case = town.build("interview", START)
    town.take(case, "approve_admission", "2026-07-10", received_on="2026-06-25", **FACTS["approve_admission"])
    before, entries = town.row(case), town.entries(case)
    snapshot = bytes(before["snapshot"])
    values = {
        "previous": bytes(entries[-2].hash),
        "shorter": snapshot[: snapshot.rindex(b"\n")],
        "forged": snapshot.replace(b'"present":13', b'"present":14'),
        "garbage": b"no JSON",
    }
    statement = TAMPERED[what]
    for name, value in values.items():
        statement = statement.replace(f"= {name}", f"= {blob(town, value)}")
    town.tamper(f'UPDATE "case" SET {statement}')
    assert town.row(case) != before
    if not warm:
        forget()
    found = town.differences(case, "2026-07-10")
    assert FIELDS.get(what, what) in [difference.field for difference in found]
    with town.database.work() as work:
        assert rebuild(work, FLOW, case, moment("2026-07-10")) == found
        work.commit()
    assert town.row(case) == before
    town.sound(case, "2026-07-10")
    town.take(case, "assign_group", "2026-07-11")
    town.sound(case, "2026-07-11")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE membership SET status = 'full' WHERE source_entry_id IS NOT NULL",
        "UPDATE membership SET from_on = '2020-01-01' WHERE source_entry_id IS NOT NULL",
        "UPDATE membership SET until_on = '2030-01-01' WHERE source_entry_id IS NOT NULL",
        "UPDATE membership SET withdrawn_by_id = source_entry_id WHERE source_entry_id IS NOT NULL",
        "DELETE FROM membership WHERE source_entry_id IS NOT NULL",
    ],
)
def test_effects_tampered_with_are_found_and_mended(town, statement):
    case = town.build("interview", START)
    town.take(case, "approve_admission", "2026-07-10", received_on="2026-06-25", **FACTS["approve_admission"])
    before = town.memberships()
    town.tamper(statement)
    assert [difference.field for difference in town.differences(case)] == ["memberships"]
    with town.database.work() as work:
        rebuild(work, FLOW, case, moment("2026-07-10"))
        work.commit()
    assert [row for row in town.memberships() if not row[3]] == before
    town.sound(case)


FORGED = {
    "another day": "act_on = '2026-06-19'",
    "other facts": "facts = other",
    "another recorder": "actor_person_id = NULL",
    "another kind": "kind = 'refusal'",
    "its own hash": "hash = other32",
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_entry_is_found(town, what):
    case = town.build("fill_form", START)
    town.take(case, "admit", START, **COUNTS)
    number = len(town.entries(case)) - 1
    statement = FORGED[what].replace("= other32", f"= {blob(town, bytes(32))}")
    statement = statement.replace("= other", f"= {blob(town, b'{}')}" if "facts" in statement else "= other")
    update = f"UPDATE entry SET {statement} WHERE number = {number}"
    if town.url.startswith("sqlite"):
        with pytest.raises(sqlite3.IntegrityError), sqlite3.connect(town.url.removeprefix("sqlite:///")) as plain:
            plain.execute(update)
        plain.close()
        town.tamper("DROP TRIGGER entry_update", update)
    else:
        town.tamper(
            "ALTER TABLE entry DISABLE TRIGGER entry_update", update, "ALTER TABLE entry ENABLE TRIGGER entry_update"
        )
    problems = broken_chain(town.entries(case))
    assert [problem for problem in problems if str(number) in problem], problems
    if what != "other facts":  # a fold needs readable facts
        fields = [difference.field for difference in town.differences(case)]
        assert "chain" in fields


def test_a_deleted_entry_is_found(town):
    case = town.build("fill_form", START)
    number = len(town.entries(case)) - 2
    drop = "DROP TRIGGER entry_delete" if town.url.startswith("sqlite") else "ALTER TABLE entry DISABLE TRIGGER USER"
    texts = f"DELETE FROM entry_text WHERE entry_id IN (SELECT id FROM entry WHERE number = {number})"
    more = (
        "DROP TRIGGER entry_text_delete"
        if town.url.startswith("sqlite")
        else "ALTER TABLE entry_text DISABLE TRIGGER USER"
    )
    town.tamper(drop, more, texts, f"DELETE FROM entry WHERE number = {number}")
    assert [problem for problem in broken_chain(town.entries(case)) if "缺失" in problem]
    assert "chain" in [difference.field for difference in town.differences(case)]


def test_the_last_entry_cut_off_is_found(town):
    """The chain of what is left holds, but the case's row knows of one more."""
    case = town.build("fill_form", START)
    number = len(town.entries(case))
    drop = "DROP TRIGGER entry_delete" if town.url.startswith("sqlite") else "ALTER TABLE entry DISABLE TRIGGER USER"
    town.tamper(drop, f"DELETE FROM entry WHERE number = {number}")
    assert broken_chain(town.entries(case)) == []
    assert {"last_number", "last_hash", "version", "snapshot"} <= {each.field for each in town.differences(case)}
