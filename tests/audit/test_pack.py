"""The inspection pack: an export that verifies, lists that say day, organisation and count, each as it stood on the day."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import load_workbook
from sqlalchemy import select

from models.events import ORGANISATION, Stream, events_of
from models.log import SignedCheckpoint
from models.terms import Term
from tests.browser.electing import MEETING, election
from tests.live.test_log import begin
from tests.pages.conftest import Site
from tests.pages.importing import text
from tests.pages.test_findings import case_of, raised, step
from tests.proof.sample import KEY
from web import log_keys
from web.cli import main
from web.exporting.gathered import gather
from web.inspection_pack.happened import WITHHELD, happened
from workflows.engine.errors import Refused
from workflows.membership.sample import FACTS
from workflows.proof.live.exporting import Period

from .back_checking import finished
from .room import AUDITOR, ELSEWHERE, furnished

DAYS = {"first": "2026-01-01", "last": "2026-12-31", "on": "2026-11-02"}


@pytest.fixture
def room(site, monkeypatch, tmp_path) -> Site:
    """A full member, an activist of whom something was refused, and an applicant who waits, in two branches."""
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "log.key"))
    log_keys.keep(KEY)
    town = furnished(site.town)
    begin(town)
    town.build("archive", "2026-10-20", subject=town.person("样乙"))
    first = town.open("2026-01-01", subject=town.person("李明")).case_id
    town.take(first, "talk", "2026-01-01", talkers=[{"name": "周敏"}, {"name": "马兰"}])
    town.take(first, "decide_activist", "2026-01-02", recommended_by=["members"])
    with pytest.raises(Refused):
        town.take(first, "propose_prospective", "2026-01-02", **FACTS["propose_prospective"])
    town.open("2026-02-02", "二支部", subject=town.person("欧阳雪"))
    return site


def place(site, name: str) -> int:
    return site.town.places[name]


def asked(site, visitor, organisation: str = "镇党委", **more):
    return visitor.post("/audit/pack", {"place": place(site, organisation), **DAYS, **more})


def opened(content: bytes) -> dict[str, bytes]:
    """The files of a pack, without its folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {name.partition("/")[2]: held.read(name) for name in held.namelist()}


def sheet(files: dict[str, bytes], begins: str) -> list[list]:
    """The rows of a list."""
    name = next(name for name in files if name.startswith(f"名单/{begins}"))
    return load_workbook(io.BytesIO(files[name])).get_sheet_by_index(0).to_python()


def packed(site, organisation: str = "镇党委", **more) -> dict[str, bytes]:
    visitor = site.visitor(AUDITOR)
    answer = asked(site, visitor, organisation, **more)
    assert answer.status_code == 303, text(answer)
    finished(visitor, answer.location)
    with visitor.post(f"{answer.location}/take") as answer:
        assert answer.status_code == 200 and answer.mimetype == "application/zip", text(answer)
        return opened(answer.data)


