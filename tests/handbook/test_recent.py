"""What was found lately, on both databases: of the newest entries only, of the cases asked for, without the steps left out."""

import json

import pytest

from models import databases
from models.cases import Case
from models.journal import newest_entry
from models.recent import recent_count, recent_findings
from tests.live.conftest import town  # noqa: F401 (a fixture)
from workflows.engine.errors import WorkflowError


def test_the_newest_findings_of_the_cases_asked_for(town):  # noqa: F811
    case = town.build("propose_prospective", "2026-10-20")
    with pytest.raises(WorkflowError):
        town.take(case, "list_prospective", "2026-11-02")
    with town.database.read() as session:
        here, elsewhere = Case.id == case, Case.id != case
        last = newest_entry(session)
        assert recent_count(session, 1, here) == 1
        assert recent_count(session, last + 1, here) == len(town.entries(case))
        assert recent_count(session, last + 1, elsewhere) == last - len(town.entries(case))
        (refusal,) = recent_findings(session, 1, here)
        assert (refusal.kind, refusal.workflow, refusal.step) == ("refusal", "membership", "list_prospective")
        assert {"G07", "G08"} & {each["code"] for each in json.loads(refusal.findings)}
        assert recent_findings(session, 1, elsewhere) == []
        assert recent_findings(session, 1, here, ["list_prospective"]) == []
        assert refusal in recent_findings(session, last + 1, here, ["key_count"])


def test_an_empty_journal_has_found_nothing(database):
    databases.create(database.owner_url, app_role="zhibu_app")
    made = databases.Database(database.app_url)
    with made.read() as session:
        assert (newest_entry(session), recent_count(session, 10, Case.id > 0)) == (0, 0)
        assert recent_findings(session, 10, Case.id > 0) == []
    made.dispose()
