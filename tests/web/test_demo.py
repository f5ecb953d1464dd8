"""`zhibu demo`: a synthetic organisation, 40 cases over every stage, one case walked through, and only its own file."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from models.accounts import Account
from models.cases import Case
from models.databases import Database
from models.organisations import OrganisationState
from models.people import Person
from models.terms import Term
from web.cli import main
from web.commands.opened import now
from web.demo import cases, published
from workflows import flow
from workflows.election.ballots import ballots
from workflows.election.turns import to_key
from workflows.engine.cases import fold, kept_from
from workflows.engine.months import add_months
from workflows.rules import law_book
from workflows.terms import Term as Days
from workflows.terms import state_of


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Iterator[tuple[Path, str]]:
    """The demonstration's file and what it printed."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    result = CliRunner().invoke(main, ["demo", "--database", str(path)])
    assert result.exit_code == 0, result.output + repr(result.exception)
    yield path, result.output


@pytest.fixture(scope="module")
def session(made):
    database = Database(f"sqlite:///{made[0]}")
    with database.read() as session:
        yield session
    database.dispose()


def test_it_says_what_it_does_and_what_to_try_next(made):
    output = made[1]
    assert "虚构" in output and "zhibu journal show" in output and "不能办理" in output
    assert "第 29 条" in output and "材料归档" in output


def test_the_organisation_is_synthetic_and_of_the_right_size(session):
    states = list(session.scalars(select(OrganisationState)))
    assert all(state.name.startswith("示例") for state in states)
    kinds = [state.kind for state in states]
    assert [kinds.count(kind) for kind in ("department", "committee", "general_branch", "branch")] == [1, 1, 1, 6]
    branches = [state for state in states if state.kind == "branch"]
    assert {state.has_committee for state in branches} == {True, False}
    names = list(session.scalars(select(Person.name)))
    assert 110 <= len(names) <= 125 and all(name.startswith("样") for name in names)


def test_there_are_40_cases_over_every_stage_and_the_one_walked_through(session):
    held = list(session.scalars(select(Case).where(Case.workflow == "membership")))
    assert len(held) == 41
    assert {case.stage for case in held} == {str(stage) for stage in flow("membership").stages}
    assert any(case.due_on and case.due_on < date.today() for case in held)


def test_terms_stand_in_every_way(session):
    today = now().date()
    terms = session.scalars(select(Term).where(Term.is_current()).order_by(Term.organisation_id))
    days = [Days(term.elected_on, term.expires_on, term.extended_until) for term in terms]
    states = [state_of(each, today, 6) for each in days]
    assert [states.count(state) for state in ("overdue", "due_soon", "running", "unknown")] == [1, 1, 5, 1]
    assert len(states) == 8
    assert add_months(today, 4) in {
        days[states.index("due_soon")].expires_on + timedelta(days=late) for late in range(4)
    }


def test_every_side_procedure_has_its_case():
    assert [sketch.about.split()[0] for sketch in cases.SIDE] == [f"SP-{number}" for number in range(1, 10)]
    assert len(cases.sketches()) == 40


def test_one_election_waits_to_be_keyed_by_two_with_accounts_and_one_branch_was_just_reminded(session):
    held = {case.stage: case for case in session.scalars(select(Case).where(Case.workflow == "election"))}
    assert set(held) == {"meeting", "reminded"} and all(case.open for case in held.values())
    election = flow("election")
    kept = [kept_from(election, line) for line in bytes(held["meeting"].snapshot).split(b"\n")]
    dossier = fold(election, kept, law_book()).dossier
    assert to_key(dossier) == [("members", 1)] and [each.seats for each in ballots(dossier)] == [3, 1, 1]
    stand = {person for ballot in ballots(dossier) for person in ballot.candidates}
    accounts = {account.login: account.person_id for account in session.scalars(select(Account))}
    assert {accounts["secretary"], accounts["deputy"]}.isdisjoint(stand)


def test_every_row_follows_from_the_journal(made):
    result = CliRunner().invoke(main, ["rebuild", "--check", "--database", f"sqlite:///{made[0]}"])
    assert result.exit_code == 0 and "0 个不一致" in result.output


def test_the_published_cases_are_judged_as_published():
    assert [row.ref for row in published.judged() if row.answer["verdict"] != row.verdict] == []


def test_the_published_cases_are_those_of_the_tests():
    from tests.published.completed import Completed
    from tests.published.test_membership import CASES
    from workflows.rules import law_book

    lines = [json.loads(line) for line in published.FILE.read_text(encoding="utf-8").splitlines()]
    assert [line["dossier"]["ref"] for line in lines] == list(CASES)
    for line in lines:
        row = CASES[line["dossier"]["ref"]]
        dossier = Completed(row["facts"], law_book(readings=row.get("readings", {}))).dossier
        told = {**json.loads(json.dumps(dossier, default=str)), "ref": line["dossier"]["ref"]}
        assert (told, row["verdict"]) == (line["dossier"], line["verdict"])


def test_only_its_own_earlier_file_is_replaced(made, tmp_path):
    path, _ = made
    other = tmp_path / "other.db"
    assert CliRunner().invoke(main, ["init", f"sqlite:///{other}"]).exit_code == 0
    before = other.read_bytes()
    result = CliRunner().invoke(main, ["demo", "--database", str(other)])
    assert result.exit_code == 1 and "没有改动" in result.output
    assert other.read_bytes() == before
    text = tmp_path / "notes.txt"
    text.write_text("笔记", encoding="utf-8")
    assert CliRunner().invoke(main, ["demo", "--database", str(text)]).exit_code == 1
    assert text.read_text(encoding="utf-8") == "笔记"
    from web.commands.demo import is_demonstration

    assert is_demonstration(path)
