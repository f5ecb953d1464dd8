"""Facts about the contacts, the opinions heard and the superior's consent, and what a paper dossier leaves out."""

from datetime import date

from pytest_bdd import given, parsers, when

from tests.steps.case import Case
from tests.steps.common import STEP_NAMED, day
from workflows.engine.check import answer
from workflows.engine.intake import Raw
from workflows.membership.sample import FACTS, lawful
from workflows.membership.words import WORDS

STATUSES = {WORDS[status]: status for status in ("full", "probationary", "none")}
VOICES = {WORDS[voice]: voice for voice in ("group", "contacts", "members", "masses")}
HEADING = {"李明的出生日期": "born_on", "党支部是否划分党小组": "has_groups"}


def contact(words: str) -> dict[str, str]:
    """“正式党员赵强”: a status, where one is said, and a name."""
    for title, status in STATUSES.items():
        if words.startswith(title):
            return {"name": words.removeprefix(title), "status": status}
    return {"name": words}


@given(parsers.parse("培养联系人是{who}"))
def _contacts(case: Case, who: str) -> None:
    case.facts["assign_contacts"] = {"contacts": [contact(words) for words in who.split("、")]}


@given(parsers.parse("选定了 {count:d} 名正式党员作培养联系人"))
def _so_many_contacts(case: Case, count: int) -> None:
    names = ("赵强", "周敏", "王芳")
    case.facts["assign_contacts"] = {"contacts": [{"name": name, "status": "full"} for name in names[:count]]}


@given(parsers.parse("培养联系人{name}是李明的亲属"))
def _related_contact(case: Case, name: str) -> None:
    _of_contact(case, name, relative=True)


@given(parsers.parse("培养联系人{name}还联系着另外 {count:d} 人"))
def _busy_contact(case: Case, name: str, count: int) -> None:
    _of_contact(case, name, other_cases=count)


def _of_contact(case: Case, name: str, **more: object) -> None:
    contacts = case.facts.get("assign_contacts", FACTS["assign_contacts"])["contacts"]
    assert name in [row["name"] for row in contacts]
    case.facts["assign_contacts"] = {"contacts": [{**row, **more} if row["name"] == name else row for row in contacts]}


@given("材料没有写明培养联系人")
def _contacts_unwritten(case: Case) -> None:
    case.facts["assign_contacts"] = {"contacts": None}


@given(parsers.parse("只听取了{voices}的意见"))
def _heard(case: Case, voices: str) -> None:
    case.facts["propose_prospective"] = {"opinions": [VOICES[voice] for voice in voices.split("、")]}


@given("没有听取任何一方的意见")
def _heard_nobody(case: Case) -> None:
    case.facts["propose_prospective"] = {"opinions": []}


@given("材料没有写明听取了谁的意见")
def _voices_unwritten(case: Case) -> None:
    case.facts["propose_prospective"] = {"opinions": None}


@given("上级党委没有同意将李明拟列为发展对象")
def _not_agreed(case: Case) -> None:
    case.facts["agree_prospective"] = {"agreed": False}


@when(parsers.parse("以 {on} 为准核查办到“{title}”、没有写明{what}的档案"), converters={"on": day})
def _check_without(case: Case, on: date, title: str, what: str) -> None:
    upto = STEP_NAMED[title]
    last = case.days.get(upto, on)
    dossier = lawful(upto, last, case.laws.calendar, given=case.days, facts=case.facts, **case.setting)
    del dossier[HEADING[what]]
    case.answer = answer(case.flow, Raw("features", dossier), case.laws, on)
