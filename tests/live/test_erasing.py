"""Erasure on both databases: two persons, what goes and what stays, rebuild and verify afterwards, and a text put back."""

import io
import json
from functools import partial

import pytest

from models.cases import Case
from models.events import ORGANISATION, Stream
from models.people import Person
from tests.live.test_log import begin
from tests.office.conftest import AT, made, office  # noqa: F401 (fixtures)
from tests.proof.sample import KEY
from web.commands.audit_verify import findings
from web.erasing import given_out, remove_erased
from web.log_keeping import bring_up_to_date
from web.stored import place, register, store
from workflows import flow
from workflows.engine.dossier import Attached
from workflows.engine.errors import BadForm, NotInOffice, OutOfTurn
from workflows.engine.offices import Actor
from workflows.engine.perform.attaching import attach
from workflows.engine.perform.declining import decline
from workflows.engine.perform.erasing import Erased, Part
from workflows.engine.perform.second import confirm, propose
from workflows.office.events import Happened, record
from workflows.proof.live.keeping import sign

from .breaking import break_in
from .town import FLOW, moment

DAY = "2026-07-20"
DECISION = {"number": "示例〔2026〕9号", "on": "2026-07-18", "reason": "本人申请。"}
TALKERS = [{"name": "周敏"}, {"name": "赵强"}]


@pytest.fixture
def talked(town) -> int:
    """A case with a talk by two named people, whose names a correction repeated."""
    begin(town)
    case = town.open("2026-06-01").case_id
    town.take(case, "talk", "2026-06-02", talkers=TALKERS)
    corrected = {"on": "2026-06-03", "talkers": TALKERS}
    proposal = town.propose(case, "correct", "王芳", "2026-06-04", entry=2, form=corrected, reason="日期误登。")
    town.confirm(case, proposal.number, "孙丽", "2026-06-04")
    return case


def erase(town, case, **form):
    proposal = town.propose(case, "erase", "王芳", DAY, **{**DECISION, **form})
    return town.confirm(case, proposal.number, "孙丽", DAY)


def fields(town, case) -> set[tuple[int, str]]:
    rows = town.ask(
        "SELECT number, field FROM entry_text JOIN entry ON entry.id = entry_id WHERE case_id = :case", case=case
    )
    return {(row["number"], row["field"]) for row in rows}


def erasures(town, case) -> list[dict]:
    return [json.loads(each.facts)["facts"] for each in town.entries(case) if each.kind == "erasure"]


def projection(town, case) -> dict:
    row = town.row(case)
    return {name: row[name] for name in ("stage", "ended_reason", "open", "snapshot", "due_on")}


def verified(town) -> list[str]:
    bring_up_to_date(town.database)
    with town.database.work() as work:
        sign(work.session, KEY, moment("2026-11-20"))
        work.commit()
    return [str(each) for each in findings(town.database, town.owner_url, [], [])]


def test_a_text_goes_and_what_repeated_it(town, talked):
    before, told = projection(town, talked), fields(town, talked)
    assert {(2, "talkers.0.name"), (3, "form.talkers.0.name"), (4, "form.talkers.0.name")} <= told
    erase(town, talked, entry=2, fields=["talkers.0.name"])
    gone = {(2, "talkers.0.name"), (3, "form.talkers.0.name"), (4, "form.talkers.0.name")}
    assert fields(town, talked) == told - gone | {(5, "reason")}
    assert [each["entry"] for each in erasures(town, talked)] == [2, 3, 4]
    assert erasures(town, talked)[0]["fields"] == ["talkers.0.name"]
    assert erasures(town, talked)[0]["number"] == DECISION["number"]
    assert projection(town, talked) == before
    town.sound(talked)
    assert verified(town) == []


def test_several_entries_lose_what_is_named_of_each_once(town, talked):
    told = fields(town, talked)
    named = [{"entry": 4, "fields": ["form.talkers.1.name"]}, {"entry": 3, "fields": ["reason"]}]
    erase(town, talked, parts=[*named, {"entry": 2, "fields": ["talkers.1.name"]}])
    gone = {(2, "talkers.1.name"), (3, "form.talkers.1.name"), (4, "form.talkers.1.name"), (3, "reason")}
    assert fields(town, talked) == told - gone | {(5, "reason")}
    lost = [(each["entry"], each["fields"]) for each in erasures(town, talked)]
    assert lost == [
        (2, ["talkers.1.name"]),
        (3, ["form.talkers.1.name", "reason"]),
        (4, ["form.talkers.1.name"]),
    ]
    town.sound(talked)
    assert verified(town) == []


