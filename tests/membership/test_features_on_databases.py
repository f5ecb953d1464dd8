"""Chosen features once more, on live cases in both databases: the paper as history, the act by `perform`, all read back.

Left out: scenarios that check a paper file (核查) need no database; the other features are shown in memory only, since
their guards are the same functions and the whole suite must stay quick.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import scenario
from pytest_bdd.feature import get_feature
from sqlalchemy import make_url, update

from models import databases
from models.installation import Installation
from models.people import Kinship
from tests.databases import PASSWORD, Database, _run
from tests.live.town import FIRST, TREE, Town, moment
from tests.steps.book import Line
from tests.steps.case import FAR, Case
from workflows import flow
from workflows.engine.cases import fold, shelf
from workflows.engine.errors import BadForm, WorkflowError
from workflows.engine.findings import Citation, Finding, Severity
from workflows.engine.intake import read_paper
from workflows.engine.journal import canonical
from workflows.engine.perform import perform
from workflows.engine.perform.history import record_history
from workflows.engine.perform.rebuild import broken_chain, kept_from_entries
from workflows.engine.perform.scene import ZONE
from workflows.membership.on_register import DIFFERS

FEATURES = ("admit", "list_prospective", "name_sponsors", "approve_admission", "resolve_conversion")
FLOW = flow("membership")
ACTS = ("act", "import", "refusal")
POSTS = {
    "王芳": ("secretary", "一支部"),
    "孙丽": ("deputy", "一支部"),
    "蒋文": ("secretary", "总支"),
    "吴强": ("organiser", "镇党委"),
    "沈毅": ("secretary", "镇党委"),
    "陈刚": ("staff", "县委组织部"),
}


def found(row: Mapping[str, Any]) -> Finding:
    """A finding as an entry keeps it."""
    days = {name: date.fromisoformat(row[name]) for name in ("earliest", "latest", "on") if name in row}
    also = tuple(Citation(*cited) for cited in row.get("also", ()))
    return Finding(**{**row, **days, "severity": Severity(row["severity"]), "also": also})


class LiveBook:
    """A case in a database, with what a scenario looks at; everything is read through a new connection."""

    def __init__(self, town: Town, paper: Mapping[str, Any], laws: Any) -> None:
        self.town, self.laws, self.subject = town, laws, town.person()
        read = read_paper(FLOW, paper, FAR)
        last = max((act.on for act in read.acts), default=date(2026, 6, 1))
        with town.working() as work:
            written = record_history(
                work, FLOW, self.subject, town.places["一支部"], read, town.actor("孙丽"), moment(last, 9)
            )
        self.case = written[0].case_id

    @property
    def stage(self) -> Any:
        stage = self.town.row(self.case)["stage"]
        return FLOW.stages(stage) if stage else None

    @property
    def lines(self) -> list[Line]:
        """Acts and refusals; proposals and decisions of the superior are no acts.

        What is noted of the town's register is left out: the scenarios' meetings are larger than its branch.
        """
        return [
            Line(
                entry.kind,
                entry.step,
                date.fromisoformat(entry.act_on) if entry.act_on else None,
                entry.outcome,
                [found(row) for row in json.loads(entry.findings) if row["message"] != DIFFERS],
            )
            for entry in self.town.entries(self.case)
            if entry.kind in ACTS
        ]

    @property
    def dossier(self) -> Any:
        return fold(FLOW, kept_from_entries(FLOW, self.town.entries(self.case)), self.laws).dossier

    def take(self, step: str, form: Mapping[str, Any], allowed: tuple = (), by_relative: bool = False) -> Line:
        """Takes the step on the day of the act at ten, after the superior's decisions of which there are papers."""
        day = form.get(FLOW[step].form.day_field())
        at = moment(day)
        who = self.town.officer(step)
        for allowance in allowed:
            self._allow(step, allowance, at)
        if by_relative:
            kin = Kinship(person_id=self.subject, relative_id=self.town.people[who], relation="叔侄", from_on=FIRST)
            self.town.change(kin)
        shelf._cases.clear()  # each act by a process that has just started
        try:
            with self.town.working() as work:
                version = self.town.row(self.case)["version"]
                perform(work, FLOW, self.case, step, form, self.town.actor(who), version, at, confirmed=True)
        except WorkflowError as error:
            if error.entry is not None and hasattr(error, "findings"):
                error.findings = self.lines[-1].findings
            raise
        self.sound(at)
        return self.lines[-1]

    def _allow(self, step: str, allowance: Any, at: datetime) -> None:
        """By two persons; one that cannot be decided (not an override, not yet given) leaves nothing."""
        form = {
            "step": step,
            "code": allowance.code,
            "number": allowance.number,
            "on": str(allowance.on),
            "reason": allowance.reason,
        }
        try:
            number = self.town.propose(self.case, "allow", "吴强", at.date(), **form).number
        except BadForm:
            return
        self.town.confirm(self.case, number, "沈毅", at.date())

    def sound(self, at: datetime) -> None:
        entries = self.town.entries(self.case)
        assert broken_chain(entries) == []
        assert self.town.differences(self.case, at.astimezone(ZONE).date()) == []


