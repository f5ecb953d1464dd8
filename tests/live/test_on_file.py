"""The archive tells what was recorded live without its paper; silent where no file is kept, and for what was written down as history."""

import json
from collections.abc import Collection
from datetime import date

from workflows.engine.dossier import Attached
from workflows.engine.perform import perform
from workflows.membership.sample import lawful

from .town import CALENDAR, FLOW, form_of, moment

SCAN = Attached("0" * 64, "扫描件.pdf")


def archived(town, filed: Collection[str]) -> list[str]:
    """The steps that the archive's finding names, after a way on which these steps had a file attached."""
    rows = lawful("archive", date(2026, 6, 15), CALENDAR)["steps"]
    case = town.open(rows[0]["on"]).case_id
    for row in rows[1:]:
        values = dict(row)
        step, on = values.pop("step"), values.pop("on", None) or values.pop("begins_on")
        actor, version = town.actor(town.officer(step)), town.row(case)["version"]
        with town.working() as work:
            files = (SCAN,) if step in filed else ()
            perform(work, FLOW, case, step, form_of(step, on, **values), actor, version, moment(on), files=files)
    found = [
        each for each in json.loads(town.entries(case)[-1].findings) if each["message"].startswith("以下办理没有附上")
    ]
    assert all((each["code"], each["severity"]) == ("G28", "irregular") for each in found)
    return found[0]["facts"]["acts"] if found else []


def test_nothing_is_said_where_no_file_is_kept(town):
    assert archived(town, ()) == []


def test_what_has_no_paper_is_named_once(town):
    named = archived(town, ("admit", "pre_review"))
    assert FLOW["train"].title in named and len(named) == len(set(named))
    assert FLOW["admit"].title not in named and FLOW["pre_review"].title not in named


def test_nothing_is_said_where_every_paper_is_there(town):
    assert archived(town, [step.name for step in FLOW]) == [FLOW["apply"].title]  # `open` attaches nothing


def test_history_is_not_asked_for_files(town):
    case = town.build("archive", "2026-06-15")
    assert not any("没有附上" in bytes(entry.findings).decode() for entry in town.entries(case))