def test_the_facts_of_a_proposal_without_parts_are_read():
    assert Erased.recall({"number": "9号", "on": "2026-07-18", "entry": 2, "fields": []}).named == [Part(entry=2)]
    assert Erased.recall({"number": "9号", "on": "2026-07-18", "fields": []}).named == []


def test_the_whole_case_goes(town, talked):
    before = projection(town, talked)
    erase(town, talked)
    assert fields(town, talked) == {(5, "reason")}
    assert projection(town, talked) == before
    town.sound(talked)
    assert verified(town) == []


def test_two_persons_are_needed_and_until_then_nothing_goes(town, talked):
    told = fields(town, talked)
    proposal = town.propose(talked, "erase", "王芳", DAY, entry=2, **DECISION)
    assert fields(town, talked) == told | {(5, "reason")}
    with pytest.raises(NotInOffice, match="提议人不能确认"):
        town.confirm(talked, proposal.number, "王芳", DAY)
    town.confirm(talked, proposal.number, "孙丽", DAY)
    with pytest.raises(OutOfTurn, match="已经了结"):
        town.confirm(talked, proposal.number, "孙丽", DAY)
    assert (2, "talkers.0.name") not in fields(town, talked)


@pytest.mark.parametrize(
    "form, why",
    [
        ({"entry": 9}, "案件中没有第 9 条记录"),
        ({"entry": 1}, "没有可以抹去的个人内容"),
        (
            {"entry": 2, "fields": ["opinion"]},
            "第 2 条没有“opinion”这一项个人内容，或已抹去；现有：talkers.0.name、talkers.1.name",
        ),
        ({"fields": ["talkers.0.name"]}, "须同时写明是哪一条记录"),
        ({"entry": 2, "parts": [{"entry": 2}]}, "只能写一种"),
        ({"parts": [{"entry": 2}, {"entry": 9}]}, "案件中没有第 9 条记录"),
        ({"parts": [{"entry": 2}, {"entry": 1}]}, "没有可以抹去的个人内容"),
    ],
)
def test_what_cannot_be_erased(town, talked, form, why):
    with pytest.raises(BadForm, match=why):
        town.propose(talked, "erase", "王芳", DAY, **DECISION, **form)


def test_what_was_erased_is_not_erased_again(town, talked):
    erase(town, talked, entry=2)
    with pytest.raises(BadForm, match="没有可以抹去的个人内容"):
        town.propose(talked, "erase", "王芳", DAY, entry=2, **DECISION)


def test_a_text_put_back_after_its_erasure_is_found(town, talked):
    erase(town, talked, entry=2, fields=["talkers.0.name"])
    (row,) = town.ask("SELECT id FROM entry WHERE case_id = :case AND number = 2", case=talked)
    salt = "zeroblob(16)" if town.owner_url.startswith("sqlite") else "decode(repeat('00', 16), 'hex')"
    break_in(town.owner_url, f"INSERT INTO entry_text VALUES ({row['id']}, 'talkers.0.name', {salt}, '李四')")
    assert verified(town) == [f"案件 {talked} 第 2 条：“talkers.0.name”的原文与记录中的承诺不符：原文已被替换"]


def test_a_text_beside_those_of_the_decision_may_not_be_missing(town, talked):
    erase(town, talked, entry=2, fields=["talkers.0.name"])
    (row,) = town.ask("SELECT id FROM entry WHERE case_id = :case AND number = 2", case=talked)
    break_in(town.owner_url, f"DELETE FROM entry_text WHERE entry_id = {row['id']} AND field = 'talkers.1.name'")
    assert verified(town) == [f"案件 {talked} 第 2 条：“talkers.1.name”的原文不见了，而没有删除它的记录"]


def test_a_file_goes_but_not_while_another_entry_names_it(town, tmp_path):
    begin(town)
    kept = store(tmp_path, "申请书.pdf", io.BytesIO(b"%PDF-1.7"))
    path = place(tmp_path, kept.sha256)
    numbers = []
    for _ in range(2):
        case = town.open("2026-06-01", subject=town.person()).case_id
        with town.working() as work:
            files = (Attached(kept.sha256, kept.name),)
            numbers.append(
                (case, attach(work, FLOW, case, 1, files, town.actor("王芳"), 1, moment("2026-06-02")).number)
            )
    erase(town, numbers[0][0], entry=numbers[0][1], fields=["files.0"])
    assert remove_erased(town.database, numbers[0][0], tmp_path) == [] and path.exists()
    erase(town, numbers[1][0], entry=numbers[1][1])
    assert remove_erased(town.database, numbers[1][0], tmp_path) == [kept.sha256] and not path.exists()
    assert [str(each) for each in findings(town.database, town.owner_url, [], [], files=tmp_path)] == []
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"%PDF-1.8")
    assert len(list(findings(town.database, town.owner_url, [], [], files=tmp_path))) == 2


