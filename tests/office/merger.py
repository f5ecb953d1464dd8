"""Two branches of one committee with people on their way, so that the one can be merged into the other."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.cases import Case
from models.memberships import Membership
from models.work import Work
from tests.office.conftest import AT, TODAY, Office, day
from workflows import flow
from workflows.engine.intake import read_paper
from workflows.engine.perform.history import record_history
from workflows.engine.perform.rebuild import differences, rebuild
from workflows.membership.sample import lawful
from workflows.rules import law_book

FLOW, CALENDAR = flow("membership"), law_book().calendar
MERGED_ON = "2026-06-10"


class Merger(Office):
    """The branch (`branch`), which will be merged into another one (`other_branch`)."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.other_branch = self.found("示例第二支部", "branch", self.committee)

    def case(self, place: int) -> Any:
        return super().case(place)

    def way(
        self, upto: str, place: int | None = None, on: str = "2026-06-01", then: str | None = None, at: datetime = AT
    ) -> int:
        """Somebody's case recorded as history up to a step on a day, `then` one more; answers its number."""
        settings = {"has_committee": False, "has_groups": False, "general_branch": False}
        told = lawful(upto, day(on), CALENDAR, **settings)
        told["steps"] += [{"step": then, "on": on}] if then else []
        paper = read_paper(FLOW, told, date(2099, 12, 31))
        person = self.person(f"李明{upto}")
        return record_history(self.work, FLOW, person, place or self.branch, paper, self.one, at)[0].case_id

    def merge(self, **more: Any) -> int:
        return self.take(self.branch, "merge_organisation", **{"on": MERGED_ON, "into": self.other_branch, **more})

    def row(self, case: int) -> Case:
        return self.work.session.get(Case, case, populate_existing=True)

    def held(self, person: int) -> list[tuple[str, int, str, str | None]]:
        """The memberships of a person that stand: status, organisation, first and last day."""
        rows = select(Membership).where(Membership.person_id == person, Membership.stands())
        found = self.work.session.scalars(rows.order_by(Membership.from_on).execution_options(populate_existing=True))
        return [(row.status, row.organisation_id, str(row.from_on), str(row.until_on or "") or None) for row in found]

    def every_difference(self) -> list[Any]:
        """Where any case of any workflow is not what its entries fold to."""
        self.work.flush()
        cases = self.work.session.execute(select(Case.id, Case.workflow).order_by(Case.id)).all()
        return [found for case, name in cases for found in differences(self.work, flow(name), case, AT)]

    def rebuilt(self) -> list[Any]:
        """What a rebuild of every case finds to mend."""
        cases = self.work.session.execute(select(Case.id, Case.workflow).order_by(Case.id)).all()
        return [found for case, name in cases for found in rebuild(self.work, flow(name), case, AT)]


def before(text: str) -> str:
    return str(day(text) - timedelta(days=1))


__all__ = ["MERGED_ON", "TODAY", "Merger", "before"]
