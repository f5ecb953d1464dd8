"""Every page that can be asked for, with sensible addresses, and the few routes that are no pages."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from models.accounts import account_of
from tests.audit.back_checking import checked, finished, kept_at
from tests.browser.electing import election
from tests.live.town import FLOW
from tests.pages.conftest import Site
from tests.pages.importing import AT, dossier, lines, sheet, uploaded
from web.pages.audit_questions import QUESTIONS
from workflows.office.record import take

SECRETARY, ORGANISER, ADMINISTRATOR = "王芳", "吴强", "钱进"
EVERYBODY = (SECRETARY, ORGANISER, ADMINISTRATOR)
AUDITOR = "审小红"
VISITORS = (*EVERYBODY, AUDITOR)
NO_PAGES = {
    "static": "styles and pictures; asked for by every page",
    "attached.download": "a file to be kept",
    "calendar_feed.feed": "read by calendars, not by people",
    "audit_back_check.report": "a paper to be kept",
    "audit_back_check.spreadsheet": "a spreadsheet",
    "imports.findings": "a spreadsheet",
    "imports.template": "a spreadsheet",
    "ledgers.spreadsheet": "a spreadsheet",
    "ledgers.plan_spreadsheet": "a spreadsheet",
}


class Ground(NamedTuple):
    """A town in which something happened, and the numbers addresses are made of."""

    site: Site
    case: int  # the form of admission is filled in: a meeting may decide
    full: int  # archived, with everything before
    young: int  # an activist whose contacts are assigned, with a refusal and a proposal that waits
    proposal: int
    erasure: int  # a proposal to erase that waits, in the young one
    office: int  # the case of the branch itself
    branch: int
    person: int
    account: int
    election: int


class Place(NamedTuple):
    """An address of an endpoint, and who has that page."""

    endpoint: str
    address: Callable[[Ground, str], str]
    by: tuple[str, ...] = EVERYBODY


def prepared(site: Site) -> Ground:
    """A town with cases in several stages, a refusal, a proposal, and accounts."""
    town = site.town
    built = {
        name: town.build(upto, "2026-10-20", subject=town.person(name))
        for name, upto in {
            "李明": "fill_form",
            "样乙": "archive",
            "样丙": "assign_contacts",
            "样丁": "apply",
            "样戊": "fill_form",
        }.items()
    }
    site.visitor(SECRETARY).post(
        f"/membership/{built['样丙']}/list_prospective",
        {"seen": version(site, built["样丙"]), "on": "2026-11-01", "sure": "yes"},
    )
    proposed = town.propose(
        built["样丙"],
        "correct",
        SECRETARY,
        "2026-11-02",
        entry=1,
        reason="抄写有误",
        void=False,
        form={"on": "2024-01-05"},
    )
    decision = {"number": "示例〔2026〕9号", "on": "2026-11-01", "reason": "本人申请。"}
    erasure = town.propose(built["样丙"], "erase", SECRETARY, "2026-11-02", **decision)
    town.person("样己")
    office = "SELECT id FROM \"case\" WHERE workflow = 'office' AND organisation_id = :place"
    return Ground(
        site, built["李明"], built["样乙"], built["样丙"], proposed.number, erasure.number,
        office=town.ask(office, place=town.places["一支部"])[0]["id"],
        branch=town.places["一支部"],
        person=town.people["赵强"],
        account=an_account(site, "赵强"),
        election=election(site),
    )  # fmt: skip


def an_account(site: Site, name: str) -> int:
    """An account opened in the journal of the branch."""
    with site.town.database.work() as work:
        form = {"on": "2026-01-05", "person": site.town.people[name], "login": "zhaoqiang"}
        take(work, site.town.places["一支部"], "open_account", form, None, AT)
        opened = account_of(work.session, "zhaoqiang")
        assert opened is not None
        work.commit()
        return opened.id


def version(site: Site, case: int) -> str:
    """The version of a case."""
    return str(site.town.row(case)["version"])


def an_import(ground: Ground, name: str) -> str:
    """An uploaded file whose rows may be recorded."""
    rows = (dossier("甲", "新甲", "一支部"), dossier("乙", "李明", "一支部", "admit"))
    return uploaded(ground.site.visitor(name), lines(*rows))


def a_back_check(ground: Ground, name: str) -> str:
    """A file of old dossiers that was judged."""
    return checked(
        ground.site.visitor(name), lines(dossier("丁", "旧甲", "一支部"), {**dossier("戊", "旧乙", None), "steps": 1})
    )


def a_pack(ground: Ground, name: str) -> str:
    """An inspection pack that could not be made: this town has no log."""
    visitor, days = ground.site.visitor(name), {"first": "2026-01-01", "last": "2026-11-01", "on": "2026-11-01"}
    answer = visitor.post("/audit/pack", {"place": str(ground.branch), **days})
    finished(visitor, answer.location)
    return answer.location


def a_ready_pack(ground: Ground, name: str) -> str:
    """An inspection pack that can be taken away."""
    address = a_pack(ground, name)
    run = kept_at(ground.site.visitor(name), address)
    run.look_again()
    del run.record["wrong"]
    run.keep(manifest="00", code="K7QF-2M9D", size=123456)
    return address


def a_spreadsheet(ground: Ground, name: str) -> str:
    """An uploaded spreadsheet from elsewhere whose columns are to be named."""
    head = ("序号", "姓名", "出生年月", "所在党支部", "递交入党申请书时间", "备注")
    return uploaded(
        ground.site.visitor(name), sheet(head, (1, "张三", "1995.5.4", "一支部", "2024-09-10", "无")), "名册.xlsx"
    )


def a_finished_import(ground: Ground, name: str) -> str:
    """An uploaded file whose rows were recorded."""
    visitor = ground.site.visitor(name)
    address = uploaded(visitor, lines(dossier("丙", f"新{name}", "一支部", "talk")))
    assert visitor.post(f"{address}/confirm").status_code == 303
    return address


def at(address: str) -> Callable[[Ground, str], str]:
    """An address with the ground's numbers put in."""
    return lambda ground, name: address.format(**ground._asdict())