class LiveTowns:
    """One database: a town for each way a branch is built, and the rules of the scenario."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.towns: dict[tuple[bool, ...], Town] = {}

    def town(self, committee: bool, groups: bool, general: bool) -> Town:
        key = (committee, groups, general)
        if key not in self.towns:
            tree = {name: TREE[name] for name in ("县委组织部", "镇党委", "总支")}
            tree["一支部"] = ("branch", "总支" if general else "镇党委", False, committee, groups)
            self.towns[key] = Town(self.database.app_url, self.database.owner_url, tree, POSTS)
        return self.towns[key]

    def open(self, case: Case, paper: dict[str, Any], laws: Any) -> LiveBook:
        town = self.town(paper["has_committee"], paper["has_groups"], paper["general_branch"])
        rules = canonical({"calendar": {}, "overlays": list(case.overlays), "readings": case.readings}).decode()
        with town.database.write.begin() as session:
            session.execute(update(Installation).values(rules=rules, rules_stamp=f"{len(town.people)} {rules}"))
        return LiveBook(town, paper, laws)

    def close(self) -> None:
        for town in self.towns.values():
            town.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def towns(request, tmp_path_factory) -> Iterator[LiveTowns]:
    """One database for the whole module; every scenario has a person of its own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('features') / 'zhibu.db'}"
        made = Database(url, url)
    else:
        made = postgresql(request.getfixturevalue("postgres_server"))
    databases.create(made.owner_url, app_role="zhibu_app")
    opened = LiveTowns(made)
    yield opened
    opened.close()
    if request.param == "postgresql":
        name = make_url(made.app_url).database
        _run(request.getfixturevalue("postgres_server"), f"DROP DATABASE {name} WITH (FORCE)")


def postgresql(server: Any) -> Database:
    """An empty database on the server of the tests."""
    name = f"zhibu_test_{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} OWNER zhibu_owner")
    _run(server.set(database=name), "ALTER SCHEMA public OWNER TO zhibu_owner")
    owner, app = (
        server.set(username=user, password=PASSWORD, database=name).render_as_string(hide_password=False)
        for user in ("zhibu_owner", "zhibu_app")
    )
    return Database(owner, app)


@pytest.fixture(autouse=True)
def live(towns, monkeypatch) -> None:
    """Every scenario of this module opens its case in the database."""
    monkeypatch.setattr(Case, "open_book", lambda case, paper, laws: towns.open(case, paper, laws))


def acts_live(template: Any) -> bool:
    """Whether a scenario takes a step; one that checks a file needs no database."""
    return not any("核查" in step.name for step in template.steps)


ROOT = Path(__file__).parents[2] / "features"
for feature in FEATURES:
    for title, template in get_feature(str(ROOT), f"membership/{feature}.feature").scenarios.items():
        if acts_live(template):
            globals()[f"test_{feature}_{title}"] = scenario(f"membership/{feature}.feature", title)(lambda: None)
del feature, title, template