def test_what_was_given_out_before_is_told(town, talked):
    def give(place: str, at: str, what: str) -> None:
        with town.database.work() as work:
            happened = Happened(Stream(ORGANISATION, town.places[place]), "given_out", what, town.people["王芳"])
            record(work.session, happened, moment(at))
            work.commit()

    give("一支部", "2026-06-01", "before the talk")
    give("一支部", "2026-06-05", "of the branch")
    give("镇党委", "2026-06-06", "of the committee")
    give("二支部", "2026-06-07", "of another branch")
    erase(town, talked, entry=2)
    with town.database.read() as session:
        assert [each.what for each in given_out(session, talked)] == ["of the branch", "of the committee"]


def test_a_name_goes_from_the_register_and_from_the_search(office):  # noqa: F811
    """Erased where it was recorded, in the journal of the organisation that registered the person; the row follows."""
    person = office.person("欧阳雪")
    case = office.work.session.get(Case, office.case(office.root).id)
    row = office.work.session.get(Person, person)
    assert (row.name, row.pinyin, row.initials) == ("欧阳雪", "ouyangxue", "oyx")
    form = {**DECISION, "entry": case.last_number, "fields": ["name"]}
    proposal = propose(office.work, flow("office"), case.id, "erase", form, office.one, case.version, moment(DAY))
    office.work.session.expire_all()
    held = office.case(office.root)
    confirm(office.work, flow("office"), case.id, proposal.number, office.other, held.version, moment(DAY))
    office.work.session.expire_all()
    row = office.work.session.get(Person, person)
    assert (row.name, row.pinyin, row.initials) == (None, None, None)
    assert office.differences() == []


@pytest.fixture
def approved(town) -> int:
    """A case in which the branch wrote entry 2, and the superior the reason in entry 20."""
    case = town.build("interview", "2026-07-01")
    facts = {"received_on": "2026-07-02", "approved": True, "approver": "committee", "delay_reason": "委员外出。"}
    assert town.take(case, "approve_admission", "2026-07-10", **facts).number == 20
    assert {(2, "talkers.0.name"), (20, "delay_reason")} <= fields(town, case)
    return case


@pytest.mark.parametrize("form", [{"entry": 20}, {"parts": [{"entry": 2}, {"entry": 20}]}, {}], ids=str)
def test_what_the_superior_wrote_only_the_superior_erases(town, approved, form):
    told = fields(town, approved)
    with pytest.raises(NotInOffice):
        town.propose(approved, "erase", "王芳", DAY, **DECISION, **form)
    assert fields(town, approved) == told
    proposal = town.propose(approved, "erase", "吴强", DAY, **DECISION, **form)
    for answer in (town.confirm, town.decline):
        with pytest.raises(NotInOffice):
            answer(approved, proposal.number, "孙丽", DAY)
    town.confirm(approved, proposal.number, "沈毅", DAY)
    assert (20, "delay_reason") not in fields(town, approved)


def test_what_the_branch_wrote_the_branch_or_the_superior_erases(town, approved):
    proposal = town.propose(approved, "erase", "王芳", DAY, entry=2, **DECISION)
    town.confirm(approved, proposal.number, "沈毅", DAY)
    assert (2, "talkers.0.name") not in fields(town, approved)


def test_the_whole_case_goes_as_it_was_when_it_was_proposed(town, talked):
    proposal = town.propose(talked, "erase", "王芳", DAY, **DECISION)
    form = {"on": "2026-06-03", "talkers": [{"name": "欧阳新"}]}
    later = town.propose(talked, "correct", "王芳", DAY, entry=2, form=form, reason="姓名误登。")
    town.confirm(talked, proposal.number, "孙丽", DAY)
    assert fields(town, talked) == {
        (proposal.number, "reason"),
        (later.number, "reason"),
        (later.number, "form.talkers.0.name"),
    }
    town.sound(talked)