def test_the_export_in_the_pack_verifies_by_its_own_file(room, tmp_path):
    for name, content in packed(room).items():
        path = tmp_path / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "--key", str(KEY.public)]
    done = subprocess.run(
        command, cwd=tmp_path / "out" / "全程纪实导出", capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_list_is_there_and_says_of_whom_when_and_how_many(room):
    files = packed(room)
    lists = sorted(name for name in files if name.startswith("名单/"))
    assert [name[3:5] for name in lists] == [f"{number:02}" for number in range(1, 11)]
    for number in range(1, 11):
        _, about, _, *rows = sheet(files, f"{number:02}")
        told = " ".join(map(str, about))
        assert "镇党委" in told and f"共 {len(rows)} " in told
        assert ("截至 2026-11-02" if number != 7 else "2026-01-01 至 2026-12-31 登记") in told


def test_the_lists_hold_who_stood_where_and_what_happened(room):
    files = packed(room)
    assert [row[0] for row in sheet(files, "01")[3:]] == ["样乙"]
    assert [row[1] for row in sheet(files, "02")[3:]] == ["欧阳雪"]
    activists = sheet(files, "03")
    assert [row[1] for row in activists[3:]] == ["李明"] and "周敏、马兰" in activists[3]
    refused = sheet(files, "07")[3:]
    assert [(row[1], row[5]) for row in refused] == [("不予办理", "支部委员会讨论拟列发展对象")]
    assert "“上级党委备案”尚未办理：请先办理并登记（发展党员工作细则（2014）第8条，G00）" in refused[0][8]
    assert {(row[1], row[3]) for row in sheet(files, "08")[3:]} >= {("欧阳雪", "派人谈话")}


@pytest.mark.parametrize(
    ("on", "applicants", "activists"), [("2026-01-01", ["李明"], []), ("2026-01-02", [], ["李明"])]
)
def test_the_lists_are_as_of_the_day(room, on, applicants, activists):
    files = packed(room, on=on)
    assert [row[1] for row in sheet(files, "02")[3:]] == applicants
    assert [row[1] for row in sheet(files, "03")[3:] if row[1] == "李明"] == activists


@pytest.mark.parametrize(("last", "count"), [("2026-01-01", 0), ("2026-01-02", 1)])
def test_what_happened_is_of_the_period(room, last, count):
    assert len(sheet(packed(room, last=last), "07")[3:]) == count


def test_another_branch_is_not_in_the_pack(room):
    files = packed(room, "二支部")
    assert [row[1] for row in sheet(files, "02")[3:]] == ["欧阳雪"]
    assert [sheet(files, number)[3:] for number in ("01", "03", "07")] == [[], [], []]
    assert not any("李明".encode() in content for name, content in files.items() if name.startswith("全程纪实导出/"))


def test_that_it_was_given_out_is_an_event(room):
    packed(room)
    with room.town.database.read() as session:
        (event,) = [
            each
            for each in events_of(session, Stream(ORGANISATION, place(room, "镇党委")))
            if each.about == "inspection_pack"
        ]
    assert event.kind == "given_out" and event.person_id == room.town.people[AUDITOR]
    assert b'"on":"2026-11-02"' in bytes(event.facts)


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"first": "昨天"}, 422, "日期须写成 2026-06-05、2026.6.5"),
        ({"first": "2026-02-30"}, 422, "日历上没有这一天"),
        ({"first": "2027-01-01"}, 422, "早于第一天 2027-01-01"),
        ({"on": "2026-11-03"}, 422, "只能截至今天或者以前"),
        ({"place": ""}, 422, "请选择党组织"),
        ({"place": "999"}, 404, ""),
        ({"on": "1989-12-31"}, 404, "1989-12-31 没有这个党组织"),
    ],
)
def test_what_cannot_be_packed_is_said_and_nothing_is_given_out(room, more, status, said):
    answer = asked(room, room.visitor(AUDITOR), **more)
    assert answer.status_code == status and said in text(answer)
    with room.town.database.read() as session:
        told = events_of(session, Stream(ORGANISATION, place(room, "镇党委")))
        assert [each for each in told if each.about == "inspection_pack"] == []


def test_only_auditors_and_only_what_they_see(room):
    assert room.visitor("王芳").get("/audit/pack").status_code == 403
    assert asked(room, room.visitor("王芳")).status_code == 403
    assert asked(room, room.visitor(ELSEWHERE)).status_code == 404


def test_the_command_writes_the_same_lists(room, tmp_path):
    target = tmp_path / "pack"
    options = [
        "--org",
        "镇党委",
        "--from",
        DAYS["first"],
        "--to",
        DAYS["last"],
        "--on",
        DAYS["on"],
        "--database",
        room.town.url,
    ]
    done = CliRunner().invoke(main, ["audit", "pack", str(target), *options])
    assert done.exit_code == 0, done.output
    files = {
        path.relative_to(target).as_posix(): path.read_bytes() for path in Path(target).rglob("*") if path.is_file()
    }
    assert [row[1] for row in sheet(files, "03")[3:]] == ["李明"] and "01-党员名册：1" in done.stdout
    again = CliRunner().invoke(main, ["audit", "pack", str(target), *options])
    assert again.exit_code == 2 and "已经存在" in again.output


