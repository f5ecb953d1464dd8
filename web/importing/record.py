"""Records paper dossiers as history, each whole or not at all; the command line and the page do it by this one way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from models.work import Work
from web.commands.check import VERDICT_WORDS
from workflows import flow
from workflows.engine.check import verdict
from workflows.engine.errors import WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.intake import Paper, Raw, Unusable, read_paper
from workflows.engine.offices import Actor
from workflows.engine.perform.history import record_history
from workflows.office.record import register

BATCH = 100
"""How many dossiers are recorded in one transaction."""

Meant = Callable[[Work, Paper], tuple[int, int]]
"""Finds the person and the organisation a dossier means; raises Unusable where that cannot be told."""


NO_ORGANISATION = N_("导入须写明党组织：请填写“organisation”")
NO_NAME = N_("导入须写明姓名：请填写“name”")


class Outcome(NamedTuple):
    """What became of a dossier: its case, or None where nothing of it was recorded; and how that is said."""

    source: str
    case: int | None
    said: str


def imported(work: Work, raw: Raw, meant: Meant, actor: Actor, at: datetime) -> Outcome:
    """Records one dossier; nothing of it stays when it cannot be."""
    try:
        with whole(work):
            return recorded(work, raw, meant, actor, at)
    except Unusable as problem:
        facts = {"field": problem.field, "message": problem.message}
        return Outcome(raw.source, None, N_("不能导入，“%(field)s”%(message)s") % facts)
    except WorkflowError as error:
        message = Message(error.message) % error.facts if error.message else str(error)
        return Outcome(raw.source, None, N_("没有导入，%(message)s") % {"message": message})


def recorded(work: Work, raw: Raw, meant: Meant, actor: Actor, at: datetime) -> Outcome:
    """Records a dossier and says as which case, with its verdict; raises what stands in the way."""
    paper = read_paper(flow("membership"), raw.value, at.date())
    person, organisation = meant(work, paper)
    written = record_history(work, flow("membership"), person, organisation, paper, actor, at)
    if not written:
        raise Unusable("steps", N_("没有任何步骤"))
    findings = [finding for entry in written for finding in entry.findings]
    facts = {"case": written[0].case_id, "count": len(written), "verdict": VERDICT_WORDS[verdict(findings)]}
    said = N_("已导入为案件 %(case)s，%(count)s 步，%(verdict)s") % facts
    return Outcome(raw.source, written[0].case_id, said)


def registered(work: Work, paper: Paper, organisation: int, actor: Actor, at: datetime) -> int:
    """Registers the person of a dossier in the organisation, as of the dossier's first day."""
    born_on = paper.setting.known("born_on")
    first = min((act.on for act in paper.acts), default=at.date())
    values = {"on": str(first), "name": paper.name, **({"born_on": str(born_on)} if born_on else {})}
    return register(work, organisation, values, actor, at)


@contextmanager
def whole(work: Work) -> Iterator[None]:
    """All or nothing, inside the transaction."""
    work.flush()
    cursor = work.driver.cursor()
    cursor.execute("SAVEPOINT dossier")
    try:
        yield
        work.flush()
    except BaseException:
        cursor.execute("ROLLBACK TO SAVEPOINT dossier")
        work.session.expire_all()
        raise
    finally:
        cursor.execute("RELEASE SAVEPOINT dossier")
