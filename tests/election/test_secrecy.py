"""Secrecy by construction: nothing stored joins a person to a choice, or a time or an order to a ballot."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, select
from sqlalchemy.orm import Session

from models.tables import metadata
from tests.election.live.branch import MEETING
from tests.election.live.conftest import branch, made, office  # noqa: F401 (fixtures)
from tests.election.secrecy import Record, of_form, of_json, of_tables
from workflows import flow
from workflows.election.counting.count import Count
from workflows.election.forms import CountKeyed, FirstMeetingHeld, MeetingOpened
from workflows.engine.errors import BadForm
from workflows.engine.forms import Form, Row, field
from workflows.engine.journal import canonical, split

FORMS = {*(step.form for step in flow("election")), Count}
KNOWN = {
    "counting.Votes": "how many voted for, against or not at all on a candidate",
    "count.Candidate": "the same in a file",
    "congress.DelegateVotes": "the same of a unit's delegates",
    "counting.WrittenIn": "how many wrote somebody in",
    "count.WriteIn": "the same in a file",
    "congress.DelegatesReported": "whom the votes of a unit elected",
    "meeting.ScrutineersConfirmed": "how many raised their hands for the scrutineers",
    "after.FirstMeetingHeld": "how many of a committee raised their hands for its scrutineers",
    "congress.PreparatoryMeetingHeld": "how many raised their hands for the presidium",
    "counting.RoundResolved": "how many raised their hands, and who may stand in the next round",
    "meeting.Elector": "who has the right to vote, known before anybody votes",
}
"""Records in which a person stands beside votes, and what the numbers are: of the person voted on, never of who votes."""
RIGHTS = {"meeting.Elector"}
WATCHED = {"scrutineers": [{"name": "何静", "task": "scrutineer"}], "in_favour": 3, "against": 0, "abstain": 0}
ON_A_COUNT = {"on", "ballot", "round", "issued", "collected", "void", "blank", "votes", "write_ins"}


def records() -> dict[str, Record]:
    """Every form of an election and of counting, with its rows."""
    return {record.name: record for form in FORMS for record in of_form(form)}


# What could be kept


def test_no_form_joins_a_person_to_a_choice_but_those_known():
    assert {name for name, record in records().items() if record.joins} == KNOWN.keys()


@pytest.mark.parametrize("name", sorted(KNOWN.keys() - RIGHTS))
def test_what_stands_beside_a_person_is_a_number_of_votes(name):
    """A count of many, in whole numbers; a yes or a word would be one person's."""
    record = records()[name]
    votes = [each for each in record.fields if each.name in ("in_favour", "against", "abstain")]
    assert all(each.kinds[0] is int for each in votes)
    assert votes or name == "congress.DelegatesReported"


def test_no_form_of_an_election_keeps_a_moment_or_an_order_of_ballots():
    """A day is all that is known of when; the round is a number of the ballot, not of a ballot paper."""
    moments = {
        f"{record.name}.{each.name}" for record in records().values() for each in record.fields if each.tells_when
    }
    assert moments == set()


def test_of_ballots_only_their_numbers_are_kept():
    assert set(CountKeyed.model_fields) == ON_A_COUNT
    numbers = {name for name, info in CountKeyed.model_fields.items() if info.annotation is int} - {"round"}
    assert numbers == {"issued", "collected", "void", "blank"}


@pytest.mark.parametrize("rows", ["votes", "write_ins"])
def test_there_is_one_row_a_person_and_so_never_one_a_ballot(rows):
    row = {"person": 1, "in_favour": 1, **({"against": 0, "abstain": 0} if rows == "votes" else {})}
    count = {"on": MEETING, "ballot": "members", "round": 1, "issued": 2, "collected": 2, "void": 0, "blank": 0}
    with pytest.raises(BadForm, match="出现两次"):
        CountKeyed.read({**count, "votes": [], rows: [row, row]})
    assert CountKeyed.read({**count, "votes": [], rows: [row]})