def test_the_elections_of_the_period_with_the_stage_of_the_day(room):
    case = election(room)
    rows = sheet(packed(room), "06")[3:]
    assert [row[:2] for row in rows] == [[case, "一支部"]]
    assert str(rows[0][3]) == "2026-09-01" and str(rows[0][4]) == MEETING
    before = sheet(packed(room, on="2026-09-01"), "06")[3:]
    assert [str(row[4]) for row in before] == ["2026-09-01"] and before[0][2] != rows[0][2]
    assert sheet(packed(room, last="2026-08-31"), "06")[3:] == []


def test_inspection_findings_with_what_was_raised_and_answered(room):
    case = case_of(raised(room, AUDITOR))
    (row,) = sheet(packed(room), "09")[3:]
    assert row[:4] == [case, "一支部", "公示材料没有存档", "G08"] and row[7] == "" and row[8] == "等待答复和认可"
    step(room, case, "answer_finding", "王芳", answer="当时遗漏", done="已经补齐")
    (row,) = sheet(packed(room), "09")[3:]
    assert [str(day) for day in row[5:8]] == ["2026-11-02", "2026-11-30", "2026-11-02"]
    assert sheet(packed(room, on="2026-11-01"), "09")[3:] == []


def test_a_correction_is_told_with_its_reason_and_what_is_sealed_is_not(room):
    proposed = room.town.propose(
        2, "correct", "王芳", "2026-11-02", entry=1, reason="抄写有误", void=False, form={"on": "2025-12-31"}
    )
    room.town.confirm(2, proposed.number, "孙丽", "2026-11-02")
    told = sheet(packed(room), "07")[3:]
    assert [row[1] for row in told] == ["不予办理", "更正"] and told[1][7] == 1
    assert told[1][8].startswith("抄写有误；") and "日期：2025-12-31" in told[1][8]
    with room.town.database.read() as session:
        until = session.scalars(select(SignedCheckpoint).order_by(SignedCheckpoint.id.desc()).limit(1)).one()
        session.expunge_all()
    gathered = gather(
        room.town.database, place(room, "镇党委"), Period(date(2026, 1, 1), date(2026, 12, 31)), until, None
    )
    refused = next(each.index for each in gathered.entries if each.row["kind"] == "refusal")
    about = {row[1]: row[8] for row in happened(gathered._replace(withheld=frozenset({refused})), {}).rows}
    assert about["不予办理"] == WITHHELD and "抄写有误" in about["更正"]
    first = next(each.index for each in gathered.entries if (each.row["case_id"], each.row["number"]) == (2, 1))
    about = {row[1]: row[8] for row in happened(gathered._replace(withheld=frozenset({first})), {}).rows}
    assert about["更正"] == WITHHELD and "上级党委备案" in about["不予办理"]


@pytest.mark.parametrize(("on", "elected"), [("2026-05-02", ["2023-05-03"]), ("2026-05-03", ["2026-05-03"])])
def test_the_terms_of_the_day(room, on, elected):
    branch, days = place(room, "一支部"), {"body": "branch", "path": room.town.paths["一支部"]}
    for first, last, ends in (
        (date(2023, 5, 3), date(2026, 5, 2), date(2026, 5, 2)),
        (date(2026, 5, 3), None, date(2029, 5, 2)),
    ):
        room.town.change(
            Term(
                organisation_id=branch,
                from_on=first,
                until_on=last,
                elected_on=first,
                expires_on=ends,
                ends_on=ends,
                **days,
            )
        )
    assert [str(row[2]) for row in sheet(packed(room, on=on), "10")[3:] if row[0] == "一支部"] == elected