def steps() -> Iterator[Place]:
    """The forms of all steps, seen by the secretary; some stand open, some closed."""
    for step in FLOW:
        if not step.opens_case:
            yield Place("steps.form", at(f"/membership/{{case}}/{step.name}"), (SECRETARY,))


def elections() -> Iterator[Place]:
    """The pages of an election whose second round is keyed by one."""
    yield Place("opening.new", at("/election/new?organisation={branch}"))
    for endpoint, address in (
        ("cases.show", ""),
        ("cases.journal", "/journal"),
        ("timeline.show", "/timeline"),
        ("roll.show", "/roll"),
        ("roll.paper", "/roll/print"),
        ("counts.show", "/counts"),
        ("results.show", "/result"),
        ("papers.index", "/papers"),
        ("papers.ballot", "/papers/ballot?ballot=members&round=1"),
        ("papers.count_sheet", "/papers/sheet?ballot=members&round=2"),
        ("papers.report", "/papers/report?ballot=members&round=1"),
        ("papers.attendance", "/papers/attendance"),
        ("steps.form", "/key_count?ballot=members&round=2"),
        ("steps.form", "/key_count?ballot=members&round=7"),
    ):
        yield Place(endpoint, at(f"/election/{{election}}{address}"), (SECRETARY, ORGANISER))
    for step in ("fix_candidates", "open_meeting", "confirm_scrutineers", "divide_work"):
        yield Place("steps.form", at(f"/election/{{election}}/{step}"), (SECRETARY,))


def auditing() -> Iterator[Place]:
    """The auditors' room."""
    for endpoint, address in (
        ("audit_journal.index", "journal"),
        ("audit_journal.index", "journal?place={branch}&code=G02"),
        ("audit_journal.index", "journal?gap=abc&person=nobody"),
        ("audit_events.index", "events?case={case}"),
        ("audit_events.index", "events?place={branch}"),
        ("audit_queries.index", "queries"),
        *(("audit_queries.show", f"queries/{name}") for name in QUESTIONS),
        ("audit_back_check.index", "back-check"),
        ("audit_pack.index", "pack"),
    ):
        yield Place(endpoint, at(f"/audit/{address}"), (AUDITOR,))
    for pack in (a_pack, a_ready_pack):
        yield Place("audit_pack.show", pack, (AUDITOR,))


