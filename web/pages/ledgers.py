"""The ledgers (名册) of the people on the way, on the screen, on paper and as a spreadsheet; the yearly plan beside them."""

from io import BytesIO
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request, send_file

from models.organisations import OrganisationState, state_on
from models.posts import POSTS
from web.ledgers.cells import cells
from web.ledgers.columns import LEDGERS, Ledger
from web.ledgers.workbook import Drawn, workbook
from web.pages import ledger_rows
from web.pages.errors import page as only_saying
from web.pages.happened import given_out
from web.pages.language import said
from web.pages.ledger_filter import choice
from web.pages.ledger_rows import MOST, Place
from web.pages.plan_rows import planned
from web.pages.request import clock, me, reading, today
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_

pages = Blueprint("ledgers", __name__)
STAGE = f"<any({', '.join(LEDGERS)}):stage>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_MANY = N_("名册共 %(total)s 人，一次最多输出 %(most)s 人：请先选定下级党组织，分别输出")
ABOUT = N_("党组织：%(organisation)s；截至 %(on)s")
ALL = N_("可以查看的全部党组织")
PRINTED = N_("打印人：%(who)s；打印时间：%(at)s")


class Asked(NamedTuple):
    """A ledger as it was asked for: of which stage, and of which organisation (None: all in sight)."""

    ledger: Ledger
    organisation: OrganisationState | None

    @property
    def stage(self) -> str:
        return self.ledger.stage.value

    @property
    def root(self) -> str | None:
        return self.organisation.path if self.organisation else None

    @property
    def number(self) -> int | None:
        return self.organisation.organisation_id if self.organisation else None

    @property
    def about(self) -> str:
        """Of whom and when."""
        name = self.organisation.name if self.organisation else said(ALL)
        return said(ABOUT, organisation=name, on=today())


def asked(stage: str) -> Asked:
    """What the address asks for; raises NotFound for an organisation out of sight."""
    number = request.args.get("organisation", type=int)
    state = state_on(reading(), number, today()) if number and number < 2**63 else None
    if number and (state is None or not me().sees(state.path)):
        raise NotFound(N_("没有这个党组织"))
    return Asked(LEDGERS[stage], state)


def printed() -> str:
    """Who draws it, and when."""
    held = me().chosen
    who = f"{me().name}，{held.organisation} {said(POSTS[held.post])}" if held else me().name
    return said(PRINTED, who=who, at=clock().strftime("%Y-%m-%d %H:%M"))


@pages.get("/ledgers")
def index():
    """Every ledger with the number of its lines."""
    return render_template("ledgers/index.html", ledgers=LEDGERS.values(), counts=ledger_rows.counts())


@pages.get(f"/ledgers/{STAGE}")
def ledger(stage: str):
    """Fifty lines of a ledger."""
    wanted = asked(stage)
    try:
        after = Place.read(request.args["after"]) if request.args.get("after") else None
    except ValueError:
        abort(400)
    page = ledger_rows.page(stage, wanted.root, after)
    options, shown = choice(wanted.organisation), drawn(wanted, page.lines)
    return render_template("ledgers/ledger.html", asked=wanted, page=page, after=after, choice=options, **shown)


@pages.get(f"/ledgers/{STAGE}/print")
def paper(stage: str):
    """The whole ledger for the printer."""
    wanted = asked(stage)
    total = ledger_rows.size(stage, wanted.root)
    if total > MOST:
        return too_many(total)
    given_out(stage, wanted.number, {"lines": total, "on": "paper"})
    lines = ledger_rows.whole(stage, wanted.root)
    return render_template("ledgers/print.html", asked=wanted, foot=printed(), **drawn(wanted, lines))


@pages.get(f"/ledgers/{STAGE}.xlsx")
def spreadsheet(stage: str):
    """The whole ledger as a spreadsheet."""
    wanted = asked(stage)
    total = ledger_rows.size(stage, wanted.root)
    if total > MOST:
        return too_many(total)
    given_out(stage, wanted.number, {"lines": total, "on": "spreadsheet"})
    title, lines = said(wanted.ledger.title), ledger_rows.whole(stage, wanted.root)
    made = workbook(wanted.ledger, lines, Drawn(title, wanted.about, printed(), clock()), said)
    return send_file(BytesIO(made), XLSX, as_attachment=True, download_name=f"{title} {today()}.xlsx")


def drawn(wanted: Asked, lines: Any) -> dict[str, Any]:
    """The lines as cells."""
    columns = wanted.ledger.columns
    return {"columns": columns, "rows": [(line.case_id, cells(columns, line, said)) for line in lines]}


def too_many(total: int) -> Any:
    """A ledger that is too long to be given out at once."""
    return only_saying(TOO_MANY % {"total": total, "most": MOST}, 422)


@pages.get("/plan-number")
def plan_number():
    """The number planned for a year beside what is under way, for each organisation in sight that was given one."""
    year = request.args.get("year", default=today().year, type=int)
    if not 2000 <= year <= 2100:
        abort(400)
    return render_template("ledgers/plan_number.html", year=year, rows=planned(year))
