"""`zhibu audit export`: verified by its own one file where nothing is installed; nothing of other organisations, nothing sealed."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.election.live.branch import MEETING, Branch
from tests.election.live.test_keying import KEY as ROUND
from tests.election.live.test_keying import VOTES
from tests.live.conftest import town  # noqa: F401 (a fixture)
from tests.live.test_log import begin
from tests.live.town import FLOW, moment
from tests.office.conftest import made, office  # noqa: F401 (fixtures)
from tests.proof.sample import KEY
from web import log_keys
from web.stored import store
from workflows.engine.dossier import Attached
from workflows.engine.errors import Refused
from workflows.engine.perform import perform
from workflows.membership.sample import FACTS
from workflows.proof.hashing import SHA256
from workflows.proof.live.keeping import begin_log

from .test_commands import run

YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")
SCAN = b"%PDF-1.7 " + "入党申请书".encode()


@pytest.fixture
def key(monkeypatch, tmp_path) -> None:
    """The log's key in a file of the test."""
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "log.key"))
    log_keys.keep(KEY)


@pytest.fixture
def logged(town, key):  # noqa: F811
    """A case in each of two branches, with names, a refusal, and a talk that was recorded a year before."""
    begin(town)
    first = town.open("2025-12-31", subject=town.person("李明")).case_id
    town.take(first, "talk", "2026-01-01", talkers=[{"name": "周敏"}, {"name": "赵强"}])
    town.take(first, "decide_activist", "2026-01-02", recommended_by=["members"])
    with pytest.raises(Refused):
        town.take(first, "propose_prospective", "2026-01-02", **FACTS["propose_prospective"])
    second = town.open("2026-02-02", "二支部", subject=town.person("欧阳雪")).case_id
    town.take(second, "talk", "2026-02-03", talkers=[{"name": "买买提"}, {"name": "马兰"}])
    assert (first, second) == (1, 2)
    return town


def exported(url: str, folder: Path, organisation: str, *more: str, code: int = 0) -> str:
    """What the command says; the export lies in the folder."""
    return run("audit", "export", str(folder), "--org", organisation, "--database", url, *more, code=code).output


def verified(folder: Path, *more: str) -> tuple[int, list[str]]:
    """What the verifier in the export says, run where nothing but the standard library can be imported."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "--key", str(KEY.public), *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    lines = (done.stdout + done.stderr).splitlines()
    return done.returncode, [line for line in lines if line.startswith(("不符", "说明", "结论"))]


def entries(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "entries.jsonl").read_text(encoding="utf-8").splitlines()]


def named(folder: Path) -> list[tuple[int, int]]:
    """(case, number) of the entries that are given."""
    return [tuple(json.loads(each["sealed"])[:2]) for each in entries(folder)]


def whole(folder: Path) -> str:
    """Everything that is in the folder, but the verifier."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "verify.py")
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_it_is_verified_without_the_product(logged, tmp_path):
    said = exported(logged.owner_url, tmp_path / "out", "镇党委", *YEAR)
    assert "5 条全程纪实，2 个案件，密封暂不导出 0 条" in said and "python -I verify.py" in said
    assert verified(tmp_path / "out") == (0, ["结论：全部符合"])
    assert named(tmp_path / "out") == [(1, 2), (1, 3), (1, 4), (2, 1), (2, 2)]


def test_of_another_organisation_there_are_only_hashes(logged, tmp_path):
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR)
    assert verified(tmp_path / "out") == (0, ["结论：全部符合"])
    assert named(tmp_path / "out") == [(1, 2), (1, 3), (1, 4)]
    told = whole(tmp_path / "out")
    assert "李明" in told and "周敏" in told and "一支部" in told
    for name in ("欧阳雪", "买买提", "马兰", "二支部", "镇党委"):
        assert name not in told
    assert len((tmp_path / "out" / "leaves.txt").read_text().split()) == 6


@pytest.mark.parametrize(
    "first, last, wanted",
    [
        ("2025-12-31", "2025-12-31", [(1, 1)]),
        ("2026-01-01", "2026-01-02", [(1, 2), (1, 3), (1, 4)]),
        ("2026-01-02", "2026-02-02", [(1, 3), (1, 4), (2, 1)]),
        ("2026-02-04", "2026-12-31", []),
    ],
)
def test_a_period_has_its_first_and_its_last_day(logged, tmp_path, first, last, wanted):
    exported(logged.owner_url, tmp_path / "out", "镇党委", "--from", first, "--to", last)
    assert named(tmp_path / "out") == wanted
    assert verified(tmp_path / "out") == (0, ["结论：全部符合"])


