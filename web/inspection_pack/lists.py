"""The lists inspectors ask for, each from the folds of the day: members, elections, deadlines missed, inspection findings."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from models.memberships import STATUSES
from models.terms import BODIES, Term
from web.commands.check import cited
from web.inspection_pack.folded import Folded, Ground, in_parts
from web.ledgers.columns import LEDGERS, Ledger
from web.ledgers.lines import Line, chosen, names_by_step
from web.wording import ERASED
from workflows.engine.findings import N_
from workflows.engine.judge import worded
from workflows.engine.outlook import overdue
from workflows.engine.perform.as_of import holding, memberships_as_of
from workflows.office.as_of import memberships
from workflows.proof.live.exporting import Period

Rows = Sequence[Sequence[Any]]
ON_ROLL = "full", "probationary", "party_probation"
"""The memberships that are on the roll."""
NOT_ACCEPTED = N_("未受理")


class Listed(NamedTuple):
    """A list: the name of its file, its title, the headings with their widths, and the rows."""

    file: str
    title: str
    heads: dict[str, int]
    rows: Rows


def members(ground: Ground) -> Listed:
    """The members on the day, by organisation, membership and name; of several memberships the one that began last counts."""
    newest = sorted(_memberships(ground), key=lambda row: row[3])
    given = [row for row in {row[0]: row for row in newest}.values() if row[1] in ON_ROLL and row[2] in ground.places]
    people = ground.people(row[0] for row in given)
    rows = [
        [_name(people, person), _born(people, person), ground.places[place], STATUSES[status], from_on, person]
        for person, status, place, from_on in given
    ]
    rows.sort(key=lambda row: (row[2], row[3], row[0], row[5]))
    heads = {"姓名": 12, "出生日期": 12, "党组织": 24, "党籍": 12, "自": 12, "人员编号": 10}
    return Listed("01-党员名册", "党员名册", heads, rows)


def _memberships(ground: Ground) -> Iterator[tuple[int, str, int, date]]:
    """(person, status, organisation, first day) for every membership that held on the day, stated or given by a case."""
    for each in ground.cases:
        if each.flow.name == "office":
            for held in holding(memberships(each.live.kept), ground.day):
                yield held.person, held.what, each.place, held.from_on
        elif each.subject_kind == "person":
            given = memberships_as_of(each.live, each.subject_kind, each.place, ground.laws)
            for row in holding(given, ground.day):
                yield each.subject, row.status, row.organisation_id, row.from_on


def ledgers(ground: Ground) -> Iterator[tuple[str, Ledger, list[Line]]]:
    """The four ledgers: the name of the file, the ledger, and its lines, by organisation and number."""
    cases = ground.of("membership")
    law = ground.laws.on(ground.day)
    for number, (stage, ledger) in enumerate(LEDGERS.items(), 2):
        held = sorted(
            (each for each in cases if each.live.dossier.stage == stage), key=lambda each: (each.place, each.case)
        )
        people = ground.people({each.subject for each in held} | {one for each in held for one in chosen(each.live)})
        texts = ground.texts([each.case for each in held])
        names = {one: person.name for one, person in people.items() if person.name}
        lines = [
            Line(
                row,
                each.case,
                _name(people, each.subject),
                _born(people, each.subject),
                ground.places[each.place],
                each.live.dossier,
                law,
                names_by_step(each.live, texts.get(each.case, {}), names),
            )
            for row, each in enumerate(held, 1)
        ]
        yield f"{number:02}-{ledger.title}", ledger, lines


def elections(ground: Ground, period: Period) -> Listed:
    """The elections that were on in the period, with the first and the last act up to the day."""
    rows = []
    for each in ground.of("election"):
        days = [act.on for act in each.live.acts]
        if (
            days
            and min(days) <= period.last
            and (max(days) >= period.first or each.live.dossier.stage != each.flow.ended)
        ):
            told = [each.case, ground.places.get(each.subject, ""), _stage(each), min(days), max(days)]
            rows.append([*told, each.flow[each.live.acts[-1].step.name].title])
    heads = {"案件": 8, "党组织": 24, "处于": 14, "第一次办理": 12, "最后一次办理": 12, "最后办理的步骤": 28}
    return Listed("06-换届选举", "期间内的换届选举", heads, rows)


def terms(ground: Ground) -> Listed:
    """The terms that held on the day, as they stand recorded now: an extension approved later is told as well."""
    held = in_parts(ground.session, Term, Term.organisation_id, ground.places, Term.holds_on(ground.day))
    rows = [
        [ground.places[term.organisation_id], BODIES[term.body], term.elected_on, term.expires_on, term.extended_until]
        for term in sorted(held, key=lambda term: (term.organisation_id, term.from_on))
    ]
    heads = {"党组织": 24, "组织类别": 18, "选举日期": 12, "届满日期": 12, "批准延期至": 12}
    return Listed("10-任期", "当天的任期", heads, rows)


def missed(ground: Ground) -> Listed:
    """The deadlines that had passed by the day without the act."""
    people = ground.people(each.subject for each in ground.cases if each.subject_kind == "person")
    rows = []
    for each in ground.cases:
        for finding in overdue(each.live.dossier, ground.laws, ground.day):
            said = cited({"edition": finding.edition, "article": finding.article})
            what = [each.flow[finding.step].title, worded(finding, each.flow), said.removesuffix("，"), finding.code]
            where = [each.case, ground.subject(each, people), ground.places[each.place]]
            rows.append([*where, *what, finding.latest])
    heads = {"案件": 8, "对象": 14, "党组织": 24, "步骤": 24, "情况": 50, "条文": 28, "代码": 8, "最迟": 12}
    return Listed("08-逾期事项", "逾期未办事项", heads, rows)


def inspections(ground: Ground) -> Listed:
    """The findings of inspections that had been raised by the day, and where each stood."""
    cases = ground.of("finding")
    texts, rows = ground.texts([each.case for each in cases]), []
    for each in cases:
        dossier = each.live.dossier
        raised, answered = dossier.done("raise_finding"), dossier.done("answer_finding")
        if raised is None:
            continue
        what = texts.get(each.case, {}).get((_number(each, "raise_finding"), "what"), ERASED)
        basis = " ".join(told for told in (raised.known("code"), raised.known("article")) if told)
        days = [raised.on, raised.answer_by, answered.on if answered else None]
        rows.append([each.case, ground.places[each.place], what, basis, raised.known("case"), *days, _stage(each)])
    heads = {"案件": 8, "党组织": 24, "发现的问题": 50, "依据": 14, "涉及案件": 8}
    heads |= {"提出日期": 12, "答复期限": 12, "答复日期": 12, "处于": 16}
    return Listed("09-检查发现", "检查发现", heads, rows)


def _number(each: Folded, step: str) -> int:
    """The entry of the standing taking of a step."""
    return next((kept.number for kept in reversed(each.live.kept) if kept.act and kept.act.step.name == step), 0)


def _stage(each: Folded) -> str:
    return each.flow.stage_titles.get(each.live.dossier.stage, NOT_ACCEPTED)  # type: ignore[arg-type]


def _name(people: Any, number: int) -> str:
    return (number in people and people[number].name) or ERASED


def _born(people: Any, number: int) -> date | None:
    return people[number].born_on if number in people else None


def whole(ground: Ground, period: Period) -> Iterable[Listed]:
    """The lists that need nothing but the folds."""
    return members(ground), elections(ground, period), missed(ground), inspections(ground), terms(ground)