def test_no_table_joins_a_person_to_a_choice_or_holds_votes():
    tables = list(of_tables(metadata))
    assert len(tables) == len(metadata.tables) > 20
    assert [record.joins for record in tables if record.joins] == []
    assert [f"{record.name}.{each.name}" for record in tables for each in record.fields if each.tells_what] == []


@pytest.mark.parametrize(
    ("form", "more"), [(MeetingOpened, {"chair": []}), (FirstMeetingHeld, {"chair": [], "body": "members", **WATCHED})]
)
def test_in_which_order_people_came_is_kept_nowhere(form, more):
    kept = {
        canonical(split(form.read({"on": MEETING, "attending": list(people), **more}))[0])
        for people in permutations((3, 17, 5))
    }
    assert len(kept) == 1 and b"[3,5,17]" in kept.pop()


# What is kept


def stored(session: Session) -> list[tuple[str, Any]]:
    """Every JSON text in any column of any table; lines one by one."""
    return [
        (f"{table.name}.{name}", value)
        for table in metadata.sorted_tables
        for row in session.execute(select(table)).mappings()
        for name, kept in row.items()
        for value in values_in(kept)
    ]


def values_in(kept: Any) -> Iterator[Any]:
    """The JSON values that a column's value holds."""
    text = bytes(kept).decode("utf-8", "replace") if isinstance(kept, bytes | memoryview) else kept
    for line in text.split("\n") if isinstance(text, str) else ():
        with suppress(ValueError):
            yield json.loads(line)


def test_nothing_stored_of_a_whole_election_joins_a_person_to_a_choice(branch):  # noqa: F811
    branch.prepare()
    branch.gather(absent=("吴强",))
    branch.count("members", 1, {"王芳": (6, 0, 0), "孙丽": (5, 1, 0), "何静": (4, 2, 0), "陈刚": (1, 5, 0)}, 6)
    branch.take("announce_result", MEETING)
    branch.work.session.flush()
    shapes = {frozenset(each.name for each in records()[name].fields) for name in KNOWN}
    joined = [
        record
        for where, value in stored(branch.work.session)
        for record in of_json(value, where)
        if record.joins and not any({each.name for each in record.fields} <= shape for shape in shapes)
    ]
    assert joined == []
    counts = [
        value for where, value in stored(branch.work.session) if where == "entry.facts" and "collected" in str(value)
    ]
    assert len(counts) == 2  # the walk has seen what two people keyed


# The walk finds what it looks for


class BallotCast(Row):
    """A vote as it must never be kept."""

    voter: int = field("选举人", ge=1, chooses="elector")
    choice: str = field("所投")


class BallotsCast(Form):
    """Votes one by one."""

    ballots: list[BallotCast] = field("选票")


class Numbered(Row):
    """A ballot with its number."""

    serial: int = field("编号")
    in_favour: list[int] = field("赞成")


class Stamped(Form):
    """A ballot with its moment."""

    cast_at: datetime = field("时刻")
    chosen: list[int] = field("所选")


class SideBySide(Form):
    """Two lists in one order."""

    attending: list[int] = field("到会", chooses="elector")
    votes: list[bool] = field("赞成")


@pytest.mark.parametrize("form", [BallotsCast, Numbered, Stamped, SideBySide])
def test_the_walk_finds_a_form_that_would_tell(form):
    assert any(record.joins for record in of_form(form))


@pytest.mark.parametrize(
    "columns",
    [
        (Column("person_id", ForeignKey("person.id")), Column("vote", Text)),
        (Column("voter_id", Integer), Column("in_favour", Integer)),
        (Column("serial", Integer), Column("chosen", Text)),
    ],
)
def test_the_walk_finds_a_table_that_would_tell(columns):
    bad = MetaData()
    Table("person", bad, Column("id", Integer, primary_key=True))
    Table("cast", bad, *columns)
    assert any(record.joins for record in of_tables(bad))


def test_the_walk_finds_stored_values_that_would_tell():
    bad = {"facts": {"rows": [{"elector": 3, "in_favour": [1, 2]}]}}
    assert any(record.joins for record in of_json(bad, "entry"))