def test_the_index_names_case_day_step_verdict_and_article(logged, tmp_path):
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for each in (
        "案件 1 发展党员：李明",
        "2026-01-02",
        "支部委员会讨论拟列发展对象（不予办理）",
        "第13条",
        "G05",
        "<dt>G05</dt><dd>入党积极分子的培养考察时间</dd>",
    ):
        assert each in page, each
    assert "<script" not in page and "http" not in page
    verdicts = [
        json.loads(line) for line in (tmp_path / "out" / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [(each["number"], each["verdict"]) for each in verdicts] == [
        (2, "sound"),
        (3, "sound"),
        (4, "refused"),
    ]
    assert "G05" in [each["code"] for each in verdicts[2]["findings"]]


def test_a_case_that_went_elsewhere_comes_up_to_what_was_recorded_there(logged, tmp_path):
    """The new branch has the whole case, whose papers came along."""
    logged.take(1, "hand_over", "2026-03-02", to="二支部", organisation=logged.places["二支部"])
    logged.take(1, "receive", "2026-03-09", "郑洁", examined=True, **{"from": "一支部"})
    contacts = [{"name": "买买提", "status": "full"}, {"name": "马兰", "status": "full"}]
    logged.take(1, "assign_contacts", "2026-03-10", contacts=contacts)
    exported(logged.owner_url, tmp_path / "old", "一支部", *YEAR)
    exported(logged.owner_url, tmp_path / "new", "二支部", *YEAR)
    assert [number for case, number in named(tmp_path / "old") if case == 1] == [2, 3, 4, 5]
    assert [number for case, number in named(tmp_path / "new") if case == 1] == [2, 3, 4, 5, 6, 7]
    assert verified(tmp_path / "old")[0] == verified(tmp_path / "new")[0] == 0
    assert "买买提" not in whole(tmp_path / "old")


def test_attached_files_come_when_they_are_asked_for(logged, tmp_path):
    folder = tmp_path / "files"
    kept = store(folder, "申请书.pdf", io.BytesIO(SCAN))
    with logged.working() as work:
        form = {"on": "2026-03-02"}
        version = logged.row(1)["version"]
        files = (Attached(kept.sha256, kept.name),)
        perform(work, FLOW, 1, "withdraw", form, logged.actor("王芳"), version, moment("2026-03-02"), files=files)
    exported(logged.owner_url, tmp_path / "bare", "一支部", *YEAR)
    assert verified(tmp_path / "bare")[1] == [
        f"说明：案件 1 第 5 条（日志序号 6）附件 {kept.sha256} 没有附上",
        "结论：全部符合",
    ]
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR, "--files", "--files-from", str(folder))
    assert (tmp_path / "out" / "attached" / kept.sha256).read_bytes() == SCAN
    assert verified(tmp_path / "out") == (0, ["结论：全部符合"])
    (tmp_path / "out" / "attached" / kept.sha256).write_bytes(SCAN + b"!")
    code, said = verified(tmp_path / "out")
    assert code == 1
    assert f"不符：案件 1 第 5 条（日志序号 6）附件 {kept.sha256} 的内容已变" in said
    assert f"不符：文件 attached/{kept.sha256} 与清单不符：内容已变，或不在清单之内" in said


def test_an_older_checkpoint_begins_the_leaves(logged, tmp_path):
    """Of what lies before it no leaf is given; one that was signed after the period's first day does not count."""
    run("audit", "checkpoint", "--database", logged.owner_url)
    logged.open("2026-03-01", subject=logged.person("何静"))
    exported(logged.owner_url, tmp_path / "all", "镇党委", *YEAR)
    assert not (tmp_path / "all" / "since.note").exists()  # the only one was signed after the year began
    ahead = str(date.today() + timedelta(days=3))
    exported(logged.owner_url, tmp_path / "none", "镇党委", "--from", ahead, "--to", "9999-12-31")
    assert len((tmp_path / "none" / "since.note").read_text().splitlines()) == 5
    assert (tmp_path / "none" / "leaves.txt").read_text() == ""
    assert verified(tmp_path / "all") == verified(tmp_path / "none") == (0, ["结论：全部符合"])


def test_a_zip_holds_the_same_folder(logged, tmp_path):
    exported(logged.owner_url, tmp_path / "out.zip", "镇党委", *YEAR)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path)
    assert verified(tmp_path / "out") == (0, ["结论：全部符合"])


# Broken exports


def left_out(folder: Path) -> None:
    path = folder / "entries.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))