PLACES = (
    *(Place("home.home", at(f"/?tab={tab}")) for tab in ("overdue", "month", "now", "others")),
    Place("home.home", at("/?tab=now&stage=probationary")),
    Place("worklist.month", at("/month/2026-11")),
    Place("worklist.search", at("/search")),
    Place("worklist.search", at("/search?q=样")),
    Place("calendar_feed.settings", at("/feed")),
    *(Place("cases.show", at(f"/membership/{{{each}}}")) for each in ("case", "full", "young")),
    *(Place("cases.journal", at(f"/membership/{{{each}}}/journal")) for each in ("full", "young")),
    Place("cases.show", at("/office/{office}"), (SECRETARY, ADMINISTRATOR)),
    Place("cases.journal", at("/office/{office}/journal"), (SECRETARY, ADMINISTRATOR)),
    Place("steps.form", at("/office/{office}/register_person"), (ADMINISTRATOR,)),
    *(Place("timeline.show", at(f"/membership/{{{each}}}/timeline")) for each in ("case", "full")),
    Place("timeline.show", at("/membership/{case}/timeline?meeting=2026-12-01"), (SECRETARY,)),
    Place("timeline.show", at("/membership/{case}/timeline?meeting=2026-02-30"), (SECRETARY,)),
    Place("whole_process.sheet", at("/membership/{full}/sheet")),
    Place("second.correct", at("/membership/{full}/correct/5")),
    Place("declining.form", at("/membership/{young}/decline/{proposal}"), (SECRETARY,)),
    Place("erasing.form", at("/membership/{full}/erase"), (SECRETARY,)),
    Place("erasing.proposed", at("/membership/{young}/erase/{erasure}"), (SECRETARY, ORGANISER)),
    Place("supplying.form", at("/membership/{full}/attach/5"), (SECRETARY,)),
    Place("findings.index", at("/findings"), (SECRETARY, AUDITOR)),
    Place("second.allow", at("/membership/{case}/allow?step=admit&code=G10")),
    Place("opening.new", at("/membership/new")),
    Place("together.form", at("/membership/together/admit")),
    Place("together.form", at("/membership/together/file_activist")),
    Place("imports.index", at("/imports")),
    Place("imports.show", an_import, (SECRETARY, ADMINISTRATOR)),
    Place("imports.show", a_finished_import, (SECRETARY,)),
    Place("imports.columns", lambda ground, name: f"{a_spreadsheet(ground, name)}/columns", (SECRETARY, ADMINISTRATOR)),
    Place("audit_back_check.show", a_back_check, (SECRETARY, AUDITOR)),
    Place("ledgers.index", at("/ledgers")),
    *(Place("ledgers.ledger", at(f"/ledgers/{stage}")) for stage in ("applicant", "prospective")),
    Place("ledgers.paper", at("/ledgers/prospective/print")),
    Place("ledgers.plan_number", at("/plan-number")),
    Place("organisations.index", at("/organisations")),
    Place("organisations.show", at("/organisations/{branch}")),
    Place("founding.form", at("/organisations/new"), (ADMINISTRATOR,)),
    Place("handing_over.form", at("/organisations/{branch}/handing-over"), (ADMINISTRATOR,)),
    Place("people.index", at("/people")),
    Place("people.index", at("/people?q=李")),
    Place("people.show", at("/people/{person}")),
    Place("people.kinship", at("/people/{person}/kin?q=王"), (ADMINISTRATOR,)),
    Place("settings.index", at("/settings")),
    Place("terms.index", at("/terms")),
    Place("terms.index", at("/terms?state=overdue"), (ORGANISER,)),
    Place("codes.index", at("/codes")),
    Place("handbook.index", at("/handbook")),
    Place("handbook.gaps", at("/handbook/gaps")),
    Place("handbook.readings", at("/handbook/readings")),
    Place("handbook.edition", at("/handbook/editions/XZ26")),
    Place("handbook.matrix", at("/handbook/matrix/XJ20")),
    *(Place("handbook.article", at(f"/handbook/articles/{each}")) for each in ("XZ26/13", "XJ20/E-43", "EX/L-5")),
    *(Place("handbook.workflow", at(f"/handbook/workflows/{each}")) for each in ("membership", "election")),
    *(Place("handbook.step", at(f"/handbook/steps/{each}")) for each in ("membership/admit", "office/set_reading")),
    Place("accounts.listed", at("/accounts"), (ADMINISTRATOR,)),
    Place("accounts.show", at("/accounts/{account}"), (ADMINISTRATOR,)),
    Place("own_account.show", at("/account")),
    Place("own_account.password", at("/account/password")),
    Place("own_account.second", at("/account/code")),
    Place("sign_in.form", at("/sign-in?next=/ledgers")),
    Place("cases.show", at("/membership/{full}?on=2026-06-01")),
    Place("cases.show", at("/membership/{young}?on=2026-06-01&known=2026-11-01"), (AUDITOR,)),
    Place("people.show", at("/people/{person}?on=2026-06-01"), (SECRETARY,)),
    Place("organisations.show", at("/organisations/{branch}?known=2026-11-01"), (SECRETARY,)),
    *auditing(),
    *steps(),
    *elections(),
)