@pytest.mark.parametrize("proposed_first", [True, False])
def test_a_correction_confirmed_meanwhile_goes_with_the_one_that_was_proposed_before(town, talked, proposed_first):
    form = {"on": "2026-06-03", "talkers": [{"name": "周敏敏"}]}
    corrected = {"entry": 2, "form": form, "reason": "姓名误登。"}
    first = town.propose(talked, "correct", "王芳", DAY, **corrected) if proposed_first else None
    erasure = town.propose(talked, "erase", "王芳", DAY, **DECISION, entry=2)
    correction = first or town.propose(talked, "correct", "王芳", DAY, **corrected)
    confirmed = town.confirm(talked, correction.number, "孙丽", DAY)
    town.confirm(talked, erasure.number, "孙丽", DAY)
    left = {number for number, _ in fields(town, talked)}
    assert ({correction.number, confirmed.number} & left == set()) is proposed_first
    assert not left & {2, 3, 4}


def test_what_another_erasure_left_of_a_proposal_goes(town, talked):
    both = town.propose(talked, "erase", "王芳", DAY, **DECISION, entry=2, fields=["talkers.0.name", "talkers.1.name"])
    erase(town, talked, entry=2, fields=["talkers.0.name"])
    town.confirm(talked, both.number, "孙丽", DAY)
    assert not {each for each in fields(town, talked) if "talkers" in each[1]}
    assert erasures(town, talked)[-3]["fields"] == ["talkers.1.name"]
    town.sound(talked)
    assert verified(town) == []


def test_a_proposal_of_which_nothing_is_left_is_withdrawn_or_declined_and_not_confirmed(town, talked):
    waiting = [town.propose(talked, "erase", "王芳", DAY, **DECISION, entry=2) for _ in range(2)]
    erase(town, talked, entry=2)
    with pytest.raises(BadForm, match="没有可以抹去的个人内容"):
        town.confirm(talked, waiting[0].number, "孙丽", DAY)
    for number, by in ((waiting[0].number, "王芳"), (waiting[1].number, "孙丽")):
        with town.database.work() as work:
            version = town.row(talked)["version"]
            decline(work, FLOW, talked, number, "了结", Actor(town.people[by]), version, moment(DAY))
            work.commit()
    town.sound(talked)


def test_a_content_that_an_entry_names_twice_goes_with_both_names(town, talked, tmp_path):
    attached = store(tmp_path, "李明.pdf", io.BytesIO(b"%PDF-1.7 x"))
    with town.database.work() as work:
        version, actor = town.row(talked)["version"], Actor(town.people["王芳"])
        register(work.session, attached, moment(DAY).date())
        files = [Attached(attached.sha256, "李明.pdf"), Attached(attached.sha256, "周敏.pdf")]
        number = attach(work, FLOW, talked, 1, files, actor, version, moment(DAY)).number
        work.commit()
    erase(town, talked, entry=number, fields=["files.0"])
    assert erasures(town, talked)[-1]["fields"] == ["files.0", "files.1"]
    assert erasures(town, talked)[-1]["files"] == [attached.sha256]
    assert number not in {each for each, _ in fields(town, talked)}
    town.sound(talked)


@pytest.mark.parametrize("confirmed_by", ["one", "other"])
def test_what_security_confirms_only_security_lets_be_erased(office, confirmed_by):  # noqa: F811
    work, journal = office.work, flow("office")
    office.administrator("管理员丙", "administrator")
    person = office.person("周敏")
    entry = office.take(office.branch, "propose_post", person=person, post="secretary", from_on="2026-06-15")
    case = office.case(office.branch)
    void = {"entry": entry, "void": True, "reason": "误登周敏"}
    number = propose(work, journal, case.id, "correct", void, office.one, case.version, AT).number
    confirm(work, journal, case.id, number, office.other, office.case(office.branch).version, AT)
    form = {"number": "1号", "on": "2026-06-15", "reason": "本人申请", "entry": number, "fields": ["reason"]}
    third = office.administrator("管理员丁", "administrator")
    version = office.case(office.branch).version
    erasure = propose(work, journal, case.id, "erase", form, third, version, AT).number
    version = office.case(office.branch).version
    if confirmed_by == "one":
        for end in (confirm, partial(decline, reason="不")):
            with pytest.raises(NotInOffice):
                end(work, journal, case.id, erasure, actor=office.one, seen=version, at=AT)
    else:
        assert confirm(work, journal, case.id, erasure, office.other, version, AT).kind == "erasure"