def test_an_entry_left_out_is_named(logged, tmp_path):
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR)
    left_out(tmp_path / "out")
    code, said = verified(tmp_path / "out")
    assert code == 1
    assert said == [
        "不符：文件 entries.jsonl 与清单不符：内容已变，或不在清单之内",
        "不符：案件 1 缺少第 3 条",
        "不符：案件 1 缺少第 4 条",
        "结论：有 3 处不符",
    ]


def test_two_exports_mixed_are_told_apart(logged, tmp_path):
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR)
    exported(logged.owner_url, tmp_path / "other", "二支部", *YEAR)
    shutil.copy(tmp_path / "other" / "entries.jsonl", tmp_path / "out" / "entries.jsonl")
    code, said = verified(tmp_path / "out")
    assert code == 1
    assert "不符：文件 entries.jsonl 与清单不符：内容已变，或不在清单之内" in said
    assert "不符：案件 2 第 1 条（日志序号 4）重复，或不在清单所列的范围之内" in said
    assert "不符：案件 1 缺少第 2 条" in said and "不符：案件 1 缺少第 3 条" in said


def test_a_text_changed_is_named(logged, tmp_path):
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR)
    path = tmp_path / "out" / "entries.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("周敏", "孙丽"), encoding="utf-8")
    assert "不符：案件 1 第 2 条（日志序号 1）“talkers.0.name”的原文与记录不符" in verified(tmp_path / "out")[1]


# Sealed


@pytest.fixture
def keyed(office, key) -> Branch:  # noqa: F811
    """One of two persons has keyed the count."""
    begin_log(office.work.session, KEY.public, SHA256, moment("2026-06-01"))
    branch = Branch(office)
    branch.prepare()
    branch.gather()
    branch.take("key_count", MEETING, "赵强", **ROUND, **branch.numbers(VOTES, 7))
    return branch


def election(branch: Branch, url: str, folder: Path) -> tuple[str, dict]:
    """An export of the branch, and what it tells of the first count that was keyed."""
    branch.work.commit()
    said = exported(url, folder, str(branch.place), *YEAR)
    branch.work.begin()
    branch.work.session.expire_all()
    rows = [each for each in entries(folder) if "withheld" in each or '"key_count"' in each["sealed"]]
    return said, rows[0]


def test_a_sealed_count_is_withheld_until_it_is_confirmed(keyed, database, tmp_path):
    said, row = election(keyed, database.owner_url, tmp_path / "out")
    assert "密封暂不导出 1 条" in said
    assert set(row) == {"index", "withheld"}
    code, told = verified(tmp_path / "out")
    number = row["withheld"]["number"]
    assert code == 0
    assert (
        f"说明：案件 {keyed.case} 第 {number} 条（日志序号 {row['index']}）密封，内容没有附上：计票经确认后才能导出"
        in told
    )
    assert "密封，暂不导出" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    keyed.take("key_count", MEETING, "沈干事", **ROUND, **keyed.numbers(VOTES, 7))
    keyed.take("confirm_count", MEETING, **ROUND, scrutineers=[keyed.person("周敏")])
    said, row = election(keyed, database.owner_url, tmp_path / "later")
    assert "密封暂不导出 0 条" in said and '"collected":7' in row["sealed"].replace("\\", "")
    assert verified(tmp_path / "later") == (0, ["结论：全部符合"])


# What it refuses


@pytest.mark.parametrize(
    "more, why",
    [
        (("--from", "2026-02-02", "--to", "2026-02-01"), "--to 2026-02-01 早于 --from 2026-02-02：请对调"),
        (("--from", "2026-02-30", "--to", "2026-03-01"), "--from 应为日期，如 2026-01-01，实为“2026-02-30”"),
    ],
)
def test_a_period_that_is_none(logged, tmp_path, more, why):
    assert why in exported(logged.owner_url, tmp_path / "out", "一支部", *more, code=2)
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(logged, tmp_path):
    (tmp_path / "out").mkdir()
    assert "已经存在，没有改动" in exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR, code=2)


def test_an_unknown_organisation(logged, tmp_path):
    assert "没有这个党组织" in exported(logged.owner_url, tmp_path / "out", "九支部", *YEAR, code=1)


def test_that_it_was_given_out_is_an_event(logged, tmp_path):
    exported(logged.owner_url, tmp_path / "out", "一支部", *YEAR)
    (event,) = logged.ask("SELECT * FROM event WHERE kind = 'given_out'")
    assert (event["stream"], event["stream_id"]) == ("organisation", logged.places["一支部"])
    facts = json.loads(bytes(event["facts"]))
    assert facts["manifest"] == hashlib.sha256((tmp_path / "out" / "manifest.json").read_bytes()).hexdigest()
    assert (facts["first"], facts["last"]) == ("2026-01-01", "2026-12-31")
